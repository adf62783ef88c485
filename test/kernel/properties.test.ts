/** Random tests; a failing one prints its seed and path, with which it replays. */
import * as fc from 'fast-check'
import { assign, emit, fromPromise, raise, sendTo, setup, spawnChild, stopChild } from 'xstate'
import { describe, expect, it } from 'vitest'
import { defineActor } from '../../runtime/index.ts'
import {
  addressText,
  addressTokens,
  childAddress,
  childText,
  escapeToken,
  MAX_NAME_LENGTH,
  parseAddress,
  parseTokens,
  partitionOf,
  rootAddress,
  unescapeToken,
  type Address,
} from '../../runtime/core/address.ts'
import type { Cause } from '../../runtime/core/message.ts'
import { hasReceived, NOTHING_RECEIVED, receive } from '../../runtime/core/received.ts'
import { decide } from '../../runtime/kernel/decide.ts'
import type { ActorState } from '../../runtime/kernel/draft.ts'
import type { ActorDefinition } from '../../runtime/kernel/definition.ts'
import { boss, echo, greeter, talker } from '../kit/machines.ts'
import { subjects } from '../../runtime/nats/subjects.ts'
import { create, deepFreeze, event, stored } from './turns.ts'

const roamer = defineActor({
  kind: 'roamer',
  children: { echo },
  machine: setup({
    types: { context: {} as { n: number }, events: {} as { type: string } },
    actors: { echo: echo.machine, call: fromPromise(async () => 1) },
    guards: { odd: ({ context }) => context.n % 2 === 1 },
  }).createMachine({
    id: 'roamer',
    type: 'parallel',
    context: { n: 0 },
    states: {
      walk: {
        initial: 'a',
        states: {
          a: {
            on: {
              go: { target: 'b', actions: raise({ type: 'inc' }) },
              say: { actions: emit({ type: 'said' }) },
            },
            after: { 100: 'b' },
          },
          b: {
            initial: 'x',
            invoke: { id: 'call', src: 'call', onDone: { actions: raise({ type: 'inc' }) }, onError: 'a' },
            states: { x: { on: { go: { target: 'y', guard: 'odd' } } }, y: { after: { 50: 'x' } } },
            on: { back: 'a', again: { target: 'b', reenter: true } },
          },
          memory: { type: 'history', history: 'deep' },
        },
        on: { remember: '.memory' },
      },
      keep: {
        on: {
          inc: { actions: assign({ n: ({ context }) => context.n + 1 }) },
          spawn: { actions: spawnChild('echo', { id: 'kid' }) },
          stop: { actions: stopChild('kid') },
          tell: { actions: sendTo(({ self }) => self, { type: 'inc' }) },
          later: { actions: raise({ type: 'inc' }, { delay: 20, id: 'later' }) },
        },
      },
    },
  }),
})

const EVENTS: Readonly<Record<string, readonly string[]>> = {
  roamer: [
    'go',
    'say',
    'back',
    'again',
    'remember',
    'inc',
    'spawn',
    'stop',
    'tell',
    'later',
    'nothing',
    'xstate.stop',
  ],
  greeter: ['greet', 'greet', 'leave'],
  boss: ['halt'],
  talker: ['tell', 'heard'],
}
const input = { jobs: [1, 2, 3].map((n) => ({ key: String(n), ms: 1 })) }

type Step = {
  readonly pick: number
  readonly sort: 'event' | 'child' | 'timer' | 'again'
  readonly stale: boolean
}
const steps = fc.array(
  fc.record({
    pick: fc.nat(50),
    sort: fc.constantFrom('event' as const, 'child' as const, 'timer' as const, 'again' as const),
    stale: fc.boolean(),
  }),
  { maxLength: 25 },
)

/** Turns a random step into a message that fits the actor as it is, or a stale one. */
function messageOf(
  definition: ActorDefinition,
  state: ActorState,
  step: Step,
  past: readonly Cause[],
): Cause {
  const kinds = EVENTS[definition.kind] ?? []
  const plain = event(definition, { type: kinds[step.pick % kinds.length] ?? 'nothing', n: step.pick })
  if (step.sort === 'again') return past[step.pick % past.length] ?? plain
  const table = step.sort === 'child' ? state.record.children : state.record.timers
  const names = Object.keys(table)
  const id = names[step.pick % names.length]
  if (step.sort === 'event' || id === undefined) return plain
  const handle = { id, generation: (table[id]?.generation ?? 0) - (step.stale ? 1 : 0) }
  const envelope = { id: `${step.pick}`, to: state.record.actor, kind: definition.kind, sentAt: 0 }
  if (step.sort === 'timer') return { ...envelope, type: 'timer', timer: handle }
  return step.pick % 3 === 0
    ? { ...envelope, type: 'child.error', child: handle, error: { code: 'x', message: 'x' } }
    : { ...envelope, type: 'child.done', child: handle, output: step.pick }
}

/** XState words a send to an ended child differently when the child is not in memory any more; both end the actor. */
function comparable(state: ActorState) {
  const { record } = stored(state)
  if (record.outcome !== 'failed') return record
  return { ...record, reason: '', snapshot: { ...record.snapshot, error: undefined } }
}

describe('deciding on the stored record is deciding on the live state (R3, I5)', () => {
  const definitions = [roamer, greeter, boss, talker] as unknown as ActorDefinition[]
  it.each(definitions.map((d) => [d.kind, d] as const))('%s', (_kind, definition) => {
    fc.assert(
      fc.property(steps, (random) => {
        const birth = create(definition, input)
        const past: Cause[] = [birth]
        let live = decide(definition, undefined, birth, 0)
        for (const [index, step] of random.entries()) {
          if (live.status !== 'turn') throw new Error('no state')
          const state = live.state
          const cause = messageOf(definition, state, step, past)
          past.push(cause)
          deepFreeze(state.record)
          deepFreeze(cause)
          const now = 10 * index
          const onLive = decide(definition, state, cause, now)
          const onStored = decide(definition, deepFreeze(stored(state)), cause, now)
          expect(onStored.status).toBe(onLive.status)
          if (onLive.status !== 'turn' || onStored.status !== 'turn') continue
          expect(comparable(onStored.state)).toEqual(comparable(onLive.state))
          expect(onStored.logs).toEqual(onLive.logs)
          const again = decide(definition, state, cause, now)
          expect(again.status === 'turn' && again.state.record).toEqual(onLive.state.record)
          live = onLive
        }
      }),
      { numRuns: 150 },
    )
  })

  it('never lets an id of the outbox or a generation come twice', () => {
    fc.assert(
      fc.property(steps, (random) => {
        const definition = roamer as unknown as ActorDefinition
        const ids = new Set<string>()
        let state: ActorState | undefined
        let causes: Cause[] = [create(definition)]
        for (let i = -1; i < random.length; i++) {
          const step = random[i]
          const cause = state && step ? messageOf(definition, state, step, causes) : causes[0]
          if (cause === undefined) return
          causes = [...causes, cause]
          const decision = decide(definition, state, cause, i)
          if (decision.status !== 'turn') continue
          const { record } = decision.state
          expect(record.turn).toBe((state?.record.turn ?? 0) + 1)
          expect(record.serial).toBeGreaterThanOrEqual(state?.record.serial ?? 0)
          for (const item of record.outbox) {
            const id =
              item.do === 'task'
                ? item.task.id
                : 'message' in item
                  ? item.message.id
                  : 'id' in item
                    ? item.id
                    : ''
            if (id === '') continue
            expect(ids.has(id)).toBe(false)
            ids.add(id)
          }
          state = decision.state
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe('received (R5)', () => {
  it('receives each of 1..n once, in any order and however often it comes', () => {
    const deliveries = fc.integer({ min: 1, max: 30 }).chain((n) =>
      fc
        .tuple(
          fc.shuffledSubarray(
            Array.from({ length: n }, (_, i) => i + 1),
            { minLength: n },
          ),
          fc.array(fc.integer({ min: 1, max: n })),
          fc.infiniteStream(fc.nat()),
        )
        .map(([order, repeats, places]) => {
          const all = [...order]
          for (const n of repeats) all.splice((places.next().value ?? 0) % (all.length + 1), 0, n)
          return { n, all }
        }),
    )
    fc.assert(
      fc.property(deliveries, ({ n, all }) => {
        let received = NOTHING_RECEIVED
        const taken: number[] = []
        for (const number of all) {
          deepFreeze(received)
          if (!hasReceived(received, number)) taken.push(number)
          received = receive(JSON.parse(JSON.stringify(received)) as typeof received, number)
          expect(hasReceived(received, number)).toBe(true)
        }
        expect(taken.toSorted((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i + 1))
        expect(received).toEqual({ upTo: n, ahead: [] })
      }),
    )
  })
})

describe('addresses', () => {
  // Any code unit, lone surrogates included: ids come from outside.
  const anyText = fc.string({
    minLength: 1,
    maxLength: MAX_NAME_LENGTH,
    unit: fc.oneof(
      fc.constantFrom('.', '*', '>', ' ', '/', '=', '%', '\u0000', '\n', 'é', '東', '🧭'),
      fc.integer({ min: 0, max: 0xff_ff }).map((n) => String.fromCharCode(n)),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
  })
  const name = anyText.map((text) => text.toWellFormed().slice(0, MAX_NAME_LENGTH).toWellFormed())
  const address: fc.Arbitrary<Address> = fc
    .tuple(fc.stringMatching(/^[\w-]{1,64}$/), name, fc.array(fc.tuple(name, fc.nat()), { maxLength: 1 }))
    .map(([kind, id, path]) =>
      path.reduce((parent, [child, n]) => childAddress(parent, child, n), rootAddress(kind, id)),
    )

  it('come back from their text and from subject tokens', () => {
    fc.assert(
      fc.property(address, (given) => {
        expect(parseAddress(addressText(given))).toEqual(given)
        expect(parseTokens(addressTokens(given).split('.'))).toEqual(given)
        expect(childText(addressText(given), 'a child', 7)).toBe(
          addressText(childAddress(given, 'a child', 7)),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('escape to plain subject tokens, injectively', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(escapeToken(a)).toMatch(/^[\w=-]+$/)
        expect(unescapeToken(escapeToken(a))).toBe(a)
        expect(escapeToken(a) === escapeToken(b)).toBe(a === b)
      }),
    )
    expect(escapeToken('')).toMatch(/^[\w=-]+$/)
    expect(unescapeToken(escapeToken(''))).toBe('')
  })

  it('refuse names that UTF-8 would make equal', () => {
    expect(() => rootAddress('k', '\uD800')).toThrow(/not an address/)
    expect(() => childAddress(rootAddress('k', 'i'), 'a\uDFFF', 1)).toThrow(/not an address/)
  })

  it('stay below what a NATS control line can hold', () => {
    const long = '東'.repeat(MAX_NAME_LENGTH)
    let deepest = rootAddress('k', long)
    let refused = 0
    for (let depth = 1; depth <= 8; depth++) {
      try {
        deepest = childAddress(deepest, long, depth)
      } catch {
        refused += 1
      }
    }
    expect(refused).toBeGreaterThan(0)
    expect(() => childText(addressText(deepest), long, 1)).toThrow(/not an address/)
    expect(subjects('caravan', 16).task(deepest, 'k'.repeat(64)).length).toBeLessThan(3_900)
  })

  it('keep their partition for ever, shared with all descendants', () => {
    fc.assert(
      fc.property(address, fc.integer({ min: 1, max: 64 }), (given, partitions) => {
        const partition = partitionOf(given, partitions)
        expect(partition).toBeGreaterThanOrEqual(0)
        expect(partition).toBeLessThan(partitions)
        expect(partitionOf({ ...given, path: [] }, partitions)).toBe(partition)
      }),
    )
    // Written down: another hash would lose every message that waits.
    const fixed = ['trip/1', 'trip/2', 'boss/ordered', 'greeter/ada', 'k/東'].map((text) => {
      const [kind = '', id = ''] = text.split('/')
      return partitionOf(rootAddress(kind, id), 16)
    })
    expect(fixed).toEqual([10, 7, 10, 6, 9])
  })

  it.each([
    '',
    'a',
    '/a',
    'a/',
    'a/b/',
    'a/b/c',
    'a/b/c.',
    'a/b/.1',
    'a/b/c.-1',
    'a/b/c.1e3x',
    'a/b/c.NaN',
    'a/%ZZ/=C3.1',
  ])('refuse %j', (text) => expect(() => parseAddress(text)).toThrow(/not an address/))
})
