import * as fc from 'fast-check'
import { assign, fromPromise, setup } from 'xstate'
import { describe, expect, it } from 'vitest'
import { defineActor } from '../../runtime/index.ts'
import { decide } from '../../runtime/kernel/decide.ts'
import { refuseUnplain } from '../../runtime/kernel/plain-data.ts'
import { firstClaim } from '../../runtime/kernel/worker-turns.ts'

const send = (event: { type: string }) =>
  ({
    id: event.type,
    to: 'thing/1',
    kind: 'thing',
    sentAt: 0,
    type: 'event',
    event,
    first: { tenant: 'default' },
  }) as const

/** A list or an object that holds it there, among other things. */
const holding = (value: unknown, at: string | number) =>
  typeof at === 'number'
    ? [...Array.from({ length: at }, () => ({ n: null })), value]
    : { '-': 1, [at]: value }

describe('only plain data is journaled (R20, R21)', () => {
  it.each([
    ['a date', { at: new Date(0) }, 'context.at holds a Date'],
    ['a map', { a: [{ b: new Map() }] }, 'context.a[0].b holds a Map'],
    ['a function', { run: () => 1 }, 'context.run holds a function'],
    ['an error', { error: new TypeError('x') }, 'context.error holds a TypeError'],
  ])('%s is refused with its path', (_name, context, message) => {
    expect(() => refuseUnplain(context, 'context')).toThrow(message)
    expect(() => refuseUnplain(context, 'context')).toThrow(message) // refused again: nothing was remembered as plain
  })

  it('wherever it is, and however deep', () => {
    const step = fc.oneof(fc.constantFrom('a', 'b'), fc.nat(3))
    const place = fc.array(step, { minLength: 1, maxLength: 100 })
    const wrong = fc.constantFrom<[unknown, string]>(
      [new Date(0), 'Date'],
      [new Set(), 'Set'],
      [() => 1, 'function'],
      [Symbol('x'), 'symbol'],
    )
    fc.assert(
      fc.property(place, wrong, ([first = 'a', ...steps], [value, what]) => {
        const inside = steps.reduceRight<unknown>(holding, value)
        const path = steps.map((at) => (typeof at === 'number' ? `[${at}]` : `.${at}`)).join('')
        expect(() => refuseUnplain({ fine: holding(1, first), here: inside }, 'x')).toThrow(
          `x.here${path} holds a ${what}`,
        )
      }),
    )
  })

  it('what a machine puts into something else later is looked at there', () => {
    const known = { list: [{ n: 1 }] }
    refuseUnplain({ known }, 'context')
    expect(() => refuseUnplain({ known, more: [known, new Date(0)] }, 'context')).toThrow('context.more[1]')
  })

  it('what stands where it stood before is known; what was put elsewhere is not', () => {
    const kept = { at: new Date(0) } // stands for what has been looked through
    expect(() => refuseUnplain({ kept, more: 1 }, 'context', { kept })).not.toThrow()
    expect(() => refuseUnplain({ moved: kept }, 'context', { kept })).toThrow('context.moved.at holds a Date')
    expect(() => refuseUnplain({ kept: { at: new Date(1) } }, 'context', { kept })).toThrow('context.kept.at')
  })

  it('what a parent gave a child that began in the same process, where no JSON lies between them', () => {
    const child = defineActor({
      kind: 'thing',
      type: 'worker',
      machine: setup({
        types: { context: {} as { due: unknown }, input: {} as { due: unknown } },
        actors: { call: fromPromise(async () => undefined) },
      }).createMachine({
        context: ({ input }) => ({ due: input.due }),
        initial: 'calling',
        states: { calling: { invoke: { id: 'call', src: 'call', onDone: 'over' } }, over: { type: 'final' } },
      }),
    })
    const parent = { address: 'boss/1', kind: 'boss', child: { id: 'thing', generation: 1 } }
    const task = { id: 't', to: 'boss/1/thing.1', kind: 'thing', tenant: 'default', sentAt: 0, parent }
    const begun = (due: unknown) => {
      const decision = firstClaim(child, { ...task, input: { due } }, { host: 'h', beside: true }, 0)
      return decision.status === 'turn' ? decision.state.record : undefined
    }
    expect(begun('2027-01-01')?.outcome).toBe('claimed')
    expect(begun(new Date(0))?.snapshot.error?.message).toContain('context.due holds a Date')
  })

  it('plain data passes, cycles are left to JSON', () => {
    const cycle: Record<string, unknown> = {
      list: [1, 'a', null, undefined, { deep: true }],
      bare: Object.create(null),
    }
    cycle['self'] = cycle
    expect(() => refuseUnplain(cycle, 'context')).not.toThrow()
  })

  it('an assign that stores a date ends the actor with a sentence, its last good context kept', () => {
    const thing = defineActor({
      kind: 'thing',
      machine: setup({ types: { context: {} as { at: unknown } } }).createMachine({
        context: { at: 'never' },
        on: { now: { actions: assign({ at: () => new Date(0) }) } },
      }),
    })
    const first = decide(thing, undefined, send({ type: 'hello' }), 1)
    if (first.status !== 'turn') throw new Error('no turn')
    const second = decide(thing, first.state, send({ type: 'now' }), 2)
    if (second.status !== 'turn') throw new Error('no turn')
    const { snapshot } = second.state.record
    expect(snapshot.error?.message).toContain('use plain data')
    expect(snapshot.context).toEqual({ at: 'never' })
  })
})

describe('a worker that waits for nothing', () => {
  it('ends in error instead of being delivered for ever (R13)', () => {
    const idle = defineActor({
      kind: 'thing',
      type: 'worker',
      machine: setup({}).createMachine({ initial: 'idle', states: { idle: { on: { go: 'idle' } } } }),
    })
    const create = {
      id: 't',
      to: 'thing/1',
      kind: 'thing',
      sentAt: 0,
      type: 'create',
      tenant: 'default',
    } as const
    const decision = decide(idle, undefined, create, 1)
    if (decision.status !== 'turn') throw new Error('no turn')
    expect(decision.state.record.snapshot.error?.message).toContain('waits in "idle" for nothing')
  })
})
