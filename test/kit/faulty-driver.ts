/**
 * A driver that misbehaves on purpose, around one that works. Several around one inner driver are several hosts on one
 * store; with shared `taps` every delivery reaches all of them at once, so that each believes that it owns everything.
 */
import type { Delivery, Driver, Intake } from '../../runtime/core/driver.ts'
import type { Clock } from '../../runtime/core/clock.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import type { Message, Task } from '../../runtime/core/message.ts'
import { memoryMembership } from '../../runtime/memory/membership.ts'
import type { TurnRecord } from '../../runtime/core/turn-record.ts'

export type RelayName =
  | 'send'
  | 'enqueue'
  | 'scheduleTask'
  | 'dropTask'
  | 'schedule'
  | 'cancel'
  | 'publish'
  | 'deadLetter'

export interface Faults {
  /** `ack-lost`: stored, but its writer never hears; `lost`: not stored, unknown to its writer. */
  append?: (record: TurnRecord, expected: number) => 'ack-lost' | 'lost' | undefined
  /** Runs before an item of an outbox is carried out; may throw, wait, or crash the host. */
  relay?: (name: RelayName) => void | Promise<void>
  /** Runs after an append was stored. */
  appended?: (record: TurnRecord) => void
  /** How often each message is delivered. Default once. */
  copies?: (message: Message) => number
  /** How long a message is held back; the order of one sender's messages is kept. */
  holdMs?: (message: Message) => number
  /** What the holder sends for a delivery. */
  settled?: (what: 'ack' | 'working' | 'release', value: Message | Task) => void
}

export interface FaultyDriver extends Driver {
  /** From now on nothing gets through in either direction, as if the process had been killed. */
  crash(): void
  readonly crashed: boolean
  /** A stalled process takes no new tasks; its clock has to stand still too. */
  stalled: boolean
}

type Deliver = (delivery: Delivery<never>) => void
export type Taps = Map<string, Set<Deliver>>

export function faultyDriver(inner: Driver, faults: Faults = {}, taps?: Taps): FaultyDriver {
  const intakes = new Set<Intake>()
  const chains = new Map<string, Promise<void>>()
  let crashed = false
  let stalled = false
  const never = new Promise<never>(() => undefined)
  // Who believes that it owns everything hears of nobody else.
  const alone = taps === undefined ? undefined : memoryMembership(systemClock, 2_000)
  const members = alone ?? inner.membership

  async function through<T>(run: () => Promise<T>): Promise<T> {
    if (crashed) return never
    const result = await run()
    return crashed ? never : result
  }
  const relay = (name: RelayName, run: () => Promise<void>): Promise<void> =>
    through(async () => {
      await faults.relay?.(name)
      if (!crashed) await run()
    })
  const wrap = <T extends Message | Task>(delivery: Delivery<T>): Delivery<T> => {
    const guarded = (what: 'ack' | 'working' | 'release', run: () => void) => {
      if (crashed) return
      faults.settled?.(what, delivery.value)
      run()
    }
    return {
      value: delivery.value,
      attempt: delivery.attempt,
      origin: delivery.origin,
      ack: () => guarded('ack', () => delivery.ack()),
      working: () => guarded('working', () => delivery.working()),
      release: (ms) => guarded('release', () => delivery.release(ms)),
    }
  }
  const deliverMessage =
    (deliver: (delivery: Delivery<Message>) => void) => (delivery: Delivery<Message>) => {
      const message = delivery.value
      for (let copy = faults.copies?.(message) ?? 1; copy > 0; copy--) {
        const give = () => {
          if (!crashed) deliver(wrap(delivery))
        }
        if (faults.holdMs === undefined) {
          give()
          continue
        }
        const sender = senderOf(message)
        const held = (chains.get(sender) ?? Promise.resolve()).then(async () => {
          await systemClock.sleep(faults.holdMs?.(message) ?? 0)
          give()
        })
        chains.set(sender, held)
      }
    }
  async function take<T>(
    key: string,
    start: (deliver: (delivery: Delivery<T>) => void) => Promise<Intake>,
    deliver: (delivery: Delivery<T>) => void,
  ): Promise<Intake> {
    const live = (delivery: Delivery<T>) => {
      if (!crashed && !stalled) deliver(delivery)
    }
    let intake: Intake
    if (taps === undefined) {
      intake = await start(live)
    } else {
      const all = taps.get(key) ?? new Set<Deliver>()
      all.add(live)
      const leave = async () => void all.delete(live)
      if (taps.has(key)) {
        intake = { [Symbol.asyncDispose]: leave }
      } else {
        taps.set(key, all)
        const real = await start((delivery) => {
          for (const tap of all) (tap as (d: Delivery<T>) => void)(delivery)
        })
        intake = { ...(real.more ? { more: real.more } : {}), [Symbol.asyncDispose]: leave }
      }
    }
    intakes.add(intake)
    return intake
  }

  return {
    partitions: inner.partitions,
    writeFor: (readers) => inner.writeFor(readers),
    purgePayloads: (root) => inner.purgePayloads(root),
    taskAckWaitMs: inner.taskAckWaitMs,
    reads: inner.reads,
    membership: {
      ttlMs: members.ttlMs,
      announce: (entry) => through(() => members.announce(entry)),
      withdraw: (id) => through(() => members.withdraw(id)),
      list: () => through(() => members.list()),
      watch: (onChange) =>
        through(() => members.watch((hosts) => (crashed || stalled ? undefined : onChange(hosts)))),
    },
    closed: inner.closed,
    crash: () => {
      crashed = true
      for (const intake of intakes) void intake[Symbol.asyncDispose]()
    },
    get crashed() {
      return crashed
    },
    get stalled() {
      return stalled
    },
    set stalled(value) {
      stalled = value
    },
    append: (address, record, expected) =>
      through(async () => {
        const fault = faults.append?.(record, expected)
        if (fault === 'lost') return { status: 'unknown', cause: new Error('the append timed out') }
        const result = await inner.append(address, record, expected)
        if (result.status === 'committed') faults.appended?.(record)
        if (fault === 'ack-lost') return { status: 'unknown', cause: new Error('the answer timed out') }
        return result
      }),
    tail: (address) => through(() => inner.tail(address)),
    read: (root, options) => inner.read(root, options),
    send: (message) => relay('send', () => inner.send(message)),
    enqueue: (task) => relay('enqueue', () => inner.enqueue(task)),
    scheduleTask: (task, at) => relay('scheduleTask', () => inner.scheduleTask(task, at)),
    dropTask: (address, kind) => relay('dropTask', () => inner.dropTask(address, kind)),
    hintStop: (actor) => {
      if (!crashed) inner.hintStop(actor)
    },
    onStopHint: (run) => inner.onStopHint((actor) => (crashed || stalled ? undefined : run(actor))),
    schedule: (message, at) => relay('schedule', () => inner.schedule(message, at)),
    cancel: (address, kind, timer) => relay('cancel', () => inner.cancel(address, kind, timer)),
    publish: (event) => relay('publish', () => inner.publish(event)),
    deadLetter: (letter) => relay('deadLetter', () => inner.deadLetter(letter)),
    dead: inner.dead,
    history: inner.history,
    pressure: inner.pressure,
    takePartition: (kind, partition, deliver) =>
      take(
        `${kind} ${partition}`,
        (tap) => inner.takePartition(kind, partition, tap),
        deliverMessage(deliver),
      ),
    olderWaits: (delivery, after) => through(() => inner.olderWaits(delivery, after)),
    takeTasks: (kind, free, deliver) =>
      take<Task>(
        `task ${kind}`,
        (tap) => inner.takeTasks(kind, () => (crashed || stalled ? 0 : free()), tap),
        (delivery) => deliver(wrap(delivery)),
      ),
    [Symbol.asyncDispose]: async () => {
      for (const intake of intakes) await intake[Symbol.asyncDispose]()
      alone?.close()
    },
  }
}

function senderOf(message: Message): string {
  switch (message.type) {
    case 'create':
      return `${message.to} from parent`
    case 'event':
      if (message.peer === undefined) return `${message.to} from outside`
      return message.peer.from === 'parent'
        ? `${message.to} from parent`
        : `${message.to} from ${message.peer.from.id}`
    case 'timer':
      return `${message.to} from clock`
    case 'repair':
    case 'release':
      return `${message.to} from outside`
    default:
      return `${message.to} from ${message.child.id}`
  }
}

/** A clock whose timers can be made to stand still, as those of a stalled process do; time itself goes on. */
export function freezableClock(): Clock & { freeze(): void; thaw(): void } {
  let waiting: (() => void)[] | undefined
  const timer = (ms: number, run: () => void) => {
    let cancelled = false
    const cancel = systemClock.timer(ms, () => {
      const late = () => {
        if (!cancelled) run()
      }
      if (waiting) waiting.push(late)
      else run()
    })
    return () => {
      cancelled = true
      cancel()
    }
  }
  return {
    ...systemClock,
    timer,
    freeze: () => {
      waiting ??= []
    },
    thaw: () => {
      const due = waiting ?? []
      waiting = undefined
      for (const run of due) run()
    },
  }
}
