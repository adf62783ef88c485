/**
 * One WebSocket: reads frames one at a time, answers each, and sends what its subscriptions have whenever the socket has
 * room. Nothing waits for a socket, and a socket that cannot take more is no longer read either (I10, I12).
 */
import { errorData } from '../runtime/index.ts'
import type { RawData, WebSocket } from 'ws'
import type { OnGatewayEvent } from './events.ts'
import {
  CLIENT_FRAMES,
  CLOSE,
  isClientFrameType,
  SUBPROTOCOL,
  type ClientFrame,
  type ServerFrame,
} from './frames.ts'
import { answered, refused, refusalOf, unknownTrip, type Outcome, type Refusal } from './refusal.ts'
import { Subscription } from './subscription.ts'
import type { Trips } from './trips.ts'
import type { Watches, WatchLease } from './watches.ts'

export interface SocketLimits {
  /** Trips that one socket may watch. */
  readonly subscriptions: number
  /** Largest frame that a client may send; a larger one closes the socket with 1009. */
  readonly frameBytes: number
  /** Unsent bytes per socket above which nothing more is put into it. */
  readonly bufferBytes: number
  readonly heartbeatMs: number
}

export interface SocketContext {
  readonly trips: Trips
  readonly watches: Watches
  readonly limits: SocketLimits
  readonly onEvent: OnGatewayEvent
}

/** Frames that may wait for their answer before the socket is no longer read. */
const MAX_PENDING = 16

export class Socket {
  readonly #ws: WebSocket
  readonly #id: number
  readonly #context: SocketContext
  readonly #answers: ServerFrame[] = []
  readonly #subscriptions = new Map<
    string,
    { readonly lease: WatchLease; readonly unsubscribe: () => void; readonly subscription: Subscription }
  >()
  #pending = 0
  #work: Promise<void> = Promise.resolve()
  #alive = true
  #open = true
  readonly #closed = new AbortController()

  constructor(ws: WebSocket, id: number, context: SocketContext) {
    this.#ws = ws
    this.#id = id
    this.#context = context
    ws.on('message', (data, isBinary) => this.#receive(data, isBinary))
    ws.on('pong', () => (this.#alive = true))
    ws.on('close', (code) => this.#end(code))
    // An oversize or malformed WebSocket frame: `ws` closes with the right code by itself.
    ws.on('error', () => undefined)
    context.onEvent({ type: 'socket:opened', socket: id })
    const { subscriptions, frameBytes, heartbeatMs } = context.limits
    this.#answer({ type: 'hello', protocol: SUBPROTOCOL, limits: { subscriptions, frameBytes }, heartbeatMs })
  }

  /** Every heartbeat: a peer that gave no sign of life since the last one is gone. */
  beat(): void {
    // A socket that waits for this gateway's answers is not read, so its pongs are not seen either.
    if (this.#alive || this.#pending > MAX_PENDING) {
      this.#alive = false
      this.#ws.ping()
      return
    }
    const unsentBytes = this.#ws.bufferedAmount
    this.#context.onEvent({ type: 'socket:dead', socket: this.#id, unsentBytes })
    // A close frame would wait behind what is not being read; it is sent for the rare peer that wakes up in time.
    if (unsentBytes > 0) this.#ws.close(CLOSE.tooSlow, 'too slow: resume by cursor')
    this.#ws.terminate()
  }

  /** Says goodbye; the peer is expected to come back elsewhere, with its cursors. */
  close(): void {
    this.#ws.close(CLOSE.goingAway, 'shutting down: resume by cursor')
  }

  terminate(): void {
    this.#ws.terminate()
  }

  #receive(data: RawData, isBinary: boolean): void {
    this.#alive = true
    this.#pending++
    this.#regulate()
    this.#work = this.#work
      .then(() => this.#handle(data, isBinary))
      .catch((error: unknown) => {
        this.#context.onEvent({ type: 'request:failed', what: 'frame', error: errorData(error) })
        this.#refuse(refusalOf(error), {})
      })
      .finally(() => {
        this.#pending--
        this.#regulate()
      })
  }

  async #handle(data: RawData, isBinary: boolean): Promise<void> {
    if (!this.#open) return
    const parsed = readFrame(data, isBinary)
    if (!parsed.outcome.ok) return this.#refuse(parsed.outcome.refusal, parsed.about)
    const frame = parsed.outcome.value
    const ref = frame.ref === undefined ? {} : { ref: frame.ref }
    switch (frame.type) {
      case 'ping':
        return this.#answer({ type: 'pong', ...ref })
      case 'trip.plan': {
        const outcome = await this.#context.trips.plan({ body: { value: frame.request }, via: 'websocket' })
        if (!outcome.ok) return this.#refuse(outcome.refusal, ref)
        const { id, status, notes } = outcome.value
        return this.#answer({ type: 'trip.accepted', trip: id, status, notes, ...ref })
      }
      case 'trip.cancel': {
        const outcome = await this.#context.trips.cancel(frame.trip)
        if (!outcome.ok) return this.#refuse(outcome.refusal, { ...ref, trip: frame.trip })
        return this.#answer({ type: 'trip.cancelling', trip: frame.trip, ...ref })
      }
      case 'trip.subscribe':
        return this.#subscribe(frame)
      case 'trip.unsubscribe': {
        if (!this.#drop(frame.trip)) {
          const refusal = refused('subscription.unknown', 'This socket does not watch that trip.').refusal
          return this.#refuse(refusal, { ...ref, trip: frame.trip })
        }
        return this.#answer({ type: 'trip.unsubscribed', trip: frame.trip, ...ref })
      }
    }
  }

  async #subscribe(frame: ClientFrame & { readonly type: 'trip.subscribe' }): Promise<void> {
    const { trip, cursor, ref } = frame
    const { watches, trips, limits } = this.#context
    const about = { trip, ...(ref === undefined ? {} : { ref }) }
    if (!(await trips.isKnown(trip))) return this.#refuse(unknownTrip(trip), about)
    this.#drop(trip) // subscribing again starts again, with the new cursor
    if (this.#subscriptions.size >= limits.subscriptions) {
      const message = `One socket may watch ${limits.subscriptions} trips: unsubscribe from one, or open another socket.`
      return this.#refuse(refused('subscription.limit', message).refusal, about)
    }
    const acquired = watches.acquire(trip)
    if (!acquired.ok) return this.#refuse(acquired.refusal, about)
    const lease = acquired.value
    try {
      await lease.watch.settled(this.#closed.signal)
    } catch (error) {
      lease.release()
      throw error
    }
    if (!this.#open) return lease.release()
    const onGap = () => this.#context.onEvent({ type: 'socket:gap', socket: this.#id, trip })
    const subscription = new Subscription({ watch: lease.watch, cursor, ref, onGap })
    const unsubscribe = lease.watch.onLine(() => this.#pump())
    this.#subscriptions.set(trip, { lease, unsubscribe, subscription })
    this.#pump()
  }

  #drop(trip: string): boolean {
    const held = this.#subscriptions.get(trip)
    if (held === undefined) return false
    held.unsubscribe()
    held.lease.release()
    return this.#subscriptions.delete(trip)
  }

  #refuse(refusal: Refusal, about: { readonly trip?: string; readonly ref?: string }): void {
    const { code, message, problems } = refusal
    const list = problems === undefined ? {} : { problems }
    this.#answer({ type: 'error', code, message, ...list, ...about })
  }

  #answer(frame: ServerFrame): void {
    this.#answers.push(frame)
    this.#pump()
  }

  /** Fills the socket up to its limit, each subscription in turn; goes on when the socket has written something. */
  #pump(): void {
    const { bufferBytes } = this.#context.limits
    for (let idle = false; !idle && this.#hasRoom(bufferBytes);) {
      idle = true
      for (const text of this.#round()) {
        idle = false
        this.#ws.send(text, this.#written)
        if (!this.#hasRoom(bufferBytes)) break
      }
    }
    this.#regulate()
  }

  *#round(): Generator<string> {
    const answer = this.#answers.shift()
    if (answer !== undefined) yield JSON.stringify(answer)
    for (const [trip, held] of Array.from(this.#subscriptions)) {
      const text = held.subscription.next()
      if (text === undefined) continue
      this.#subscriptions.delete(trip) // to the end of the line: a socket without room for all serves each in turn
      this.#subscriptions.set(trip, held)
      yield text
    }
  }

  readonly #written = (error?: Error | null): void => {
    if (error !== undefined && error !== null) return
    this.#alive = true // slow is not dead
    if (this.#ws.bufferedAmount <= this.#context.limits.bufferBytes / 2) this.#pump()
  }

  #hasRoom(limit: number): boolean {
    return this.#open && this.#ws.readyState === this.#ws.OPEN && this.#ws.bufferedAmount < limit
  }

  /** Who does not read its answers, or asks faster than they come, is not listened to for the moment. */
  #regulate(): void {
    const stop = this.#pending > MAX_PENDING || this.#answers.length > MAX_PENDING
    if (stop === this.#ws.isPaused || !this.#open) return
    if (stop) this.#ws.pause()
    else this.#ws.resume()
  }

  #end(code: number): void {
    if (!this.#open) return
    this.#open = false
    for (const trip of this.#subscriptions.keys()) this.#drop(trip)
    this.#closed.abort()
    this.#context.onEvent({ type: 'socket:closed', socket: this.#id, code })
  }
}

interface ReadFrame {
  readonly outcome: Outcome<ClientFrame>
  /** What is known of a refused frame, so that its sender can tell which it was. */
  readonly about: { readonly ref?: string }
}

function readFrame(data: RawData, isBinary: boolean): ReadFrame {
  if (isBinary) {
    return {
      outcome: refused('frame.binary', 'Binary frames are not supported: send JSON as text.'),
      about: {},
    }
  }
  let raw: unknown
  try {
    raw = JSON.parse(Buffer.isBuffer(data) ? data.toString() : '')
  } catch {
    return {
      outcome: refused('frame.malformed', 'The frame is not JSON: send one JSON object per frame.'),
      about: {},
    }
  }
  const { type, ref } = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>
  const about = typeof ref === 'string' ? { ref: ref.slice(0, 128) } : {}
  if (!isClientFrameType(type)) {
    const message = `The frame needs a type: one of ${Object.keys(CLIENT_FRAMES).join(', ')}.`
    return { outcome: refused('frame.unknown', message), about }
  }
  const checked = CLIENT_FRAMES[type].safeParse(raw)
  if (checked.success) return { outcome: answered(checked.data), about }
  const wrong = checked.error.issues.map((issue) => `${issue.path.join('.') || type}: ${issue.message}`)
  return {
    outcome: refused('frame.invalid', `The frame does not fit ${type}: ${wrong.slice(0, 5).join('; ')}.`),
    about,
  }
}
