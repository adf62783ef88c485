/** The workers of a host: slots per kind and over all kinds, one run per actor. */
import { parseAddress } from '../core/address.ts'
import type { Delivery, Intake } from '../core/driver.ts'
import { misplaced } from '../core/envelope.ts'
import { CaravanError, errorData } from '../core/errors.ts'
import type { ParentLink, Task } from '../core/message.ts'
import { untilDone } from '../core/retry.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import { Beats } from './beats.ts'
import { allKnowBeside, Begun, type Beside } from './beside.ts'
import type { HostContext } from './context.ts'
import { deadLetter, setMisplacedAside } from './dead-letter.ts'
import { rootHasEnded } from './ended-root.ts'
import { leaseOf } from './lease.ts'
import { mendWorker } from './mend-worker.ts'
import { Defects, setAside } from './set-aside.ts'
import { BEATS_PER_LEASE, WorkerRun } from './worker-run.ts'

/** A task that came while every slot of the host was taken goes back for this long. */
const BUSY_MS = 200
/** For this long after a slot was wanting, nothing begins beside its parent: what is stored came first, and would starve. */
const CROWDED_MS = 5 * BUSY_MS

/** Of looks at journals, after hints may have got lost. */
const LOOKS_AT_ONCE = 32

export class Workers implements Beside {
  readonly #context: HostContext
  readonly #definitions: readonly ActorDefinition[]
  readonly #slots: number
  readonly #mayBegin: boolean
  readonly #runs = new Map<string, { readonly run: WorkerRun; readonly done: Promise<void> }>()
  readonly #busy = new Map<string, number>()
  readonly #defects = new Defects()
  /** Per parent: how many that began beside it depend on this host. */
  readonly #beside = new Map<string, number>()
  readonly #onBesideEnded: (parent: ParentLink) => void
  /** Those of which that is so. */
  readonly #begun = new Set<Begun>()
  #whenNoneBegun: (() => void) | undefined
  readonly #beats: Beats
  /** When a slot was wanting last. */
  #crowdedAt = -Infinity
  #intakes: Intake[] = []
  /** The looks that are under way; a later cause for them begins anew, over the connection that there is then. */
  #looks = new AbortController()

  /** @param onBesideEnded called whenever nothing of this host's depends on a message of the parent any more */
  constructor(
    context: HostContext,
    definitions: readonly ActorDefinition[],
    { slots, beside }: { readonly slots: number; readonly beside: boolean },
    onBesideEnded: (parent: ParentLink) => void,
  ) {
    this.#context = context
    this.#definitions = definitions
    this.#slots = slots
    this.#mayBegin = beside
    this.#onBesideEnded = onBesideEnded
    this.#beats = new Beats(context.clock, context.driver.taskAckWaitMs / BEATS_PER_LEASE)
  }

  /** How many tasks run. */
  get load(): number {
    return this.#total()
  }

  async start(): Promise<void> {
    this.#intakes = await Promise.all(
      this.#definitions.map((definition) =>
        this.#context.driver.takeTasks(
          definition.kind,
          () => this.#free(definition),
          (delivery) => this.#accept(definition, delivery),
        ),
      ),
    )
  }

  async stopIntake(): Promise<void> {
    await Promise.allSettled(this.#intakes.map((intake) => intake[Symbol.asyncDispose]()))
  }

  async settled(): Promise<void> {
    await Promise.all([...this.#runs.values()].map(({ done }) => done))
    if (this.#begun.size > 0) await new Promise<void>((resolve) => (this.#whenNoneBegun = resolve))
  }

  /** Calls that run may finish; what only waits goes to another host at once. */
  drain(): void {
    for (const { run } of this.#runs.values()) run.drain()
  }

  /** Gives back what still runs when the drain's deadline has passed. */
  handOver(): void {
    for (const { run } of this.#runs.values()) run.handOver()
  }

  /** Only a hint: the stopped record is in the journal whether or not this host hears of it (R12). */
  stopHint(actor: string): void {
    this.#runs.get(actor)?.run.stopped()
  }

  /**
   * Hints may have got lost, so every call under way is looked up, a few at a time, until its journal has answered. This is
   * what makes a stop arrive within a second of a reconnect; looks that often all the time would be a read per call and second.
   */
  async lookForStops(): Promise<void> {
    const { clock, jitter, signal: over } = this.#context
    this.#looks.abort()
    this.#looks = new AbortController()
    const signal = AbortSignal.any([over, this.#looks.signal])
    const runs = [...this.#runs.values()]
    const lane = async () => {
      for (let next = runs.pop(); next !== undefined && !signal.aborted; next = runs.pop()) {
        const { run } = next
        await untilDone(() => run.lookForStop(), { clock, jitter, signal }).catch(() => undefined)
      }
    }
    await Promise.all(Array.from({ length: LOOKS_AT_ONCE }, lane))
  }

  of(parent: string): boolean {
    return this.#beside.has(parent)
  }

  runs(worker: string): boolean {
    return this.#runs.has(worker)
  }

  begin(task: Task): Promise<boolean> | undefined {
    const { clock, draining, held, hosts } = this.#context
    const definition = this.#definitions.find(({ kind }) => kind === task.kind)
    if (!this.#mayBegin || definition === undefined) return undefined
    if (draining.aborted || !held() || !allKnowBeside(hosts())) return undefined
    if (this.#runs.has(task.to) || this.#defects.tooMany(task.to) !== undefined) return undefined
    if (this.#free(definition) <= 0) this.#crowdedAt = clock.monotonic()
    if (clock.monotonic() - this.#crowdedAt < CROWDED_MS) return undefined
    const { promise: claimed, resolve } = Promise.withResolvers<boolean>()
    const begun = new Begun(this.#context, task, resolve, this.#onSettled)
    const parent = task.parent.address
    this.#beside.set(parent, (this.#beside.get(parent) ?? 0) + 1)
    this.#begun.add(begun)
    this.#run(definition, begun, begun)
    return claimed
  }

  /** One for all of them. */
  readonly #onSettled = (begun: Begun, stored: boolean): void => {
    this.#begun.delete(begun)
    if (this.#begun.size === 0) this.#whenNoneBegun?.()
    const { parent } = begun.value
    if (!stored || this.#context.signal.aborted) return
    const left = (this.#beside.get(parent.address) ?? 1) - 1
    if (left > 0) this.#beside.set(parent.address, left)
    else this.#beside.delete(parent.address)
    if (left === 0) this.#onBesideEnded(parent)
  }

  #free(definition: ActorDefinition): number {
    const ofKind = this.#busy.get(definition.kind) ?? 0
    return Math.min(definition.slots - ofKind, this.#slots - this.#total())
  }

  #total(): number {
    let total = 0
    for (const busy of this.#busy.values()) total += busy
    return total
  }

  #accept(definition: ActorDefinition, delivery: Delivery<Task>): void {
    if (this.#context.draining.aborted) return delivery.release(0)
    // Out of a socket after the process stood still: the task may be another's by now, and stays untouched (R7).
    const { clock, driver, awakeAt } = this.#context
    if (clock.monotonic() - awakeAt() >= driver.taskAckWaitMs) return
    const problem = misplaced(delivery.value, definition.kind)
    if (problem !== undefined) return setMisplacedAside(this.#context, 'task', delivery, problem)
    const { to, mending } = delivery.value
    if (mending !== undefined)
      return void this.#once(delivery, () => mendWorker(this.#context, definition, delivery.value, mending))
    const poison = this.#defects.tooMany(to)
    if (poison !== undefined) return void this.#once(delivery, () => this.#setAside(delivery, poison))
    const previous = this.#runs.get(to)
    if (previous === undefined && this.#total() >= this.#slots) {
      this.#crowdedAt = clock.monotonic()
      return delivery.release(BUSY_MS)
    }
    // The same task again means that its lease lapsed here (R7); a run that still goes on takes it up again.
    if (previous?.run.resume(delivery) === true) return
    previous?.run.abandon(new CaravanError('worker.superseded', 'The task was delivered again.'))
    this.#run(definition, delivery)
  }

  #run(definition: ActorDefinition, delivery: Delivery<Task>, begun?: Begun): void {
    const { to } = delivery.value
    this.#busy.set(definition.kind, (this.#busy.get(definition.kind) ?? 0) + 1)
    const run = new WorkerRun(this.#context, definition, delivery, begun)
    this.#beats.join(run)
    const over = () => this.#over(definition.kind, run, to, begun)
    const done = run
      .run()
      .then(over, (error: unknown) => this.#failed(definition.kind, to, error).finally(over))
    this.#runs.set(to, { run, done })
  }

  async #failed(kind: string, to: string, error: unknown): Promise<void> {
    if (this.#context.signal.aborted) return
    const last = await this.#context.driver.tail(parseAddress(to)).catch(() => undefined)
    this.#defects.count(to, error, last?.record.nonce)
    this.#context.observe({ type: 'turn:failed', actor: to, kind, turn: 0, error: errorData(error) })
  }

  #over(kind: string, run: WorkerRun, to: string, begun: Begun | undefined): void {
    this.#beats.leave(run)
    if (this.#runs.get(to)?.run === run) this.#runs.delete(to)
    this.#busy.set(kind, (this.#busy.get(kind) ?? 1) - 1)
    begun?.ended(run.fenced)
    for (const intake of this.#intakes) intake.more?.()
  }

  /** Its run has failed too often (R13). @returns false when it has gone on since, elsewhere or after a release */
  async #setAside(delivery: Delivery<Task>, poison: unknown): Promise<boolean> {
    const { id, to } = delivery.value
    const cause = { type: 'claim', id: `${id}~poison`, host: this.#context.hostId, number: 0 } as const
    const address = parseAddress(to)
    const result = await setAside(this.#context, address, cause, poison, (last) =>
      this.#defects.isAfter(to, last),
    )
    // With its root it has ended, and nobody needs the task (R15).
    if (result === 'unknown' && !(await rootHasEnded(this.#context, address))) {
      const { code, message: reason } = errorData(poison)
      await deadLetter(this.#context, 'task', delivery, { code, reason })
    }
    this.#defects.forget(to)
    return result !== 'spared'
  }

  /**
   * A task that is no work. The lease says whether it may still be acked here (R7); else it comes again.
   * @param run false when it is work after all, and has to come again
   */
  async #once(delivery: Delivery<Task>, run: () => Promise<boolean | void>): Promise<void> {
    const { signal, observe } = this.#context
    const { to, kind } = delivery.value
    const lease = leaseOf(delivery, this.#context)
    try {
      if ((await run()) === false) lease.release(0)
      else lease.ack()
    } catch (error) {
      if (!signal.aborted) observe({ type: 'turn:failed', actor: to, kind, turn: 0, error: errorData(error) })
    }
  }
}
