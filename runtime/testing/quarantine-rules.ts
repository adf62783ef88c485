/**
 * R13 and I11, told of two neighbouring records: who is set aside stays so until somebody says otherwise with name and
 * reason, his parent is told, and nothing that he owed is forgotten.
 */
import { isFinal, type TurnOutcome, type TurnRecord } from '../core/turn-record.ts'
import { MAX_BARREN_CLAIMS } from '../kernel/quarantine.ts'

type Say = (rule: string, text: string) => void

/** What may still be recorded of an actor in quarantine; results of calls count too, for they were paid. */
const IN_QUARANTINE: ReadonlySet<TurnOutcome> = new Set([
  'ignored',
  'repaired',
  'released',
  'stopped',
  'migrated',
])

export function checkQuarantine(previous: TurnRecord, record: TurnRecord, say: Say): void {
  const { outcome, cause, quarantine } = record
  const before = previous.quarantine
  if (outcome === 'quarantined') checkSetAside(previous, record, say)
  if (outcome === 'repaired' || outcome === 'released') {
    const audited = 'by' in cause && 'reason' in cause && cause.by !== '' && cause.reason !== ''
    if (!audited) say('R13', `it was ${outcome}, and its journal does not say by whom and why`)
    if (before === undefined) say('R13', `it was ${outcome} although it was not quarantined`)
  }
  if (before === undefined || outcome === 'quarantined') return
  if (outcome === 'released') {
    if (quarantine !== undefined) say('R13', 'it is quarantined after its release')
    const owes = new Set(record.outbox.map((item) => JSON.stringify(item)))
    const forgotten = before.held.find((item) => !owes.has(JSON.stringify(item)))
    if (forgotten !== undefined) say('I3', `its release forgets to ${forgotten.do} what was held`)
    return
  }
  if (!IN_QUARANTINE.has(outcome) && !cause.type.startsWith('effect.'))
    say('R13', `a ${cause.type} was ${outcome} while it was quarantined`)
  if (quarantine === undefined && !isFinal(record.snapshot)) say('R13', 'its quarantine ended by itself')
}

function checkSetAside(previous: TurnRecord, record: TurnRecord, say: Say): void {
  if (previous.quarantine !== undefined) say('R13', 'it was quarantined twice')
  if (record.quarantine === undefined || record.quarantine.reason === '')
    return say('R13', 'it was quarantined without a reason')
  const claims = previous.outcome === 'claimed' ? (previous.claim?.barren ?? 1) : 0
  if (record.quarantine.code === 'worker.barren' && claims < MAX_BARREN_CLAIMS)
    say(
      'R13',
      `it was set aside for what ends its hosts after ${claims} claims without anything between them`,
    )
  if (JSON.stringify(record.quarantine.held) !== JSON.stringify(previous.outbox))
    say('I3', 'its quarantine does not hold what the turn before it owed')
  if (JSON.stringify(record.snapshot) !== JSON.stringify(previous.snapshot))
    say('R13', 'its quarantine changed its state')
  const told = record.outbox.some(
    (item) =>
      item.do === 'send' &&
      item.message.type === 'child.error' &&
      item.message.to === record.parent?.address &&
      item.message.quarantinedAt === record.turn,
  )
  if (record.parent !== undefined && !told) say('R13', 'its parent is not told of its quarantine')
}
