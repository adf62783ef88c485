/** `caravan actors` */
import { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import type { JournalFlags } from '../operator/actor-journal.ts'
import type { MendFlags } from '../operator/actor-mend.ts'
import type { ActorsFlags } from '../operator/actors-list.ts'
import type { OperatorFlags } from '../operator/operate.ts'
import { actorsMigrateCommand } from './actors-migrate-command.ts'

const NATS_FLAG = ['--nats <servers>', 'the NATS to use: NATS_URL, else that of the Caravan here'] as const
const JSON_FLAG = ['--json', 'print one JSON document'] as const

export function actorsCommand(context: CommandContext): Command {
  const command = new Command('actors')
    .description('The actors there are: list them, look into one, read its journal, mend it.')
    .addHelpText('after', HELP)
  command
    .command('list')
    .description('roots, in the order of their last records')
    .option('--kind <kind>', 'only of this kind, children included when no root is')
    .option('--status <status>', 'only active, closing, final, quarantined or unreadable ones')
    .option('--all', 'children too')
    .option('--limit <number>', 'at most so many (50)')
    .option(...JSON_FLAG)
    .option(...NATS_FLAG)
    .action(async (flags: ActorsFlags) => {
      const { listActors } = await import('../operator/actors-list.ts')
      context.exit(await listActors(context, flags))
    })
  command
    .command('show')
    .description('state, children and where they are, timers, effects, quarantine, size')
    .argument('<address>')
    .option(...JSON_FLAG)
    .option(...NATS_FLAG)
    .action(async (address: string, flags: OperatorFlags) => {
      const { showActor } = await import('../operator/actor-show.ts')
      context.exit(await showActor(context, address, flags))
    })
  command
    .command('journal')
    .description('what happened to it and to its children, in order')
    .argument('<address>')
    .option('--after <cursor>', 'only what came later')
    .option('--live', 'go on with what comes, until Ctrl-C')
    .option('--json', 'print one JSON document per line')
    .option(...NATS_FLAG)
    .action(async (address: string, flags: JournalFlags) => {
      const { actorJournal } = await import('../operator/actor-journal.ts')
      context.exit(await actorJournal(context, address, flags))
    })
  command
    .command('repair')
    .description('give a quarantined actor an event that mends its state')
    .argument('<address>')
    .option('--event <json>', 'the event')
    .option('--reason <text>', 'why; kept in the journal')
    .option('--by <name>', 'who; kept in the journal (the name of the user)')
    .option(...JSON_FLAG)
    .option(...NATS_FLAG)
    .action(async (address: string, flags: MendFlags) => {
      const { repairActor } = await import('../operator/actor-mend.ts')
      context.exit(await repairActor(context, address, flags, context.user()))
    })
  command
    .command('release')
    .description('let a quarantined actor go on')
    .argument('<address>')
    .option('--reason <text>', 'why; kept in the journal')
    .option('--by <name>', 'who; kept in the journal (the name of the user)')
    .option(...JSON_FLAG)
    .option(...NATS_FLAG)
    .action(async (address: string, flags: MendFlags) => {
      const { releaseActor } = await import('../operator/actor-mend.ts')
      context.exit(await releaseActor(context, address, flags, context.user()))
    })
  return command.addCommand(actorsMigrateCommand(context))
}

const HELP = `
An actor is quarantined when the same message or task fails again and again: its state stays, what comes for it goes to the
dead letters, its parent is told. repair gives its machine an event, release lets it go on, and "caravan dead-letters
redrive --all --actor <address>" brings what came meanwhile.

Examples:
  caravan actors list --status quarantined
  caravan actors show trip/rq73m95faj7wzfy5wv6b8wej66
  caravan actors journal trip/rq73m95faj7wzfy5wv6b8wej66 --live
  caravan actors repair stock/7 --event '{"type":"recount"}' --reason "off by one"

Exit code: 0 when it was done; 1 when it was not, or there is no such actor; 2 when the command line is wrong.`
