/**
 * Bounds of one actor (I10), far above what a machine needs and far below what would hurt a host: at a limit the turn is
 * refused, the actor ends in error and its parent is told. Sizes in bytes are the driver's to check.
 */
import { CaravanError } from '../core/errors.ts'
import type { Draft } from './draft.ts'

export const ACTOR_LIMITS = {
  /** Open timers; each is a durable schedule or armed in a process. */
  timers: 1_000,
  /** Open children. */
  children: 1_000,
  /** Promises that a worker runs at once. */
  effects: 100,
  /** Messages that wait for one child's restart. */
  held: 1_000,
  /** Items of one turn's outbox: enough to close everything that an actor can have open. */
  outbox: 4_000,
} as const

/** @throws CaravanError `actor.limit` naming the first bound that the turn would break. */
export function refuseExcess(draft: Draft): void {
  check(draft, 'timers', Object.keys(draft.timers).length)
  check(draft, 'effects', Object.keys(draft.effects).length)
  check(draft, 'outbox', draft.outbox.length)
  const children = Object.values(draft.children)
  check(draft, 'children', children.length)
  for (const { supervised } of children) check(draft, 'held', supervised?.held?.length ?? 0)
}

function check(draft: Draft, what: keyof typeof ACTOR_LIMITS, count: number): void {
  const limit = ACTOR_LIMITS[what]
  if (count <= limit) return
  const { actor } = draft
  throw new CaravanError(
    'actor.limit',
    `${actor} would have ${count} ${WORDS[what]} after turn ${draft.turn}, more than ${limit}: spread the work over several actors or turns.`,
    { data: { actor, what, count, limit } },
  )
}

const WORDS = {
  timers: 'open timers',
  children: 'open children',
  effects: 'promises running',
  held: 'messages waiting for one restart',
  outbox: 'things to do at once',
} as const satisfies Record<keyof typeof ACTOR_LIMITS, string>
