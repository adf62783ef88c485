/**
 * The closed table of XState actions (R19): each becomes an entry in the record's tables and an item of the outbox.
 * Anything else is an error (I5).
 */
import { CaravanError } from '../core/errors.ts'
import { addressText, childAddress, escapeToken } from '../core/address.ts'
import type { ActorEvent } from '../core/message.ts'
import { NOTHING_RECEIVED } from '../core/received.ts'
import type { OutboxItem } from '../core/turn-record.ts'
import type { Draft } from './draft.ts'
import { isParent, isSelf, type PureAction } from './pure-scope.ts'

export function interpret(draft: Draft, action: PureAction): void {
  switch (action.type) {
    case 'xstate.spawnChild':
      return spawnChild(draft, action.params as SpawnParams)
    case 'xstate.stopChild':
      // XState gives no reference for a child that its snapshot does not have: one that ended before a restore, for example.
      return stopChild(draft, (action.params as { id: string } | undefined)?.id)
    case 'xstate.sendTo':
      return sendTo(draft, action.params as SendParams)
    case 'xstate.raise': {
      const { event, id, delay } = action.params as { event: ActorEvent; id?: string; delay?: number }
      if (delay === undefined) return // XState has handled it within this turn
      return setTimer(draft, id, delay, event)
    }
    case 'xstate.cancel':
      return cancelTimer(draft, (action.params as { sendId: string }).sendId)
    case 'xstate.emit':
      draft.outbox.push({
        do: 'feed',
        id: outboxId(draft),
        event: (action.params as { event: ActorEvent }).event,
      })
      return
    case 'xstate.log':
      draft.logs.push((action.params as { value: unknown }).value)
      return
    default:
      throw unsupported(
        draft,
        `action "${action.type}" is not in the closed set that can be durable; invoke a promise instead`,
      )
  }
}

interface SpawnParams {
  /** As written: a function stays one, and the reference has what it gave. */
  readonly id?: string | ((args: never) => string)
  readonly src: unknown
  readonly input?: unknown
  readonly systemId?: string
  readonly actorRef?: {
    readonly id: string
    readonly _syncSnapshot?: boolean
    readonly system: { _unregister(ref: unknown): void }
  }
}

interface SendParams {
  readonly to: unknown
  readonly event: ActorEvent
  readonly id?: string
  readonly delay?: number
}

/** Deterministic and unique per actor: the turn and a count within it. */
function outboxId(draft: Draft): string {
  return `${addressText(draft.address)}#${draft.turn}.${draft.items++}`
}

function spawnChild(draft: Draft, params: SpawnParams): void {
  const { src, actorRef } = params
  const id = typeof params.id === 'function' ? actorRef?.id : params.id
  if (id === undefined || id === 'undefined') throw unsupported(draft, 'spawnChild needs an explicit id')
  if (id === '__proto__') throw unsupported(draft, 'no child can be called "__proto__"')
  if (typeof src !== 'string')
    throw unsupported(draft, `child "${id}" is inline logic; name it in setup({ actors })`)
  if (params.systemId !== undefined) {
    actorRef?.system._unregister(actorRef) // pure scopes share one system: the name would stay taken in it (I5)
    throw unsupported(draft, `systemId of child "${id}" has no meaning across hosts`)
  }
  if (actorRef?._syncSnapshot === true)
    throw unsupported(draft, `syncSnapshot of child "${id}" is not durable`)
  stopChild(draft, id)
  draft.spawned.add(id)
  draft.serial += 1
  const generation = draft.serial
  if (draft.definition.type === 'worker') {
    if (!(src in draft.definition.effects))
      throw unsupported(draft, `a worker can only run promises, "${src}" is none`)
    draft.effects[id] = {
      generation,
      src,
      input: params.input,
      startedAt: draft.now,
      deadlineAt: draft.now + draft.definition.effectDeadlineMs,
      starts: 1,
    }
    return
  }
  const binding = draft.definition.children[src]
  if (binding === undefined)
    throw unsupported(draft, `child "${id}" has src "${src}", which is bound to no actor kind`)
  draft.children[id] = {
    generation,
    kind: binding.kind,
    type: binding.type,
    src,
    sent: 0,
    received: NOTHING_RECEIVED,
  }
  const parent = {
    address: addressText(draft.address),
    kind: draft.definition.kind,
    child: { id, generation },
  }
  const shared = {
    id: outboxId(draft),
    to: addressText(childAddress(draft.address, id, generation)),
    kind: binding.kind,
    tenant: draft.tenant,
    input: params.input,
    parent,
    sentAt: draft.now,
  }
  draft.outbox.push(
    binding.type === 'worker'
      ? { do: 'task', task: shared }
      : { do: 'create', message: { ...shared, type: 'create' } },
  )
}

/** Stopping what is not open is a no-op: a final snapshot emits `stopChild` again on every event (R4, R12). */
export function stopChild(draft: Draft, id: string | undefined): void {
  if (id === undefined) return
  delete draft.effects[id]
  const child = draft.children[id]
  if (child === undefined) return
  delete draft.children[id]
  const to = addressText(childAddress(draft.address, id, child.generation))
  if (draft.spawned.delete(id)) {
    // Spawned and stopped within one turn: nobody has heard of it yet, so nothing needs to.
    draft.outbox = draft.outbox.filter((item) => receiverOf(item) !== to)
    return
  }
  draft.outbox.push({ do: 'stop', id: outboxId(draft), to, kind: child.kind, type: child.type })
}

function receiverOf(item: OutboxItem): string | undefined {
  if (item.do === 'task') return item.task.to
  return item.do === 'create' || item.do === 'send' ? item.message.to : undefined
}

function sendTo(draft: Draft, params: SendParams): void {
  const { to, event, delay } = params
  if (isSelf(to)) {
    if (delay !== undefined) return setTimer(draft, params.id, delay, event)
    if (draft.definition.type === 'worker')
      throw unsupported(draft, 'a worker has no inbox; use raise instead of sendTo self')
    const own = {
      id: outboxId(draft),
      to: addressText(draft.address),
      kind: draft.definition.kind,
      sentAt: draft.now,
    }
    draft.outbox.push({ do: 'send', message: { ...own, type: 'event', event } })
    return
  }
  if (delay !== undefined)
    throw unsupported(draft, 'a delayed sendTo another actor is not durable; delay a raise, then send')
  if (isParent(to)) {
    const parent = draft.parent
    if (parent === undefined) throw unsupported(draft, 'it has no parent to send to')
    draft.parent = { ...parent, sent: parent.sent + 1 }
    const envelope = { id: outboxId(draft), to: parent.address, kind: parent.kind, sentAt: draft.now }
    const peer = { from: parent.child, n: parent.sent + 1 }
    draft.outbox.push({ do: 'send', message: { ...envelope, type: 'event', event, peer } })
    return
  }
  const id =
    typeof to === 'string' ? to : typeof to === 'object' && to !== null && 'id' in to ? String(to.id) : ''
  const child = draft.children[id]
  if (child === undefined) {
    // As in XState, a message to an actor that has ended goes nowhere; here the log says so.
    draft.logs.push(`"${event.type}" was not sent: "${id}" is no open child`)
    return
  }
  if (child.type === 'worker')
    throw unsupported(draft, `it sends "${event.type}" to "${id}", but a worker takes no messages`)
  draft.children[id] = { ...child, sent: child.sent + 1 }
  const receiver = addressText(childAddress(draft.address, id, child.generation))
  const envelope = { id: outboxId(draft), to: receiver, kind: child.kind, sentAt: draft.now }
  draft.outbox.push({
    do: 'send',
    message: { ...envelope, type: 'event', event, peer: { from: 'parent', n: child.sent + 1 } },
  })
}

/** Of a timer's escaped name: it is part of a subject, beside the address. */
const MAX_TIMER_LENGTH = 1_000
/** Latest moment that a Date can name. */
const MAX_TIME = 8.64e15

/** A delayed raise without id gets one from turn and place (R20). Timers of a worker stay in its tables (section 3). */
export function setTimer(draft: Draft, id: string | undefined, delay: number, event: ActorEvent): void {
  draft.serial += 1
  const name = id ?? `raise.${draft.turn}.${draft.serial}`
  if (escapeToken(name).length > MAX_TIMER_LENGTH)
    throw unsupported(draft, `timer "${name.slice(0, 100)}..." has too long a name`)
  if (name === '__proto__') throw unsupported(draft, 'no timer can be called "__proto__"')
  cancelTimer(draft, name)
  const at = draft.now + delay
  if (!(Math.abs(at) <= MAX_TIME)) throw unsupported(draft, `the delay of timer "${name}" is ${delay} ms`)
  draft.timers[name] = { generation: draft.serial, at, event }
  if (draft.definition.type === 'worker') return
  const envelope = {
    id: outboxId(draft),
    to: addressText(draft.address),
    kind: draft.definition.kind,
    sentAt: draft.now,
  }
  const timer = { id: name, generation: draft.serial }
  draft.outbox.push({ do: 'schedule', message: { ...envelope, type: 'timer', timer }, at })
}

export function cancelTimer(draft: Draft, id: string): void {
  const timer = draft.timers[id]
  if (timer === undefined) return
  delete draft.timers[id]
  const before = draft.outbox.length
  draft.outbox = draft.outbox.filter(
    (item) => !(item.do === 'schedule' && item.message.timer.generation === timer.generation),
  )
  if (draft.outbox.length < before) return // set within this turn: never scheduled
  if (draft.definition.type === 'entity')
    draft.outbox.push({ do: 'cancel', timer: { id, generation: timer.generation } })
}

/** Everything an ended actor leaves open is closed with it; its parent hears of the end. */
export function closeAll(
  draft: Draft,
  end: { readonly output: unknown } | { readonly error: OpenError },
): void {
  for (const id of Object.keys(draft.timers)) cancelTimer(draft, id)
  for (const id of Object.keys(draft.children)) stopChild(draft, id)
  for (const id of Object.keys(draft.effects)) delete draft.effects[id]
  const parent = draft.parent
  if (parent === undefined) return
  const envelope = { id: outboxId(draft), to: parent.address, kind: parent.kind, sentAt: draft.now }
  draft.outbox.push({
    do: 'send',
    message:
      'error' in end
        ? { ...envelope, type: 'child.error', child: parent.child, error: end.error }
        : { ...envelope, type: 'child.done', child: parent.child, output: end.output },
  })
}

type OpenError = { readonly code: string; readonly message: string }

function unsupported(draft: Draft, what: string): CaravanError {
  return new CaravanError('machine.unsupported', `Actor kind "${draft.definition.kind}": ${what}.`, {
    data: { actor: addressText(draft.address), turn: draft.turn },
  })
}
