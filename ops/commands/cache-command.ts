/** `caravan cache` */
import { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import type { CacheFlags } from '../cache.ts'

const load = () => import('../cache.ts')
const TENANT_FLAG = ['--tenant <name>', 'whose answers (default)'] as const
const JSON_FLAG = ['--json', 'print one JSON document'] as const

export function cacheCommand(context: CommandContext): Command {
  const command = new Command('cache')
    .description('Answers of models that may be given again: list them, look at one, remove it.')
    .addHelpText('after', HELP)
  command
    .command('list')
    .description('the newest first')
    .option('--limit <number>', 'at most so many (50)')
    .option(...TENANT_FLAG)
    .option(...JSON_FLAG)
    .action(async (flags: CacheFlags) => context.exit(await (await load()).listCache(context, flags)))
  command
    .command('show')
    .description('what was asked and answered')
    .argument('<id>')
    .option(...TENANT_FLAG)
    .option(...JSON_FLAG)
    .action(async (id: string, flags: CacheFlags) =>
      context.exit(await (await load()).showCached(context, id, flags)),
    )
  command
    .command('remove')
    .description('the model is asked again')
    .argument('<id>')
    .option(...TENANT_FLAG)
    .option(...JSON_FLAG)
    .action(async (id: string, flags: CacheFlags) =>
      context.exit(await (await load()).removeCached(context, id, flags)),
    )
  return command
}

const HELP = `
An answer is given again only to the same question of the same tenant; see docs/context.md. They are kept in the Qdrant of
QDRANT_URL, else in the folder vectors of CARAVAN_HOME. Hosts that run see at once what was removed.

Examples:
  caravan cache list
  caravan cache show 5f0c2e0e-8d3e-8c1f-9d51-1b2f6f1c9b11 --json
  caravan cache remove 5f0c2e0e-8d3e-8c1f-9d51-1b2f6f1c9b11

Exit code: 0 when it was done; 1 when there is no such answer or the store cannot be used; 2 when the command line is wrong.`
