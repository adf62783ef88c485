/** A whole installation in one process: a store, hosts, their network and the judge, under virtual time. */
import { addressText } from '../core/address.ts'
import { systemClock } from '../core/clock.ts'
import type { Delivery, Driver } from '../core/driver.ts'
import type { Message } from '../core/message.ts'
import type { RuntimeEvent } from '../core/runtime-event.ts'
import { clientOf, type Client, type ClientOptions } from '../host/client.ts'
import { operatorOf, type Operator } from '../host/operator.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import { memoryDriver, type MemoryDriver, type MemoryDriverOptions } from '../memory/driver.ts'
import { noFaults, type Faults } from './faults.ts'
import { interpose, settledThrough, type IntakeName, type Step } from './interpose.ts'
import { Judge } from './judge.ts'
import type { Violation } from './journal-rules.ts'
import { seededRandom, type Random } from './random.ts'
import { Takeovers } from './takeovers.ts'
import { SimulatedHost, type SimulatedHostOptions } from './simulated-host.ts'
import { drainMicrotasks, HostClock, letRealTimePass, START_MS, VirtualTime } from './virtual-time.ts'

export interface WorldOptions {
  readonly actors: readonly ActorDefinition[]
  readonly seed: number | string
  readonly store?: Omit<MemoryDriverOptions, 'clock'>
  /** What older or newer code of some hosts makes of the same kinds (R18). */
  readonly others?: readonly ActorDefinition[]
  /** Whether the judge decides every turn again (I5). Default true. */
  readonly replay?: boolean
  /** Keeps a line for everything that happens. Default false. */
  readonly trace?: boolean
  /** Whether actors may call what takes real time; else all that waits, waits here. Default false. */
  readonly real?: boolean
  /** Whether there is a reason to quarantine an actor (R13). Default: there may be. */
  readonly poisoned?: (actor: string) => boolean
}

interface Believer {
  readonly host: SimulatedHost
  readonly give: (delivery: Delivery<never>) => void
}

/** Of so many steps of virtual time one lets real time pass too, where it matters. */
const REAL_EVERY = 10

export class World {
  readonly time = new VirtualTime()
  readonly random: Random
  readonly judge: Judge
  readonly memory: MemoryDriver
  /** The store as everybody reaches it: the judge sees all that it carries out. */
  readonly store: Driver
  readonly hosts: SimulatedHost[] = []
  readonly trace: string[] = []
  faults: Faults = noFaults()
  /** Effects under way, over all hosts. */
  calls = 0
  observe: ((host: string, event: RuntimeEvent) => void) | undefined
  /** Hears of every step that the store carries out. */
  onStep: ((step: Step) => void) | undefined
  /** Hears of every message of the outside world before it is stored, and whether a client has admitted it (R16). */
  onOutside: ((message: Message, admitted: boolean) => void) | undefined
  readonly #tracing: boolean
  readonly #drain: () => Promise<void>
  readonly #believers = new Map<IntakeName, Believer[]>()
  #serial = 0

  constructor(options: WorldOptions) {
    this.random = seededRandom(options.seed)
    this.judge = new Judge(options)
    this.#tracing = options.trace ?? false
    let steps = 0
    this.#drain = () =>
      options.real === true && ++steps % REAL_EVERY === 0 ? letRealTimePass() : drainMicrotasks()
    this.memory = memoryDriver({ ...options.store, clock: new HostClock(this.time) })
    const takeovers = new Takeovers((rule, text) => this.judge.blame(rule, text))
    const { history } = this.memory
    const purge: typeof history.purge = (root, bounds) => {
      this.judge.purging(addressText(root))
      return history.purge(root, bounds)
    }
    const judged = { ...this.memory, history: { ...history, purge } }
    this.store = interpose(judged, {
      call: (step, run) => {
        this.onStep?.(step)
        const result = run()
        // An append that lost its fence changed nothing.
        if (step.name !== 'append') this.judge.executed(step)
        else
          void result.then(
            (answer) => (answer as { status: string }).status === 'committed' && this.judge.executed(step),
            (error: unknown) => this.judge.refusals.hear(step.record, error),
          )
        return result
      },
      deliver: (intake, delivery, give) => {
        const inbox = 'type' in delivery.value
        this.judge.delivered(delivery.value)
        if (inbox) takeovers.delivered(intake, delivery)
        give(
          settledThrough(delivery, (what, run) => {
            run()
            if (what !== 'ack') return
            this.judge.acked(delivery.value)
            if (inbox) takeovers.acked(intake, delivery.origin.sequence)
          }),
        )
      },
      take: (intake, run) => takeovers.take(intake, run),
      dispose: async () => undefined,
    })
  }

  /** Milliseconds since the epoch, by a clock that is right. */
  get now(): number {
    return START_MS + this.time.ms
  }

  say(line: string | (() => string)): void {
    if (this.#tracing)
      this.trace.push(`${this.time.ms.toFixed(1).padStart(10)}  ${typeof line === 'string' ? line : line()}`)
  }

  startHost(options: SimulatedHostOptions): SimulatedHost {
    const host = new SimulatedHost(this, `h${++this.#serial}`, options)
    this.hosts.push(host)
    this.say(`${host.id} starts`)
    host.start()
    return host
  }

  /** A client whose calls reach the store at once, and whose messages the judge knows to come from outside. */
  client(options: Pick<ClientOptions, 'admission'> = {}): Client {
    let ids = 0
    const driver: Driver = { ...this.store, send: (message) => this.tell(message, true) }
    const clock = new HostClock(this.time)
    return clientOf(driver, { ...options, clock, newId: () => `outside-${++ids}` })
  }

  /** Stores a message of the outside world as it is, whatever a client would say to it. */
  tell(message: Message, admitted = false): Promise<void> {
    this.judge.fromOutside(message)
    this.onOutside?.(message, admitted)
    return this.store.send(message)
  }

  /** An operator whose calls reach the store at once. */
  operator(): Operator {
    let ids = 0
    const { store, judge } = this
    const driver: Driver = {
      ...store,
      send: (message) => {
        judge.fromOperator(message.id)
        return store.send(message)
      },
      enqueue: (task) => {
        judge.fromOperator(task.id)
        return store.enqueue(task)
      },
      dead: {
        list: (filter) => store.dead.list(filter),
        get: (number) => store.dead.get(number),
        drop: (number) => store.dead.drop(number),
        redrive: async (number, options) => {
          const letter = await store.dead.get(number)
          await store.dead.redrive(number, options)
          if (letter?.what === 'message') judge.revived(letter.message as Message)
        },
      },
    }
    return operatorOf(driver, { clock: new HostClock(this.time), newId: () => `operator-${++ids}` })
  }

  /** From now on `host` believes that this intake is its own. */
  believe(name: IntakeName, host: SimulatedHost, give: Believer['give']): void {
    this.#believers.set(name, [...(this.#believers.get(name) ?? []), { host, give }])
  }

  /** Everybody who takes this intake, `chosen` first. */
  believers(name: IntakeName, chosen: SimulatedHost): readonly Believer[] {
    const all = this.#believers.get(name) ?? []
    return [...all.filter(({ host }) => host === chosen), ...all.filter(({ host }) => host !== chosen)]
  }

  leave(name: IntakeName, host: SimulatedHost): void {
    this.#believers.set(
      name,
      (this.#believers.get(name) ?? []).filter((believer) => believer.host !== host),
    )
  }

  /**
   * Lets time pass until `done`, `limitMs` have passed, nothing is left to happen, or an invariant breaks.
   * @param realCalls whether calls take real time: virtual time then stands still while one is under way
   */
  async run(
    limitMs: number,
    done: () => boolean = () => false,
    realCalls = false,
  ): Promise<'done' | 'late' | 'idle' | 'broken'> {
    const end = this.time.ms + limitMs
    for (;;) {
      await this.#drain()
      if (this.judge.violation !== undefined) return 'broken'
      if (done()) return 'done'
      if (realCalls && this.calls > 0) {
        await systemClock.sleep(1)
        continue
      }
      const { next } = this.time
      if (next === undefined) return 'idle'
      if (next > end) {
        this.time.ms = end
        return 'late'
      }
      this.time.step()
    }
  }

  get violation(): Violation | undefined {
    return this.judge.violation
  }
}
