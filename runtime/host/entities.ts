/** The entities of one kind on this host: partitions in, residents kept while they are used (I6: no effect ever runs here). */
import { parseAddress } from '../core/address.ts'
import type { Delivery, Intake } from '../core/driver.ts'
import type { Message } from '../core/message.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import type { HostContext } from './context.ts'
import { Resident } from './resident.ts'

/** Residents kept per kind; the least recently used idle ones go first. An actor's state is some tens of KB. */
const MAX_RESIDENT = 2_000

export class Entities {
  readonly #context: HostContext
  readonly #definition: ActorDefinition
  readonly #residents = new Map<string, Resident>()
  readonly #intakes: Intake[] = []

  constructor(context: HostContext, definition: ActorDefinition) {
    this.#context = context
    this.#definition = definition
  }

  /** Takes every partition. Which host owns which is decided by the caller; two believers are harmless (I2). */
  async start(): Promise<void> {
    const { driver } = this.#context
    const partitions = Array.from({ length: driver.partitions }, (_, partition) => partition)
    const deliver = (delivery: Delivery<Message>) => this.#accept(delivery)
    const taken = await Promise.allSettled(
      partitions.map((partition) => driver.takePartition(this.#definition.kind, partition, deliver)),
    )
    for (const result of taken) if (result.status === 'fulfilled') this.#intakes.push(result.value)
    const failed = taken.find((result) => result.status === 'rejected')
    if (failed) throw failed.reason as Error
  }

  async stopIntake(): Promise<void> {
    await Promise.allSettled(this.#intakes.map((intake) => intake[Symbol.asyncDispose]()))
  }

  /** Resolves when every turn in hand is committed, relayed and acked. */
  async settled(): Promise<void> {
    await Promise.all([...this.#residents.values()].map((resident) => resident.settled))
  }

  #accept(delivery: Delivery<Message>): void {
    if (this.#context.draining.aborted) return
    const key = delivery.value.to
    let resident = this.#residents.get(key)
    if (resident === undefined) {
      resident = new Resident(this.#context, this.#definition, parseAddress(key))
    } else {
      this.#residents.delete(key) // re-inserted below: insertion order is use order
    }
    this.#residents.set(key, resident)
    resident.accept(delivery, (idle) => this.#passivate(key, idle))
  }

  #passivate(key: string, resident: Resident): void {
    if (resident.ended) this.#drop(key)
    if (this.#residents.size <= MAX_RESIDENT) return
    for (const [oldest, candidate] of this.#residents) {
      if (!candidate.idle) continue
      this.#drop(oldest)
      if (this.#residents.size <= MAX_RESIDENT) return
    }
  }

  #drop(key: string): void {
    if (!this.#residents.delete(key)) return
    this.#context.observe({ type: 'actor:passivated', actor: key, kind: this.#definition.kind })
  }
}
