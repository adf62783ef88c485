/** `caravan actors` */
import { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import { actorsMigrateCommand } from './actors-migrate-command.ts'

export function actorsCommand(context: CommandContext): Command {
  return new Command('actors')
    .description('Look at the actors of a running system.')
    .addCommand(actorsMigrateCommand(context))
}
