/** `caravan start` */
import { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'

export function startCommand(context: CommandContext): Command {
  return new Command('start')
    .description('Run the whole system on this machine: NATS, agents, page. Ctrl-C stops it.')
    .option('--log-json', 'write the log to standard error instead of into the data folder')
    .addHelpText('after', START_HELP)
    .action(async ({ logJson = false }: { readonly logJson?: boolean }) => {
      const config = await context.config()
      const { start } = await import('../start.ts')
      context.exit(
        await start({
          config,
          logToStderr: logJson,
          say: (line) => context.out.write(`${line}\n`),
          warn: (line) => context.err.write(`caravan: ${line}\n`),
        }),
      )
    })
}

const START_HELP = `
Everything that outlives a stop lies in the data folder, .caravan unless CARAVAN_HOME names another: finished trips are
still there at the next start, and running ones go on. Without NATS_URL a nats-server is found and started as well: that of
NATS_SERVER_BIN, of PATH, of the cache folder, or of this machine's packages, in this order.

Settings are variables of the environment or of a file .env in the current folder; .env.example lists them all.`
