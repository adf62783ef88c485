/** `caravan show` */
import { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'

interface Options {
  readonly url?: string
  readonly locale?: string
  readonly json?: boolean
}

export function showCommand(context: CommandContext): Command {
  return new Command('show')
    .description('Show a trip of a running system: progress while it is planned, then the plan.')
    .argument('<trip>', 'the id that planning it printed')
    .option('--url <address>', 'the Caravan that has it; without it, the one that runs on this machine')
    .option('--json', 'print the result as one JSON document, and everything else to standard error')
    .action(async (trip: string, { url, json = false }: Options) => {
      const { show } = await import('../show.ts')
      context.exit(await show(context, { trip, json, ...(url === undefined ? {} : { url }) }))
    })
}
