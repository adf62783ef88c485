/**
 * The closed table of XState actions (R19): each becomes an entry in the record's tables and an item of the outbox.
 * Anything else is an error (I5).
 */
import { childText } from '../core/address.ts'
import type { ActorEvent, EventMessage } from '../core/message.ts'
import { spawnChild, stopChild, type SpawnParams } from './children.ts'
import { outboxId, unsupported, type Draft } from './draft.ts'
import { isParent, isSelf, type PureAction } from './pure-scope.ts'
import { cancelTimer, removeTimer, setTimer } from './timers.ts'

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

interface SendParams {
  readonly to: unknown
  readonly event: ActorEvent
  readonly id?: string
  readonly delay?: number
}

function sendTo(draft: Draft, params: SendParams): void {
  const { to, event, delay } = params
  if (isSelf(to)) {
    if (delay !== undefined) return setTimer(draft, params.id, delay, event)
    if (draft.definition.type === 'worker')
      throw unsupported(draft, 'a worker has no inbox; use raise instead of sendTo self')
    const own = {
      id: outboxId(draft),
      to: draft.actor,
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
  const n = child.sent + 1
  const receiver = childText(draft.actor, id, child.generation)
  const envelope = { id: outboxId(draft), to: receiver, kind: child.kind, sentAt: draft.now }
  const message: EventMessage = { ...envelope, type: 'event', event, peer: { from: 'parent', n } }
  const { supervised } = child
  if (supervised?.held === undefined) {
    draft.children[id] = { ...child, sent: n }
    draft.outbox.push({ do: 'send', message })
  } else {
    const held = [...supervised.held, message] // it has no journal yet: the message would be a dead letter (R14)
    draft.children[id] = { ...child, sent: n, supervised: { ...supervised, held } }
  }
}

/** Everything an ended actor leaves open is closed with it; its parent hears of the end. */
export function closeAll(
  draft: Draft,
  end: { readonly output: unknown } | { readonly error: OpenError },
): void {
  for (const id of Object.keys(draft.timers)) removeTimer(draft, id)
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
