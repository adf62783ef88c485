/**
 * Plans and watches one trip of a running system, over its WebSocket only. A connection that breaks is made again and
 * goes on where it ended: the request id makes planning again harmless, the cursor makes watching again complete.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { SERVER_FRAMES, SUBPROTOCOL, type ServerFrame, type TransitionFrame } from '../gateway/frames.ts'
import { DEFAULT_LOCALE, type Problem, TripResult } from '../machines/messages/index.ts'
import { CaravanError } from '../runtime/core/errors.ts'
import type { AgentStep } from './terminal/progress.ts'

/** How a trip ended, or that its request was refused. */
export type TripEnd =
  | { readonly type: 'ended'; readonly result: TripResult; readonly locale: string }
  | { readonly type: 'refused'; readonly problems: readonly Problem[]; readonly message: string }

export interface WatchCall {
  /** Where the system answers, `http://host:port`. */
  readonly url: string
  /** Plan this request, which must carry a request id; or only watch the trip of this id. */
  readonly what: { readonly request: Readonly<Record<string, unknown>> } | { readonly trip: string }
  readonly onAccepted?: (trip: string, notes: readonly string[]) => void
  readonly onStep?: (step: AgentStep) => void
  /** The connection broke; another one is tried. */
  readonly onBroken?: () => void
  /** The trip waits for money; called once each time that it begins to. */
  readonly onWaiting?: (trip: string) => void
  readonly signal: AbortSignal
}

/** How long nobody may answer: at first, and when a connection broke, for a system that is started again needs time. */
const PATIENCE_MS = { first: 3_000, again: 60_000 } as const
const RETRY_MS = { first: 200, most: 2_000 } as const
const CONNECT_MS = 10_000

const WithLocale = z.object({ locale: z.string() })

/**
 * Resolves when the trip has ended.
 * @throws CaravanError `system.unreachable`, `system.answer.invalid`, or the code of what the system refused
 * @throws the signal's reason when aborted
 */
export async function watchTrip(call: WatchCall): Promise<TripEnd> {
  const seen: Seen = {
    trip: 'trip' in call.what ? call.what.trip : undefined,
    cursor: 0,
    waiting: false,
    locale: DEFAULT_LOCALE,
  }
  let cause: unknown
  let deadline = performance.now() + PATIENCE_MS.first
  let wait: number = RETRY_MS.first
  while (performance.now() < deadline) {
    let answered = false
    try {
      const end = await watchOnce(call, seen, () => (answered = true))
      if (end !== undefined) return end
    } catch (error) {
      call.signal.throwIfAborted()
      if (error instanceof CaravanError) throw error
      cause = error
    }
    if (answered) {
      call.onBroken?.()
      deadline = performance.now() + PATIENCE_MS.again
      wait = RETRY_MS.first
    }
    await delay(wait, undefined, { signal: call.signal })
    wait = Math.min(wait * 2, RETRY_MS.most)
  }
  throw new CaravanError(
    'system.unreachable',
    `No Caravan answers at ${call.url}: start one with "caravan start", or give its address with --url.`,
    { retryable: true, cause, data: { url: call.url } },
  )
}

interface Seen {
  trip: string | undefined
  cursor: number
  /** Whether it is known that the trip waits for money. */
  waiting: boolean
  /** How the trip's request wants dates and money written. */
  locale: string
}

/** One connection's worth; undefined when it broke before the end. */
async function watchOnce(call: WatchCall, seen: Seen, onFrame: () => void): Promise<TripEnd | undefined> {
  const socket = new WebSocket(new URL('/agent-coordination', call.url.replace(/^http/, 'ws')), SUBPROTOCOL)
  const { promise, resolve, reject } = Promise.withResolvers<TripEnd | undefined>()
  const abort = () => reject(call.signal.reason as Error)
  call.signal.addEventListener('abort', abort, { once: true })
  const slow = setTimeout(() => reject(new Error('no answer')), CONNECT_MS)
  const send = (frame: Readonly<Record<string, unknown>>) => socket.send(JSON.stringify(frame))
  const subscribe = (trip: string) =>
    // From the very beginning: the progress is told from the first turn on.
    send({ type: 'trip.subscribe', trip, cursor: seen.cursor })
  socket.addEventListener('open', () => {
    if (seen.trip !== undefined) subscribe(seen.trip)
    else if ('request' in call.what) send({ type: 'trip.plan', request: call.what.request })
  })
  socket.addEventListener('message', (event) => {
    clearTimeout(slow)
    onFrame()
    try {
      const frame = parse(event.data)
      if (frame === undefined) return
      if (frame.type === 'trip.accepted') {
        seen.trip = frame.trip
        call.onAccepted?.(frame.trip, frame.notes)
        subscribe(frame.trip)
      }
      const end = take(frame, call, seen)
      if (end !== undefined) resolve(end)
    } catch (error) {
      reject(error)
    }
  })
  socket.addEventListener('error', () => reject(new Error('the connection failed')))
  socket.addEventListener('close', () => resolve(undefined))
  try {
    call.signal.throwIfAborted()
    return await promise
  } finally {
    clearTimeout(slow)
    call.signal.removeEventListener('abort', abort)
    socket.close()
  }
}

/** Takes a frame in; gives the end when it is the end. */
function take(frame: ServerFrame, call: WatchCall, seen: Seen): TripEnd | undefined {
  switch (frame.type) {
    case 'trip.snapshot':
      seen.cursor = frame.cursor
      readLocale(frame.request, seen)
      for (const agent of frame.agents) call.onStep?.(agent)
      tellWaiting(frame, call, seen)
      return undefined
    case 'trip.transition':
      seen.cursor = frame.cursor
      readLocale(frame.request, seen)
      if (frame.agent !== frame.actor.split('/')[0]) tellSteps(frame, call)
      else tellWaiting(frame, call, seen)
      for (const agent of frame.started ?? []) call.onStep?.({ agent, state: 'queued', at: frame.at })
      return undefined
    case 'trip.result':
      return { type: 'ended', result: resultOf(frame), locale: seen.locale }
    case 'error':
      if (frame.problems !== undefined) {
        return { type: 'refused', problems: frame.problems as readonly Problem[], message: frame.message }
      }
      throw new CaravanError(frame.code, frame.message)
    default:
      return undefined
  }
}

/** What shares a record is told one after the other, as if each had one of its own. */
function tellSteps(frame: TransitionFrame, { onStep }: WatchCall): void {
  const { agent, attempts } = frame
  for (const { state, at = frame.at } of frame.earlier ?? []) onStep?.({ agent, state, attempts, at })
  onStep?.(frame)
}

function tellWaiting(
  { trip, state }: { readonly trip: string; readonly state: string },
  call: WatchCall,
  seen: Seen,
): void {
  const waits = state === 'awaitingBudget'
  if (waits && !seen.waiting) call.onWaiting?.(trip)
  seen.waiting = waits
}

function readLocale(request: unknown, seen: Seen): void {
  const parsed = WithLocale.safeParse(request)
  if (parsed.success) seen.locale = parsed.data.locale
}

function resultOf(frame: Extract<ServerFrame, { type: 'trip.result' }>): TripResult {
  const parsed = TripResult.safeParse(frame.result)
  if (parsed.success) return parsed.data
  if (frame.failure === undefined) throw strange('result', parsed.error)
  // The orchestrator itself broke: there is no result beyond that.
  return {
    id: frame.trip,
    status: 'failed',
    agentCoordination: { agentsInvolved: [], agents: [] },
    missing: [],
    failure: frame.failure,
    version: 1,
  }
}

/** Frames of a type that this version does not know are none of its business. */
function parse(data: unknown): ServerFrame | undefined {
  try {
    const raw: unknown = JSON.parse(String(data))
    const type = typeof raw === 'object' && raw !== null && 'type' in raw ? String(raw.type) : ''
    return isServerFrameType(type) ? SERVER_FRAMES[type].parse(raw) : undefined
  } catch (error) {
    throw strange('frame', error)
  }
}

function isServerFrameType(type: string): type is keyof typeof SERVER_FRAMES {
  return Object.hasOwn(SERVER_FRAMES, type)
}

function strange(what: string, cause: unknown): CaravanError {
  return new CaravanError(
    'system.answer.invalid',
    `The system sent a ${what} that this version does not understand: use the same version of Caravan on both sides.`,
    { cause },
  )
}
