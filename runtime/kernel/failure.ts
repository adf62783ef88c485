/** What becomes of a turn that cannot be carried out or stored: mostly the actor ends in error, and its parent hears of it. */
import { errorData, type ErrorData } from '../core/errors.ts'
import type { Cause } from '../core/message.ts'
import {
  assemble,
  bareDefinition,
  close,
  draftFrom,
  table,
  type ActorState,
  type Draft,
  type TurnDraft,
} from './draft.ts'
import { closeAll } from './interpret.ts'

/** Longest text of an error, and of the type of an event, that a record keeps of a turn that was too large. */
const MOST_TEXT = 1_000

/**
 * What is stored in place of a turn that no store takes. A message that changes nothing is ignored all the same, without what
 * it carried: what it found, its actor's end perhaps, is not its to undo (I9). So is a repair or a release: its actor stays as
 * it was set aside, with what it owes (R13). Any other turn ends its actor.
 * @param before undefined when there is no record yet
 * @param refused the turn that cannot be stored
 * @param thrown why not
 */
export function instead(
  before: ActorState | undefined,
  refused: ActorState,
  now: number,
  thrown: unknown,
): ActorState {
  const { record } = refused
  const cause = slim(record.cause)
  if (record.outcome === 'ignored') return { ...refused, record: { ...record, cause } }
  if ((record.outcome === 'repaired' || record.outcome === 'released') && before !== undefined) {
    const draft = draftFrom(bareDefinition(before.record), before.record, now)
    const reason = `it cannot be stored: ${errorData(thrown).message}`
    const { snapshot } = before.record
    return { record: assemble(draft, before.record, cause, 'ignored', snapshot, reason), live: before.live }
  }
  return fail(before?.record, record, now, thrown)
}

/**
 * Ends an actor beside the last state that was. A claim that failed is one all the same: whoever takes its parent over has to
 * see whose it was, and that no task is stored.
 */
function fail(previous: TurnDraft | undefined, refused: TurnDraft, now: number, thrown: unknown): ActorState {
  const basis = previous ?? refused
  const draft = { ...draftFrom(bareDefinition(basis), basis, now), turn: refused.turn }
  const { cause } = refused.earlier?.[0] ?? refused
  // What its machine threw says more than that it was too large to be told.
  const own = refused.outcome === 'failed' ? refused.snapshot.error : undefined
  const record = failed(draft, previous, slim(cause), basis.serial, own === undefined ? thrown : brief(own))
  const { claim } = refused
  return { record: claim === undefined ? record : { ...record, claim }, live: undefined }
}

/** What made a turn too large must not make what is stored instead too large. */
export function slim(cause: Cause): Cause {
  if (cause.type === 'create') return { ...cause, input: undefined }
  if (cause.type === 'event' || cause.type === 'repair')
    return { ...cause, event: { type: cause.event.type.slice(0, MOST_TEXT) } }
  if ('error' in cause) return { ...cause, error: brief(cause.error) }
  return 'output' in cause ? { ...cause, output: undefined } : cause
}

function brief({ code, message, retryable }: ErrorData): ErrorData {
  return { code, message: message.slice(0, MOST_TEXT), ...(retryable === undefined ? {} : { retryable }) }
}

/**
 * A guard or assign that throws ends the actor in error, as XState does for a running actor; the last good value and
 * context stay readable beside the error.
 */
export function failed(
  draft: Draft,
  previous: TurnDraft | undefined,
  cause: Cause,
  serial: number,
  thrown: unknown,
): TurnDraft {
  const error = errorData(thrown)
  const clean: Draft = {
    ...draft,
    serial,
    children: table(previous?.children ?? {}),
    timers: table(previous?.timers ?? {}),
    effects: table({}),
    outbox: [],
    parent: draft.parent,
  }
  close(clean, cause)
  closeAll(clean, { error })
  const last = previous?.snapshot ?? { value: null, context: null }
  return assemble(
    clean,
    previous,
    cause,
    'failed',
    { value: last.value, context: last.context, status: 'error', error },
    error.message,
  )
}
