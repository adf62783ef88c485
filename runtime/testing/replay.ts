/**
 * A turn decided once more from the record before it: the same has to come of it (I5), and nothing else is needed (R3). A
 * worker's first claim has none before it: its input is in the task, which its parent's record holds (docs/adr/0014).
 */
import type { Cause, Task } from '../core/message.ts'
import { handledIn, type TurnRecord } from '../core/turn-record.ts'
import { decideMore } from '../kernel/batch.ts'
import { decide, type Decision } from '../kernel/decide.ts'
import type { ActorState } from '../kernel/draft.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import { versionOf } from '../kernel/versions.ts'
import { firstClaim, nextClaim } from '../kernel/worker-turns.ts'
import { claimedTask, splitLast } from './journal-rules.ts'

/** Outcomes that the kernel decides from the record before and the message, or the task, alone. */
const DECIDED: ReadonlySet<TurnRecord['outcome']> = new Set([
  'created',
  'claimed',
  'handled',
  'ignored',
  'restarted',
  'repaired',
  'released',
])

export class Replay {
  readonly #definitions = new Map<string, ActorDefinition>()
  /** Tasks that records promise, by id. */
  readonly #tasks = new Map<string, Task>()

  /** Of other kinds than these and those that they derive nothing is decided again. */
  constructor(actors: readonly ActorDefinition[]) {
    for (const actor of actors)
      for (const definition of [actor, ...actor.derived]) this.#definitions.set(definition.kind, definition)
  }

  /** How a record comes out differently; undefined when it comes out the same. Has to see all records, in their order. */
  otherwise(previous: TurnRecord | undefined, record: TurnRecord): string | undefined {
    for (const item of record.outbox) if (item.do === 'task') this.#tasks.set(item.task.id, item.task)
    const known = this.#definitions.get(record.kind)
    const definition = known && versionOf(known, record.machine.version)
    return definition && decidedOtherwise(definition, previous, record, (id) => this.#tasks.get(id))
  }
}

function decidedOtherwise(
  definition: ActorDefinition,
  previous: TurnRecord | undefined,
  record: TurnRecord,
  taskOf: (id: string) => Task | undefined,
): string | undefined {
  if (!DECIDED.has(record.outcome)) return undefined
  // By a host whose code does not know this version: there was nothing to decide (R9, R18).
  if (record.cause.type.startsWith('effect.') && record.outcome === 'ignored') return undefined
  let again: ActorState | undefined = previous && { record: previous, live: undefined }
  for (const [index, { cause, at = record.at }] of handledIn(record).entries()) {
    const decided =
      index > 0
        ? again && decideMore(definition, { ...again, live: undefined }, copy(cause), at)
        : cause.type === 'claim'
          ? claimedAgain(definition, previous, record, { cause, at, task: taskOf(claimedTask(record) ?? '') })
          : decide(definition, again, copy(cause), at)
    again = decided !== undefined && 'state' in decided ? decided.state : undefined
  }
  const about = `${record.actor}: turn ${record.turn}, decided again from its record,`
  if (again === undefined) return `${about} is none`
  const [is, was] = [decidedPart(again.record), decidedPart(record)]
  // Only when the texts differ is it worth to look whether more than the order of keys does.
  if (is === was || canonical(is) === canonical(was)) return undefined
  let at = 0
  while (is[at] === was[at]) at += 1
  return `${about} gives ${is.slice(Math.max(0, at - 60), at + 60)} instead of ${was.slice(Math.max(0, at - 60), at + 60)}`
}

/** Undefined for the first claim of a task that no record promises. Whether it was `beside` is for its host to say. */
function claimedAgain(
  definition: ActorDefinition,
  previous: TurnRecord | undefined,
  { claim }: TurnRecord,
  of: {
    readonly cause: Cause & { readonly type: 'claim' }
    readonly at: number
    readonly task: Task | undefined
  },
): Decision | { readonly state: ActorState } | undefined {
  const { cause, at, task } = of
  const { host, number } = cause
  if (number > 1 && previous !== undefined)
    return { state: nextClaim(definition, previous, { id: splitLast(cause.id, '~')[0] }, host, at) }
  return task && firstClaim(definition, copy(task), { host, beside: claim?.beside === true }, at)
}

/** As it comes out of a store; a machine that changes what it is sent changes only this. */
function copy<T extends Cause | Task>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}

/** As JSON, without what a host adds; which version of a machine writes is a matter of who is there (R18). */
function decidedPart(record: object): string {
  return JSON.stringify({ ...record, nonce: '', host: '', machine: '' })
}

/** The same with sorted keys. */
function canonical(text: string): string {
  return JSON.stringify(JSON.parse(text), (_key, node: unknown) =>
    typeof node === 'object' && node !== null && !Array.isArray(node)
      ? Object.fromEntries(Object.entries(node).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : node,
  )
}
