/**
 * One task in hand: claim, run effects, journal what they give, relay, ack (I7, I8, R7-R10). Whoever loses the fence aborts
 * its effects and does nothing more until a new delivery (R8).
 */
import { parseAddress, type Address } from '../core/address.ts'
import type { Delivery } from '../core/driver.ts'
import { CaravanError } from '../core/errors.ts'
import type { Task } from '../core/message.ts'
import { isFinal, type TurnRecord } from '../core/turn-record.ts'
import { decide } from '../kernel/decide.ts'
import type { ActorState } from '../kernel/draft.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import { claim, type Claimed } from './claim.ts'
import { readTail } from './commit.ts'
import type { Begun } from './beside.ts'
import type { HostContext } from './context.ts'
import { Effects } from './effects.ts'
import { Happenings, type Happening } from './happenings.ts'
import { recordLate } from './late-result.ts'
import { leaseOf, type Lease } from './lease.ts'
import { park } from './park.ts'
import { withQuickCall } from './quick-call.ts'
import { relay } from './relay.ts'
import { storeTurn } from './store-turn.ts'
import { PAUSE_MS, pauseReason } from './version-choice.ts'
import { WorkerTimers } from './worker-timers.ts'

/** A timer due sooner than this is waited for while holding the task; for a later one the task is parked. */
const HOLD_FOR_TIMER_MS = 10_000

/** How often a lease is renewed within the time that it lasts. */
export const BEATS_PER_LEASE = 4
/** A worker that runs looks into its journal once in so many beats of its lease: every 4 s. */
const STOP_LOOK_BEATS = 8

/** Longer than a record and its outbox are on their way when all is well. */
const SLOW_MS = 200
/** A look may be as slow: where everything is, looking again and again would only add to it. */
const MAX_LOOKS = 5

/** A turn that was committed. */
type Stored = Omit<Claimed, 'definition'>

export class WorkerRun {
  readonly #context: HostContext
  readonly #served: ActorDefinition
  /** From the claim on that of the actor's machine version (R18). */
  #definition: ActorDefinition
  readonly #task: Task
  readonly #attempt: number
  readonly #address: Address
  #lease: Lease
  readonly #effects: Effects
  readonly #happenings = new Happenings()
  readonly #timers: WorkerTimers
  #lost: 'fence' | 'lease' | undefined
  #leaving = false
  #state: ActorState | undefined
  #sequence = 0
  #beats = 0

  /** Present while no task is stored for it. */
  #begun: Begun | undefined

  constructor(
    context: HostContext,
    definition: ActorDefinition,
    delivery: Delivery<Task>,
    begun: Begun | undefined,
  ) {
    this.#begun = begun
    this.#context = context
    this.#served = definition
    this.#definition = definition
    this.#task = delivery.value
    this.#attempt = delivery.attempt
    this.#address = parseAddress(delivery.value.to)
    this.#lease = leaseOf(delivery, this.#context)
    const nearMs = (2 * context.driver.taskAckWaitMs) / BEATS_PER_LEASE
    this.#effects = new Effects(context, definition, nearMs, this.#happenings)
    this.#timers = new WorkerTimers(context.clock, nearMs, this.#happenings)
  }

  /**
   * Takes the next delivery of the same task while this run goes on. Its lease lapsed (the server was away, this process
   * stalled), but the call that it makes, or has made and not yet stored, is the one on record: another run here could only
   * make it again (I8). Whether the actor is still this run's is for the fence to say (I2). False when it is not.
   */
  resume(delivery: Delivery<Task>): boolean {
    if (this.#leaving || this.#lost === 'fence') return false
    this.#lease = leaseOf(delivery, this.#context)
    this.#lost = undefined
    this.#begun = undefined
    return true
  }

  /** Whether a stop or another claim has come in between. */
  get fenced(): boolean {
    return this.#lost === 'fence'
  }

  /** Ends what runs here: a newer delivery took over, the actor was stopped, or the host gives up. */
  abandon(reason: Error): void {
    this.#lost = 'fence'
    this.#effects.abortAll(reason)
    this.#happenings.tell({ type: 'wake' })
  }

  /** Its parent stopped it, as a hint or the journal says. */
  stopped(): void {
    this.abandon(new CaravanError('worker.stopped', 'The actor was stopped by its parent.'))
  }

  /** For a hint that got lost (R12). A lease may be, too: a stop drops the task, so that no delivery comes to tell of it. */
  async lookForStop(): Promise<void> {
    if (!this.#effects.live || this.#lost === 'fence') return
    const tail = await this.#context.driver.tail(this.#address)
    if (tail?.record.outcome === 'stopped') this.stopped()
  }

  /** Gives the task back at once, for another host to resume (drain). */
  handOver(): void {
    this.#begun?.store() // also when the lease is over
    this.#lease.release(0)
    this.abandon(
      new CaravanError('host.draining', 'The host is shutting down; another one resumes this task.'),
    )
  }

  /** The host drains: a call that runs may finish, but nobody waits here for a timer or the next beat. */
  drain(): void {
    if (this.#state !== undefined && !this.#effects.live && this.#happenings.none) this.handOver()
  }

  async run(): Promise<void> {
    try {
      if (!(await this.#claimOrPause())) return
      while (this.#state !== undefined && !isFinal(this.#state.record.snapshot)) {
        if (this.#happenings.none) await this.#happenings.some()
        const happening = this.#happenings.take() ?? { type: 'wake' }
        if (this.#lost !== undefined) {
          const ended = happening.type === 'effect.done' || happening.type === 'effect.error'
          if (!ended && this.#lost === 'lease' && this.#effects.live) continue // a paid call is worth waiting for (R9)
          this.#leaving = true
          if (ended) await recordLate(this.#context, this.#served, this.#address, happening)
          return
        }
        if (happening.type === 'wake') {
          if (await this.#park()) return
        } else if (!(await this.#advance(happening))) {
          return
        }
        if (this.#context.draining.aborted) this.drain()
      }
      // R7: the fenced append has shown the actor final, and the lease says whether an ack may still be sent.
      this.#context.observe({ type: 'message:acking', actor: this.#task.to, id: this.#task.id })
      if (this.#begun === undefined) this.#lease.ack()
      else this.#begun.ack() // in no store: there is no lease to outlive
    } finally {
      this.#leaving = true
      this.#effects.abortAll()
      this.#timers.cancelAll()
    }
  }

  /** A worker that this host must not run goes back for another one; nothing of it was written here (R18). */
  async #claimOrPause(): Promise<boolean> {
    try {
      return await this.#claim()
    } catch (error) {
      const reason = pauseReason(error)
      if (reason === undefined) throw error
      const about = { actor: this.#task.to, kind: this.#definition.kind }
      this.#context.observe({ type: 'actor:paused', ...about, reason, retryMs: PAUSE_MS })
      this.#lease.release(PAUSE_MS)
      return false
    }
  }

  /** True when this run holds the actor; false when it is done with the delivery. */
  async #claim(): Promise<boolean> {
    await this.#context.pace.next(false)
    const begun = this.#begun
    const since = this.#context.clock.monotonic()
    const about = { task: this.#task, attempt: this.#attempt, address: this.#address, served: this.#served }
    const hands = { effects: this.#effects, happenings: this.#happenings }
    const claimed = await claim(this.#context, {
      ...about,
      lease: this.#lease,
      begun,
      ahead: (definition, turn) => withQuickCall(this.#context, definition, turn, hands),
    })
    if (claimed === 'lost') this.#lose('fence')
    if (typeof claimed === 'string') return false
    this.#definition = claimed.definition
    begun?.hasClaimed()
    await this.#settle(claimed, since)
    return true
  }

  /** Decides and commits one happening; false when the fence was lost. */
  async #advance(happening: Exclude<Happening, { readonly type: 'wake' }>): Promise<boolean> {
    const { clock, forceReplay } = this.#context
    const state = forceReplay && this.#state ? { record: this.#state.record, live: undefined } : this.#state
    const decision = decide(this.#definition, state, happening, clock.now())
    if (decision.status !== 'turn' || decision.state.record.outcome === 'ignored') return true // superseded in this process
    for (const value of decision.logs)
      this.#context.observe({ type: 'machine:log', actor: this.#task.to, value })
    const since = clock.monotonic()
    const about = { address: this.#address, before: this.#state, expected: this.#sequence }
    const result = await storeTurn(this.#context, { ...about, state: decision.state })
    if (result.status === 'committed') {
      await this.#settle(result, since)
      return true
    }
    this.#lose('fence')
    if (happening.type !== 'timer') await recordLate(this.#context, this.#served, this.#address, happening)
    return false
  }

  /** After a commit: what it has to say, then what the record says is open. @param since before it was sent, monotonic */
  async #settle({ state, record, sequence }: Stored, since: number): Promise<void> {
    this.#state = state
    this.#sequence = sequence
    this.#timers.sync(state.record) // at once: one that is over holds no lease while the outbox is on its way (R10)
    const overtaken = await this.#relay(record, since)
    if (this.#lost !== undefined) return
    const now = this.#context.clock.now()
    // A resumed attempt whose time is up: its timer goes first, or the call would be paid for and aborted at once.
    if (Object.values(record.timers).some((timer) => timer.at <= now)) return
    // Whoever stood still since its claim may find its call made and answered by another (I8, R7): the next delivery claims.
    if (overtaken) return this.#lose('fence')
    this.#leaving = !isFinal(record.snapshot) && !this.#lease.valid
    if (this.#leaving) return this.#lose('lease')
    this.#effects.sync(record)
  }

  /**
   * Outbox first (I3). While it or its record was on its way another may have claimed the actor, for the task came again or is
   * stored twice, and have made the call that would be made next; or the holder before has put on record what came of its own
   * (R9). A slow one asks the leader before it makes the call (I8, R8).
   * @returns whether another has
   */
  async #relay(record: TurnRecord, since: number): Promise<boolean> {
    const { clock } = this.#context
    if ((await relay(this.#context, record, { covered: false })) === 'overtaken') return true
    for (let looks = 0; looks < MAX_LOOKS && clock.monotonic() - since > SLOW_MS; looks += 1) {
      if (isFinal(record.snapshot)) return false // it waits for its parent's turn (hand-over.ts), and makes no call
      since = clock.monotonic()
      if ((await readTail(this.#context, this.#address))?.sequence !== this.#sequence) return true
    }
    return false
  }

  /** R10: renewed only while a running effect is before its deadline (or a short timer is waited for), from this loop. */
  beat(): void {
    if (this.#lost === 'fence') return // the lease is another's by now (R7)
    this.#effects.beat()
    this.#timers.beat()
    if (this.#effects.live || this.#timers.nextIn <= HOLD_FOR_TIMER_MS) {
      if (!this.#lease.renew()) this.#lose('lease')
    } else if (this.#state !== undefined) {
      this.#happenings.tell({ type: 'wake' })
    }
    if (++this.#beats % STOP_LOOK_BEATS === 0) this.lookForStop().catch(() => undefined) // the next look is soon
  }

  /**
   * R11: nothing runs and the next timer is far, so a record says until when, a schedule brings the task back, and this
   * delivery of it is acked; true when that was done. `nak(delay)` would hold one of the consumer's places all the while.
   */
  async #park(): Promise<boolean> {
    const record = this.#state?.record
    if (this.#lost !== undefined || record === undefined) return true
    const until = this.#timers.firstAt
    // An open effect that is not live is past its deadline: its error is on the way.
    const busy = Object.keys(record.effects).length > 0 || !this.#happenings.none
    const far = until !== Infinity && until - this.#context.clock.now() > HOLD_FOR_TIMER_MS
    if (busy || !far) return false
    if (await park(this.#context, this.#address, record, this.#sequence, until)) this.#lease.ack()
    else this.#lose('fence')
    return true
  }

  #lose(why: 'fence' | 'lease'): void {
    if (this.#lost !== undefined) return
    this.#lost = why
    if (why === 'lease') this.#begun?.store()
    this.#context.observe({ type: 'worker:lost', actor: this.#task.to, kind: this.#definition.kind, why })
    // After a lost lease a running call may still complete and be recorded late (R9); after a lost fence it is aborted (R8).
    if (why === 'fence')
      this.#effects.abortAll(new CaravanError('worker.fenced', 'Another host has taken this actor over.'))
    this.#happenings.tell({ type: 'wake' })
  }
}
