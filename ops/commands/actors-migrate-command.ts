/** `caravan actors migrate` */
import { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import type { MigrateFlags } from '../upgrade/migrate.ts'

export function actorsMigrateCommand(context: CommandContext): Command {
  const collect = (value: string, earlier: readonly string[]) => [...earlier, value]
  return new Command('migrate')
    .description('say what this code would do with every living actor, before it is rolled out')
    .requiredOption('--dry-run', 'change nothing; hosts migrate by themselves, an actor at a time')
    .option('--kind <kind>', 'only actors of this kind')
    .option('--actors <module>', 'a module that exports definitions, beside the own ones', collect, [])
    .option('--json', 'print one JSON document')
    .option('--nats <servers>', 'the NATS to use: NATS_URL, else that of the Caravan here')
    .addHelpText(
      'after',
      '\nExit code: 0 when all would go on; 1 when one would not; 2 when the command line is wrong.',
    )
    .action(async (flags: MigrateFlags) => {
      const { migrateDryRun } = await import('../upgrade/migrate.ts')
      context.exit(await migrateDryRun(context, flags))
    })
}
