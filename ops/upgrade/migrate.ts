/** `caravan actors migrate --dry-run` */
import type { CommandContext } from '../command-context.ts'
import { EXIT } from '../exit-codes.ts'
import { operate, type OperatorFlags } from '../operator/operate.ts'
import { jsonDocument } from '../refuse.ts'
import { loadDefinitions } from './definitions.ts'
import { dryRun, dryRunText } from './dry-run.ts'

export interface MigrateFlags extends OperatorFlags {
  readonly kind?: string
  /** Modules beside the planner's own definitions. */
  readonly actors: readonly string[]
}

/** Prints what would become of the living actors. @returns the exit code */
export function migrateDryRun(context: CommandContext, flags: MigrateFlags): Promise<number> {
  return operate(
    context,
    flags,
    () => undefined,
    async ({ operator, json, print, now }) => {
      const report = await dryRun(operator, await loadDefinitions(flags.actors), now, flags.kind)
      print(json ? jsonDocument(report).trimEnd() : dryRunText(report))
      return report.counts.breaks > 0 ? EXIT.failed : EXIT.ok
    },
  )
}
