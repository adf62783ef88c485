/**
 * In which machine version a stored actor goes on (R18): the one that it was written in, a newer one after a migration, or
 * none that this code has, and then nothing is written. Pure, like every decision (I5).
 */
import { errorData } from '../core/errors.ts'
import { isFinal, RECORD_VERSION } from '../core/turn-record.ts'
import type { ActorDefinition } from './definition.ts'
import type { ActorState, TurnDraft } from './draft.ts'
import { misfits } from './fits.ts'
import { migrate, persistedOf } from './migrate.ts'
import { asWritten, migrationPath, readableVersions, versionOf } from './versions.ts'

export type Activation =
  /** Goes on as written. `unmigrated`: why it stays there although a newer version may be written. */
  | { readonly status: 'run'; readonly definition: ActorDefinition; readonly unmigrated?: string }
  /** `state.record` has to be committed before anything else. */
  | {
      readonly status: 'migrated'
      readonly definition: ActorDefinition
      readonly state: ActorState
      readonly logs: readonly unknown[]
    }
  /** Another host, or newer code, can go on with it; this one must not touch it. */
  | { readonly status: 'unreadable'; readonly reason: string }

/**
 * @param write the version that every live host can read, see {@link writeVersion}; undefined when there is none
 */
export function activation(
  definition: ActorDefinition,
  record: TurnDraft,
  write: string | undefined,
  now: number,
): Activation {
  const unreadable = (reason: string): Activation => ({ status: 'unreadable', reason })
  if (record.v > RECORD_VERSION) return unreadable(formatProblem(record.v))
  // What has ended is answered from its record alone; no machine sees it again.
  if (isFinal(record.snapshot)) return { status: 'run', definition: asWritten(definition, record) }

  const { id, version } = record.machine
  const own = versionOf(definition, version)
  const known = own ?? definition
  if (id !== known.machine.id)
    return unreadable(`it was written by machine "${id}", this host runs "${known.machine.id}"`)
  const path = migrationPath(definition, version, definition.version)
  let refused: string | undefined
  // A quarantined actor is moved after its release, for what was held back is carried out first (R13); but at once when
  // nothing else here could release it.
  const waits = record.quarantine !== undefined && own !== undefined
  if (write !== undefined && write !== version && !waits) {
    const outcome = tryMigration(definition, record, write, now)
    if (outcome?.status === 'migrated') return outcome
    refused = outcome?.reason
  }
  if (own !== undefined) {
    const problems = misfits(own, persistedOf(record))
    if (problems.length === 0)
      return { status: 'run', definition: own, ...(refused === undefined ? {} : { unmigrated: refused }) }
    return unreadable(`its snapshot does not fit version ${version}: ${problems.join('; ')}`)
  }
  if (refused !== undefined) return unreadable(refused)
  if (path !== undefined)
    return unreadable(
      `version ${version} can only be migrated, and a live host cannot read version ${definition.version} yet`,
    )
  const reads = readableVersions(definition).join(', ')
  return unreadable(`it was written in version ${version} of its machine, this host reads ${reads}`)
}

/** Why a record of a newer shape cannot be read. */
export function formatProblem(v: number): string {
  return `its record has format ${v}, this host reads ${RECORD_VERSION}`
}

function tryMigration(definition: ActorDefinition, record: TurnDraft, write: string, now: number) {
  const from = record.machine.version
  const path = migrationPath(definition, from, write)
  const target = versionOf(definition, write)
  if (path === undefined || target === undefined) return undefined
  const refused = (why: string) =>
    ({ status: 'refused', reason: `the migration from version ${from} to ${write} failed: ${why}` }) as const
  try {
    const steps = [from, ...path.slice(0, -1)]
      .map((at) => definition.migrations[at])
      .filter((step) => step !== undefined)
    const result = migrate(target, steps, record, now)
    if ('problems' in result) return refused(result.problems.join('; '))
    return { status: 'migrated', definition: target, ...result } as const
  } catch (error) {
    return refused(errorData(error).message) // a step, or the machine on hearing of it, threw
  }
}
