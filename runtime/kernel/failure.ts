/** How a turn ends that cannot be carried out or stored: the actor ends in error, its parent hears of it. */
import { errorData } from '../core/errors.ts'
import type { Cause } from '../core/message.ts'
import type { ActorDefinition } from './definition.ts'
import { assemble, close, draftFrom, table, type ActorState, type Draft, type TurnDraft } from './draft.ts'
import { closeAll } from './interpret.ts'

/**
 * Ends an actor whose turn cannot be stored. `first` is the turn that was refused when there is no record before it.
 */
export function fail(
  definition: ActorDefinition,
  state: ActorState | undefined,
  cause: Cause,
  now: number,
  thrown: unknown,
  first?: TurnDraft,
): ActorState {
  const basis = state?.record ?? first
  if (basis === undefined) throw thrown
  const draft = draftFrom(definition, basis, now)
  const empty = {
    ...draft,
    turn: state === undefined ? basis.turn : draft.turn,
    children: {},
    timers: {},
    effects: {},
  }
  const previous = state === undefined ? undefined : state.record
  return {
    record: failed(state === undefined ? empty : draft, previous, slim(cause), basis.serial, thrown),
    live: undefined,
  }
}

/** What made the turn too large must not make its failure too large. */
export function slim(cause: Cause): Cause {
  if (cause.type === 'create') return { ...cause, input: undefined }
  if (cause.type === 'event' || cause.type === 'repair')
    return { ...cause, event: { type: cause.event.type } }
  return 'output' in cause ? { ...cause, output: undefined } : cause
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
