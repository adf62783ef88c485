/** `caravan costs` */
import { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import type { CostsFlags } from '../costs.ts'

export function costsCommand(context: CommandContext): Command {
  return new Command('costs')
    .description(
      'What calls of models have cost, by day, agent, model or trip, and what is left of the limits.',
    )
    .option('--by <what>', 'day (default), agent, model or trip')
    .option('--from <date>', 'calls that ended on this day or later, UTC, YYYY-MM-DD')
    .option('--to <date>', 'calls that ended on this day or earlier')
    .option('--trip <id>', 'only those of one trip')
    .option('--tenant <name>', 'whose money (default)')
    .option('--json', 'print one JSON document, with all four tables')
    .option('--nats <servers>', 'the NATS to use: NATS_URL, else that of the Caravan here')
    .addHelpText('after', HELP)
    .action(async (flags: CostsFlags) => {
      const { costs } = await import('../costs.ts')
      context.exit(await costs(context, flags))
    })
}

const HELP = `
The ledger has every call that was paid for, or could have been: what a provider did not report is counted at the most that it can
have been ("estimated"). Limits: PER_REQUEST_COST_LIMIT, HOURLY_COST_LIMIT, DAILY_COST_LIMIT.

Examples:
  caravan costs
  caravan costs --by model --from 2026-11-01
  caravan costs --trip rq73m95faj7wzfy5wv6b8wej66 --by agent --json`
