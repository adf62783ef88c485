/**
 * A delivery keeps what was read out of its message, not the message. nats.js gives slices of what came out of the socket, so a
 * message that waits un-acked, as one does for each root with workers beside it, would keep a piece of up to 64 KB for itself.
 * The answers are those of JetStream's protocol for acknowledgements: bodies that are published to the reply subject.
 */
import type { JsMsg } from '@nats-io/jetstream'
import { nanos } from '@nats-io/nats-core'
import type { Delivery } from '../core/driver.ts'
import type { HeldUp } from './held-up.ts'
import type { IntakeContext } from './intake-context.ts'

const ACK = '+ACK'
const WORKING = '+WPI'
const NAK = '-NAK'

/** @param inbox of an inbox, which counts what is held up; undefined for tasks */
export function deliveryOf<T>(
  { nc, out }: Pick<IntakeContext, 'nc' | 'out'>,
  m: JsMsg,
  value: T,
  inbox: HeldUp | undefined,
): Delivery<T> {
  // Its acknowledgements go there; the client's type does not name it.
  const { reply } = m as JsMsg & { readonly reply: string }
  const { subject, seq: sequence, info } = m
  return unbound({ nc, out, value, inbox, reply, bytes: m.data.length }, info.deliveryCount, {
    stream: info.stream,
    sequence,
    subject,
  })
}

interface Read<T> extends Pick<IntakeContext, 'nc' | 'out'> {
  readonly value: T
  readonly inbox: HeldUp | undefined
  readonly reply: string
  readonly bytes: number
}

/** Apart from the message: functions keep everything that is in sight where they are made. */
function unbound<T>(
  { nc, out, value, inbox, reply, bytes }: Read<T>,
  attempt: number,
  origin: Delivery<T>['origin'],
): Delivery<T> {
  let isAnswered = false
  const answer = (body: string) => {
    if (isAnswered) return
    isAnswered = body !== WORKING
    nc.publish(reply, body)
  }
  return {
    value,
    attempt,
    origin,
    ack: () => {
      inbox?.remove(origin.sequence)
      out.along(() => answer(ACK))
    },
    holdUp: () => inbox?.add(origin.sequence, bytes),
    working: () => answer(WORKING),
    release: (delayMs = 0) =>
      answer(delayMs > 0 ? `${NAK} ${JSON.stringify({ delay: nanos(delayMs) })}` : NAK),
  }
}
