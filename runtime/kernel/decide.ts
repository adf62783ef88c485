/**
 * The pure heart of the runtime (I5): one message against one state gives one turn record. No I/O, no clock, no
 * randomness; the shell adds nonce and host, commits, and only then acts (I1).
 */
import { addressText, parseAddress } from '../core/address.ts'
import type { Cause } from '../core/message.ts'
import { NOTHING_RECEIVED, receive } from '../core/received.ts'
import type { TurnRecord } from '../core/turn-record.ts'
import { admit, isReserved, RESERVED } from './admission.ts'
import { carryOut, type Step } from './carry-out.ts'
import type { ActorDefinition } from './definition.ts'
import { assemble, close, draftFrom, draftWithin, table, type ActorState, type Draft } from './draft.ts'
import { failed } from './failure.ts'
import { auditedTurn, refusal } from './quarantine.ts'
import { restore } from './snapshot.ts'
import { supervise } from './supervision.ts'

export type Decision =
  | { readonly status: 'turn'; readonly state: ActorState; readonly logs: readonly unknown[] }
  | { readonly status: 'duplicate' }
  | { readonly status: 'dead'; readonly code: string; readonly reason: string }

/**
 * Decides one message. `state` is undefined when the actor has no journal yet.
 * @param within whether it belongs to the turn that `state` is the outcome of so far, which has not been committed
 */
export function decide(
  definition: ActorDefinition,
  state: ActorState | undefined,
  cause: Cause,
  now: number,
  within = false,
): Decision {
  if (state === undefined) return begin(definition, cause, now)
  const verdict = admit(state.record, cause)
  if (verdict.status === 'duplicate') return { status: 'duplicate' }
  const draft = within ? draftWithin(definition, state, now) : draftFrom(definition, state.record, now)
  if (verdict.status === 'ignored') {
    const record = assemble(draft, state.record, cause, 'ignored', state.record.snapshot, verdict.reason)
    return { status: 'turn', state: { record, live: state.live, items: draft.items }, logs: [] }
  }
  if (verdict.status === 'audited') return auditedTurn(definition, state, verdict.cause, now)
  // The result of a call is taken in all the same: it was paid for (I8), and no message asks for it.
  if (state.record.quarantine !== undefined && !cause.type.startsWith('effect.')) {
    return { status: 'dead', ...refusal(state.record) }
  }
  close(draft, cause)
  const own = supervise(draft, state.record, cause)
  if (own?.status === 'own') {
    const record = assemble(draft, state.record, cause, own.outcome, state.record.snapshot, own.reason)
    return { status: 'turn', state: { record, live: state.live, items: draft.items }, logs: [] }
  }
  const step = (scope: never): Step => {
    const live = state.live ?? restore(definition, state.record)
    return { before: live, after: definition.pure.transition(live, verdict.event, scope) }
  }
  return run(draft, state, cause, step, own?.reason)
}

/** The first record of an actor: its initial snapshot, and the first event when that created it (R14). */
export function begin(definition: ActorDefinition, cause: Cause, now: number): Decision {
  const creation = creationOf(definition, cause)
  if (creation === undefined) {
    const reason = 'unknown actor: only a create makes one'
    return { status: 'dead', code: 'actor.unknown', reason }
  }
  if (cause.type === 'event' && isReserved(cause.event)) {
    return { status: 'dead', code: 'event.reserved', reason: RESERVED }
  }
  const draft: Draft = {
    definition,
    actor: addressText(parseAddress(creation.to)),
    tenant: creation.tenant,
    turn: 1,
    now,
    serial: 0,
    children: table({}),
    timers: table({}),
    effects: table({}),
    parent:
      creation.parent === undefined ? undefined : { ...creation.parent, sent: 0, received: NOTHING_RECEIVED },
    outbox: [],
    items: 0,
    logs: [],
    ended: {},
    spawned: new Set(),
  }
  if (cause.type === 'event' && cause.peer?.from === 'parent' && draft.parent) {
    draft.parent = { ...draft.parent, received: receive(draft.parent.received, cause.peer.n) }
  }
  return run(draft, undefined, cause, (scope) => {
    const initial = definition.pure.getInitialSnapshot(scope, creation.input)
    if (cause.type !== 'event' || initial.status !== 'active') return { before: undefined, after: initial }
    return {
      before: undefined,
      after: definition.pure.transition(initial, cause.event, scope),
    }
  })
}

interface Creation {
  readonly to: string
  readonly tenant: string
  readonly input?: unknown
  readonly parent?: TurnRecord['parent'] | NonNullable<Extract<Cause, { type: 'create' }>['parent']>
}

function creationOf(definition: ActorDefinition, cause: Cause): Creation | undefined {
  if (cause.type === 'create') return cause
  if (cause.type === 'event' && cause.first && definition.createOn === 'message')
    return { to: cause.to, tenant: cause.first.tenant }
  return undefined
}

function run(
  draft: Draft,
  state: ActorState | undefined,
  cause: Cause,
  step: (scope: never) => Step,
  reason?: string,
): Decision {
  const outcome = cause.type === 'create' || state === undefined ? 'created' : 'handled'
  const serial = draft.serial
  try {
    return {
      status: 'turn',
      state: carryOut(draft, state?.record, cause, outcome, step, reason),
      logs: draft.logs,
    }
  } catch (thrown) {
    return {
      status: 'turn',
      state: { record: failed(draft, state?.record, cause, serial, thrown), live: undefined },
      logs: draft.logs,
    }
  }
}
