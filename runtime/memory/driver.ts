/**
 * The driver that keeps everything in the process: for unit tests and for trying machines out. It stores encoded text, so
 * that what cannot be serialised fails here as it would on a server, and delivers with ack waits like JetStream.
 */
import { addressText, parseAddress, partitionOf, rootOf, type Address } from '../core/address.ts'
import { systemClock, type Clock } from '../core/clock.ts'
import { encodeJson } from '../core/encode-json.ts'
import type { StoredDeadLetter } from '../core/dead-letters.ts'
import type { AppendResult, Driver, FeedEvent, JournalEntry } from '../core/driver.ts'
import type { Message, Task } from '../core/message.ts'
import type { TurnRecord } from '../core/turn-record.ts'
import { MemoryDeadLetters } from './dead-letters.ts'
import { memoryHistory, type Entry } from './history.ts'
import { memoryMembership } from './membership.ts'
import { WorkQueue } from './work-queue.ts'

export interface MemoryDriver extends Driver {
  readonly deadLetters: readonly StoredDeadLetter[]
  readonly feed: readonly FeedEvent[]
  /** The last records of an actor are gone, as in a store that was restored from an older copy (R17). */
  rollBack(address: Address, records: number): void
}

export interface MemoryDriverOptions {
  readonly partitions?: number
  readonly clock?: Clock
  readonly taskAckWaitMs?: number
  /** Whether repeated message ids are dropped on arrival, as a server does within its window. Default true. */
  readonly dedupe?: boolean
  /** Default 1 MB, a server's own. */
  readonly maxPayloadBytes?: number
  /** How long a host's announcement lives. Default 2 s. */
  readonly hostTtlMs?: number
}

export function memoryDriver(options: MemoryDriverOptions = {}): MemoryDriver {
  const { partitions = 4, clock = systemClock, taskAckWaitMs = 2_000 } = options
  const { dedupe = true, maxPayloadBytes = 1_048_576, hostTtlMs = 2_000 } = options
  const journal: (Entry | undefined)[] = []
  const tails = new Map<string, Entry>()
  const inboxes = new Map<string, WorkQueue<Message>>()
  const tasks = new Map<string, WorkQueue<Task>>()
  const timers = new Map<string, () => void>()
  const watchers = new Set<() => void>()
  const feed: FeedEvent[] = []
  const ids = new Set<string>()
  const membership = memoryMembership(clock, hostTtlMs)
  const stopHints = new Set<(actor: string) => void>()
  let open = true
  const { promise: closed, resolve: close } = Promise.withResolvers<Error | undefined>()

  const inbox = (kind: string, partition: number) =>
    queueOf(
      inboxes,
      `${kind}/${partition}`,
      () => new WorkQueue<Message>(clock, 30_000, { name: `inbox.${kind}.${partition}`, of: 'owner' }),
    )
  const taskQueue = (kind: string) =>
    queueOf(tasks, kind, () => new WorkQueue<Task>(clock, taskAckWaitMs, { name: `task.${kind}`, of: 'all' }))
  const timerKey = (address: string, id: string, generation: number) => `${address}~${id}~${generation}`
  const parkedKey = (address: string) => `${address}~parked`
  const disarm = (key: string) => {
    timers.get(key)?.()
    timers.delete(key)
  }
  const arm = (key: string, at: number, fire: () => void) => {
    disarm(key)
    const due = () => {
      timers.delete(key)
      if (open) fire()
    }
    timers.set(key, clock.timer(at - clock.now(), due))
  }
  const put = (message: Message) =>
    inbox(message.kind, partitionOf(parseAddress(message.to), partitions)).put(copy(message))
  /** Like a server's dedupe window: it only saves work (R5). */
  const isNew = (id: string) => !dedupe || ids.size !== ids.add(id).size
  /** What is left of a value that has been stored. */
  const copy = <T>(value: T): T => JSON.parse(encodeJson(value, maxPayloadBytes)) as T

  const dead = new MemoryDeadLetters((what, value) => {
    if (what === 'task') taskQueue(value.kind).put(value as Task)
    else put(value as Message)
  })

  return {
    partitions,
    writeFor: () => undefined,
    purgePayloads: async () => undefined,
    taskAckWaitMs,
    reads: { codecs: [], keyIds: [] },
    membership,
    closed,
    dead,
    pressure: {
      read: async () => {
        const waiting = [...inboxes].map(([name, queue]) => [name, queue.size] as const)
        const backlog = [...inboxes.values(), ...tasks.values()].reduce((sum, { size }) => sum + size, 0)
        const bytes = journal.reduce((sum, entry) => sum + (entry?.text.length ?? 0), 0)
        return { backlog, inboxes: Object.fromEntries(waiting), bytes, limits: [] }
      },
      mailbox: async (address, kind) =>
        inbox(kind, partitionOf(address, partitions)).count(({ to }) => to === addressText(address)),
    },
    history: memoryHistory(journal, tails),
    rollBack: (address, records) => {
      const actor = addressText(address)
      const own = journal.filter((entry) => entry?.actor === actor)
      for (const entry of own.slice(-records)) journal[(entry?.cursor ?? 0) - 1] = undefined
      const last = own.at(-1 - records)
      if (last === undefined) tails.delete(actor)
      else tails.set(actor, last)
    },
    get deadLetters() {
      return dead.all
    },
    feed,
    append: async (address, record, expected): Promise<AppendResult> => {
      const actor = addressText(address)
      const text = encodeJson(record, maxPayloadBytes)
      if ((tails.get(actor)?.cursor ?? 0) !== expected) return { status: 'conflict' }
      const entry = {
        cursor: journal.length + 1,
        actor,
        root: addressText(rootOf(address)),
        text,
        storedAt: clock.now(),
      }
      journal.push(entry)
      tails.set(actor, entry)
      for (const wake of watchers) wake()
      return { status: 'committed', sequence: entry.cursor, bytes: text.length }
    },
    tail: async (address) => {
      const entry = tails.get(addressText(address))
      return (
        entry && {
          sequence: entry.cursor,
          bytes: entry.text.length,
          record: JSON.parse(entry.text) as TurnRecord,
        }
      )
    },
    read: (root, { after = 0, live = false, signal, onCaughtUp }) =>
      readEntries(journal, watchers, addressText(root), { after, live, signal, onCaughtUp }),
    send: async (message) => {
      if (isNew(message.id)) put(message)
    },
    enqueue: async (task) => {
      if (isNew(task.id)) taskQueue(task.kind).put(copy(task))
    },
    scheduleTask: async (task, at) => {
      const stored = copy(task)
      arm(parkedKey(task.to), at, () => taskQueue(task.kind).put(stored))
    },
    dropTask: async (address, kind) => {
      disarm(parkedKey(addressText(address)))
      taskQueue(kind).drop((task) => task.to === addressText(address))
    },
    hintStop: (actor) => {
      for (const hear of stopHints) queueMicrotask(() => hear(actor))
    },
    onStopHint: (run) => {
      stopHints.add(run)
      return () => stopHints.delete(run)
    },
    schedule: async (message, at) => {
      arm(timerKey(message.to, message.timer.id, message.timer.generation), at, () => put(message))
    },
    cancel: async (address, _kind, timer) =>
      disarm(timerKey(addressText(address), timer.id, timer.generation)),
    publish: async (event) => {
      const stored = copy(event)
      if (isNew(event.id)) feed.push(stored)
    },
    deadLetter: async (letter) => dead.put(letter),
    takePartition: async (kind, partition, deliver) => inbox(kind, partition).take(() => Infinity, deliver),
    olderWaits: async ({ value, origin }, after = 0) =>
      inbox(value.kind, partitionOf(parseAddress(value.to), partitions)).holds(
        (message, sequence) => message.to === value.to && sequence > after && sequence < origin.sequence,
      ),
    takeTasks: async (kind, free, deliver) => taskQueue(kind).take(free, deliver),
    [Symbol.asyncDispose]: async () => {
      open = false
      membership.close()
      stopHints.clear()
      for (const cancel of timers.values()) cancel()
      for (const queue of [...inboxes.values(), ...tasks.values()]) queue.close()
      close(undefined)
      for (const wake of watchers) wake()
    },
  }
}

function queueOf<T>(queues: Map<string, WorkQueue<T>>, key: string, make: () => WorkQueue<T>): WorkQueue<T> {
  const queue = queues.get(key) ?? make()
  queues.set(key, queue)
  return queue
}

async function* readEntries(
  journal: readonly (Entry | undefined)[],
  watchers: Set<() => void>,
  root: string,
  options: {
    readonly after: number
    readonly live: boolean
    readonly signal: AbortSignal | undefined
    readonly onCaughtUp: (() => void) | undefined
  },
): AsyncGenerator<JournalEntry> {
  const end = journal.length
  let caughtUp = false
  for (let index = options.after; ; index++) {
    if (!caughtUp && index >= end) {
      caughtUp = true
      options.onCaughtUp?.()
    }
    while (index >= journal.length) {
      if (!options.live || options.signal?.aborted) return
      await nextChange(watchers, options.signal)
    }
    const entry = journal[index]
    if (options.signal?.aborted) return
    if (entry?.root !== root) continue // another root's, or purged
    yield {
      cursor: entry.cursor,
      address: parseAddress(entry.actor),
      record: JSON.parse(entry.text) as TurnRecord,
    }
  }
}

function nextChange(watchers: Set<() => void>, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      watchers.delete(wake)
      signal?.removeEventListener('abort', wake)
      resolve()
    }
    watchers.add(wake)
    signal?.addEventListener('abort', wake, { once: true })
  })
}
