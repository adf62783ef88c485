/** `caravan actors migrate` */
import { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import { EXIT } from '../exit-codes.ts'
import { jsonDocument } from '../refuse.ts'

interface MigrateFlags {
  readonly dryRun?: boolean
  readonly kind?: string
  readonly actors: readonly string[]
  readonly json?: boolean
}

export function actorsMigrateCommand(context: CommandContext): Command {
  const collect = (value: string, earlier: readonly string[]) => [...earlier, value]
  return new Command('migrate')
    .description('Say what this code would do with every living actor, before it is rolled out.')
    .requiredOption('--dry-run', 'change nothing; hosts migrate by themselves, an actor at a time')
    .option('--kind <kind>', 'only actors of this kind')
    .option('--actors <module>', 'a module that exports definitions, beside the own ones', collect, [])
    .option('--json', 'print the result as one JSON document')
    .addHelpText(
      'after',
      '\nNATS is that of NATS_URL, else the one on this machine. Exit code: 0 when all would go on, 1 when one would not.',
    )
    .action(async ({ kind, actors, json = false }: MigrateFlags) => {
      const [{ dryRun, dryRunText }, { loadDefinitions }, { openStore }] = await Promise.all([
        import('../upgrade/dry-run.ts'),
        import('../upgrade/definitions.ts'),
        import('../store.ts'),
      ])
      const definitions = await loadDefinitions(actors)
      await using driver = await openStore(context.config())
      const report = await dryRun(driver.history, definitions, Date.now(), kind)
      context.out.write(json ? jsonDocument(report) : `${dryRunText(report)}\n`)
      context.exit(report.counts.breaks > 0 ? EXIT.failed : EXIT.ok)
    })
}
