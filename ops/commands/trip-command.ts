/** `caravan trip`: one trip of a running system. */
import { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import type { TripFlags } from '../trip-verbs.ts'

const load = () => import('../trip-verbs.ts')
const URL_FLAG = [
  '--url <address>',
  'the Caravan that has it; without it, the one that runs on this machine',
] as const
const JSON_FLAG = ['--json', 'print one JSON document'] as const

export function tripCommand(context: CommandContext): Command {
  const command = new Command('trip')
    .description('One trip: how it stands and what it has cost, cancel it, give it more money.')
    .addHelpText('after', HELP)
  command
    .command('show')
    .description('how it stands now, what it waits for and what it has cost')
    .argument('<id>', 'the id that planning it printed')
    .option(...JSON_FLAG)
    .option(...URL_FLAG)
    .action(async (id: string, flags: TripFlags) =>
      context.exit(await (await load()).showTrip(context, id, flags)),
    )
  command
    .command('cancel')
    .description('stop its agents; says what was spent')
    .argument('<id>')
    .option(...JSON_FLAG)
    .option(...URL_FLAG)
    .action(async (id: string, flags: TripFlags) =>
      context.exit(await (await load()).cancelTrip(context, id, flags)),
    )
  command
    .command('top-up')
    .description('let it spend more on models; a trip that waits for money goes on')
    .argument('<id>')
    .argument('<usd>', 'US dollars, such as 0.5')
    .option('--by <name>', 'who gives it (the user of this machine)')
    .option('--key <key>', 'the same key again adds nothing')
    .option(...JSON_FLAG)
    .option(...URL_FLAG)
    .action(async (id: string, usd: string, flags: TripFlags) =>
      context.exit(await (await load()).topUpTrip(context, id, usd, flags)),
    )
  return command
}

const HELP = `
"caravan show <id>" watches a trip to its end and prints its plan; this looks once. What a trip may cost at first is
PER_REQUEST_COST_LIMIT; a top-up also pays for it above the limits of hour and day.

Examples:
  caravan trip show rq73m95faj7wzfy5wv6b8wej66
  caravan trip top-up rq73m95faj7wzfy5wv6b8wej66 0.5

Exit code: 0 when it was done; 1 when it could not be; 2 when the command line is wrong.`
