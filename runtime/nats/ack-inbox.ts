/**
 * What goes out to the server, and its acknowledgements. A request of nats.js makes two promises, a timer and an Error with
 * its stack per publish, and writes to the socket once per message: a quarter of a host's time at load. Here are one
 * subscription for every acknowledgement, one timer for all that wait, and one write for whatever is sent in one go of the
 * event loop. None of this is delivery: an acknowledgement that does not come leaves the outcome unknown, as before (R1).
 */
import { JetStreamApiError } from '@nats-io/jetstream'
import { createInbox, type Msg, type MsgHdrs, type NatsConnection } from '@nats-io/nats-core'

/** What the server says when it has stored something. */
export interface Ack {
  readonly seq: number
  readonly duplicate: boolean
}

/** What a publish asks of the server, under the names that nats.js gives it. */
export interface StoreOptions {
  /** Dropped on arrival when the stream has lately stored the same id. */
  readonly msgID?: string
  /** The fence (I2). */
  readonly expect?: { readonly lastSubjectSequence: number }
  /** Delivered to `target` at that time. */
  readonly schedule?: { readonly specification: { readonly at: Date }; readonly target: string }
}

/** How long an acknowledgement may take before the outcome counts as unknown. */
const TIMEOUT_MS = 5_000
const SWEEP_MS = 250
/**
 * So many writes may be on their way. The server answers a connection in order: behind thousands of them, as when a thousand
 * roots begin at once, a host's announcement comes too late, and it is taken for dead while it works.
 */
const WINDOW = 512

interface Waiting {
  readonly until: number
  readonly resolve: (ack: Ack) => void
  readonly reject: (reason: Error) => void
}

interface Outgoing extends Pick<Waiting, 'resolve' | 'reject'> {
  readonly subject: string
  readonly payload: Uint8Array
  readonly reply: string
  readonly options: StoreOptions
}

export class AckInbox {
  readonly #nc: NatsConnection
  readonly #inbox: string
  readonly #onNobody: () => void
  /** By the last token of the reply subject, oldest first. */
  readonly #waiting = new Map<string, Waiting>()
  #outgoing: (Outgoing | (() => void))[] = []
  #flushes = false
  #count = 0
  #sweeping: NodeJS.Timeout | undefined

  /**
   * @param inboxPrefix where this connection may listen, when that is not `_INBOX`
   * @param onNobody called when no stream takes a subject
   */
  constructor(nc: NatsConnection, inboxPrefix?: string, onNobody: () => void = () => undefined) {
    this.#nc = nc
    this.#onNobody = onNobody
    this.#inbox = `${createInbox(inboxPrefix)}.`
    nc.subscribe(`${this.#inbox}*`, { callback: (error, message) => this.#answered(error, message) })
  }

  /**
   * Publishes into a stream and resolves once the server holds it.
   * @throws JetStreamApiError when the server refused it; any other Error leaves open whether it is stored
   */
  publish(subject: string, payload: Uint8Array, options: StoreOptions = {}): Promise<Ack> {
    const reply = this.#inbox + (++this.#count).toString(36)
    return new Promise((resolve, reject) => this.#send({ subject, payload, reply, options, resolve, reject }))
  }

  /** Runs `send`, which publishes by itself, when everything else goes out: an ack costs no write of its own then. */
  along(send: () => void): void {
    this.#send(send)
  }

  /** Writes what is still waiting for its turn, up to so many that are on their way. */
  flush(most = Infinity): void {
    this.#flushes = false
    const outgoing = this.#outgoing
    let next = 0
    for (; next < outgoing.length && this.#waiting.size < most; next += 1) {
      const one = outgoing[next]
      if (one === undefined) continue
      try {
        if (typeof one === 'function') one()
        else this.#write(one)
      } catch (error) {
        // Closed, or a subject that cannot be; an ack that is lost means a redelivery, which nobody waits for.
        if (typeof one !== 'function') this.#take(one.reply.slice(this.#inbox.length))?.reject(error as Error)
      }
    }
    this.#outgoing = outgoing.slice(next)
  }

  /** Nobody knows what became of what was on its way when the connection broke; whoever waits finds out (R1). */
  disconnected(): void {
    this.#rejectUntil(Infinity, 'the connection broke before the acknowledgement came')
  }

  #send(message: Outgoing | (() => void)): void {
    this.#outgoing.push(message)
    this.#flushSoon()
  }

  /** After what is already there to be read, everything that follows from it goes out in one write. */
  #flushSoon(): void {
    if (this.#flushes || this.#outgoing.length === 0) return
    this.#flushes = true
    setImmediate(() => this.flush(WINDOW))
  }

  #write({ subject, payload, reply, options, resolve, reject }: Outgoing): void {
    const until = performance.now() + TIMEOUT_MS
    this.#waiting.set(reply.slice(this.#inbox.length), { until, resolve, reject })
    if (this.#sweeping === undefined) this.#sweeping = setTimeout(() => this.#sweep(), SWEEP_MS)
    this.#nc.publish(subject, payload, { reply, ...headersOf(options) })
  }

  #answered(error: Error | null, message: Msg): void {
    if (error !== null) return this.#rejectUntil(Infinity, error.message)
    const waiting = this.#take(message.subject.slice(this.#inbox.length))
    if (waiting === undefined) return // later than its time
    if (message.data.length === 0) {
      this.#onNobody()
      return waiting.reject(new Error('no stream takes this subject, or no JetStream answers at this server'))
    }
    const answer = message.json<
      Ack & { readonly error?: ConstructorParameters<typeof JetStreamApiError>[0] }
    >()
    if (answer.error === undefined) waiting.resolve(answer)
    else waiting.reject(new JetStreamApiError(answer.error))
  }

  #take(token: string): Waiting | undefined {
    const waiting = this.#waiting.get(token)
    this.#waiting.delete(token)
    this.#flushSoon()
    return waiting
  }

  #sweep(): void {
    this.#rejectUntil(performance.now(), `the server gave no acknowledgement within ${TIMEOUT_MS} ms`)
    this.#sweeping = this.#waiting.size === 0 ? undefined : setTimeout(() => this.#sweep(), SWEEP_MS)
  }

  #rejectUntil(now: number, reason: string): void {
    for (const [token, { until, reject }] of this.#waiting) {
      if (until > now) return
      this.#waiting.delete(token)
      reject(new Error(reason))
      this.#flushSoon()
    }
  }
}

function headersOf({ msgID, expect, schedule }: StoreOptions): { readonly headers?: MsgHdrs } {
  let text = ''
  if (msgID !== undefined) text += `Nats-Msg-Id: ${oneLine(msgID)}\r\n`
  if (expect !== undefined) text += `Nats-Expected-Last-Subject-Sequence: ${expect.lastSubjectSequence}\r\n`
  if (schedule !== undefined) {
    const { specification, target } = schedule
    text += `Nats-Schedule: @at ${specification.at.toISOString()}\r\nNats-Schedule-Target: ${target}\r\n`
  }
  if (text === '') return {}
  // Publishing asks nothing of headers but their bytes.
  const encoded: Pick<MsgHdrs & { encode(): Uint8Array }, 'encode'> = {
    encode: () => Buffer.from(`NATS/1.0\r\n${text}\r\n`),
  }
  return { headers: encoded as unknown as MsgHdrs }
}

/** Ids come from outside: none may end its header and begin another. */
function oneLine(value: string): string {
  return /[\r\n%]/.test(value) ? encodeURIComponent(value) : value
}
