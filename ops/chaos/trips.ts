/** The load: so many trips under way at any time, some of them cancelled, each looked after until it has ended. */
import type { NatsConnection } from '@nats-io/nats-core'
import { setTimeout as delay } from 'node:timers/promises'
import type { TripDefinition } from '../../actors/index.ts'
import { endsTrip } from '../../machines/trip/trip-events.ts'
import type { ActorRef } from '../../runtime/index.ts'
import { fixtureRequest } from '../bench/fixture-sections.ts'
import { between, seededRandom } from './random.ts'

/** One trip in this many is cancelled while it runs. */
const CANCEL_EVERY = 12
const CANCEL_WITHIN_MS = 2_000
/** The feed may have been missed while the server was away: what is open is looked at this often. */
const SWEEP_MS = 1_000
const SWEEP_LANES = 16
const RETRY_MS = 200

export interface Finish {
  readonly id: string
  /** When it was seen: milliseconds since the epoch. */
  readonly at: number
}

export class Trips {
  /** In the order of their acceptance. */
  readonly accepted: string[] = []
  readonly cancelled = new Set<string>()
  readonly finishes: Finish[] = []
  readonly #ref: (id: string) => ActorRef<TripDefinition['machine']>
  readonly #seed: string
  readonly #open = new Set<string>()
  readonly #closed = new AbortController()
  readonly #work: Promise<void>[] = []
  #aim = 0
  #made = 0
  #changed: () => void = () => undefined

  /** Listens on the feed, as any integrator would. */
  constructor(options: {
    readonly connection: NatsConnection
    readonly prefix: string
    readonly seed: string
    readonly ref: (id: string) => ActorRef<TripDefinition['machine']>
  }) {
    this.#ref = options.ref
    this.#seed = options.seed
    options.connection.subscribe(`${options.prefix}.feed.>`, {
      callback: (_, message) => {
        const { type, actor } = message.json<{
          readonly type: string
          readonly actor: { readonly id: string }
        }>()
        if (endsTrip(type)) this.#finished(actor.id)
      },
    })
    this.#work.push(this.#sweep())
  }

  /** Trips that have been asked for and have not ended. */
  get open(): ReadonlySet<string> {
    return this.#open
  }

  /** Keeps this many under way from now on; 0 asks for no more. */
  keep(aim: number): void {
    this.#aim = aim
    this.#fill()
  }

  /** Resolves when nothing is open, or after `ms`. */
  async drained(ms: number): Promise<void> {
    const until = performance.now() + ms
    while (this.#open.size > 0 && performance.now() < until) {
      await Promise.race([
        delay(Math.min(500, ms)),
        new Promise<void>((resolve) => (this.#changed = resolve)),
      ])
    }
  }

  /** Stops looking. */
  async close(): Promise<void> {
    this.#closed.abort()
    await Promise.allSettled(this.#work)
  }

  #fill(): void {
    while (this.#open.size < this.#aim) {
      const number = ++this.#made
      const id = `t${number}`
      this.#open.add(id)
      this.#work.push(this.#submit(id, number).catch(() => undefined)) // it was closed meanwhile
    }
  }

  async #submit(id: string, number: number): Promise<void> {
    await this.#surely(() =>
      this.#ref(id).create(fixtureRequest(id), { id: `create-${id}`, tenant: 'chaos' }),
    )
    this.accepted.push(id)
    if (number % CANCEL_EVERY !== 0) return
    await delay(between(seededRandom(`${this.#seed} cancel ${id}`), 0, CANCEL_WITHIN_MS))
    this.cancelled.add(id)
    await this.#surely(() => this.#ref(id).send({ type: 'trip.cancel' }, { id: `cancel-${id}` }))
  }

  /** Repeated under one id until the server has it: an outage makes duplicates, not trips. */
  async #surely(send: () => Promise<unknown>): Promise<void> {
    for (;;) {
      this.#closed.signal.throwIfAborted()
      try {
        await send()
        return
      } catch {
        await delay(RETRY_MS)
      }
    }
  }

  async #sweep(): Promise<void> {
    while (!this.#closed.signal.aborted) {
      await delay(SWEEP_MS)
      const open = [...this.#open]
      const lane = async () => {
        for (let id = open.pop(); id !== undefined && !this.#closed.signal.aborted; id = open.pop()) {
          const snapshot = await this.#ref(id)
            .snapshot()
            .catch(() => undefined) // the server is away: asked again in the next round
          if (snapshot !== undefined && snapshot.status !== 'active') this.#finished(id)
        }
      }
      await Promise.all(Array.from({ length: SWEEP_LANES }, lane))
    }
  }

  #finished(id: string): void {
    if (!this.#open.delete(id)) return
    this.finishes.push({ id, at: Date.now() })
    this.#fill()
    this.#changed()
  }
}
