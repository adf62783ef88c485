/**
 * What an operator may see and do: actors and their journals, dead letters, repairs (I11). It reads what is stored and sends
 * messages like anybody else; every change of an actor is a turn in its journal, with who and why.
 */
import { randomUUID } from 'node:crypto'
import { addressText, parseAddress, rootOf, type Address } from '../core/address.ts'
import { systemClock, type Clock } from '../core/clock.ts'
import type { DeadLetterStore } from '../core/dead-letters.ts'
import type { Driver, JournalEntry } from '../core/driver.ts'
import { CaravanError, type ErrorData } from '../core/errors.ts'
import type { StoredRecord } from '../core/history.ts'
import type { ActorEvent, ReleaseMessage, RepairMessage } from '../core/message.ts'
import { isFinal, type TurnRecord } from '../core/turn-record.ts'
import { isReserved, RESERVED } from '../kernel/admission.ts'
import { taskAgain } from '../kernel/task-again.ts'
import type { ReadOptions } from './client.ts'
import { readHistory } from './read-history.ts'

/** `closing`: a root that has ended while a descendant has not (R15). `unreadable`: its last record says nothing here. */
export type ActorStatus = 'active' | 'closing' | 'final' | 'quarantined' | 'unreadable'

export interface ActorSummary {
  readonly address: string
  readonly status: ActorStatus
  /** Cursor of its last record, when the store took it, and its size there. */
  readonly cursor: number
  readonly storedAt: number
  readonly bytes: number
  readonly record?: TurnRecord
  readonly error?: ErrorData
}

export interface ActorFilter {
  /** The actor's own kind. */
  readonly kind?: string
  readonly status?: ActorStatus
  /** Descendants too. Default: roots, and whoever is quarantined. */
  readonly all?: boolean
}

/** Who mends an actor, and why; both are kept in its journal. */
export interface Mending {
  readonly by: string
  readonly reason: string
}

export interface Operator extends AsyncDisposable {
  readonly deadLetters: DeadLetterStore
  /** In the order of their last records; read page by page, so that any number of actors may be there. */
  actors(filter?: ActorFilter): AsyncIterable<ActorSummary>
  /** The last record of every actor as it is stored, in pages; {@link actors} also works out how each stands. */
  tails(): AsyncIterable<StoredRecord>
  /** One actor; undefined when it has no journal. @throws CaravanError `address.invalid` */
  actor(address: string): Promise<ActorSummary | undefined>
  /** Its descendants, without itself. */
  descendants(address: string): AsyncIterable<ActorSummary>
  /** Addresses of roots, in the order of their records, without reading those. */
  rootAddresses(): AsyncIterable<string>
  /** The journal of an actor and its descendants. @throws CaravanError `journal.expired` */
  journal(address: string, options?: ReadOptions): AsyncIterable<JournalEntry>
  /**
   * Gives a quarantined actor's machine an event; it stays quarantined. @returns the message's id, once it is stored
   * @throws CaravanError `actor.unknown`, `actor.not-quarantined`, `event.reserved`
   */
  repair(address: string, event: ActorEvent, mending: Mending): Promise<string>
  /** Ends a quarantine. @throws CaravanError `actor.unknown`, `actor.not-quarantined` */
  release(address: string, mending: Mending): Promise<string>
}

/** An operator on a driver, which it closes when it is disposed. */
export function operatorOf(
  driver: Driver,
  options: { readonly clock?: Clock; readonly newId?: () => string } = {},
): Operator {
  const { clock = systemClock, newId = randomUUID } = options
  const { history } = driver

  async function hasLiving(root: Address): Promise<boolean> {
    for await (const { record } of history.tails({ root, only: 'descendants' }))
      if (record === undefined || !isFinal(record.snapshot)) return true
    return false
  }

  async function summary(found: StoredRecord): Promise<ActorSummary> {
    const { address, sequence: cursor, storedAt, bytes, record, error } = found
    const status =
      record === undefined
        ? 'unreadable'
        : record.quarantine !== undefined
          ? 'quarantined'
          : !isFinal(record.snapshot)
            ? 'active'
            : address.path.length === 0 && (await hasLiving(address))
              ? 'closing'
              : 'final'
    return {
      address: addressText(address),
      status,
      cursor,
      storedAt,
      bytes,
      ...(record === undefined ? {} : { record }),
      ...(error === undefined ? {} : { error }),
    }
  }

  async function quarantined(address: string): Promise<TurnRecord> {
    const tail = await driver.tail(parseAddress(address))
    if (tail === undefined) throw unknownActor(address)
    if (tail.record.quarantine === undefined) {
      throw new CaravanError(
        'actor.not-quarantined',
        `${address} is not quarantined: it takes messages as usual, and its machine decides about them.`,
        { data: { actor: address } },
      )
    }
    return tail.record
  }

  /** A worker has no inbox: what mends it comes as a task. */
  async function mend(record: TurnRecord, message: RepairMessage | ReleaseMessage): Promise<string> {
    const task = record.type === 'worker' ? taskAgain(record, message.id, message.sentAt) : undefined
    if (task === undefined) await driver.send(message)
    else await driver.enqueue({ ...task, mending: message })
    return message.id
  }

  const envelope = ({ actor, kind }: TurnRecord) => ({ id: newId(), to: actor, kind, sentAt: clock.now() })

  return {
    tails: () => history.tails(),
    deadLetters: driver.dead,
    async *actors({ kind, status, all = false } = {}) {
      const everybody = all || status === 'quarantined' || status === 'unreadable'
      // A root's kind is in its subject; a descendant's only in its record.
      const filter = everybody
        ? {}
        : { only: 'roots' as const, ...(kind === undefined ? {} : { rootKind: kind }) }
      for await (const found of history.tails(filter)) {
        if (kind !== undefined && found.record !== undefined && found.record.kind !== kind) continue
        const actor = await summary(found)
        if (status === undefined || actor.status === status) yield actor
      }
    },
    actor: async (text) => {
      const found = await history.last(parseAddress(text))
      return found && summary(found)
    },
    async *descendants(text) {
      const address = parseAddress(text)
      const own = addressText(address)
      for await (const found of history.tails({ root: rootOf(address), only: 'descendants' }))
        if (addressText(found.address).startsWith(`${own}/`)) yield await summary(found)
    },
    async *rootAddresses() {
      for await (const { address } of history.roots(0)) yield addressText(address)
    },
    async *journal(text, read = {}) {
      const address = parseAddress(text)
      const own = addressText(address)
      for await (const entry of readHistory(driver, rootOf(address), read))
        if (entry.record.actor === own || entry.record.actor.startsWith(`${own}/`)) yield entry
    },
    repair: async (address, event, mending) => {
      if (isReserved(event))
        throw new CaravanError('event.reserved', `"${event.type}" cannot be sent: ${RESERVED}.`)
      const record = await quarantined(address)
      return mend(record, { ...envelope(record), ...mending, type: 'repair', event })
    },
    release: async (address, mending) => {
      const record = await quarantined(address)
      return mend(record, { ...envelope(record), ...mending, type: 'release' })
    },
    [Symbol.asyncDispose]: () => driver[Symbol.asyncDispose](),
  }
}

function unknownActor(address: string): CaravanError {
  return new CaravanError(
    'actor.unknown',
    `There is no actor ${address}: nobody made it, or nobody has yet.`,
    {
      data: { actor: address },
    },
  )
}
