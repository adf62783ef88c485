/** What code would do with a stored actor once every host runs that code: asked before a rollout, writing nothing (R18). */
import { isFinal, type TurnRecord } from '../core/turn-record.ts'
import { activation } from './activation.ts'
import type { ActorDefinition } from './definition.ts'

export interface UpgradeCheck {
  /**
   * `ended`: no machine sees it again. `fits`: goes on as it is. `old`: goes on with its old machine. `migrates`: is moved to
   * the current version. `stays`: its migration is refused, but its old machine still runs. `breaks`: would rest.
   */
  readonly status: 'ended' | 'fits' | 'old' | 'migrates' | 'stays' | 'breaks'
  /** Of `stays` and `breaks`. */
  readonly reason?: string
}

/**
 * @param definition of the record's kind; undefined when the code has none
 * @param now milliseconds since the epoch, for migrations
 */
export function checkUpgrade(
  definition: ActorDefinition | undefined,
  record: TurnRecord,
  now: number,
): UpgradeCheck {
  if (isFinal(record.snapshot)) return { status: 'ended' }
  if (definition === undefined)
    return { status: 'breaks', reason: `no definition of kind "${record.kind}" was given` }
  // A quarantine only puts a migration off: what it would come to is asked as if it were over.
  const { quarantine: _, ...free } = record
  const found = activation(definition, free, definition.version, now)
  switch (found.status) {
    case 'migrated':
      return { status: 'migrates' }
    case 'unreadable':
      return { status: 'breaks', reason: found.reason }
    case 'run':
      if (found.unmigrated !== undefined) return { status: 'stays', reason: found.unmigrated }
      return { status: record.machine.version === definition.version ? 'fits' : 'old' }
  }
}
