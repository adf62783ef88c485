/**
 * The message of an entity that stays un-acked for its workers without a stored task (I7, beside.ts). For workers that begin
 * here it has to be one whose turn was committed here: what another owner has handled may be acked by it at any time.
 */
import type { Delivery } from '../core/driver.ts'
import type { Message } from '../core/message.ts'
import { handledIn, isFinal, type TurnRecord } from '../core/turn-record.ts'
import type { TurnDraft } from '../kernel/draft.ts'
import { parseAddress } from '../core/address.ts'
import { isThere, takeCare, type Holder } from './beside.ts'
import { readTail } from './commit.ts'
import type { HostContext } from './context.ts'
import { isHandedOver } from './hand-over.ts'
import { every } from './pulse.ts'

/** A third of how long a message may stay un-acked. */
const BEAT_MS = 10_000

export class Cover {
  readonly #context: HostContext
  readonly #actor: string
  /** By id. */
  readonly #kept = new Map<string, Delivery<Message>>()
  /** Id of the one of them whose turn was committed here: while there is one, it is the only one. */
  #own: string | undefined
  /** Ids of the messages handled last whose turn was committed here, and not as ignored, which may have been a repeat. */
  #fresh: readonly string[] = []
  #elsewhere: readonly Holder[] = []
  #stopBeat: () => void = () => undefined

  constructor(context: HostContext, actor: string) {
    this.#context = context
    this.#actor = actor
  }

  /** Whether a message is kept. */
  get holds(): boolean {
    return this.#kept.size > 0
  }

  /** Where the last of what is kept lies in its inbox; 0 without any. */
  get sequence(): number {
    return Math.max(0, ...[...this.#kept.values()].map(({ origin }) => origin.sequence))
  }

  /** A turn of these messages was committed here. @returns whether the workers that it makes may begin here */
  committed(record: TurnRecord, inHand: readonly Delivery<Message>[]): boolean {
    if (!this.#isNeeded(record)) this.#own = undefined // whoever else believes in the partition may have acked it since
    const stored = inHand.filter((delivery) => !isHandedOver(delivery)).map(({ value }) => value.id)
    const handled = handledIn(record).filter(({ outcome }) => outcome !== 'ignored')
    this.#fresh = handled.map(({ cause }) => cause.id).filter((id) => stored.includes(id))
    return this.#own !== undefined || this.#fresh.length > 0
  }

  /** Acks a handled message, unless it has to stay. */
  ack(delivery: Delivery<Message>, record: TurnDraft | undefined): void {
    if (isHandedOver(delivery) || !this.#stays(delivery.value.id, record)) return this.#ack(delivery)
    this.#keep(delivery)
  }

  /**
   * Of one's own messages one stays, of the latest turn that has any. Of repeats all stay while workers run elsewhere: which
   * of them another owner keeps for its workers is not known, and while two believe in the partition each would ack what the
   * other one keeps.
   */
  #stays(id: string, record: TurnDraft | undefined): boolean {
    const isNeeded = this.#isNeeded(record)
    const isOwn = this.#own === id || this.#fresh.includes(id)
    if (!isOwn) return isNeeded && (this.#own === undefined || this.#elsewhere.length > 0)
    if (!isNeeded) return false
    // An older one may have been another owner's meanwhile, who saw nothing of the workers of this turn, and acked it.
    if (this.#own === undefined || !this.#fresh.includes(this.#own)) this.#own = id
    return this.#own === id
  }

  /** Acks what of it nothing needs any more. */
  letGo(record: TurnDraft | undefined): void {
    if (!this.holds) return
    const isNeeded = this.#isNeeded(record)
    if (isNeeded && (this.#own === undefined || this.#elsewhere.length > 0)) return
    const leaving = [...this.#kept].filter(([id]) => !isNeeded || id !== this.#own)
    for (const [id] of leaving) this.#kept.delete(id)
    if (!isNeeded) this.#drop()
    // By now it may be another owner's, who needs it for workers of its own.
    if (this.#context.held()) for (const [, delivery] of leaving) this.#ack(delivery)
  }

  /** The partition is another's: so is what was kept. */
  clear(): void {
    this.#drop()
    this.#fresh = []
    this.#elsewhere = []
  }

  /** After the actor was read from its journal: sees to workers that another owner, or this host before, has begun. */
  async adopt(record: TurnDraft): Promise<void> {
    this.#own = undefined // whose turn this was may have acked it: it stands for no worker that begins from now on
    await this.#see(record)
  }

  async #see(record: TurnDraft): Promise<void> {
    this.#elsewhere = isFinal(record.snapshot) ? [] : await takeCare(this.#context, record)
  }

  /** Hosts have come or gone. */
  async hostsChanged(record: TurnDraft | undefined): Promise<void> {
    if (record === undefined || this.#elsewhere.every((holder) => isThere(this.#context, holder))) return
    await this.#see(record)
    this.letGo(record)
  }

  #isNeeded(record: TurnDraft | undefined): boolean {
    if (record !== undefined) {
      if (isFinal(record.snapshot)) return false
      this.#elsewhere = this.#elsewhere.filter(
        ({ child: { id, generation } }) => record.children[id]?.generation === generation,
      )
    }
    return this.#elsewhere.length > 0 || this.#context.beside.of(this.#actor)
  }

  #keep(delivery: Delivery<Message>): void {
    if (!this.holds) {
      this.#stopBeat = every(this.#context.clock, BEAT_MS, () => {
        for (const kept of this.#kept.values()) kept.working()
        if (this.#elsewhere.length > 0) void this.#lookAgain().catch(() => undefined) // the next look is soon
        return this.holds
      })
    }
    this.#kept.set(delivery.value.id, delivery)
    delivery.holdUp?.()
  }

  /** A stop of the actor comes past its messages, and whoever held its workers has nothing to tell it then (R12). */
  async #lookAgain(): Promise<void> {
    const last = (await readTail(this.#context, parseAddress(this.#actor)))?.record
    if (last === undefined || !this.holds) return
    await this.#see(last)
    this.letGo(last)
  }

  #drop(): void {
    this.#stopBeat()
    this.#kept.clear()
    this.#own = undefined
  }

  #ack(delivery: Delivery<Message>): void {
    this.#context.observe({ type: 'message:acking', actor: this.#actor, id: delivery.value.id })
    delivery.ack() // only now: the turn is committed (I1) and its outbox relayed (I3)
  }
}
