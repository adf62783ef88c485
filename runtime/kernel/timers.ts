/** Timers of an actor: entries in its tables; for entities durable schedules too, cancelled physically. */
import { escapeToken } from '../core/address.ts'
import type { ActorEvent } from '../core/message.ts'
import type { OpenTimer } from '../core/turn-record.ts'
import { outboxId, unsupported, type Draft } from './draft.ts'

/** Of a timer's escaped name: it is part of a subject, beside the address. */
const MAX_TIMER_LENGTH = 1_000
/** A unit of a name takes three bytes of UTF-8 at most, each three characters when escaped: shorter ones need no look. */
const SURELY_SHORT = MAX_TIMER_LENGTH / 9
/** Latest moment that a Date can name. */
const MAX_TIME = 8.64e15
/** Timers that the runtime sets for itself are called so; machines may not name theirs like it. */
const OWN_PREFIX = 'caravan.'

/** A delayed raise without id gets one from turn and place (R20). Timers of a worker stay in its tables (section 3). */
export function setTimer(draft: Draft, id: string | undefined, delay: number, event: ActorEvent): void {
  draft.serial += 1
  const name = id ?? `raise.${draft.turn}.${draft.serial}`
  if (name.length > SURELY_SHORT && escapeToken(name).length > MAX_TIMER_LENGTH)
    throw unsupported(draft, `timer "${name.slice(0, 100)}..." has too long a name`)
  if (name === '__proto__') throw unsupported(draft, 'no timer can be called "__proto__"')
  if (name.startsWith(OWN_PREFIX))
    throw unsupported(draft, `timer "${name}": names that begin with "${OWN_PREFIX}" are the runtime's own`)
  cancelTimer(draft, name)
  const at = draft.now + delay
  if (!(Math.abs(at) <= MAX_TIME)) throw unsupported(draft, `the delay of timer "${name}" is ${delay} ms`)
  arm(draft, name, { generation: draft.serial, at, event })
}

/** A backoff of supervision: when it fires, these children start again. */
export function setRestartTimer(draft: Draft, children: readonly string[], at: number): void {
  draft.serial += 1
  const name = `${OWN_PREFIX}restart.${draft.serial}`
  arm(draft, name, { generation: draft.serial, at, event: { type: name }, restart: children })
}

/** A child that waits for its restart was stopped: the timer is cancelled unless it is also another's. */
export function forgetRestart(draft: Draft, child: string): void {
  for (const [name, timer] of Object.entries(draft.timers)) {
    if (!timer.restart?.includes(child)) continue
    const others = timer.restart.filter((id) => id !== child)
    if (others.length === 0) removeTimer(draft, name)
    else draft.timers[name] = { ...timer, restart: others }
  }
}

function arm(draft: Draft, name: string, timer: OpenTimer): void {
  draft.timers[name] = timer
  if (draft.definition.type === 'entity') schedule(draft, name, timer)
}

export function schedule(draft: Draft, name: string, { generation, at }: OpenTimer): void {
  const envelope = {
    id: outboxId(draft),
    to: draft.actor,
    kind: draft.definition.kind,
    sentAt: draft.now,
  }
  draft.outbox.push({
    do: 'schedule',
    message: { ...envelope, type: 'timer', timer: { id: name, generation } },
    at,
  })
}

/** What a machine asks for; the runtime's own timers are out of its reach. */
export function cancelTimer(draft: Draft, id: string): void {
  if (!id.startsWith(OWN_PREFIX)) removeTimer(draft, id)
}

export function removeTimer(draft: Draft, id: string): void {
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
