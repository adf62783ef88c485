/** A driver with somebody in between: every call, delivery and settlement passes through hooks. The base of all fakes. */
import type { Address } from '../core/address.ts'
import type { DeadLetter } from '../core/dead-letters.ts'
import type { Delivery, Driver, FeedEvent, Intake } from '../core/driver.ts'
import type { HostEntry } from '../core/membership.ts'
import type { Message, Task, TimerMessage } from '../core/message.ts'
import type { TurnRecord } from '../core/turn-record.ts'

/** One I/O step of a host, with what it carries. */
export type Step =
  | {
      readonly name: 'append'
      readonly address: Address
      readonly record: TurnRecord
      readonly expected: number
    }
  | { readonly name: 'tail'; readonly address: Address }
  | { readonly name: 'olderWaits'; readonly message: Message }
  | { readonly name: 'send'; readonly message: Message }
  | { readonly name: 'enqueue'; readonly task: Task }
  | { readonly name: 'scheduleTask'; readonly task: Task; readonly at: number }
  | { readonly name: 'dropTask'; readonly address: Address; readonly kind: string }
  | { readonly name: 'schedule'; readonly message: TimerMessage; readonly at: number }
  | {
      readonly name: 'cancel'
      readonly address: Address
      readonly timer: { readonly id: string; readonly generation: number }
    }
  | { readonly name: 'publish'; readonly event: FeedEvent }
  | { readonly name: 'deadLetter'; readonly letter: DeadLetter }
  | { readonly name: 'announce'; readonly entry: HostEntry }
  | { readonly name: 'withdraw'; readonly id: string }
  | { readonly name: 'hosts' }

export type StepName = Step['name']
export type Settlement = 'ack' | 'working' | 'release'
/** Names one intake: `<kind>/<partition>` or `task <kind>`. */
export type IntakeName = string

export interface Hooks {
  /** Around every call; `run` carries it out. */
  call<T>(step: Step, run: () => Promise<T>): Promise<T>
  /** Every delivery; `give` hands it over, any number of times, now or later. */
  deliver<T extends Message | Task>(
    intake: IntakeName,
    delivery: Delivery<T>,
    give: (delivery: Delivery<T>) => void,
  ): void
  /** Around starting an intake, whose deliveries in the end go to `give`. */
  take(
    intake: IntakeName,
    run: () => Promise<Intake>,
    give: (delivery: Delivery<never>) => void,
  ): Promise<Intake>
  /** Around what the store tells without being asked: lists of hosts and hints. */
  hear?(what: 'hosts' | 'hint', run: () => void): void
  /** How many more tasks are wanted, given what the host says. */
  free?(intake: IntakeName, free: number): number
  dispose(): Promise<void>
}

/** Capabilities that have no hook are those of `inner`. */
export function interpose(inner: Driver, hooks: Hooks): Driver {
  const hear = (what: 'hosts' | 'hint', run: () => void) => (hooks.hear ? hooks.hear(what, run) : run())
  const { membership } = inner
  return {
    ...inner,
    membership: {
      ttlMs: membership.ttlMs,
      announce: (entry) => hooks.call({ name: 'announce', entry }, () => membership.announce(entry)),
      withdraw: (id) => hooks.call({ name: 'withdraw', id }, () => membership.withdraw(id)),
      list: () => hooks.call({ name: 'hosts' }, () => membership.list()),
      watch: (onChange) =>
        hooks.call({ name: 'hosts' }, () =>
          membership.watch((hosts) => hear('hosts', () => onChange(hosts))),
        ),
    },
    onStopHint: (run, onMissed) => inner.onStopHint((actor) => hear('hint', () => run(actor)), onMissed),
    append: (address, record, expected) =>
      hooks.call({ name: 'append', address, record, expected }, () =>
        inner.append(address, record, expected),
      ),
    tail: (address) => hooks.call({ name: 'tail', address }, () => inner.tail(address)),
    olderWaits: (delivery, after) =>
      hooks.call({ name: 'olderWaits', message: delivery.value }, () => inner.olderWaits(delivery, after)),
    send: (message) => hooks.call({ name: 'send', message }, () => inner.send(message)),
    enqueue: (task) => hooks.call({ name: 'enqueue', task }, () => inner.enqueue(task)),
    scheduleTask: (task, at) =>
      hooks.call({ name: 'scheduleTask', task, at }, () => inner.scheduleTask(task, at)),
    dropTask: (address, kind) =>
      hooks.call({ name: 'dropTask', address, kind }, () => inner.dropTask(address, kind)),
    schedule: (message, at) =>
      hooks.call({ name: 'schedule', message, at }, () => inner.schedule(message, at)),
    cancel: (address, kind, timer) =>
      hooks.call({ name: 'cancel', address, timer }, () => inner.cancel(address, kind, timer)),
    publish: (event) => hooks.call({ name: 'publish', event }, () => inner.publish(event)),
    deadLetter: (letter) => hooks.call({ name: 'deadLetter', letter }, () => inner.deadLetter(letter)),
    takePartition: (kind, partition, give) => {
      const intake = `${kind}/${partition}`
      const deliver = (delivery: Delivery<Message>) => hooks.deliver(intake, delivery, give)
      return hooks.take(intake, () => inner.takePartition(kind, partition, deliver), give)
    },
    takeTasks: (kind, free, give) => {
      const intake = `task ${kind}`
      const wanted = () => hooks.free?.(intake, free()) ?? free()
      const deliver = (delivery: Delivery<Task>) => hooks.deliver(intake, delivery, give)
      return hooks.take(intake, () => inner.takeTasks(kind, wanted, deliver), give)
    },
    [Symbol.asyncDispose]: () => hooks.dispose(),
  }
}

/** The same delivery with every settlement passing through `through`. */
export function settledThrough<T>(
  delivery: Delivery<T>,
  through: (what: Settlement, run: () => void) => void,
): Delivery<T> {
  return {
    ...delivery,
    ack: () => through('ack', () => delivery.ack()),
    working: () => through('working', () => delivery.working()),
    release: (delayMs) => through('release', () => delivery.release(delayMs)),
  }
}
