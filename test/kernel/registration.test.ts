/** defineActor: what cannot be durable is refused at once, all of it, with the state it is in (I5, R19, R20). */
import {
  assign,
  emit,
  enqueueActions,
  fromCallback,
  fromPromise,
  raise,
  setup,
  type AnyStateMachine,
} from 'xstate'
import { describe, expect, it } from 'vitest'
import { CaravanError, defineActor } from '../../runtime/index.ts'

const job = fromPromise(async () => 1)
const free = setup({
  types: { context: {} as { n: number } },
  actors: { job, cb: fromCallback(() => undefined) },
  actions: { custom: () => undefined, missing: assign({}) },
  guards: { yes: () => true },
})

const problemsOf = (machine: AnyStateMachine, type: 'entity' | 'worker' = 'entity'): readonly string[] => {
  try {
    defineActor({ kind: 'k', machine, type })
  } catch (error) {
    if (!(error instanceof CaravanError)) throw error
    expect(error.code).toBe('machine.invalid')
    expect(error.retryable).toBe(false)
    return error.data['problems'] as readonly string[]
  }
  return []
}

describe('refused at registration', () => {
  const context = { n: 0 }
  it.each<[string, AnyStateMachine, RegExp]>([
    [
      'a custom action',
      free.createMachine({ id: 'm', context, entry: 'custom' }),
      /m: custom action "custom"/,
    ],
    ['an inline action', free.createMachine({ id: 'm', context, exit: () => undefined }), /inline function/],
    [
      'an inline action of a transition',
      free.createMachine({ id: 'm', context, on: { x: { actions: () => undefined } } }),
      /inline function/,
    ],
    [
      'an action of an invoke’s end',
      free.createMachine({
        id: 'm',
        context,
        invoke: { id: 'j', src: 'job', onDone: { actions: () => undefined } },
      }),
      /inline function/,
    ],
    [
      'inline logic',
      free.createMachine({ id: 'm', context, invoke: { id: 'j', src: job as never } }),
      /inline logic/,
    ],
    ['an invoke without id', free.createMachine({ id: 'm', context, invoke: { src: 'job' } }), /explicit id/],
    [
      'a systemId',
      free.createMachine({ id: 'm', context, invoke: { id: 'j', src: 'job', systemId: 's' } }),
      /systemId/,
    ],
    [
      'an onSnapshot',
      free.createMachine({ id: 'm', context, invoke: { id: 'j', src: 'job', onSnapshot: {} } }),
      /onSnapshot/,
    ],
    [
      'logic that is no promise',
      free.createMachine({ id: 'm', context, invoke: { id: 'c', src: 'cb' } }),
      /"cb"/,
    ],
    [
      'a state that always enters itself',
      free.createMachine({
        id: 'm',
        context,
        initial: 'a',
        states: { a: { always: { target: 'a', reenter: true } } },
      }),
      /never end/,
    ],
    [
      'two states that always enter each other',
      free.createMachine({
        id: 'm',
        context,
        initial: 'a',
        states: { a: { always: 'b' }, b: { initial: 'c', states: { c: { always: '#m.a' } } } },
      }),
      /never end/,
    ],
  ])('%s', (_name, machine, problem) => {
    expect(problemsOf(machine).join('\n')).toMatch(problem)
  })

  it('lists every problem at once', () => {
    const problems = problemsOf(
      free.createMachine({
        id: 'm',
        context,
        entry: 'custom',
        initial: 'a',
        states: {
          a: { invoke: { src: 'job' }, always: { target: 'a', reenter: true } },
          b: { invoke: { id: 'c', src: 'cb', systemId: 's' } },
          c: { invoke: { id: 'n', src: 'nobody' as never } },
        },
      }),
    )
    expect(problems).toHaveLength(6)
  })

  it.each(['', 'a.b', 'a b', 'a*', 'é', 'x'.repeat(65)])('the kind %j', (kind) => {
    expect(() => defineActor({ kind, machine: free.createMachine({ context }) })).toThrow(/must be 1 to 64/)
  })

  it('a worker that invokes anything but promises', () => {
    const parent = setup({ actors: { kid: free.createMachine({ context }) } }).createMachine({
      id: 'm',
      invoke: { id: 'k', src: 'kid' },
    })
    expect(problemsOf(parent, 'worker').join()).toMatch(/only invoke promises/)
    expect(problemsOf(parent, 'entity').join()).toMatch(/bind it/)
  })
})

describe('accepted', () => {
  const context = { n: 0 }
  it.each<[string, AnyStateMachine]>([
    [
      'built-in actions',
      free.createMachine({
        id: 'm',
        context,
        entry: [assign({ n: 1 }), raise({ type: 'x' }), emit({ type: 'y' }), enqueueActions(() => undefined)],
      }),
    ],
    [
      'a loop that a guard ends',
      free.createMachine({
        id: 'm',
        context,
        initial: 'a',
        states: {
          a: {
            always: [
              { guard: ({ context }) => context.n > 3, target: 'b' },
              { target: 'a', reenter: true, actions: assign({ n: ({ context }) => context.n + 1 }) },
            ],
          },
          b: { always: { guard: 'yes', target: 'c' } },
          c: {},
        },
      }),
    ],
    [
      'an always without target',
      free.createMachine({ id: 'm', context, always: { guard: 'yes', actions: 'missing' } }),
    ],
    [
      'a chain',
      free.createMachine({
        id: 'm',
        context,
        initial: 'a',
        states: { a: { always: 'b' }, b: { always: 'c' }, c: {} },
      }),
    ],
  ])('%s', (_name, machine) => {
    expect(problemsOf(machine)).toEqual([])
  })

  it('a promise of an entity, as a worker kind of its own', () => {
    const actor = defineActor({
      kind: 'k',
      machine: free.createMachine({ id: 'm', context, invoke: { id: 'j', src: 'job' } }),
    })
    expect(actor.derived.map((d) => [d.kind, d.type])).toEqual([['k-job', 'worker']])
    expect(actor.children['job']).toEqual({ kind: 'k-job', type: 'worker' })
  })
})
