/**
 * What must be true of two neighbouring records of one actor, told without the kernel's code: the judge's own reading of
 * the invariants, so that a mistake there cannot excuse itself.
 */
import type { Cause } from '../core/message.ts'
import { hasReceived } from '../core/received.ts'
import { isFinal, SEEN_HORIZON, type TurnRecord } from '../core/turn-record.ts'
import { checkQuarantine } from './quarantine-rules.ts'

/** A broken promise: which one, and what was seen. */
export interface Violation {
  /** The invariant or rule, such as `I3`. */
  readonly rule: string
  readonly text: string
}

/** What one record says it did with one message. */
export interface Handling {
  readonly cause: Cause
  readonly outcome: TurnRecord['outcome']
}

/** Everything that a record handled, in order. */
export function handlingsOf(record: TurnRecord): readonly Handling[] {
  return [...(record.earlier ?? []), { cause: record.cause, outcome: record.outcome }]
}

/** The task that a record claims; by its outcome too, for a worker that is poison has such a cause as well. */
export function claimedTask(record: TurnRecord): string | undefined {
  const claim = handlingsOf(record).find(
    ({ cause, outcome }) => cause.type === 'claim' && (outcome === 'claimed' || outcome === 'failed'),
  )
  return claim && splitLast(claim.cause.id, '~')[0]
}

/** One name per message, however often and under whichever id it is delivered (R5). Undefined when it may come again. */
export function identityOf(cause: Cause): string | undefined {
  switch (cause.type) {
    case 'event':
      if (cause.peer === undefined) return `outside ${cause.id}`
      return cause.peer.from === 'parent'
        ? `parent ${cause.peer.n}`
        : `child ${cause.peer.from.id}.${cause.peer.from.generation} ${cause.peer.n}`
    case 'child.done':
    case 'child.error':
      if ('quarantinedAt' in cause && cause.quarantinedAt !== undefined)
        return `quarantine of ${cause.child.id}.${cause.child.generation} at ${cause.quarantinedAt}`
      return `end of ${cause.child.id}.${cause.child.generation}`
    case 'timer':
      return `timer ${cause.timer.id}.${cause.timer.generation}`
    case 'effect.done':
    case 'effect.error':
      return `effect ${cause.effect.id}.${cause.effect.generation}`
    case 'repair':
    case 'release':
      return `outside ${cause.id}`
    default:
      return undefined
  }
}

/** The neighbour rules; empty when all hold. */
export function neighbourViolations(
  previous: TurnRecord | undefined,
  record: TurnRecord,
): readonly Violation[] {
  const found: Violation[] = []
  const say = (rule: string, text: string) => found.push({ rule, text: `${record.actor}: ${text}` })
  const turn = (previous?.turn ?? 0) + 1
  if (record.turn !== turn) say('I2', `turn ${record.turn} was stored where turn ${turn} belongs`)
  if (previous === undefined) {
    if (!createsActor(record)) say('R14', `a ${record.cause.type} made the actor`)
  } else {
    checkSuccession(previous, record, say)
    checkLegality(previous, record, say)
    checkQuarantine(previous, record, say)
  }
  checkClaim(previous, record, say)
  if (record.type === 'entity' && Object.keys(record.effects).length > 0)
    say('I6', `an entity has open effects: ${Object.keys(record.effects).join(', ')}`)
  if (record.seen.length > SEEN_HORIZON)
    say('I10', `it remembers ${record.seen.length} ids, more than ${SEEN_HORIZON}`)
  if (isFinal(record.snapshot)) {
    const open = [
      ...Object.keys(record.children),
      ...Object.keys(record.timers),
      ...Object.keys(record.effects),
    ]
    if (open.length > 0) say('R3', `it has ended and left open: ${open.join(', ')}`)
  }
  return found
}

/** Outcomes that say nothing of what an actor does: of one that has ended too. */
const OF_OPERATORS: ReadonlySet<TurnRecord['outcome']> = new Set(['quarantined', 'repaired', 'released'])

/** Outcomes by which the kernel said what became of the cause. */
const TAKEN_IN: ReadonlySet<TurnRecord['outcome']> = new Set(['handled', 'ignored', 'failed', 'restarted'])

type Say = (rule: string, text: string) => void

function createsActor(record: TurnRecord): boolean {
  const { cause } = record.earlier?.[0] ?? record
  if (cause.type === 'create' || cause.type === 'stop') return true
  if (cause.type === 'claim') return cause.number === 1
  return cause.type === 'event' && cause.first !== undefined
}

function checkSuccession(previous: TurnRecord, record: TurnRecord, say: Say): void {
  if (record.kind !== previous.kind || record.tenant !== previous.tenant)
    say('R3', 'its kind or tenant changed')
  const { version } = previous.machine
  if (record.machine.version !== version && record.outcome !== 'migrated')
    say('R18', `a ${record.outcome} turn moved it from version ${version} to ${record.machine.version}`)
  if (record.serial < previous.serial)
    say('R3', `its serial fell from ${previous.serial} to ${record.serial}`)
  if (
    record.outcome === 'claimed' &&
    record.cause.type === 'claim' &&
    record.cause.number !== (previous.claim?.number ?? 0) + 1
  )
    say('R8', `claim ${record.cause.number} follows claim ${previous.claim?.number ?? 0}`)
  if (record.outcome === 'parked') checkParked(previous, record, say)
  if (isFinal(previous.snapshot) && record.outcome !== 'ignored' && !OF_OPERATORS.has(record.outcome))
    say('I9', `it has ended, and a ${record.cause.type} was ${record.outcome}`)
  for (const [id, effect] of Object.entries(record.effects)) {
    const before = previous.effects[id]
    if (before?.generation === effect.generation && effect.starts < before.starts)
      say('I8', `the starts of "${id}" fell from ${before.starts} to ${effect.starts}`)
  }
}

/** Who runs a worker is on record from its claim on, also when that is where it has failed. */
function checkClaim(previous: TurnRecord | undefined, record: TurnRecord, say: Say): void {
  const { claim } = record
  if (previous?.claim !== undefined && claim === undefined) say('R8', 'it has forgotten whose it is')
  for (const { cause, outcome } of handlingsOf(record)) {
    if (cause.type !== 'claim' || (outcome !== 'claimed' && outcome !== 'failed')) continue
    if (claim?.number !== cause.number || claim.host !== cause.host)
      say('R8', `claim ${cause.number} of ${cause.host} is not on record as whose it is`)
  }
}

/** Nothing that runs is given away, and the task comes back when the next timer is due (R11). */
function checkParked(previous: TurnRecord, { cause }: TurnRecord, say: Say): void {
  const running = Object.keys(previous.effects)
  if (running.length > 0) say('R11', `it was parked while it ran: ${running.join(', ')}`)
  const due = Math.min(...Object.values(previous.timers).map(({ at }) => at))
  if (cause.type !== 'park' || cause.until !== due)
    say('R11', `${describe(cause)} does not bring it back at ${due}, when its next timer is due`)
}

/** Whether the previous record's tables let the machine see it (I9, R4), and whether it was ignored without reason (I4). */
function checkLegality(previous: TurnRecord, record: TurnRecord, say: Say): void {
  const { cause, outcome } = record
  // Tables between several messages of one turn are on no record; that turn is decided again instead (I5).
  if (record.earlier !== undefined || !TAKEN_IN.has(outcome)) return
  const stale = staleness(previous, cause)
  // A call that was paid for is counted also by a host whose code cannot take its result in (R9, R18).
  const counted =
    (cause.type.startsWith('effect.') && record.reason?.includes('this host reads') === true) ||
    (cause.type === 'repair' && previous.quarantine !== undefined) || // its machine may refuse it (R13)
    (cause.type === 'release' && record.reason?.startsWith('it cannot be stored') === true)
  if (outcome === 'ignored' && stale === undefined && !counted)
    say('I4', `${describe(cause)} was ignored (${record.reason ?? 'without a reason'}), nothing was stale`)
  if (outcome !== 'ignored' && stale !== undefined)
    say('I9', `${describe(cause)} was ${outcome} although ${stale}`)
}

function staleness(previous: TurnRecord, cause: Cause): string | undefined {
  switch (cause.type) {
    case 'child.done':
    case 'child.error':
      return previous.children[cause.child.id]?.generation === cause.child.generation
        ? undefined
        : 'its child is not open'
    case 'timer':
      return previous.timers[cause.timer.id]?.generation === cause.timer.generation
        ? undefined
        : 'its timer is not open'
    case 'effect.done':
    case 'effect.error':
      return previous.effects[cause.effect.id]?.generation === cause.effect.generation
        ? undefined
        : 'its effect is not open'
    case 'event':
      if (isFinal(previous.snapshot)) return 'the actor had ended'
      if (cause.event.type.startsWith('xstate.')) return 'it is reserved'
      return peerStaleness(previous, cause)
    case 'repair':
    case 'release':
      return previous.quarantine === undefined ? 'it was not quarantined' : undefined
    default:
      return undefined
  }
}

function peerStaleness(
  previous: TurnRecord,
  cause: Extract<Cause, { readonly type: 'event' }>,
): string | undefined {
  if (cause.peer === undefined) return undefined
  const { from, n } = cause.peer
  if (from === 'parent')
    return previous.parent && hasReceived(previous.parent.received, n) ? 'it was received before' : undefined
  const child = previous.children[from.id]
  if (child?.generation !== from.generation) return 'its child is not open'
  return hasReceived(child.received, n) ? 'it was received before' : undefined
}

export function describe(cause: Cause): string {
  return cause.type === 'event' ? `event "${cause.event.type}" (${cause.id})` : `${cause.type} ${cause.id}`
}

/** What stands before and after the last separator. */
export function splitLast(text: string, separator = '.'): readonly [string, string] {
  const place = text.lastIndexOf(separator)
  return [text.slice(0, place), text.slice(place + 1)]
}
