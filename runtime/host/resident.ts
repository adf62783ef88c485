/** One entity in memory: its messages in order, several in one turn when several are in hand, its journal behind it. */
import { addressText, type Address } from '../core/address.ts'
import type { Delivery, Tail } from '../core/driver.ts'
import { isUnstorable } from '../core/encode-json.ts'
import type { Message } from '../core/message.ts'
import { handledIn, isFinal } from '../core/turn-record.ts'
import { decide } from '../kernel/decide.ts'
import type { ActorState } from '../kernel/draft.ts'
import { instead } from '../kernel/failure.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import { isRolledBack, setAheadAside } from './ahead.ts'
import { commit, readTail } from './commit.ts'
import type { HostContext } from './context.ts'
import { deadLetter } from './dead-letter.ts'
import { Cover } from './cover.ts'
import { createsTooLate, wasForNobody } from './ended-root.ts'
import { isHandedOver } from './hand-over.ts'
import { begins, Mailbox } from './mailbox.ts'
import { relay } from './relay.ts'
import { Defects, setMessageAside } from './set-aside.ts'
import { takeMore } from './take-more.ts'
import { Troubles } from './troubles.ts'
import { olderComesFirst } from './unfenced.ts'
import { checkFormat, commitMigration, PAUSE_MS, VersionChoice } from './version-choice.ts'

/** How long an actor rests after a turn that could not be carried out, for example by a host without its machine. */
const DEFECT_WAIT_MS = 1_000

export class Resident {
  readonly address: Address
  readonly #context: HostContext
  readonly #definition: ActorDefinition
  readonly #version: VersionChoice
  readonly #mailbox = new Mailbox()
  readonly #cover: Cover
  /** After a turn of several messages that failed: each gets one of its own, so that it is known which of them it was. */
  #oneByOne = 0
  #state: ActorState | undefined
  #sequence = 0
  /** Size of its record as stored; 0 while nothing of it is known. */
  bytes = 0
  #active = false
  /** Raised when what is held here may be stale; what was accepted before belongs to another owner. */
  #term = 0
  #running: Promise<void> | undefined
  readonly #troubles: Troubles
  readonly #defects = new Defects()

  constructor(context: HostContext, definition: ActorDefinition, address: Address) {
    this.#context = context
    this.#definition = definition
    this.#version = new VersionChoice(context, definition)
    this.address = address
    this.#cover = new Cover(context, addressText(address))
    this.#troubles = new Troubles(context, addressText(address), definition.kind)
  }

  get idle(): boolean {
    return this.#running === undefined && !this.#cover.holds
  }

  get ended(): boolean {
    return this.#state !== undefined && isFinal(this.#state.record.snapshot)
  }

  /** True when it can take a turn at once: its state is known, and nothing holds it up. */
  get ready(): boolean {
    return this.#active && !this.#troubles.paused && this.#state?.record.quarantine === undefined
  }

  /** Resolves when nothing is in hand. */
  get settled(): Promise<void> {
    return this.#running ?? Promise.resolve()
  }

  accept(delivery: Delivery<Message>, onIdle: (resident: Resident) => void): void {
    this.#mailbox.add(delivery)
    if (this.#running === undefined) this.#start(onIdle)
  }

  /** Its partition is another host's: what waits goes there un-acked, and what is known here is read anew if it comes back. */
  retire(): void {
    this.#term += 1
    this.#mailbox.clear()
    this.#cover.clear()
    if (this.idle) this.#forget()
  }

  /** A worker that had begun beside it has ended, or its task is stored. */
  letGo(): void {
    if (this.#running === undefined) this.#cover.letGo(this.#state?.record)
  }

  hostsChanged(): void {
    this.#cover.hostsChanged(this.#state?.record).catch((error: unknown) => {
      if (!this.#context.signal.aborted) this.#troubles.tell(error)
    })
  }

  #start(onIdle: (resident: Resident) => void): void {
    this.#running = this.#drain().finally(() => {
      this.#running = undefined
      this.letGo()
      // Between the last look into the queue and here something may have come.
      if (this.#mailbox.waiting.length > 0 && !this.#context.draining.aborted) this.#start(onIdle)
      else onIdle(this)
    })
  }

  /** While draining, what has not begun stays un-acked and goes to the next owner. */
  async #drain(): Promise<void> {
    for (;;) {
      const [next] = this.#mailbox.waiting
      if (next !== undefined) await this.#context.pace.next(!this.#active && begins(next))
      if (this.#context.draining.aborted) return this.#mailbox.clear()
      const delivery = this.#mailbox.take()
      if (delivery === undefined) return
      const term = this.#term
      try {
        await this.#turn(delivery, term)
        if (term !== this.#term) this.#forget()
      } catch (error) {
        // Only a host that gives up gets here, or a defect; either way nothing was acked and the journal tells the truth.
        this.#forget()
        if (this.#context.signal.aborted) return this.#mailbox.clear()
        this.#troubles.tell(error)
        const stored = this.#mailbox.giveBack()
        if (term !== this.#term) continue
        if (!stored) {
          this.#mailbox.putBack()
          continue
        }
        this.#defects.count(delivery.value.id, error)
        this.#oneByOne = this.#mailbox.inHand.length
        this.#mailbox.putBack()
        if ((await this.#isSetAside(delivery, term)) || term !== this.#term) continue
        // In its place again: what came later must not overtake it (R5). Neighbours are not held up.
        this.#mailbox.waiting.unshift(delivery)
        const wait = this.#troubles.paused ? PAUSE_MS : DEFECT_WAIT_MS
        await this.#mailbox.rest(this.#context.clock.sleep(wait, this.#context.draining))
      }
    }
  }

  /** True when the message, or the actor because of it, was poison and is out of the way; else it is tried again. */
  async #isSetAside(delivery: Delivery<Message>, term: number): Promise<boolean> {
    const error = this.#defects.tooMany(delivery.value.id)
    if (error === undefined) return false
    try {
      const result = await setMessageAside(this.#context, this.address, delivery, error)
      // Decided once more: what comes for a quarantined actor is a dead letter.
      if (result === 'quarantined' && term === this.#term) this.#mailbox.waiting.unshift(delivery)
      this.#defects.forget(delivery.value.id)
      return true
    } catch (again) {
      if (!this.#context.signal.aborted) this.#troubles.tell(again)
      return false
    }
  }

  async #turn(delivery: Delivery<Message>, term: number): Promise<void> {
    const { observe, clock } = this.#context
    const message = delivery.value
    // A first delivery of a create needs no read: the fence at 0 answers whether a journal exists (I2).
    if (!this.#active && !begins(delivery)) await this.#activate()
    if (this.#state === undefined && (await createsTooLate(this.#context, this.address, delivery)))
      return delivery.ack()
    let believed = false
    for (;;) {
      if (this.#context.forceReplay && this.#state)
        this.#state = { record: this.#state.record, live: undefined }
      const definition = await this.#currentVersion()
      const decision = decide(definition, this.#state, message, clock.now())
      if (decision.status === 'duplicate') {
        observe({ type: 'message:duplicate', actor: message.to, id: message.id })
        break
      }
      const fromNothing = this.#state === undefined && message.type !== 'create'
      if ((fromNothing || decision.status === 'dead') && isHandedOver(delivery)) return delivery.release()
      if (!believed && (fromNothing || decision.status === 'dead')) {
        const left = () => term !== this.#term
        const place = { queue: this.#mailbox.waiting, kept: this.#cover.sequence, left }
        if (await olderComesFirst(this.#context, delivery, place)) return
        believed = true
        const tail = await readTail(this.#context, this.address)
        if ((tail?.sequence ?? 0) !== this.#sequence) {
          await this.#adopt(tail)
          continue
        }
      }
      if (decision.status === 'dead') {
        if (this.#state === undefined && (await wasForNobody(this.#context, this.address, message))) break
        await deadLetter(this.#context, 'message', delivery, decision)
        this.#mailbox.dropCopies(delivery)
        break
      }
      const alone = term !== this.#term || this.#oneByOne > 0
      const turn = alone ? decision : takeMore(this.#context, definition, decision, this.#mailbox)
      if (await this.#commit(turn.state, term)) {
        for (const value of turn.logs) observe({ type: 'machine:log', actor: message.to, value })
        break
      }
      this.#mailbox.putBack(term === this.#term)
    }
    // The next owner gets the stored ones again, sees that they are done, and acks what is its own by then.
    const ours = term === this.#term
    if (ours && this.#oneByOne > 0) this.#oneByOne -= 1
    for (const handled of this.#mailbox.inHand) {
      if (ours || isHandedOver(handled)) this.#cover.ack(handled, this.#state?.record)
    }
  }

  /** The definition to decide with, after a migration if one is due (R18). @throws `actor.version.unreadable` */
  async #currentVersion(): Promise<ActorDefinition> {
    const actor = addressText(this.address)
    for (;;) {
      const choice = this.#version.of(actor, this.#state?.record)
      if (choice.status === 'run') {
        this.#troubles.over()
        return choice.definition
      }
      await this.#commitMigration(choice.state)
    }
  }

  async #commitMigration(state: ActorState): Promise<void> {
    const { ours, tail } = await commitMigration(this.#context, this.address, state, this.#sequence)
    if (!ours || tail === undefined) return this.#adopt(tail)
    this.#version.forget() // what hosts can read may have changed back meanwhile
    this.#hold(state, tail)
    await relay(this.#context, tail.record)
  }

  /** @param isLast whether nothing smaller can be stored in its place */
  async #commit(state: ActorState, term: number, isLast = false): Promise<boolean> {
    const [{ value: message }] = this.#mailbox.inHand as [Delivery<Message>]
    const record = this.#context.sign(state.record)
    let result
    try {
      result = await commit(this.#context, this.address, record, this.#sequence)
    } catch (error) {
      if (isRolledBack(error) && this.#state !== undefined) {
        const known = this.#state.record
        await this.#adopt(await setAheadAside(this.#context, this.address, known, message, error))
        return false
      }
      if (!isUnstorable(error) || isLast) throw error
      if (this.#mailbox.inHand.length > 1) {
        this.#oneByOne = this.#mailbox.inHand.length
        return false
      }
      // It can never be stored (too large), and must not stall its neighbours.
      return this.#commit(instead(this.#state, state, state.record.at, error), term, true)
    }
    if (result.status === 'conflict') {
      await this.#adopt(result.tail)
      return false
    }
    this.#hold(state, result)
    for (const { outcome, cause, reason = '' } of handledIn(record)) {
      if (outcome !== 'ignored') continue
      this.#context.observe({ type: 'message:ignored', actor: record.actor, id: cause.id, reason })
    }
    const covered = term === this.#term && this.#cover.committed(record, this.#mailbox.inHand)
    await relay(this.#context, record, { covered })
    return true
  }

  async #activate(): Promise<void> {
    await this.#adopt(await readTail(this.#context, this.address))
    const actor = addressText(this.address)
    this.#context.observe({ type: 'actor:activated', actor, kind: this.#definition.kind })
  }

  /** Only the last record of an actor can be unrelayed; that is done before anything else (R2). */
  async #adopt(tail: Tail | undefined): Promise<void> {
    this.#forget()
    if (tail !== undefined) {
      checkFormat(tail.record)
      await relay(this.#context, tail.record)
      await this.#cover.adopt(tail.record)
      this.#hold({ record: tail.record, live: undefined }, tail)
    }
    this.#active = true
  }

  /** Where the journal ends, as far as this host knows. */
  #hold(state: ActorState | undefined, { sequence, bytes }: Pick<Tail, 'sequence' | 'bytes'>): void {
    this.#state = state
    this.#sequence = sequence
    this.bytes = bytes
    this.#active = state !== undefined
  }

  #forget(): void {
    this.#hold(undefined, { sequence: 0, bytes: 0 })
    this.#version.forget()
  }
}
