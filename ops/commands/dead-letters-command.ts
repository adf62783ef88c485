/** `caravan dead-letters` */
import { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import type { ChoiceFlags, ListFlags } from '../operator/dead-letters.ts'
import type { OperatorFlags } from '../operator/operate.ts'

const load = () => import('../operator/dead-letters.ts')
const NATS_FLAG = ['--nats <servers>', 'the NATS to use: NATS_URL, else that of the Caravan here'] as const
const JSON_FLAG = ['--json', 'print one JSON document'] as const

export function deadLettersCommand(context: CommandContext): Command {
  const command = new Command('dead-letters')
    .description('Messages that nobody could handle: list them, open one, put them back, drop them.')
    .addHelpText('after', HELP)
  command
    .command('list')
    .description('the oldest first')
    .option('--kind <kind>', 'only for actors of this kind')
    .option('--actor <address>', 'only for this actor')
    .option('--after <number>', 'only with a greater number')
    .option('--limit <number>', 'at most so many (50)')
    .option(...JSON_FLAG)
    .option(...NATS_FLAG)
    .action(async (flags: ListFlags) => context.exit(await (await load()).listDeadLetters(context, flags)))
  command
    .command('show')
    .description('why one is there, and what it says')
    .argument('<number>')
    .option(...JSON_FLAG)
    .option(...NATS_FLAG)
    .action(async (number: string, flags: OperatorFlags) =>
      context.exit(await (await load()).showDeadLetter(context, number, flags)),
    )
  command
    .command('redrive')
    .description('put them back where they came from, to be handled once')
    .argument('[numbers...]')
    .option('--all', 'all of them, oldest first')
    .option('--actor <address>', 'with --all: only those for this actor')
    .option('--raw', 'also what this version cannot decode, byte for byte')
    .option(...JSON_FLAG)
    .option(...NATS_FLAG)
    .action(async (numbers: string[], flags: ChoiceFlags) =>
      context.exit(await (await load()).redriveDeadLetters(context, numbers, flags)),
    )
  command
    .command('drop')
    .description('remove them for good')
    .argument('[numbers...]')
    .option('--all', 'all of them')
    .option('--actor <address>', 'with --all: only those for this actor')
    .option('--yes', 'with --all: really')
    .option(...JSON_FLAG)
    .option(...NATS_FLAG)
    .action(async (numbers: string[], flags: ChoiceFlags) =>
      context.exit(await (await load()).dropDeadLetters(context, numbers, flags)),
    )
  return command
}

const HELP = `
A message that an actor cannot handle is set aside whole, with its reason, so that its neighbours go on. It waits here for 30
days. Put back, it keeps its id: it is handled once, however often it is put back.

Examples:
  caravan dead-letters list --kind trip
  caravan dead-letters show 17
  caravan dead-letters redrive --all --actor trip/rq73m95faj7wzfy5wv6b8wej66

Exit code: 0 when everything asked for was done; 1 when something was not; 2 when the command line is wrong.`
