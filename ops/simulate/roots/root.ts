/** What the outside world does with one root, and what has to come of it. */
import type { TurnRecord } from '../../../runtime/core/turn-record.ts'
import type { Client } from '../../../runtime/host/client.ts'
import type { Random } from '../../../runtime/testing/random.ts'
import type { World } from '../../../runtime/testing/world.ts'
import { TOO_LARGE, type Bulk } from '../bulk.ts'
import { resultOf, type Job } from '../calls.ts'

/** One message of the outside world. */
export interface Act {
  /** When, in ms of virtual time. */
  readonly at: number
  readonly what: string
  readonly do: (client: Client, world: World) => Promise<unknown>
}

export interface Root {
  readonly address: string
  readonly acts: readonly Act[]
  /** When nobody can be told what its tree has to say, which poisons those who say it (R13); in ms of virtual time. */
  readonly poisoned?: { readonly from: number; readonly to: number }
  /** What is not yet, or not at all, as it has to be; undefined when all is well. */
  readonly problem: (last: TurnRecord | undefined) => string | undefined
}

/** @param bulky draws for a root that has to do with what is too large */
export function jobOf(random: Random, key: string, bulky?: Random): Job {
  const job = {
    key,
    ms: random.chance(0.1) ? random.between(3_000, 9_000) : random.between(1, 1_500),
    // Longer than a lease is held for: the worker is parked (R11).
    restMs: random.chance(0.15) ? random.between(11_000, 20_000) : random.between(1, 1_500),
    fail: random.chance(0.2),
    deaf: random.chance(0.2),
  }
  return bulky === undefined || bulky.chance(0.4) ? job : { ...job, fail: false, bulk: bulky.pick(BULKS) }
}

/** Each is too large by itself. */
export const BULKS: readonly Bulk[] = ['begin', 'first', 'last', 'error']

/** Whether this may be told of a job when it is over. */
export function isResult(job: Job | undefined, told: unknown): boolean {
  if (job?.fail === true) return told === `no ${job.key}`
  if (job?.bulk !== undefined && job.bulk !== 'share') return typeof told === 'string' && TOO_LARGE.test(told)
  return job !== undefined && told === resultOf(job)
}

export function contextOf<T>(last: TurnRecord | undefined, none: T): T {
  return (last?.snapshot.context as T | undefined) ?? none
}

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}

/** Now and then a root is poisoned for a while: long enough for a defect to be counted out, or not quite. */
export function poisonOf(random: Random, span: number): Pick<Root, 'poisoned'> {
  if (!random.chance(0.2)) return {}
  const from = random.between(0, span / 2)
  return { poisoned: { from, to: from + random.between(4_000, 30_000) } }
}
