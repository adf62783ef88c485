/** A client talks to actors and reads journals; it runs none. A host is a client that also runs actors. */
import { randomUUID } from 'node:crypto'
import type { AnyStateMachine } from 'xstate'
import { parseAddress } from '../core/address.ts'
import { systemClock, type Clock } from '../core/clock.ts'
import type { Driver, JournalEntry } from '../core/driver.ts'
import type { Pressure } from '../core/pressure.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import { Admission, type AdmissionLimits } from './admission.ts'
import { readHistory } from './read-history.ts'
import { listHosts, type HostStatus } from './hosts.ts'
import { actorRef, type ActorRef } from './ref.ts'

export interface ReadOptions {
  /** Cursor to read after; 0 = from the beginning. */
  readonly after?: number
  /** Wait for more until the signal aborts. Default false. */
  readonly live?: boolean
  readonly signal?: AbortSignal
  /** Read what is left of a history that retention has removed, instead of throwing `journal.expired`. Default false. */
  readonly partial?: boolean
  /** Called once when everything stored at the time of the call has been yielded. */
  readonly onCaughtUp?: () => void
}

export interface Client extends AsyncDisposable {
  ref<TMachine extends AnyStateMachine>(definition: ActorDefinition<TMachine>, id: string): ActorRef<TMachine>
  /**
   * The journal of a root and all its descendants, in one total order. A reader can never hurt a writer (I12).
   * @throws CaravanError `journal.expired` when retention has removed some of what was asked for (R15)
   */
  journal(root: string, options?: ReadOptions): AsyncIterable<JournalEntry>
  /** The hosts that live now, and what each owns. @throws CaravanError `nats.unreachable` */
  hosts(): Promise<readonly HostStatus[]>
  /** How much waits and how full the store is. @throws CaravanError `nats.unreachable` */
  pressure(): Promise<Pressure>
  /** Resolves with the reason when the connection is gone for good; never rejects. */
  readonly closed: Promise<Error | undefined>
}

export interface ClientOptions {
  readonly clock?: Clock
  readonly newId?: () => string
  /** When new roots, and messages to one actor, are refused (R16). Default {@link DEFAULT_ADMISSION}. */
  readonly admission?: Partial<AdmissionLimits>
}

/** A client on a driver that the caller owns. */
export function clientOf(driver: Driver, options: ClientOptions = {}): Client {
  const { clock = systemClock, newId = randomUUID } = options
  const admission = new Admission(driver, clock, options.admission)
  return {
    ref: (definition, id) => actorRef(driver, clock, newId, admission, definition, id),
    journal: (root, read = {}) => readHistory(driver, parseAddress(root), read),
    hosts: () => listHosts(driver),
    pressure: () => driver.pressure.read(),
    closed: driver.closed,
    [Symbol.asyncDispose]: () => driver[Symbol.asyncDispose](),
  }
}
