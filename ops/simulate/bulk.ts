/** What is too large to be stored: how much the simulated store takes, and what some roots make of it. */
import type { TurnRecord } from '../../runtime/core/turn-record.ts'
import type { Random } from '../../runtime/testing/random.ts'

/** Three times the largest record that is made without any bulk. */
export const STORE_BYTES = 64_000

/**
 * What of a job is bulky: what its worker begins with, what its first or its last call gives, why its call fails, which none
 * can store; or a share of its result, which every actor on its way can store, but not its parent beside several of them.
 */
export type Bulk = 'begin' | 'first' | 'last' | 'error' | 'share'

/** As text: what the store takes of no one, what it takes of everybody but not twice, and a share of a result. */
const SIZE = {
  whole: STORE_BYTES,
  most: 0.65 * STORE_BYTES,
  half: 0.45 * STORE_BYTES,
  share: 0.2 * STORE_BYTES,
}
/** With so many shares the root may be full. */
export const FULL_SHARES = { ofList: 2, ofTable: 4 } as const

export function bulkOf(size: keyof typeof SIZE): string {
  return 'x'.repeat(SIZE[size])
}

/** Whether this root has to do with any. Drawn apart: what other roots of the seed get stays as it was. */
export function drawsBulk(random: Random, id: string): Random | undefined {
  const own = random.fork(`${id} bulk`)
  return own.chance(0.15) ? own : undefined
}

/** For the context of a worker or child that begins with it. */
export function beginning({ bulk }: { readonly bulk?: Bulk | undefined }): { readonly swollen?: string } {
  return bulk === 'begin' ? { swollen: bulkOf('whole') } : {}
}

/** What a parent hears of one that could not be stored. */
export const TOO_LARGE = /^A payload of \d+ bytes exceeds the limit of \d+;/

/** Whether it has ended because a turn of its own was too large. */
export function burst(last: TurnRecord | undefined): boolean {
  return last?.snapshot.error?.code === 'message.too-large'
}
