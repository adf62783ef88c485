/** What every part of a host shares. */
import type { Clock } from '../core/clock.ts'
import type { Driver } from '../core/driver.ts'
import type { HostEntry } from '../core/membership.ts'
import type { Message } from '../core/message.ts'
import type { Beside } from './beside.ts'
import type { Pace } from './pace.ts'
import type { ResidentCache } from './resident-cache.ts'
import type { Observe } from '../core/runtime-event.ts'
import type { TurnRecord } from '../core/turn-record.ts'
import type { TurnDraft } from '../kernel/draft.ts'
import type { ActorDefinition } from '../kernel/definition.ts'

export interface HostContext {
  readonly hostId: string
  readonly driver: Driver
  readonly clock: Clock
  readonly observe: Observe
  readonly definitions: ReadonlyMap<string, ActorDefinition>
  /** Aborts when the host gives up waiting: after the drain's deadline. */
  readonly signal: AbortSignal
  /** Aborts when the host stops taking work. */
  readonly draining: AbortSignal
  /** False while other hosts may take this one for dead. */
  readonly held: () => boolean
  /** Before this, by the monotonic clock, none does. */
  readonly heldUntil: () => number
  /** Since when this process runs without a break, by the monotonic clock (R7). */
  readonly awakeAt: () => number
  /** Asked before turns of entities and claims of workers. */
  readonly pace: Pace
  /** Shared by all entity kinds of the host. */
  readonly cache: ResidentCache
  readonly jitter: () => number
  /** Restores every actor from its record before every turn; tests use it to show that nothing else is needed (R3). */
  readonly forceReplay: boolean
  /** Tells a worker on this host that its actor was stopped; a hint that only saves time (R12). */
  readonly stopHint: (actor: string) => void
  /** Gives a message to an actor in memory here, past the inbox (hand-over.ts); undefined when it is not. */
  readonly hand: (message: Message) => Promise<boolean> | undefined
  /** The machine version that every live host of the kind can read; undefined when there is none. */
  readonly writes: (definition: ActorDefinition) => string | undefined
  /** Live hosts, this one among them, as last heard. */
  readonly hosts: () => readonly HostEntry[]
  /** The workers of this host that began beside their parents. */
  readonly beside: Beside
  /** Adds nonce and host to a decided turn (R1). */
  readonly sign: (draft: TurnDraft) => TurnRecord
}

/** A nonce is the host's random run id and a counter: unique without a random draw per turn. */
export function signer(hostId: string, runId: string): (draft: TurnDraft) => TurnRecord {
  let count = 0
  return (draft) => ({ ...draft, nonce: `${runId}.${++count}`, host: hostId })
}
