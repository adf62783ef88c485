/**
 * The pure heart of the runtime (I5): one message against one state gives one turn record. No I/O, no clock, no
 * randomness; the shell adds nonce and host, commits, and only then acts (I1).
 */
import type { AnyMachineSnapshot } from 'xstate'
import { addressText, parseAddress } from '../core/address.ts'
import { CaravanError, errorData, type ErrorData } from '../core/errors.ts'
import type { ActorEvent, Cause, Handle } from '../core/message.ts'
import { hasReceived, NOTHING_RECEIVED, receive } from '../core/received.ts'
import {
  isFinal,
  RECORD_VERSION,
  SEEN_HORIZON,
  type PlainSnapshot,
  type TurnRecord,
} from '../core/turn-record.ts'
import type { ActorDefinition } from './definition.ts'
import { closeAll, interpret, type Draft } from './interpret.ts'
import { collectActions } from './pure-scope.ts'

/** A turn before the shell signs it. */
export type TurnDraft = Omit<TurnRecord, 'nonce' | 'host'>

/** An actor in memory: its last record and the live snapshot that XState works on. */
export interface ActorState {
  readonly record: TurnDraft
  readonly live: AnyMachineSnapshot | undefined
}

export type Decision =
  | { readonly status: 'turn'; readonly state: ActorState; readonly logs: readonly unknown[] }
  | { readonly status: 'duplicate' }
  | { readonly status: 'dead'; readonly reason: string }

/** Decides one message. `state` is undefined when the actor has no journal yet. */
export function decide(
  definition: ActorDefinition,
  state: ActorState | undefined,
  cause: Cause,
  now: number,
): Decision {
  if (state === undefined) return begin(definition, cause, now)
  const verdict = admit(state.record, cause)
  if (verdict.status === 'duplicate') return { status: 'duplicate' }
  const draft = draftFrom(definition, state.record, now)
  if (verdict.status === 'ignored') {
    const record = assemble(draft, state.record, cause, 'ignored', state.record.snapshot, verdict.reason)
    return { status: 'turn', state: { record, live: state.live }, logs: [] }
  }
  close(draft, cause)
  return run(draft, state, cause, (scope) => {
    const live = state.live ?? restore(definition, state.record)
    return { before: live, after: definition.pure.transition(live, verdict.event as never, scope) }
  })
}

/** The first record of an actor: its initial snapshot, and the first event when that created it (R14). */
export function begin(definition: ActorDefinition, cause: Cause, now: number): Decision {
  const creation = creationOf(definition, cause)
  if (creation === undefined) return { status: 'dead', reason: 'unknown actor: only a create makes one' }
  if (cause.type === 'event' && isReserved(cause.event)) return { status: 'dead', reason: RESERVED }
  const draft: Draft = {
    definition,
    address: parseAddress(creation.to),
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
    spawned: new Set(),
  }
  if (cause.type === 'event' && cause.peer?.from === 'parent' && draft.parent) {
    draft.parent = { ...draft.parent, received: receive(draft.parent.received, cause.peer.n) }
  }
  return run(draft, undefined, cause, (scope) => {
    const initial = definition.pure.getInitialSnapshot(scope as never, creation.input as never)
    if (cause.type !== 'event' || initial.status !== 'active') return { before: undefined, after: initial }
    return {
      before: undefined,
      after: definition.pure.transition(initial, cause.event as never, scope as never),
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

const RESERVED = 'only the runtime sends xstate.* events'

/** R21: an outsider could otherwise end a child or fire a timer that never was. */
function isReserved(event: ActorEvent): boolean {
  return event.type.startsWith('xstate.')
}

type Verdict =
  | { readonly status: 'event'; readonly event: ActorEvent }
  | { readonly status: 'duplicate' }
  | { readonly status: 'ignored'; readonly reason: string }

/** Looks the message up in the tables before XState may see it (I4, I9, R4, R5). */
function admit(record: TurnDraft, cause: Cause): Verdict {
  const ignored = (reason: string): Verdict => ({ status: 'ignored', reason })
  switch (cause.type) {
    case 'create':
      return { status: 'duplicate' }
    case 'event': {
      if (cause.peer === undefined) {
        if (record.seen.includes(cause.id)) return { status: 'duplicate' }
      } else {
        const from = cause.peer.from
        const link = from === 'parent' ? record.parent : openChild(record, from)
        if (link === undefined) return ignored('it came from an ended child')
        if (hasReceived(link.received, cause.peer.n)) return { status: 'duplicate' }
      }
      if (isFinal(record.snapshot)) return ignored('the actor has ended')
      if (isReserved(cause.event)) return ignored(RESERVED)
      return { status: 'event', event: cause.event }
    }
    case 'child.done':
    case 'child.error': {
      if (openChild(record, cause.child) === undefined)
        return ignored('the child is not open in this generation')
      return { status: 'event', event: endEvent(cause.child.id, cause) }
    }
    case 'effect.done':
    case 'effect.error': {
      const open = record.effects[cause.effect.id]
      if (open?.generation !== cause.effect.generation)
        return ignored('the effect is not open in this generation')
      return { status: 'event', event: endEvent(cause.effect.id, cause) }
    }
    case 'timer': {
      const open = record.timers[cause.timer.id]
      if (open?.generation !== cause.timer.generation)
        return ignored('the timer is not open in this generation')
      return { status: 'event', event: open.event }
    }
    case 'claim':
    case 'stop':
      throw new CaravanError('kernel.bug', `A ${cause.type} is not decided by the machine.`)
  }
}

function endEvent(id: string, end: { readonly output: unknown } | { readonly error: ErrorData }): ActorEvent {
  return 'error' in end
    ? { type: `xstate.error.actor.${id}`, error: end.error, actorId: id }
    : { type: `xstate.done.actor.${id}`, output: end.output, actorId: id }
}

function openChild(record: TurnDraft, handle: Handle) {
  const child = record.children[handle.id]
  return child?.generation === handle.generation ? child : undefined
}

/** A copy without prototype: a child may be called "constructor". */
function table<T>(entries: Readonly<Record<string, T>>): Record<string, T> {
  return Object.assign(Object.create(null) as Record<string, T>, entries)
}

export function draftFrom(definition: ActorDefinition, record: TurnDraft, now: number): Draft {
  return {
    definition,
    address: parseAddress(record.actor),
    tenant: record.tenant,
    turn: record.turn + 1,
    now,
    serial: record.serial,
    children: table(record.children),
    timers: table(record.timers),
    effects: table(record.effects),
    parent: record.parent,
    outbox: [],
    items: 0,
    logs: [],
    spawned: new Set(),
  }
}

/** Marks what this message used up. */
function close(draft: Draft, cause: Cause): void {
  if (cause.type === 'child.done' || cause.type === 'child.error') delete draft.children[cause.child.id]
  if (cause.type === 'effect.done' || cause.type === 'effect.error') delete draft.effects[cause.effect.id]
  if (cause.type === 'timer') delete draft.timers[cause.timer.id]
  if (cause.type !== 'event' || cause.peer === undefined) return
  const { from, n } = cause.peer
  if (from === 'parent') {
    if (draft.parent) draft.parent = { ...draft.parent, received: receive(draft.parent.received, n) }
    return
  }
  const child = draft.children[from.id]
  if (child) draft.children[from.id] = { ...child, received: receive(child.received, n) }
}

interface Step {
  readonly before: AnyMachineSnapshot | undefined
  readonly after: AnyMachineSnapshot
}

function run(
  draft: Draft,
  state: ActorState | undefined,
  cause: Cause,
  step: (scope: never) => Step,
): Decision {
  const outcome = cause.type === 'create' || state === undefined ? 'created' : 'handled'
  const serial = draft.serial
  try {
    const { result, actions } = collectActions(draft.parent !== undefined, (scope) => step(scope as never))
    for (const action of actions) interpret(draft, action)
    refuseHiddenSpawns(draft, result)
    const snapshot = plain(result.after)
    if (snapshot.error !== undefined) closeAll(draft, { error: snapshot.error })
    else if (isFinal(snapshot)) closeAll(draft, { output: snapshot.output })
    const record = assemble(draft, state?.record, cause, outcome, snapshot)
    return { status: 'turn', state: { record, live: result.after }, logs: draft.logs }
  } catch (thrown) {
    return {
      status: 'turn',
      state: { record: failed(draft, state?.record, cause, serial, thrown), live: undefined },
      logs: draft.logs,
    }
  }
}

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
function slim(cause: Cause): Cause {
  if (cause.type === 'create') return { ...cause, input: undefined }
  if (cause.type === 'event') return { ...cause, event: { type: cause.event.type } }
  return 'output' in cause ? { ...cause, output: undefined } : cause
}

/**
 * A guard or assign that throws ends the actor in error, as XState does for a running actor; the last good value and
 * context stay readable beside the error.
 */
function failed(
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

/** `spawn()` inside `assign` yields no action and would be lost at the next restart (R20). */
function refuseHiddenSpawns(draft: Draft, step: Step): void {
  const before = step.before?.children ?? {}
  for (const [id, ref] of Object.entries(step.after.children)) {
    if (before[id] === ref || draft.spawned.has(id)) continue
    throw new CaravanError(
      'machine.unsupported',
      `Child "${id}" was spawned inside an assign; use the spawnChild action or invoke.`,
    )
  }
}

export function assemble(
  draft: Draft,
  previous: TurnDraft | undefined,
  cause: Cause,
  outcome: TurnRecord['outcome'],
  snapshot: PlainSnapshot,
  reason?: string,
): TurnDraft {
  const seen = previous?.seen ?? []
  const outside = cause.type === 'event' && cause.peer === undefined
  return {
    v: RECORD_VERSION,
    actor: addressText(draft.address),
    kind: draft.definition.kind,
    type: draft.definition.type,
    tenant: draft.tenant,
    machine: { id: draft.definition.machine.id, version: draft.definition.version },
    turn: draft.turn,
    at: draft.now,
    cause,
    outcome,
    ...(reason === undefined ? {} : { reason }),
    snapshot,
    children: draft.children,
    timers: draft.timers,
    effects: draft.effects,
    serial: draft.serial,
    ...(previous?.claim === undefined ? {} : { claim: previous.claim }),
    ...(draft.parent === undefined ? {} : { parent: draft.parent }),
    seen: outside ? [...seen, cause.id].slice(-SEEN_HORIZON) : seen,
    outbox: draft.outbox,
  }
}

/** XState's own `getPersistedSnapshot` walks the whole context for references; contexts are plain data here (R21). */
function plain(live: AnyMachineSnapshot): PlainSnapshot {
  const history = live.historyValue as Record<string, readonly { readonly id: string }[]>
  const historyIds = Object.fromEntries(
    Object.entries(history).map(([id, nodes]) => [id, nodes.map((n) => ({ id: n.id }))]),
  )
  return {
    status: live.status,
    value: live.value,
    context: live.context,
    ...(Object.keys(historyIds).length === 0 ? {} : { historyValue: historyIds }),
    ...(live.output === undefined ? {} : { output: live.output }),
    ...(live.status === 'error' ? { error: errorData(live.error) } : {}),
  }
}

/** Rebuilds the live snapshot from one record, children included, without starting anything (R3, R19). */
export function restore(definition: ActorDefinition, record: TurnDraft): AnyMachineSnapshot {
  const open = definition.type === 'worker' ? record.effects : record.children
  const children = Object.fromEntries(
    Object.entries(open).map(([id, { src }]) => [
      id,
      { src, snapshot: { status: 'active' }, syncSnapshot: false },
    ]),
  )
  const { status, value, context, historyValue = {}, output } = record.snapshot
  const persisted = { status, value, context, historyValue, output, error: undefined, children }
  const { result } = collectActions(record.parent !== undefined, (scope) =>
    definition.pure.restoreSnapshot(structuredClone(persisted) as never, scope as never),
  )
  return result
}
