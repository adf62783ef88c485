/**
 * Quarantine (I11, R13): an actor that cannot go on is set aside by a record of its own, beside its last good snapshot and
 * its tables as they were. An operator repairs it by an event through its machine and releases it; both are on record with
 * who and why. Until then its messages go to the dead letters in order.
 */
import { errorData, type ErrorData } from '../core/errors.ts'
import type { Cause, ReleaseMessage, RepairMessage } from '../core/message.ts'
import { isFinal } from '../core/turn-record.ts'
import { isReserved, RESERVED } from './admission.ts'
import { carryOut } from './carry-out.ts'
import type { Decision } from './decide.ts'
import type { ActorDefinition } from './definition.ts'
import { assemble, bareDefinition, draftFrom, outboxId, type ActorState, type TurnDraft } from './draft.ts'
import { slim } from './failure.ts'
import { restore } from './snapshot.ts'
import { taskAgain } from './task-again.ts'
import { schedule } from './timers.ts'

/** Code of the error that the parent is told, and of the dead letters. */
export const QUARANTINED = 'actor.quarantined'

/**
 * Claims in a row without any other append after which a worker is poison: something kills its hosts before they can speak.
 * A death of a host alone is no failure (R13): a hundred kills in a minute and a half brought honest workers past 10.
 */
export const MAX_BARREN_CLAIMS = 100

/** Whether the next claim of this worker would be one too many. */
export function isBarren({ outcome, claim }: TurnDraft): boolean {
  return outcome === 'claimed' && (claim?.barren ?? 1) >= MAX_BARREN_CLAIMS
}

/** Sets an actor aside. Nothing of the cause is used up: put back after the release, it is handled as if it had just come. */
export function quarantineTurn(
  previous: TurnDraft,
  cause: Cause,
  failure: ErrorData,
  now: number,
): TurnDraft {
  const draft = draftFrom(bareDefinition(previous), previous, now)
  const { code, message: reason } = failure
  const { parent } = draft
  if (parent !== undefined) {
    const { actor } = draft
    const error = {
      code: QUARANTINED,
      message: `${actor} was quarantined (${code}): ${reason}`,
      data: { actor, code },
    }
    const envelope = { id: outboxId(draft), to: parent.address, kind: parent.kind, sentAt: now }
    const message = { ...envelope, type: 'child.error', child: parent.child, error } as const
    draft.outbox.push({ do: 'send', message: { ...message, quarantinedAt: draft.turn } })
  }
  const record = assemble(draft, previous, slim(cause), 'quarantined', previous.snapshot, reason)
  // All of the outbox before: what is carried out twice is recognised (I4), what is forgotten is lost (I3).
  return { ...record, seen: previous.seen, quarantine: { code, reason, since: now, held: previous.outbox } }
}

/** Why a message for a quarantined actor is a dead letter. */
export function refusal({ quarantine }: TurnDraft): { readonly code: string; readonly reason: string } {
  return {
    code: QUARANTINED,
    reason: `the actor is quarantined (${quarantine?.code}): ${quarantine?.reason}`,
  }
}

/** What an operator asks for. */
export function auditedTurn(
  definition: ActorDefinition,
  state: ActorState,
  cause: RepairMessage | ReleaseMessage,
  now: number,
): Decision {
  if (cause.type === 'repair') return repairTurn(definition, state, cause, now)
  const record = releaseTurn(state.record, cause, now)
  if (record === undefined) return { status: 'duplicate' }
  return { status: 'turn', state: { record, live: undefined }, logs: [] }
}

/** The event goes through the machine like any other; one that the machine cannot take changes nothing. */
function repairTurn(
  definition: ActorDefinition,
  state: ActorState,
  cause: RepairMessage,
  now: number,
): Decision {
  const { record } = state
  const refused = (why: string): Decision => ({
    status: 'turn',
    state: {
      record: assemble(draftFrom(definition, record, now), record, cause, 'ignored', record.snapshot, why),
      live: undefined,
    },
    logs: [],
  })
  if (isReserved(cause.event)) return refused(RESERVED)
  const draft = draftFrom(definition, record, now)
  try {
    const repaired = carryOut(draft, record, cause, 'repaired', (scope) => {
      const live = restore(definition, record)
      return { before: live, after: definition.pure.transition(live, cause.event, scope) }
    })
    const { error } = repaired.record.snapshot
    if (error !== undefined) return refused(`the repair would end the actor in error: ${error.message}`)
    return { status: 'turn', state: repaired, logs: draft.logs }
  } catch (thrown) {
    return refused(`the machine refuses the repair: ${errorData(thrown).message}`)
  }
}

/**
 * Ends a quarantine, of entities and workers: what was held is tried again, timers are scheduled anew (those that came due
 * meanwhile fire at once), a worker gets its task again. Undefined when the actor is not quarantined.
 */
export function releaseTurn(
  previous: TurnDraft,
  cause: Pick<ReleaseMessage, 'id' | 'by' | 'reason'>,
  now: number,
): TurnDraft | undefined {
  const { quarantine, ...rest } = previous
  if (quarantine === undefined) return undefined
  const draft = draftFrom(bareDefinition(previous), rest, now)
  draft.outbox.push(...quarantine.held)
  const { actor, kind, type } = previous
  const released = { ...cause, type: 'release', to: actor, kind, sentAt: now } as const
  if (!isFinal(previous.snapshot)) {
    const task = type === 'worker' ? taskAgain(previous, outboxId(draft), now) : undefined
    if (task !== undefined) draft.outbox.push({ do: 'task', task })
    if (type === 'entity')
      for (const [name, timer] of Object.entries(draft.timers)) schedule(draft, name, timer)
  }
  const reason = `released by ${cause.by}: ${cause.reason}`
  return assemble(draft, rest, released, 'released', previous.snapshot, reason)
}
