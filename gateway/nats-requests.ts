/** The way in over NATS: requests in, replies out, shared by every gateway of the queue group. */
import type { Msg, NatsConnection, Subscription } from '@nats-io/nats-core'
import { errorData } from '../runtime/index.ts'
import type { OnGatewayEvent } from './events.ts'
import { tripLinks } from './links.ts'
import { refusalOf, refused, type Outcome, type Refusal } from './refusal.ts'
import type { Trips } from './trips.ts'

export interface NatsRequestsOptions {
  readonly nats: NatsConnection
  readonly prefix: string
  readonly trips: Trips
  readonly concurrency: number
  readonly waiting: number
  readonly onEvent: OnGatewayEvent
}

type Answer = (message: Msg) => Promise<Outcome<unknown>>

/** Requests over NATS, served until disposed. */
export interface NatsRequests {
  /** Takes no more requests and resolves when those in hand are answered. */
  drain(): Promise<void>
}

/** Subscribes to `<prefix>.trips.plan`, `.get`, `.cancel`, `.top-up` and `.costs`. */
export function serveNatsRequests(options: NatsRequestsOptions): NatsRequests {
  const { nats, prefix, trips } = options
  const answers: Readonly<Record<string, Answer>> = {
    plan: async (message) => {
      const key = message.headers?.get('Idempotency-Key')
      const outcome = await trips.plan({
        body: { text: message.data },
        key: key === '' ? undefined : key,
        via: 'nats',
      })
      return mapped(outcome, ({ id, status, notes }) => ({ id, status, notes, links: tripLinks(id) }))
    },
    get: async (message) => byId(message, (id) => trips.look(id)),
    cancel: async (message) =>
      mapped(await byId(message, (id) => trips.cancel(id)), ({ id }) => ({ id, status: 'cancelling' })),
    'top-up': async (message) => {
      const key = message.headers?.get('Idempotency-Key')
      const topUp = (id: string, body: Readonly<Record<string, unknown>>) => {
        const value = Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'id'))
        return trips.topUp(id, { value, key: key === '' ? undefined : key })
      }
      const outcome = await byId(message, async (id, body) =>
        mapped(await topUp(id, body), (money) => ({ id, money })),
      )
      return mapped(outcome, ({ id, money }) => ({ id, status: 'toppedUp', money }))
    },
    costs: async (message) => byId(message, (id) => trips.costs(id)),
  }
  const served = Object.entries(answers).map(([verb, answer]) => {
    const subject = `${prefix}.trips.${verb}`
    const subscription = nats.subscribe(subject, { queue: `${prefix}-gateway` })
    return { subscription, done: serve(subscription, answer, options) }
  })
  return {
    drain: async () => {
      // A connection that is gone has nothing to drain.
      await Promise.allSettled(served.map(({ subscription }) => subscription.drain()))
      await Promise.allSettled(served.map(({ done }) => done))
    },
  }
}

async function serve(
  subscription: Subscription,
  answer: Answer,
  options: NatsRequestsOptions,
): Promise<void> {
  const inHand = new Set<Promise<void>>()
  for await (const message of subscription) {
    if (subscription.getPending() > options.waiting) {
      const busy = `This gateway has ${options.waiting} requests waiting: try again in a moment.`
      respond(message, refused('gateway.busy', busy))
      continue
    }
    const work = answer(message)
      .catch((error: unknown) => {
        options.onEvent({ type: 'request:failed', what: message.subject, error: errorData(error) })
        return { ok: false as const, refusal: refusalOf(error) }
      })
      .then((outcome) => respond(message, outcome))
      .finally(() => inHand.delete(work))
    inHand.add(work)
    if (inHand.size >= options.concurrency) await Promise.race(inHand)
  }
  await Promise.all(inHand)
}

/** Whoever gave no reply subject is served all the same; only nobody is told. */
function respond(message: Msg, outcome: Outcome<unknown>): void {
  const body = outcome.ok ? outcome.value : { error: errorBody(outcome.refusal) }
  message.respond(JSON.stringify(body))
}

function errorBody({ code, message, problems }: Refusal) {
  return { code, message, ...(problems === undefined ? {} : { problems }) }
}

async function byId<T>(
  message: Msg,
  run: (id: string, body: Readonly<Record<string, unknown>>) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  let raw: unknown
  try {
    raw = JSON.parse(message.string())
  } catch {
    raw = undefined
  }
  const body = typeof raw === 'object' && raw !== null ? (raw as Readonly<Record<string, unknown>>) : {}
  const { id } = body
  if (typeof id === 'string') return run(id, body)
  return refused('request.malformed', 'Give the trip as JSON: {"id": "..."}.')
}

function mapped<T, U>(outcome: Outcome<T>, map: (value: T) => U): Outcome<U> {
  return outcome.ok ? { ok: true, value: map(outcome.value) } : outcome
}
