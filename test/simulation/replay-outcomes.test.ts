/** I5, R3: every outcome of a turn is decided again, and a record that somebody has changed is not what comes of it. */
import { describe, expect, it } from 'vitest'
import { parseAddress } from '../../runtime/core/address.ts'
import { CaravanError, errorData } from '../../runtime/core/errors.ts'
import type { Cause, EventMessage, Task } from '../../runtime/core/message.ts'
import type { OutboxItem, TurnRecord } from '../../runtime/core/turn-record.ts'
import { activation } from '../../runtime/kernel/activation.ts'
import { begin, decide, type Decision } from '../../runtime/kernel/decide.ts'
import type { ActorDefinition } from '../../runtime/kernel/definition.ts'
import type { TurnDraft } from '../../runtime/kernel/draft.ts'
import { instead } from '../../runtime/kernel/failure.ts'
import { quarantineTurn } from '../../runtime/kernel/quarantine.ts'
import { firstClaim, lateTurn, parkTurn, stopTurn } from '../../runtime/kernel/worker-turns.ts'
import { Refusals } from '../../runtime/testing/refusals.ts'
import { Replay } from '../../runtime/testing/replay.ts'
import { keeper, napper, older } from './replay-machines.ts'

const signed = (draft: TurnDraft): TurnRecord => ({
  ...draft,
  nonce: `${draft.actor} ${draft.turn}`,
  host: 'h',
})
const turnOf = (decision: Decision): TurnRecord => {
  if (decision.status !== 'turn') throw new Error(decision.status)
  return signed(decision.state.record)
}
const still = (record: TurnRecord) => ({ record, live: undefined })
const to = { to: 'keeper/k', kind: 'keeper', sentAt: 0 }
const made = (definition = keeper) =>
  turnOf(begin(definition, { ...to, id: 'c', type: 'create', tenant: 'acme' }, 1))
const next = (previous: TurnRecord, cause: Cause, definition = keeper) =>
  turnOf(decide(definition, { record: previous, live: undefined }, cause, previous.at + 1))
const event = (type: string, id = type): EventMessage => ({ ...to, id, type: 'event', event: { type } })
const item = <T extends OutboxItem['do']>({ outbox }: TurnRecord, what: T) => {
  const found = outbox.find((one): one is OutboxItem & { readonly do: T } => one.do === what)
  if (found === undefined) throw new Error(`Nothing to ${what}.`)
  return found
}
const claim = (task: Task) => turnOf(firstClaim(napper, task, { host: 'h', beside: true }, 2))
const woken = (claimed: TurnRecord): TurnRecord => {
  const [[id, { generation }] = ['', { generation: 0 }]] = Object.entries(claimed.timers)
  const timer = { id, generation }
  return next(
    claimed,
    { id: 'wake', to: claimed.actor, kind: 'napper', sentAt: 0, type: 'timer', timer },
    napper,
  )
}
const effect = { id: 'run', generation: 2 }
const TOO_LARGE = new CaravanError('message.too-large', 'It is too large.', { data: { bytes: 9 } })
const aside = (previous: TurnRecord, cause: Cause = event('add', 'poison')) =>
  signed(quarantineTurn(previous, cause, errorData(new CaravanError('x.y', 'It cannot be told.')), 9))
const audit = { ...to, by: 'olga', reason: 'it can be told again' }
const stopped = (
  previous: TurnRecord | undefined,
  { id, to: actor, kind, type }: ReturnType<typeof stopIn>,
) => signed(stopTurn(parseAddress(actor), kind, type, previous, { id, tenant: 'acme', now: 7 }) as TurnDraft)
const stopIn = (record: TurnRecord) => item(record, 'stop')

/** Journals whose last record is as it should be. */
const HONEST: Readonly<Record<string, () => readonly TurnRecord[]>> = {
  parked: () => {
    const first = made()
    const claimed = claim(item(first, 'task').task)
    return [first, claimed, signed(parkTurn(claimed, 60_002, 3))]
  },
  stopped: () => {
    const first = made()
    const claimed = claim(item(first, 'task').task)
    const halted = next(first, event('halt'))
    return [first, claimed, halted, stopped(claimed, stopIn(halted))]
  },
  'stopped before it was made': () => {
    const first = made()
    const halted = next(first, event('halt'))
    return [first, halted, stopped(undefined, stopIn(halted))]
  },
  'failed by its machine': () => {
    const first = made()
    return [first, next(first, event('boom'))]
  },
  'failed at its first claim': () => {
    const first = made()
    const task = { ...item(first, 'task').task, input: {} }
    return [{ ...first, outbox: [{ do: 'task', task }] }, claim(task)]
  },
  'failed by what no store keeps': () => {
    const claimed = woken(claim(item(made(), 'task').task))
    const output = { when: new Date(0) }
    return [claimed, next(claimed, { type: 'effect.done', id: 'e', effect, output }, napper)]
  },
  'failed as too large': () => {
    const first = made()
    const state = still(first)
    return [first, signed(instead(state, still(next(first, event('add'))), 2, TOO_LARGE).record)]
  },
  'failed as too large at once': () => {
    return [signed(instead(undefined, still(made()), 1, TOO_LARGE).record)]
  },
  'failed as too large at its first claim': () => {
    const first = made()
    const claimed = claim(item(first, 'task').task)
    return [first, signed(instead(undefined, still(claimed), 3, TOO_LARGE).record)]
  },
  quarantined: () => {
    const first = next(made(), event('add'))
    return [first, aside(first)]
  },
  repaired: () => {
    const set = aside(made())
    return [set, next(set, { ...audit, id: 'm', type: 'repair', event: { type: 'add' } })]
  },
  released: () => {
    const set = aside(made())
    return [set, next(set, { ...audit, id: 'r', type: 'release' })]
  },
  migrated: () => {
    const old = next(made(older), event('add'), older)
    const moved = activation(keeper, old, '2', 5)
    if (moved.status !== 'migrated') throw new Error(moved.status)
    return [old, signed(moved.state.record)]
  },
  restarted: () => {
    const first = made()
    const child = { id: 'nap', generation: first.children['nap']?.generation ?? 0 }
    const error = errorData(new Error('no milk'))
    return [first, next(first, { ...to, id: 'e', type: 'child.error', child, error })]
  },
  ignored: () => {
    const first = made()
    const child = { id: 'nap', generation: 99 }
    return [first, next(first, { ...to, id: 'e', type: 'child.done', child, output: 1 })]
  },
  'ignored by other code': () => {
    const claimed = woken(claim(item(made(), 'task').task))
    const newer = { ...claimed, machine: { ...claimed.machine, version: '2' } }
    const late = lateTurn(napper, newer, { type: 'effect.done', id: 'e', effect, output: 'done' }, 5)
    if (late === undefined) throw new Error('It is known.')
    return [newer, signed(late)]
  },
}
const newNapper = { ...napper, version: '2' }

/** What their store has refused before. */
const REFUSED: Readonly<Record<string, () => TurnRecord>> = {
  'failed as too large': () => next(made(), event('add')),
  'failed as too large at once': () => made(),
  'failed as too large at its first claim': () => claim(item(made(), 'task').task),
}

/** How the last of these records comes out otherwise. */
function otherwise(
  records: readonly TurnRecord[],
  actors: readonly ActorDefinition[] = [keeper, napper, newNapper],
  refused?: TurnRecord,
): string | undefined {
  const refusals = new Refusals()
  if (refused !== undefined) refusals.hear(refused, TOO_LARGE)
  const replay = new Replay(actors, refusals)
  const tails = new Map<string, TurnRecord>()
  let last: string | undefined
  for (const record of records) {
    last = replay.otherwise(tails.get(record.actor), record)
    tails.set(record.actor, record)
  }
  return last
}

describe('I5: a turn decided again', () => {
  it.each(Object.entries(HONEST))('%s: gives the same', (name, records) => {
    expect(records().at(-1)?.outcome).toBe(name.split(' ')[0])
    expect(otherwise(records(), undefined, REFUSED[name]?.())).toBeUndefined()
  })

  it.each<[keyof typeof HONEST, string, (record: TurnRecord) => object]>([
    ['parked', 'its timers', () => ({ timers: {} })],
    ['parked', 'its state', ({ snapshot }) => ({ snapshot: { ...snapshot, value: 'done' } })],
    ['parked', 'what brings it back', () => ({ outbox: [] })],
    ['stopped', 'what it knew', ({ snapshot }) => ({ snapshot: { ...snapshot, context: null } })],
    ['stopped', 'who runs it', () => ({ claim: { host: 'other', number: 1 } })],
    ['stopped before it was made', 'its tenant', () => ({ tenant: 'other' })],
    ['failed by its machine', 'its count', ({ snapshot }) => ({ snapshot: { ...snapshot, context: {} } })],
    ['failed by its machine', 'why', () => ({ reason: 'nothing' })],
    ['failed by its machine', 'what it stops', () => ({ outbox: [] })],
    ['failed at its first claim', 'what it tells its parent', () => ({ outbox: [] })],
    ['failed by what no store keeps', 'who runs it', () => ({ claim: { host: 'other', number: 1 } })],
    ['failed as too large', 'its children', () => ({ children: made().children })],
    [
      'failed as too large at once',
      'its state',
      ({ snapshot }) => ({ snapshot: { ...snapshot, value: 'open' } }),
    ],
    ['failed as too large at its first claim', 'who runs it', () => ({ claim: undefined })],
    ['quarantined', 'the messages that it remembers', () => ({ seen: [] })],
    ['quarantined', 'its timers', () => ({ timers: {} })],
    ['quarantined', 'since when', ({ quarantine }) => ({ quarantine: { ...quarantine, since: 1 } })],
    [
      'repaired',
      'its state',
      ({ snapshot }) => ({ snapshot: { ...snapshot, context: { counts: { count: 9 } } } }),
    ],
    ['released', 'what it owes', ({ outbox }) => ({ outbox: outbox.slice(0, -1) })],
    [
      'migrated',
      'its context',
      ({ snapshot }) => ({ snapshot: { ...snapshot, context: { counts: { count: 0 } } } }),
    ],
    ['migrated', 'the messages that it remembers', () => ({ seen: [] })],
    ['restarted', 'when it goes on', () => ({ timers: {} })],
    ['ignored', 'why', () => ({ reason: 'nothing' })],
    ['ignored', 'its children', () => ({ children: {} })],
    ['ignored by other code', 'why', () => ({ reason: 'nothing' })],
    ['ignored by other code', 'its effects', () => ({ effects: {} })],
  ])('%s: another %s is found', (name, _what, change) => {
    const records = HONEST[name]?.() ?? []
    const last = records.at(-1) as TurnRecord
    const changed = [...records.slice(0, -1), { ...last, ...change(last) }]
    expect(otherwise(changed, undefined, REFUSED[name]?.())).toMatch(/decided again/)
  })

  it.each(Object.keys(HONEST))('%s: another machine is found', (name) => {
    const records = HONEST[name]?.() ?? []
    const last = records.at(-1) as TurnRecord
    const other = { ...last, machine: { ...last.machine, id: 'other' } }
    expect(otherwise([...records.slice(0, -1), other], undefined, REFUSED[name]?.())).toMatch(/decided again/)
  })

  it.each<[string, keyof typeof HONEST, (records: readonly TurnRecord[]) => readonly TurnRecord[]]>([
    [
      'a stop that no parent promises',
      'stopped',
      (records) => records.filter(({ actor }) => actor !== 'keeper/k'),
    ],
    ['a stop of one that has ended', 'stopped', (records) => [...records, records.at(-1) as TurnRecord]],
    [
      'a claim that fails for a task that none promises',
      'failed at its first claim',
      (records) => records.slice(1),
    ],
    ['a quarantine of nobody', 'quarantined', (records) => records.slice(1)],
    [
      'a move from the version that it had',
      'migrated',
      ([, moved]) => [moved, moved].map((one) => one as TurnRecord),
    ],
  ])('%s is none', (_what, name, change) => {
    expect(otherwise(change(HONEST[name]?.() ?? []))).toMatch(/decided again from its record, is none$/)
  })

  it.each(Object.keys(REFUSED))('%s: only what its store has refused ends so', (name) => {
    expect(otherwise(HONEST[name]?.() ?? [])).toMatch(/decided again/)
  })

  it('nothing is passed over because no code is given for its version, only what is of another kind', () => {
    const records = HONEST['ignored by other code']?.() ?? []
    expect(otherwise(records, [keeper, napper])).toMatch(
      /needs version 2 of its machine, which no code here has$/,
    )
    expect(otherwise(records, [keeper])).toBeUndefined()
  })
})
