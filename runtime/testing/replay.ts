/**
 * A turn decided once more from the record before it: the same has to come of it (I5), and nothing else is needed (R3). A
 * worker's first claim has none before it: its input is in the task, which its parent's record holds (docs/adr/0014).
 */
import type { Task } from '../core/message.ts'
import type { TurnRecord } from '../core/turn-record.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import { decidedAgain, type PromisedStop } from './decide-again.ts'
import { Refusals } from './refusals.ts'

export class Replay {
  readonly #definitions = new Map<string, readonly ActorDefinition[]>()
  readonly #tasks = new Map<string, Task>()
  readonly #stops = new Map<string, PromisedStop>()
  readonly #refusals: Refusals

  /** Of other kinds than these and those that they derive, only what no machine decides is decided again. */
  constructor(actors: readonly ActorDefinition[], refusals = new Refusals()) {
    this.#refusals = refusals
    for (const definition of new Set(actors.flatMap((actor) => [actor, ...actor.derived])))
      this.#definitions.set(definition.kind, [...this.#of(definition.kind), definition])
  }

  /** How a record comes out differently; undefined when it comes out the same. Has to see all records, in their order. */
  otherwise(previous: TurnRecord | undefined, record: TurnRecord): string | undefined {
    const { tenant } = record
    for (const item of record.outbox) {
      if (item.do === 'task') this.#tasks.set(item.task.id, item.task)
      if (item.do === 'stop') this.#stops.set(item.id, { item, tenant })
    }
    const definitions = this.#of(record.kind)
    const promised = { tasks: this.#tasks, stops: this.#stops }
    const refused = this.#refusals.of(record)
    const again = decidedAgain(previous, record, { definitions, ...promised, refused })
    const about = `${record.actor}: turn ${record.turn}, decided again from its record,`
    if (again === undefined)
      return definitions.length === 0
        ? undefined
        : `${about} needs version ${record.machine.version} of its machine, which no code here has`
    let first: string | undefined
    for (const turn of again) {
      const how = difference(turn, record)
      if (how === undefined) return undefined
      first ??= how
    }
    return `${about} ${first ?? 'is none'}`
  }

  #of(kind: string): readonly ActorDefinition[] {
    return this.#definitions.get(kind) ?? []
  }
}

function difference(again: object, record: TurnRecord): string | undefined {
  const [is, was] = [decidedPart(again), decidedPart(record)]
  // Only when the texts differ is it worth to look whether more than the order of keys does.
  if (is === was || canonical(is) === canonical(was)) return undefined
  let at = 0
  while (is[at] === was[at]) at += 1
  return `gives ${is.slice(Math.max(0, at - 60), at + 60)} instead of ${was.slice(Math.max(0, at - 60), at + 60)}`
}

/** As JSON, without what a host adds. */
function decidedPart(record: object): string {
  return JSON.stringify({ ...record, nonce: '', host: '' })
}

/** The same with sorted keys. */
function canonical(text: string): string {
  return JSON.stringify(JSON.parse(text), (_key, node: unknown) =>
    typeof node === 'object' && node !== null && !Array.isArray(node)
      ? Object.fromEntries(Object.entries(node).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : node,
  )
}
