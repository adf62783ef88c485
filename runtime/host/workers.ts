/** The workers of a host: slots per kind and over all kinds, one run per actor. */
import type { Delivery, Intake } from '../core/driver.ts'
import { CaravanError, errorData } from '../core/errors.ts'
import type { Task } from '../core/message.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import type { HostContext } from './context.ts'
import { WorkerRun } from './worker-run.ts'

/** A task that came while every slot of the host was taken goes back for this long. */
const BUSY_MS = 200

export class Workers {
  readonly #context: HostContext
  readonly #definitions: readonly ActorDefinition[]
  readonly #slots: number
  readonly #runs = new Map<
    string,
    { readonly kind: string; readonly run: WorkerRun; readonly done: Promise<void> }
  >()
  readonly #busy = new Map<string, number>()
  #intakes: Intake[] = []

  constructor(context: HostContext, definitions: readonly ActorDefinition[], slots: number) {
    this.#context = context
    this.#definitions = definitions
    this.#slots = slots
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
    const { to } = delivery.value
    const previous = this.#runs.get(to)
    if (previous === undefined && this.#total() >= this.#slots) return delivery.release(BUSY_MS)
    // The same task again means that its lease lapsed here (R7); a run that still goes on takes it up again.
    if (previous?.run.resume(delivery) === true) return
    previous?.run.abandon(new CaravanError('worker.superseded', 'The task was delivered again.'))
    this.#busy.set(definition.kind, (this.#busy.get(definition.kind) ?? 0) + 1)
    const run = new WorkerRun(this.#context, definition, delivery)
    const done = run
      .run()
      .catch((error: unknown) => {
        if (this.#context.signal.aborted) return
        this.#context.observe({
          type: 'turn:failed',
          actor: to,
          kind: definition.kind,
          turn: 0,
          error: errorData(error),
        })
      })
      .finally(() => {
        if (this.#runs.get(to)?.run === run) this.#runs.delete(to)
        this.#busy.set(definition.kind, (this.#busy.get(definition.kind) ?? 1) - 1)
        for (const intake of this.#intakes) intake.more?.()
      })
    this.#runs.set(to, { kind: definition.kind, run, done })
  }
}
