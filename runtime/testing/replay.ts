/** A turn decided once more from the record before it: the same has to come of it (I5), and nothing else is needed (R3). */
import type { Cause } from '../core/message.ts'
import { handledIn, type TurnRecord } from '../core/turn-record.ts'
import { decideMore } from '../kernel/batch.ts'
import { decide } from '../kernel/decide.ts'
import type { ActorState } from '../kernel/draft.ts'
import type { ActorDefinition } from '../kernel/definition.ts'

/** Outcomes that the kernel decides from the record before and the message alone. */
const DECIDED: ReadonlySet<TurnRecord['outcome']> = new Set([
  'created',
  'handled',
  'ignored',
  'restarted',
  'repaired',
  'released',
])

/** How it came out differently; undefined when it is the same. */
export function decidedOtherwise(
  definition: ActorDefinition,
  previous: TurnRecord | undefined,
  record: TurnRecord,
): string | undefined {
  if (!DECIDED.has(record.outcome) || handledIn(record)[0]?.cause.type === 'claim') return undefined
  // By a host whose code does not know this version: there was nothing to decide (R9, R18).
  if (record.cause.type.startsWith('effect.') && record.outcome === 'ignored') return undefined
  let again: ActorState | undefined = previous && { record: previous, live: undefined }
  for (const [index, { cause, at = record.at }] of handledIn(record).entries()) {
    const decided =
      index === 0
        ? decide(definition, again, copy(cause), at)
        : again && decideMore(definition, { ...again, live: undefined }, copy(cause), at)
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

/** As it comes out of a store; a machine that changes what it is sent changes only this. */
function copy(cause: Cause): Cause {
  return JSON.parse(JSON.stringify(cause)) as Cause
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
