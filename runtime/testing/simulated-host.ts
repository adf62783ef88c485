/** One host process of a simulation: a real host on a driver whose network, clock and life are the simulation's. */
import type { Delivery, Driver, Intake } from '../core/driver.ts'
import type { Message, Task } from '../core/message.ts'
import type { RuntimeEvent } from '../core/runtime-event.ts'
import { runHost, type Host, type HostOptions } from '../host/host.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import type { Point } from './faults.ts'
import { interpose, settledThrough, type IntakeName, type Step } from './interpose.ts'
import { Renewals } from './renewals.ts'
import { SimulatedCalls } from './simulated-calls.ts'
import { describeStep, senderOf } from './step-text.ts'
import { HostClock } from './virtual-time.ts'
import type { World } from './world.ts'
import { WrittenVersions } from './written-versions.ts'

type Limits = 'slots' | 'drainMs' | 'forceReplay' | 'beside' | 'retentionMs' | 'turnsAtOnce'

export interface SimulatedHostOptions extends Pick<HostOptions, Limits> {
  readonly actors: readonly ActorDefinition[]
  /** How far its clock is off, in ms. */
  readonly offsetMs?: number
}

type Give = (delivery: Delivery<never>) => void

export class SimulatedHost {
  readonly id: string
  readonly clock: HostClock
  state: 'up' | 'stopping' | 'gone' = 'up'
  readonly #world: World
  readonly #options: SimulatedHostOptions
  readonly #intakes = new Map<Intake, IntakeName>()
  readonly #inFlight = new Map<IntakeName, number>()
  readonly #more = new Map<IntakeName, () => void>()
  /** When the last message of each sender arrives: the order of one sender's messages is kept. */
  readonly #arrivals = new Map<string, number>()
  readonly #calls: SimulatedCalls
  readonly #renewals: Renewals
  readonly #versions: WrittenVersions
  #host: Host | undefined

  constructor(world: World, id: string, options: SimulatedHostOptions) {
    this.id = id
    this.#world = world
    this.#options = options
    this.clock = new HostClock(world.time, options.offsetMs)
    this.#calls = new SimulatedCalls(world, id, this.clock, (when) => this.#point(when, 'effect'))
    this.#renewals = new Renewals(world, id, this.clock, this.#calls)
    this.#versions = new WrittenVersions((rule, text) => world.judge.blame(rule, `${id}: ${text}`))
  }

  get alive(): boolean {
    return this.state !== 'gone'
  }

  /** Starts the process; what it cannot do at once it does as time passes. */
  start(): void {
    const random = this.#world.random.fork(`host ${this.id}`)
    let ids = 0
    const { actors, offsetMs: _, ...limits } = this.#options
    const starting = runHost({
      actors: actors.map((actor) => this.#calls.of(actor)),
      driver: this.#driver(),
      id: this.id,
      clock: this.clock,
      jitter: () => random.next(),
      newId: () => `${this.id}-${++ids}`,
      observe: (event) => this.#observe(event),
      ...limits,
    })
    starting.then(
      (host) => (this.#host = host),
      (error: unknown) => {
        this.#world.say(`${this.id} does not start: ${String(error)}`)
        this.crash()
      },
    )
  }

  /** `kill -9`: what it sent may still arrive, nothing else ever happens here. */
  crash(): void {
    if (!this.alive) return
    this.#world.say(`${this.id} falls`)
    this.#end()
  }

  /** SIGSTOP until {@link resume}. */
  stall(): void {
    if (!this.alive) return
    this.#world.say(`${this.id} stands still`)
    this.#versions.forget()
    this.clock.freeze()
  }

  /** SIGCONT. */
  resume(): void {
    if (!this.alive || !this.clock.frozen) return
    this.#world.say(`${this.id} goes on`)
    this.clock.thaw()
  }

  /** SIGTERM. */
  drain(): void {
    const host = this.#host
    if (host === undefined || this.state !== 'up') return
    this.state = 'stopping'
    this.#world.say(`${this.id} drains`)
    void host.stop().catch((error: unknown) => {
      this.#world.judge.blame('I7', `${this.id} did not stop: ${String(error)}`)
    })
  }

  #end(): void {
    this.state = 'gone'
    this.clock.kill()
    this.#world.judge.forget(this.id)
    // Its connection is closed a moment later, as a server sees it.
    for (const intake of this.#intakes.keys())
      this.#world.time.after(this.#world.faults.latencyMs(), () => void this.#leave(intake))
  }

  async #leave(intake: Intake): Promise<void> {
    const name = this.#intakes.get(intake)
    this.#intakes.delete(intake)
    if (name !== undefined) this.#world.leave(name, this)
    await intake[Symbol.asyncDispose]()
  }

  #observe(event: RuntimeEvent): void {
    this.#world.observe?.(this.id, event)
    if (event.type === 'turn:committed') this.#renewals.committed(event)
    if (event.type === 'host:lapsed') this.#versions.forget()
    if (event.type === 'turn:failed' && !event.error.retryable) this.#world.judge.forget(this.id, event.actor)
    if (event.type === 'effect:started') this.#calls.announce(event)
    if (event.type === 'effect:completed' && event.ok && this.alive)
      this.#world.judge.completed(this.id, event)
  }

  #driver(): Driver {
    const world = this.#world
    const driver = interpose(world.store, {
      call: (step, run) => this.#call(step, run),
      deliver: (intake, delivery) => this.#deliver(intake, delivery),
      take: (name, run, give) => this.#take(name, run, give),
      hear: (what, run) => this.#hear(what, run),
      free: (name, free) => (this.alive ? free - (this.#inFlight.get(name) ?? 0) : 0),
      dispose: async () => {
        for (const intake of this.#intakes.keys()) await this.#leave(intake)
        if (this.alive) this.#end()
      },
    })
    return this.#versions.along(driver)
  }

  #point(when: Point['when'], what: Point['what']): void {
    if (!this.alive || this.clock.frozen) return
    const fault = this.#world.faults.at({ host: this.id, when, what })
    if (fault === undefined) return
    this.#world.say(`${when}:${what} on ${this.id}`)
    if (fault === 'crash') this.crash()
    else this.stall()
  }

  #call<T>(step: Step, run: () => Promise<T>): Promise<T> {
    const { time, faults } = this.#world
    if (step.name === 'append') this.#versions.check(step.record)
    if (step.name === 'append') this.#renewals.appending(step.record)
    return new Promise<T>((resolve, reject) => {
      const answer = (hear: () => void) =>
        time.after(faults.latencyMs(), () =>
          this.clock.enter(() => {
            this.#point('after', step.name)
            this.clock.enter(hear)
          }),
        )
      const fail = (how: string) => {
        const cause = new Error(`${step.name}: ${how}`)
        if (step.name === 'append') resolve({ status: 'unknown', cause } as T)
        else reject(cause)
      }
      const giveUp = () => time.after(faults.timeoutMs(), () => this.clock.enter(() => fail('no answer')))
      const apply = (extraMs: number, heard: boolean) =>
        time.after(faults.latencyMs() + extraMs, () => {
          this.#world.say(() => `${this.id} ${describeStep(step)}${heard ? '' : ' (unheard)'}`)
          const result = run()
          this.#point('applied', step.name)
          void result.then(
            (value) => heard && answer(() => resolve(value)),
            (error: unknown) => heard && answer(() => reject(error)),
          )
        })
      this.#point('before', step.name)
      this.clock.enter(() => {
        const defect = faults.defect(step)
        if (defect !== undefined && step.name === 'append')
          this.#world.judge.refusals.hear(step.record, defect)
        if (defect !== undefined) return void answer(() => reject(defect))
        const fate = faults.fate(step)
        if (fate === 'refused') answer(() => fail('refused'))
        else if (fate === 'heard') apply(0, true)
        else giveUp()
        if (fate === 'unheard') apply(0, false)
        if (fate === 'late') apply(faults.timeoutMs(), false)
        if (fate !== 'heard') this.#world.say(() => `${this.id} ${describeStep(step)}: ${fate}`)
      })
    })
  }

  /** In the order in which it was said; what is lost is made good by the next list. */
  #hear(what: 'hosts' | 'hint', run: () => void): void {
    const { time, faults } = this.#world
    if (faults.unheard(what)) return
    const at = Math.max(this.#arrivals.get(what) ?? 0, time.ms + faults.latencyMs())
    this.#arrivals.set(what, at)
    time.after(at - time.ms, () => this.clock.enter(run))
  }

  async #take(name: IntakeName, run: () => Promise<Intake>, give: Give): Promise<Intake> {
    const world = this.#world
    const inner = await new Promise<Intake>((resolve, reject) => {
      world.time.after(world.faults.latencyMs(), () => {
        if (!this.alive) return
        world.believe(name, this, give)
        run().then(resolve, reject)
      })
    })
    const { more } = inner
    if (more !== undefined) this.#more.set(name, more)
    const intake: Intake = {
      ...(more && { more: () => void world.time.after(world.faults.latencyMs(), more) }),
      [Symbol.asyncDispose]: async () => {
        if (this.#intakes.has(intake)) await this.#leave(intake)
        else await inner[Symbol.asyncDispose]()
      },
    }
    this.#intakes.set(intake, name)
    if (!this.alive) await this.#leave(intake)
    return intake
  }

  #deliver<T extends Message | Task>(name: IntakeName, delivery: Delivery<T>): void {
    const world = this.#world
    const believers = world.believers(name, this)
    for (const { to, holdMs } of world.faults.deliveries(name, believers.length)) {
      const believer = believers[to]
      if (believer !== undefined) believer.host.#receive(name, delivery, believer.give as never, holdMs)
    }
  }

  #receive<T extends Message | Task>(
    name: IntakeName,
    delivery: Delivery<T>,
    give: (delivery: Delivery<T>) => void,
    holdMs: number,
  ): void {
    const { time, faults } = this.#world
    const sender = `${name} ${senderOf(delivery.value)}`
    const at = Math.max(this.#arrivals.get(sender) ?? 0, time.ms + faults.latencyMs() + holdMs)
    this.#arrivals.set(sender, at)
    this.#inFlight.set(name, (this.#inFlight.get(name) ?? 0) + 1)
    time.after(at - time.ms, () => {
      this.#inFlight.set(name, (this.#inFlight.get(name) ?? 1) - 1)
      this.clock.enter(() => {
        this.#point('after', 'deliver')
        this.clock.enter(() => {
          if (!this.#intakes.values().some((intake) => intake === name)) return
          this.#world.say(() => `${this.id} gets ${delivery.value.id} (delivery ${delivery.attempt})`)
          give(this.#held(delivery))
          this.#more.get(name)?.() // what was not asked for while this one was on its way
        })
      })
    })
  }

  /** A delivery whose settlements take their time, and are judged where they are sent (R7, R10). */
  #held<T extends Message | Task>(delivery: Delivery<T>): Delivery<T> {
    const { time, faults, judge, store } = this.#world
    const isTask = !('type' in delivery.value)
    let until = time.ms + store.taskAckWaitMs
    return settledThrough(delivery, (what, run) => {
      if (!this.alive) return
      const { value } = delivery
      if (isTask && time.ms >= until)
        judge.blame('R7', `${value.to}: ${this.id} sent ${what} after its lease had lapsed`)
      if (what === 'working') {
        until = time.ms + store.taskAckWaitMs
        if (isTask) this.#renewals.check(value.to)
      }
      this.#point('before', what)
      this.clock.enter(() => {
        const lost = faults.settlementLost(what, value)
        this.#world.say(() => `${this.id} ${what} ${value.id}${lost ? ' (lost)' : ''}`)
        if (!lost) time.after(faults.latencyMs(), run)
        this.#point('after', what)
      })
    })
  }
}
