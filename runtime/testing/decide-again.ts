/**
 * What the kernel makes of a record's causes once more, given the record before (I5, R3). Nothing else goes into it but what
 * came from outside the actor, and that is taken from where it is on record: a task and a stop from the parent's outbox; until
 * when it is parked, and what kept it from going on, from the record itself.
 */
import { parseAddress } from '../core/address.ts'
import type { Cause, Task } from '../core/message.ts'
import {
  handledIn,
  isFinal,
  type OutboxItem,
  type TurnOutcome,
  type TurnRecord,
} from '../core/turn-record.ts'
import { activation } from '../kernel/activation.ts'
import { decideMore } from '../kernel/batch.ts'
import { decide, type Decision } from '../kernel/decide.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import type { ActorState, TurnDraft } from '../kernel/draft.ts'
import { instead } from '../kernel/failure.ts'
import { quarantineTurn } from '../kernel/quarantine.ts'
import { asWritten, versionOf } from '../kernel/versions.ts'
import { firstClaim, lateTurn, nextClaim, parkTurn, stopTurn } from '../kernel/worker-turns.ts'
import { splitLast } from './journal-rules.ts'
import type { Refusal } from './refusals.ts'

/** That a parent ends a child, as its record says. */
export interface PromisedStop {
  readonly item: OutboxItem & { readonly do: 'stop' }
  readonly tenant: string
}

/** What there is to decide with. */
export interface Sources {
  /** Of the actor's kind: one for every code that a host may run. */
  readonly definitions: readonly ActorDefinition[]
  /** What records before this one promise, by id. */
  readonly tasks: ReadonlyMap<string, Task>
  readonly stops: ReadonlyMap<string, PromisedStop>
  /** Of this turn: what could not be stored. */
  readonly refused: readonly Refusal[]
}

/** Turns that no machine decides. */
const WITHOUT_MACHINE: ReadonlySet<TurnOutcome> = new Set(['parked', 'stopped', 'quarantined'])

/**
 * What may have come of it: mostly one turn, none where there was nothing to decide. Undefined when no definition is known in
 * the version that it was written in.
 */
export function decidedAgain(
  previous: TurnRecord | undefined,
  record: TurnRecord,
  sources: Sources,
): Iterable<TurnDraft> | undefined {
  if (WITHOUT_MACHINE.has(record.outcome)) return withoutMachine(previous, record, sources)
  const definition = writtenBy(sources.definitions, previous, record)
  if (definition === undefined) return undefined
  if (record.outcome === 'migrated') return movedAgain(previous, record, sources)
  return withMachine(definition, previous, record, sources)
}

function writtenBy(
  definitions: readonly ActorDefinition[],
  previous: TurnRecord | undefined,
  { machine }: TurnRecord,
): ActorDefinition | undefined {
  const [any] = definitions
  const own = definitions.map((one) => versionOf(one, machine.version)).find((one) => one !== undefined)
  // What has ended is answered by any code, without its machine.
  if (own !== undefined || any === undefined || previous === undefined) return own
  return isFinal(previous.snapshot) ? asWritten(any, previous) : undefined
}

function* withoutMachine(
  previous: TurnRecord | undefined,
  { actor, at, cause, outcome, quarantine }: TurnRecord,
  { stops }: Sources,
): Generator<TurnDraft> {
  if (outcome === 'stopped') {
    const promised = stops.get(cause.id)
    if (promised === undefined || promised.item.to !== actor) return
    const { item, tenant } = promised
    const stopped = stopTurn(parseAddress(actor), item.kind, item.type, previous, {
      id: item.id,
      tenant,
      now: at,
    })
    if (stopped !== undefined) yield stopped
    return
  }
  if (previous === undefined) return
  if (outcome === 'parked' && cause.type === 'park') yield parkTurn(previous, cause.until, at)
  if (outcome !== 'quarantined' || quarantine === undefined) return
  yield quarantineTurn(previous, copy(cause), { code: quarantine.code, message: quarantine.reason }, at)
}

/** By whichever code has the migrations. */
function* movedAgain(
  previous: TurnRecord | undefined,
  { at, machine }: TurnRecord,
  { definitions }: Sources,
): Generator<TurnDraft> {
  if (previous === undefined) return
  for (const definition of definitions) {
    const found = activation(definition, previous, machine.version, at)
    if (found.status === 'migrated') yield found.state.record
  }
}

function* withMachine(
  definition: ActorDefinition,
  previous: TurnRecord | undefined,
  record: TurnRecord,
  sources: Sources,
): Generator<TurnDraft> {
  const decided = handledAgain(definition, previous, record, sources)
  if (decided !== undefined) yield decided
  const { cause, outcome, at } = record
  // By a host whose code does not know this version (R9, R18).
  if (outcome === 'ignored' && previous !== undefined && cause.type.startsWith('effect.')) {
    for (const other of sources.definitions) {
      const late = lateTurn(other, previous, copy(cause), at)
      if (late !== undefined) yield late
    }
  }
  const state = previous && { record: previous, live: undefined }
  if (outcome === 'failed') yield* failedAgain(definition, state, record)
  for (const { record: refused, error } of sources.refused)
    yield instead(state, { record: refused, live: undefined }, at, error).record
}

/** Every message of the record in its order. */
function handledAgain(
  definition: ActorDefinition,
  previous: TurnRecord | undefined,
  record: TurnRecord,
  { tasks }: Sources,
): TurnDraft | undefined {
  let again: ActorState | undefined = previous && { record: previous, live: undefined }
  for (const [index, { cause, at = record.at }] of handledIn(record).entries()) {
    const decided =
      index > 0
        ? again && decideMore(definition, { ...again, live: undefined }, copy(cause), at)
        : cause.type === 'claim'
          ? claimedAgain(definition, previous, record, { cause, at, tasks })
          : decide(definition, again, copy(cause), at)
    again = decided !== undefined && 'state' in decided ? decided.state : undefined
  }
  return again?.record
}

/** Undefined for the first claim of a task that no record promises. Whether it was `beside` is for its host to say. */
function claimedAgain(
  definition: ActorDefinition,
  previous: TurnRecord | undefined,
  { claim }: TurnRecord,
  of: {
    readonly cause: Cause & { readonly type: 'claim' }
    readonly at: number
    readonly tasks: Sources['tasks']
  },
): Decision | { readonly state: ActorState } | undefined {
  const { cause, at, tasks } = of
  const { host, number } = cause
  const [id] = splitLast(cause.id, '~')
  if (number > 1 && previous !== undefined)
    return { state: nextClaim(definition, previous, { id }, host, at) }
  const task = tasks.get(id)
  return task && firstClaim(definition, copy(task), { host, beside: claim?.beside === true }, at)
}

/** What a call gave is not plain data, and would be as JSON. */
function* failedAgain(
  definition: ActorDefinition,
  state: ActorState | undefined,
  { cause, at }: TurnRecord,
): Generator<TurnDraft> {
  const decision = cause.type === 'claim' ? undefined : decide(definition, state, cause, at)
  if (decision?.status === 'turn') yield decision.state.record
}

/** As it comes out of a store; a machine that changes what it is sent changes only this. */
function copy<T extends Cause | Task>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}
