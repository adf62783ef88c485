/** Whether XState may see a message at all: looked up in the record's tables first (I4, I9, R4, R5). */
import { CaravanError, type ErrorData } from '../core/errors.ts'
import type { ActorEvent, Cause, Handle, ReleaseMessage, RepairMessage } from '../core/message.ts'
import { hasReceived } from '../core/received.ts'
import { isFinal } from '../core/turn-record.ts'
import type { TurnDraft } from './draft.ts'

export const RESERVED = 'only the runtime sends xstate.* events and actor.migrated'

/** What a machine hears right after its snapshot was migrated (R18), with `from` and `to`. */
export const MIGRATED = 'actor.migrated'

/** R21: an outsider could otherwise end a child or fire a timer that never was. */
export function isReserved(event: ActorEvent): boolean {
  return event.type.startsWith('xstate.') || event.type === MIGRATED
}

export type Verdict =
  | { readonly status: 'event'; readonly event: ActorEvent }
  | { readonly status: 'duplicate' }
  /** A repair or a release, for an actor that is quarantined. */
  | { readonly status: 'audited'; readonly cause: RepairMessage | ReleaseMessage }
  | { readonly status: 'ignored'; readonly reason: string }

export function admit(record: TurnDraft, cause: Cause): Verdict {
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
      const child = openChild(record, cause.child)
      if (child === undefined) return ignored('the child is not open in this generation')
      const told = 'quarantinedAt' in cause ? cause.quarantinedAt : undefined
      if (told !== undefined && told <= (child.quarantinedAt ?? 0)) return { status: 'duplicate' }
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
    case 'repair':
    case 'release':
      if (record.seen.includes(cause.id)) return { status: 'duplicate' }
      return record.quarantine === undefined
        ? ignored('the actor is not quarantined')
        : { status: 'audited', cause }
    case 'claim':
    case 'park':
    case 'stop':
    case 'migrate':
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
