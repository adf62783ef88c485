/** The load: so many trips under way at any time, each timed from its create to its event on the feed. */
import type { NatsConnection } from '@nats-io/nats-core'
import type { ActorRef } from '../../runtime/index.ts'
import type { TripDefinition } from '../../actors/index.ts'
import { endsTrip } from '../../machines/trip/trip-events.ts'
import { fixtureRequest } from './fixture-sections.ts'

export interface LoadResult {
  readonly seconds: number
  /** Per trip, in ms, sorted. */
  readonly latencies: readonly number[]
}

/** A trip that takes longer has got lost. */
const TRIP_LIMIT_MS = 120_000

export class Load {
  readonly #ref: (id: string) => ActorRef<TripDefinition['machine']>
  readonly #waiting = new Map<string, (status: string) => void>()
  #count = 0

  /** Listens on the feed, as any integrator would. */
  constructor(nc: NatsConnection, prefix: string, ref: (id: string) => ActorRef<TripDefinition['machine']>) {
    this.#ref = ref
    const seen = new TextDecoder()
    nc.subscribe(`${prefix}.feed.>`, {
      callback: (_, message) => {
        const event = JSON.parse(seen.decode(message.data)) as FeedView
        if (!endsTrip(event.type)) return
        this.#waiting.get(event.actor.id)?.(event.data.status ?? event.type)
        this.#waiting.delete(event.actor.id)
      },
    })
  }

  /**
   * @param onDone hears how many trips have ended, after each
   * @throws Error when a trip ends in any way but success, or not at all
   */
  async run(trips: number, concurrency: number, onDone?: (count: number) => void): Promise<LoadResult> {
    const latencies: number[] = []
    let left = trips
    const lane = async () => {
      while (left > 0) {
        left -= 1
        latencies.push(await this.#trip(`b${++this.#count}`))
        onDone?.(latencies.length)
      }
    }
    const begun = performance.now()
    await Promise.all(Array.from({ length: Math.min(concurrency, trips) }, lane))
    return { seconds: (performance.now() - begun) / 1_000, latencies: latencies.sort((a, b) => a - b) }
  }

  async #trip(id: string): Promise<number> {
    const begun = performance.now()
    const ended = new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`Trip ${id} did not end.`)), TRIP_LIMIT_MS).unref()
      this.#waiting.set(id, (status) => {
        clearTimeout(timer)
        resolve(status)
      })
    })
    await this.#ref(id).create(fixtureRequest(id), { tenant: 'bench' })
    const status = await ended
    if (status !== 'success') throw new Error(`Trip ${id} ended as ${status}.`)
    return performance.now() - begun
  }
}

interface FeedView {
  readonly type: string
  readonly actor: { readonly id: string }
  readonly data: { readonly status?: string }
}
