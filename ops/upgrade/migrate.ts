/** `caravan actors migrate --dry-run` */
import { CaravanError, type ActorDefinition } from '../../runtime/index.ts'
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
      const definitions = await loadDefinitions(flags.actors)
      const report = await dryRun(operator, definitions, now, flags.kind)
      if (Object.values(report.counts).every((count) => count === 0)) checkKind(flags.kind, definitions)
      print(json ? jsonDocument(report).trimEnd() : dryRunText(report))
      return report.counts.breaks > 0 ? EXIT.failed : EXIT.ok
    },
  )
}

/** A kind that nobody defines and no actor has is a slip, and must not read as a rollout without danger. */
function checkKind(kind: string | undefined, definitions: readonly ActorDefinition[]): void {
  const known = definitions.map((one) => one.kind)
  if (kind === undefined || known.includes(kind)) return
  throw new CaravanError(
    'command.option.invalid',
    `--kind is ${JSON.stringify(kind)}, which no definition and no actor is of: there are ${known.join(', ')}.`,
  )
}
