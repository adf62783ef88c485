/**
 * From a delivered message to a delivery: decoded, checked, in order. What nobody can read is set aside (I11); what a newer
 * host wrote waits, and with it, in an inbox, everything that came later for the same actor (R18, R5).
 */
import type { JsMsg } from '@nats-io/jetstream'
import { addressText } from '../core/address.ts'
import type { Delivery } from '../core/driver.ts'
import { CaravanError, errorData } from '../core/errors.ts'
import { isNewer } from '../core/unreadable.ts'
import { deliveryOf } from './delivery.ts'
import type { HeldUp } from './held-up.ts'
import { INBOX_ACK_WAIT_MS, type IntakeContext } from './intake-context.ts'

/** A task that this host cannot read goes back for this long, for another host of the kind to take. */
const UNREADABLE_TASK_MS = 5_000
/** Between tries to fetch a payload that is stored apart. */
const FETCH_RETRY_MS = 500

interface Reading<T> {
  /** Checks the shape. @throws CaravanError `message.malformed`, `record.version.newer` */
  readonly read: (value: unknown) => T
  /** Where a value belongs; what lies elsewhere is a forgery, or a mistake. */
  readonly subjectOf: (value: T) => string
  /** Of an inbox, where nothing may overtake a message of its own actor; undefined for tasks. */
  readonly inbox: HeldUp | undefined
}

export function inbound<T>(
  context: IntakeContext,
  { read, subjectOf, inbox }: Reading<T>,
  deliver: (delivery: Delivery<T>) => void,
): (m: JsMsg) => void {
  /** Subjects with a payload that is being fetched: what comes later for them waits for it. */
  const fetching = new Map<string, Promise<void>>()
  /** Subjects that are paused, and the sequence of the message that this process cannot read. */
  const paused = new Map<string, number>()

  const give = (m: JsMsg, opened: unknown): void => {
    let value: T
    try {
      value = read(opened)
      if (subjectOf(value) !== m.subject) throw misplaced(m.subject)
    } catch (error) {
      return refuse(m, error)
    }
    deliver(deliveryOf(context, m, value, inbox))
  }

  const refuse = (m: JsMsg, error: unknown): void => {
    if (!isNewer(error)) return void context.undecodable(m, error)
    const waits = {
      reason: errorData(error).message,
      retryMs: inbox ? INBOX_ACK_WAIT_MS : UNREADABLE_TASK_MS,
    }
    context.observe({ type: 'actor:paused', ...receiverOf(context, m.subject), ...waits })
    // An inbox message stays un-acked: the next owner of the partition gets it back, and everything after it, in order (R6).
    if (inbox === undefined) return m.nak(UNREADABLE_TASK_MS)
    paused.set(m.subject, m.seq)
    inbox.add(m.seq, 0)
  }

  const fetch = async (m: JsMsg, opened: Promise<unknown>): Promise<void> => {
    for (let next = opened; ; next = Promise.resolve(context.payloads.open(m.data, m.subject))) {
      try {
        return give(m, await next)
      } catch (error) {
        if (!(error instanceof CaravanError && error.retryable)) return refuse(m, error)
        context.observe({ type: 'driver:retry', what: `payload of ${m.subject}`, error: errorData(error) })
        await new Promise((resolve) => setTimeout(resolve, FETCH_RETRY_MS))
        if (context.nc.isClosed()) return
      }
    }
  }

  const accept = (m: JsMsg): void | Promise<void> => {
    if (m.seq > (paused.get(m.subject) ?? Infinity)) return inbox?.add(m.seq, 0)
    let opened: unknown
    try {
      opened = context.payloads.open(m.data, m.subject)
    } catch (error) {
      return refuse(m, error)
    }
    return opened instanceof Promise ? fetch(m, opened) : give(m, opened)
  }

  return (m) => {
    const before = fetching.get(m.subject)
    const now = before === undefined ? accept(m) : before.then(() => accept(m))
    if (!(now instanceof Promise)) return
    const done = now.finally(() => {
      if (fetching.get(m.subject) === done) fetching.delete(m.subject)
    })
    if (inbox !== undefined) fetching.set(m.subject, done)
  }
}

/** For an operator to find it. */
function receiverOf({ subjects }: IntakeContext, subject: string): { actor: string; kind: string } {
  const receiver = subjects.receiver(subject)
  return {
    actor: receiver === undefined ? subject : addressText(receiver.address),
    kind: receiver?.kind ?? '',
  }
}

function misplaced(subject: string): CaravanError {
  return new CaravanError('message.malformed', `A message on ${subject} is addressed to another actor.`, {
    data: { problems: ['to or kind does not belong to its subject'] },
  })
}
