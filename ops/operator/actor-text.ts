/** An actor in words: shared by everything that shows one. */
import type { ActorSummary, JournalEntry, TurnRecord } from '../../runtime/index.ts'

type Cause = TurnRecord['cause']

/** `done`, `error` or `stopped` for one that has ended; else its status. */
export function statusText({ status, record }: ActorSummary): string {
  return status === 'final' ? (record?.snapshot.status ?? status) : status
}

/** Where its machine is: `a`, `a.b`, `a{b, c.d}` for parallel states; `-` where there is none. */
export function stateOf(record: TurnRecord | undefined): string {
  return valueText(record?.snapshot.value) || '-'
}

/** A state value as people write it. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return ''
  const inner = Object.entries(value).map(([name, below]) => {
    const text = valueText(below)
    return text === '' ? name : text.startsWith('{') ? `${name}${text}` : `${name}.${text}`
  })
  return inner.length === 1 ? (inner[0] ?? '') : `{${inner.join(', ')}}`
}

/** Generated ids of hosts are long; their beginning tells them apart. */
export function hostText(host: string): string {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(host) ? host.slice(0, 8) : host
}

/** What a summary says to programs, without the context: that may be large, and `show --json` has it. */
export function plainSummary({ address, status, cursor, storedAt, bytes, record, error }: ActorSummary) {
  return {
    address,
    status,
    cursor,
    storedAt: new Date(storedAt).toISOString(),
    bytes,
    ...(error === undefined ? {} : { error }),
    ...(record === undefined
      ? {}
      : {
          kind: record.kind,
          type: record.type,
          tenant: record.tenant,
          snapshot: record.snapshot.status,
          state: record.snapshot.value,
          turn: record.turn,
          host: record.host,
          machine: record.machine,
          ...(record.quarantine === undefined ? {} : { quarantine: record.quarantine }),
        }),
  }
}

/** What made a turn: `event greet`, `claim by host-a`, `done of planning.1`. */
export function causeText(cause: Cause): string {
  const handle = ({ id, generation }: { readonly id: string; readonly generation: number }) =>
    `${id}.${generation}`
  switch (cause.type) {
    case 'create':
      return 'create'
    case 'event':
      return `event ${cause.event.type}`
    case 'child.done':
      return `done of ${handle(cause.child)}`
    case 'child.error':
      return `error of ${handle(cause.child)}: ${cause.error.code}`
    case 'effect.done':
      return `result of ${handle(cause.effect)}`
    case 'effect.error':
      return `failure of ${handle(cause.effect)}: ${cause.error.code}`
    case 'timer':
      return `timer ${handle(cause.timer)}`
    case 'claim':
      return `claim ${cause.number} by ${hostText(cause.host)}`
    case 'park':
      return `park until ${new Date(cause.until).toISOString().slice(11, 19)}`
    case 'stop':
      return 'stop'
    case 'repair':
      return `repair ${cause.event.type} by ${cause.by}: ${cause.reason}`
    case 'release':
      return `release by ${cause.by}: ${cause.reason}`
    default:
      return (cause as { readonly type: string }).type // of a newer version
  }
}

/** What follows a turn, counted: `2 tasks, 1 feed`. */
export function outboxText({ record }: Pick<JournalEntry, 'record'>): string {
  const counts = new Map<string, number>()
  for (const item of record.outbox) counts.set(item.do, (counts.get(item.do) ?? 0) + 1)
  return [...counts].map(([what, count]) => (count === 1 ? what : `${count} ${what}`)).join(', ')
}
