/**
 * A connection to Redis that may go away at any time: nothing waits in a queue for it, nothing it reports ends the process,
 * and while it is away nobody pays a timeout to learn so again.
 */
import { Redis } from 'ioredis'
import type { Clock } from '../../runtime/core/clock.ts'
import type { ObservePool } from './port.ts'

/** A local Redis answers within a millisecond; one that needs this long is as good as gone. */
const COMMAND_MS = 500
const CONNECT_MS = 2_000
/** Waits between tries to connect: 100 ms doubling to 2 s. */
const RECONNECT_FIRST_MS = 100
const RECONNECT_MAX_MS = 2_000
/** How long it is left alone after it failed while connected. */
const REST_MS = 1_000

export interface RedisLinkOptions {
  /** `redis://user:password@host:6379/0`, or `rediss://` with TLS. */
  readonly url: string
  readonly clock: Clock
  readonly observe: ObservePool
}

export class RedisLink implements AsyncDisposable {
  readonly redis: Redis
  /** Host and port, without account. */
  readonly about: string
  readonly #clock: Clock
  readonly #observe: ObservePool
  /** When it went away, on the monotonic clock. */
  #awaySince: number | undefined
  #restUntil = Number.NEGATIVE_INFINITY
  #reason = 'not connected yet'
  /** The connection is being given up, and still counts as ready. */
  #dropping = false

  constructor({ url, clock, observe }: RedisLinkOptions) {
    this.#clock = clock
    this.#observe = observe
    this.about = new URL(url).host
    this.redis = new Redis(url, {
      lazyConnect: true,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      commandTimeout: COMMAND_MS,
      connectTimeout: CONNECT_MS,
      enableReadyCheck: true,
      connectionName: 'caravan-pool',
      retryStrategy: (times) => Math.min(RECONNECT_FIRST_MS * 2 ** Math.min(times, 8), RECONNECT_MAX_MS),
    })
    this.redis.on('error', (error: Error) => this.#away(error))
    this.redis.on('close', () => {
      this.#dropping = false
      this.#away(new Error('the connection was closed'))
    })
    this.redis.on('ready', () => this.#back())
  }

  /** Tries to connect once; without success it goes on trying by itself. */
  async connect(): Promise<void> {
    await this.redis.connect().catch((error: unknown) => this.#away(error))
  }

  /** Why it cannot be used now; undefined when it can. */
  get away(): string | undefined {
    if (this.redis.status !== 'ready' || this.#dropping) return this.#reason
    return this.#clock.monotonic() < this.#restUntil ? this.#reason : undefined
  }

  /**
   * Runs a command. A failure, or no answer in time, means that it is away for a while.
   * @throws what ioredis throws
   */
  async ask<T>(command: () => Promise<T>): Promise<T> {
    try {
      const result = await command()
      this.#back()
      return result
    } catch (error) {
      this.#restUntil = this.#clock.monotonic() + REST_MS
      this.#away(error)
      if (!isReply(error)) this.#drop()
      throw error
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.redis.removeAllListeners('close')
    this.redis.disconnect()
    return Promise.resolve()
  }

  /** Commands without an answer stay in the client's queue for as long as the connection does. */
  #drop(): void {
    if (this.#dropping || this.redis.status !== 'ready') return
    this.#dropping = true
    this.redis.disconnect(true)
  }

  #away(error: unknown): void {
    this.#reason = error instanceof Error ? reasonOf(error) : 'unknown'
    if (this.#awaySince !== undefined) return
    this.#awaySince = this.#clock.monotonic()
    this.#observe({ type: 'pool:away', reason: this.#reason })
  }

  #back(): void {
    if (this.#awaySince === undefined || this.away !== undefined) return
    const awayMs = Math.round(this.#clock.monotonic() - this.#awaySince)
    this.#awaySince = undefined
    this.#observe({ type: 'pool:back', awayMs })
  }
}

/** Whether Redis itself said no: then the connection is fine. */
export function isReply(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError'
}

/** A refused connection is an AggregateError whose own message is empty. */
function reasonOf(error: Error): string {
  if (error.message !== '') return error.message
  return error instanceof AggregateError && error.errors[0] instanceof Error
    ? error.errors[0].message
    : error.name
}
