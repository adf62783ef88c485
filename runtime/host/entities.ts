/** The entities of one kind on this host: partitions in, residents kept while they are used (I6: no effect ever runs here). */
import { parseAddress, partitionOf } from '../core/address.ts'
import type { Delivery, Intake } from '../core/driver.ts'
import { misplaced } from '../core/envelope.ts'
import type { Message } from '../core/message.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import type { HostContext } from './context.ts'
import { setMisplacedAside } from './dead-letter.ts'
import { handedOver } from './hand-over.ts'
import { Resident } from './resident.ts'

const DONE = Promise.resolve()

export class Entities {
  readonly kind: string
  readonly #context: HostContext
  readonly #definition: ActorDefinition
  readonly #residents = new Map<string, Resident>()
  readonly #taken = new Map<number, Intake>()
  #wanted: ReadonlySet<number> = new Set()
  #changing: Promise<void> | undefined

  constructor(context: HostContext, definition: ActorDefinition) {
    this.#context = context
    this.#definition = definition
    this.kind = definition.kind
  }

  /** How many entities are in memory. */
  get load(): number {
    return this.#residents.size
  }

  /**
   * Takes and leaves partitions until exactly these are taken; a later call overrules an earlier one that is still at it.
   * Which host owns which is decided by the caller; two believers are harmless (I2).
   * @throws CaravanError of the driver when one cannot be taken; the next call tries again
   */
  own(wanted: readonly number[]): Promise<void> {
    for (const resident of this.#residents.values()) resident.hostsChanged()
    // Nearly every list of hosts says the same again.
    if (this.#changing === undefined && isOf(this.#wanted, wanted) && isOf(this.#taken, wanted)) return DONE
    this.#wanted = new Set(wanted)
    return (this.#changing ??= this.#change().finally(() => (this.#changing = undefined)))
  }

  /** This host may have been taken for dead: whatever it holds may be another's by now. */
  lapse(): void {
    this.#wanted = new Set()
    for (const partition of this.#taken.keys()) void this.#leave(partition)
  }

  async stopIntake(): Promise<void> {
    this.#wanted = new Set()
    if (this.#changing) await this.#changing.catch(() => undefined) // what it did not take needs no leaving
    await Promise.allSettled([...this.#taken.values()].map((intake) => intake[Symbol.asyncDispose]()))
  }

  /** Resolves when every turn in hand is committed, relayed and acked. */
  async settled(): Promise<void> {
    await Promise.all([...this.#residents.values()].map((resident) => resident.settled))
  }

  async #change(): Promise<void> {
    for (let changed = false; ; changed = true) {
      const leave = [...this.#taken.keys()].filter((partition) => !this.#wanted.has(partition))
      const take = [...this.#wanted].filter((partition) => !this.#taken.has(partition))
      if (leave.length + take.length === 0) {
        if (changed) this.#tell()
        return
      }
      await Promise.all(leave.map((partition) => this.#leave(partition)))
      const taken = await Promise.allSettled(take.map((partition) => this.#take(partition)))
      const failed = taken.find((result) => result.status === 'rejected')
      if (failed) throw failed.reason as Error
    }
  }

  #tell(): void {
    const partitions = [...this.#taken.keys()].sort((a, b) => a - b)
    this.#context.observe({ type: 'partitions:owned', kind: this.kind, partitions })
  }

  async #take(partition: number): Promise<void> {
    const deliver = (delivery: Delivery<Message>) => {
      if (this.#wanted.has(partition)) this.#accept(delivery)
    }
    this.#taken.set(partition, await this.#context.driver.takePartition(this.kind, partition, deliver))
  }

  /** A turn in hand is finished; everything else of the partition is the next owner's, un-acked. */
  async #leave(partition: number): Promise<void> {
    const intake = this.#taken.get(partition)
    this.#taken.delete(partition)
    for (const [key, resident] of this.#residents) {
      if (this.#partitionOf(resident) !== partition) continue
      resident.retire()
      if (resident.idle) this.#drop(key)
    }
    await intake?.[Symbol.asyncDispose]()
  }

  #accept(delivery: Delivery<Message>): void {
    // Past its announcement this host may be taken for dead, and what still comes in be another's.
    if (this.#context.draining.aborted || !this.#context.held()) return
    const problem = misplaced(delivery.value, this.kind)
    if (problem !== undefined) return setMisplacedAside(this.#context, 'message', delivery, problem)
    const key = delivery.value.to
    let resident = this.#residents.get(key)
    if (resident === undefined) {
      resident = new Resident(this.#context, this.#definition, parseAddress(key))
      this.#residents.set(key, resident)
    }
    this.#context.cache.use(key, resident, () => this.#drop(key))
    resident.accept(delivery, (idle) => this.#passivate(key, idle))
  }

  /**
   * Takes a message that is in no inbox, for an actor in memory whose next turn is this host's by all that it knows.
   * @returns undefined when it is not taken; else whether its turn came about
   */
  hand(message: Message): Promise<boolean> | undefined {
    const resident = this.#residents.get(message.to)
    if (resident === undefined || this.#context.draining.aborted || !this.#context.held()) return undefined
    const partition = this.#partitionOf(resident)
    if (!resident.ready || !this.#wanted.has(partition) || !this.#taken.has(partition)) return undefined
    const { delivery, settled } = handedOver(message)
    this.#accept(delivery)
    return settled
  }

  /** See {@link Resident.letGo}. */
  letGo(actor: string): void {
    const resident = this.#residents.get(actor)
    resident?.letGo()
    if (resident?.idle === true) this.#passivate(actor, resident)
  }

  #passivate(key: string, resident: Resident): void {
    if (resident.ended || !this.#wanted.has(this.#partitionOf(resident))) this.#drop(key)
    else this.#context.cache.measure(key)
  }

  #partitionOf({ address }: Resident): number {
    return partitionOf(address, this.#context.driver.partitions)
  }

  #drop(key: string): void {
    if (!this.#residents.delete(key)) return
    this.#context.cache.forget(key)
    this.#context.observe({ type: 'actor:passivated', actor: key, kind: this.#definition.kind })
  }
}

function isOf(set: Pick<ReadonlySet<number>, 'size' | 'has'>, partitions: readonly number[]): boolean {
  return set.size === partitions.length && partitions.every((partition) => set.has(partition))
}
