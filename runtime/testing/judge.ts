/**
 * The judge: watches everything that reaches a store, and everything that hosts do, and says at once when an invariant is
 * broken. It knows no machine; what actors should have become is for the one who wrote them to say.
 */
import { addressText, parseAddress, rootOf } from '../core/address.ts'
import type { DeadLetter } from '../core/dead-letters.ts'
import type { Message, Task } from '../core/message.ts'
import { isFinal, type TurnRecord } from '../core/turn-record.ts'
import { QUARANTINED } from '../kernel/quarantine.ts'
import { CallsInHand, type Call } from './calls-in-hand.ts'
import { newView, takeIn, type ActorView } from './actor-view.ts'
import { uncovered } from './uncovered.ts'
import type { Step } from './interpose.ts'
import { cancelKey, Outboxes, parkKey } from './outboxes.ts'
import { hasEnded, openEnds } from './open-ends.ts'
import type { WorldOptions } from './world.ts'
import { Refusals } from './refusals.ts'
import { Replay } from './replay.ts'
import {
  claimedTask,
  describe,
  handlingsOf,
  identityOf,
  neighbourViolations,
  type Violation,
} from './journal-rules.ts'

export class Judge {
  readonly #replay: Replay | undefined
  readonly #actors = new Map<string, ActorView>()
  readonly #outboxes = new Outboxes((actor) => this.last(actor))
  /** Messages and tasks that the store holds, un-acked. */
  readonly #waiting = new Map<string, Message | Task>()
  /** Whom everything was for that was ever stored, by id. */
  readonly #arrived = new Map<string, string>()
  readonly #acked = new Set<string>()
  readonly #outside = new Map<string, Message>()
  /** Roots that the outside has made, and its messages to those that were not made when they were sent. */
  readonly #created = new Set<string>()
  readonly #early = new Set<string>()
  readonly #dead = new Set<string>()
  /** Letters that were put back. */
  readonly #revived = new Set<string>()
  /** What an operator has asked for. */
  readonly #mending = new Set<string>()
  readonly #poisoned: ((actor: string) => boolean) | undefined
  readonly #inHand = new CallsInHand()
  /** Told by whoever refuses. */
  readonly refusals = new Refusals()
  /** Records that were stored. */
  turns = 0
  /** Grows with everything that can settle something: while it stands still, nothing unsettled gets settled. */
  changes = 0
  /** The first broken promise. */
  violation: Violation | undefined

  constructor(options: Pick<WorldOptions, 'actors' | 'others' | 'replay' | 'poisoned'>) {
    const { actors, others = [] } = options
    this.#replay = options.replay === false ? undefined : new Replay([...actors, ...others], this.refusals)
    this.#poisoned = options.poisoned
  }

  blame(rule: string, text: string): void {
    this.violation ??= { rule, text }
  }

  /** A message that a client sends; everything else has to come out of a journal. */
  fromOutside(message: Message): void {
    this.#outside.set(message.id, message)
    if (message.type === 'create') this.#created.add(message.to)
    else if (!this.#created.has(message.to) && !this.#actors.has(message.to)) this.#early.add(message.id)
  }

  /** An operator sends a repair or a release, to an inbox or as a task. */
  fromOperator(id: string): void {
    this.#mending.add(id)
  }

  /** An operator puts a dead letter back. */
  revived(message: Message): void {
    this.#dead.delete(message.id)
    this.#revived.add(message.id)
    this.#waiting.set(message.id, message)
  }

  last(actor: string): TurnRecord | undefined {
    return this.#actors.get(actor)?.last
  }

  /** Called when the store has carried out a step, before anything else happens. */
  executed(step: Step): void {
    this.changes += 1
    switch (step.name) {
      case 'append':
        return this.#appended(step.record)
      case 'send':
        return this.#stored(step.message.id, step.message)
      case 'enqueue':
        return this.#stored(step.task.id, step.task)
      case 'schedule':
        return this.#relayed(step.message.id)
      case 'cancel': {
        const actor = addressText(step.address)
        return this.#relayed(cancelKey(actor, step.timer), this.#outboxes.cancelled(actor, step.timer))
      }
      case 'publish':
        return this.#relayed(step.event.id)
      case 'deadLetter':
        return this.#died(step.letter)
      case 'scheduleTask':
        return this.#relayed(parkKey(step.task, step.at))
      case 'dropTask':
        for (const [id, { to }] of this.#waiting)
          if (to === addressText(step.address)) this.#waiting.delete(id)
        return undefined
      default:
        return undefined
    }
  }

  /** The store delivers; of a timer's message this is the first that is seen of it. */
  delivered(value: Message | Task): void {
    if (this.#acked.has(value.id) || this.#waiting.has(value.id)) return
    this.changes += 1
    this.#arrived.set(value.id, value.to)
    this.#waiting.set(value.id, value)
  }

  /** A holder's ack has reached the store. */
  acked(value: Message | Task): void {
    this.changes += 1
    this.#acked.add(value.id)
    const view = this.#actors.get(value.to)
    if (this.#revived.has(value.id)) {
      // The ack may be that of the delivery by which it became a letter; only its turn says that it is done with.
      if (view?.causes.has(identityOf(value as Message) ?? value.id) === true) this.#waiting.delete(value.id)
      return
    }
    this.#waiting.delete(value.id)
    for (const worker of uncovered(view, this.#actors, this.#waiting.values()))
      this.blame('I7', `${worker}: neither its task nor a message of its parent is un-acked`)
    if ('mending' in value) return // of one that is not quarantined any more there is nothing to record
    if ('parent' in value && !('type' in value)) {
      if (this.#rootEnded(value.to)) return // nobody needs it to run any more (R15)
      // Parked, the task comes again under another id, whichever came meanwhile; an ack of this one may meet a later turn.
      const parked = view !== undefined && (view.last.outcome === 'parked' || view.parked.has(value.id))
      const over =
        view !== undefined && (parked || isFinal(view.last.snapshot) || view.last.quarantine !== undefined)
      if (!over) this.blame('R7', `${value.to}: its task was acked before it ended`)
      else if (!parked || view.last.outcome === 'parked') this.#relayedAll(view.last, `its task was acked`)
      return
    }
    if (this.#dead.has(value.id)) return
    // A late create or a message to what was never made: nobody needs it any more (R15).
    const neverMade = view === undefined || (view.last.outcome === 'stopped' && view.last.turn === 1)
    if ((neverMade || ('type' in value && value.type === 'create')) && this.#rootEnded(value.to)) return
    const message: Message = value
    const turn = message.type === 'create' ? 1 : view?.causes.get(identityOf(message) ?? message.id)
    if (view === undefined || turn === undefined)
      this.blame('I1', `${value.to}: ${describe(message)} was acked before its turn was committed`)
    // An ack on its way may meet a later turn; only the turn that handled it first has to be relayed by then.
    else if (turn === view.last.turn) this.#relayedAll(view.last, `${describe(message)} was acked`)
  }

  /** A host calls an effect. */
  calling(host: string, { actor, effect, generation, repeatable }: Call): void {
    const view = this.#actors.get(actor)
    const state = view?.effects.get(generation)
    if (repeatable && view?.last.type !== 'entity') return // R8 is about what is paid for
    if (view === undefined || state === undefined)
      return this.blame('I1', `${actor}: ${host} calls "${effect}", which no record starts`)
    if (view.last.type !== 'worker') return this.blame('I6', `${actor}: an entity calls "${effect}"`)
    if (state.done) return this.blame('I8', `${actor}: ${host} calls "${effect}" after its end`)
    state.calls += 1
    if (state.calls > state.starts)
      this.blame('I8', `${actor}: call ${state.calls} of "${effect}" with ${state.starts} starts on record`)
  }

  /** A call has given its result to a host that still runs. */
  completed(host: string, call: Call): void {
    const last = this.#actors.get(call.actor)?.last
    if (last?.effects[call.effect]?.generation !== call.generation && last?.host === host) return // superseded by itself
    this.#inHand.hold(host, call)
  }

  /** Retention is about to remove the history of a root and its descendants (R15). */
  purging(root: string): void {
    for (const { last } of this.#actors.values()) {
      if (!`${last.actor}/`.startsWith(`${root}/`)) continue
      if (!isFinal(last.snapshot)) this.blame('R15', `${root} loses its history while ${last.actor} lives`)
      this.#relayedAll(last, 'its history was removed')
    }
  }

  /** As {@link CallsInHand.forget}; of one actor when a defect was told: what is not relayed lets nothing more be stored (R2). */
  forget(host: string, actor?: string): void {
    this.changes += 1
    if (actor === undefined || this.#poisoned?.(actor) !== false) this.#inHand.forget(host, actor)
  }

  /** Everything that is not yet as it has to be in the end: nothing once all work is done. `now` in ms since the epoch. */
  *unsettled(now: number): Generator<Violation, void> {
    for (const value of this.#waiting.values())
      yield { rule: 'I7', text: `${value.to}: ${value.id} is still un-acked` }
    for (const [id, message] of this.#outside)
      if (!this.#dead.has(id) && !this.#actors.get(message.to)?.causes.has(identityOf(message) ?? id))
        yield { rule: 'I4', text: `${message.to}: ${describe(message)} was never handled` }
    for (const key of this.#inHand.left)
      yield { rule: 'R9', text: `${key}: a completed call is on no record` }
    for (const { last } of this.#actors.values())
      yield* openEnds(last, this.#outboxes.undone(last), (actor) => this.last(actor), now)
  }

  #stored(id: string, value: Message | Task): void {
    // What began without a task may be given one by anybody who takes it for orphaned.
    const again = (this.#actors.get(value.to)?.beside.size ?? 0) > 0 && /~again\.\d+$/.test(id)
    if (!this.#outside.has(id) && !this.#mending.has(id) && !again) this.#relayed(id)
    if (this.#arrived.has(id)) return // a repeat, which a store may or may not keep
    this.#arrived.set(id, value.to)
    this.#waiting.set(id, value)
  }

  #relayed(key: string, isPromised = this.#outboxes.carriedOut(key)): void {
    if (!isPromised) this.blame('I1', `${key} was relayed before its turn was committed`)
  }

  #died(letter: DeadLetter): void {
    if (letter.what !== 'message' || !('message' in letter))
      return this.blame('I11', `${letter.id}: what can be read was set aside as ${letter.what}`)
    const message = letter.message as Message
    this.#dead.add(message.id)
    // Somebody outside may speak to a root before it is made (R14); inside, a create always comes first, and what comes for
    // a child that nobody makes any more, because its root has ended, is not worth a letter (R15).
    const setAside = letter.code === QUARANTINED && this.#actors.get(message.to)?.setAside === true
    if (!this.#early.has(message.id) && !setAside)
      this.blame('R14', `${message.to}: ${describe(message)} became a dead letter`)
  }

  #appended(record: TurnRecord): void {
    this.turns += 1
    const view = this.#actors.get(record.actor)
    const previous = view?.last
    for (const { rule, text } of neighbourViolations(previous, record)) this.blame(rule, text)
    if (previous !== undefined && !this.#mayLeaveUndone(previous, record))
      this.#relayedAll(previous, `turn ${record.turn} was committed`)
    const otherwise = this.#replay?.otherwise(previous, record)
    if (otherwise !== undefined) this.blame('I5', otherwise)
    const next = view ?? newView(record)
    if (next.nonces.has(record.nonce))
      this.blame('R1', `${record.actor}: the same append was stored twice (turn ${record.turn})`)
    next.nonces.add(record.nonce)
    const claimed = claimedTask(record)
    next.claimed = claimed ?? next.claimed
    const isBeside = claimed !== undefined && record.claim?.beside === true
    if (isBeside) next.beside.add(claimed)
    if (record.outcome === 'parked') next.parked.add(next.claimed)
    next.setAside ||= record.outcome === 'quarantined'
    if (record.outcome === 'quarantined' && this.#poisoned?.(record.actor) === false)
      this.blame('R13', `${record.actor}: it was quarantined without any defect: ${record.reason}`)
    // Its task comes again under another id; there may be several of it, copies too, and a run goes on under the latest.
    if (record.outcome === 'parked' || record.outcome === 'released')
      for (const [id, to] of this.#arrived) if (to === record.actor) next.parked.add(id)
    next.last = record
    this.#actors.set(record.actor, next)
    for (const cause of takeIn(next, record))
      this.blame('I4', `${record.actor}: ${describe(cause)} was handled twice`)
    this.#recordCalls(next, record)
    this.#outboxes.committed(record)
    // An end that its receiver has on record needs no inbox any more: it was handed over in memory.
    for (const { cause, outcome } of handlingsOf(record))
      if (cause.type === 'child.done' && outcome !== 'quarantined') this.#relayed(cause.id)
    if (isBeside) this.#relayed(claimed) // claimed by its parent's host, a worker needs no task
  }

  /** What can never be carried out is held by a quarantine, and ends with an actor that is stopped. */
  #mayLeaveUndone(previous: TurnRecord, { outcome }: TurnRecord): boolean {
    return outcome === 'quarantined' || (outcome === 'stopped' && this.#poisoned?.(previous.actor) !== false)
  }

  #recordCalls(view: ActorView, record: TurnRecord): void {
    this.#inHand.recorded(record)
    for (const { cause, outcome } of handlingsOf(record)) {
      if (cause.type !== 'effect.done') continue
      const state = view.effects.get(cause.effect.generation)
      if (state !== undefined && outcome !== 'ignored') state.done = true
      this.#inHand.taken(record, identityOf(cause))
    }
  }

  #rootEnded(actor: string): boolean {
    return hasEnded(this.last(addressText(rootOf(parseAddress(actor)))))
  }

  #relayedAll(record: TurnRecord, before: string): void {
    const undone = this.#outboxes.undone(record).join(', ')
    if (undone !== '')
      this.blame('I3', `${record.actor}: ${before} while turn ${record.turn} has not relayed ${undone}`)
  }
}
