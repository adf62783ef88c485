/** One kind of entity and one of workers, each in two versions of its code (R18). */
import { assign, fromPromise, setup } from 'xstate'
import { defineActor } from '../../../runtime/kernel/define-actor.ts'
import type { ActorDefinition, Migration } from '../../../runtime/kernel/definition.ts'
import { beginning } from '../bulk.ts'
import type { Job } from '../calls.ts'
import { explicit, work } from './work.ts'

const loose = (definition: unknown) => definition as ActorDefinition
const anything = fromPromise<unknown, Job>(async () => undefined)

type Asked = { type: 'ask'; n: number }

const first = setup({
  types: {
    context: {} as { job: Job; got: readonly number[]; answer?: string },
    input: {} as Job,
    events: {} as Asked,
  },
  actors: { poll: anything },
}).createMachine({
  id: 'survey',
  context: ({ input }) => ({ job: input, got: [] }),
  on: { ask: { actions: assign({ got: ({ context, event }) => [...context.got, event.n] }) } },
  initial: 'polling',
  states: {
    polling: {
      invoke: {
        id: 'poll',
        src: 'poll',
        input: ({ context }) => context.job,
        onDone: { target: 'answered', actions: assign({ answer: ({ event }) => String(event.output) }) },
        onError: {
          target: 'answered',
          actions: assign({ answer: ({ event }) => (event.error as Error).message }),
        },
      },
    },
    answered: {},
  },
})

/** What was `got` is `asked`, and it knows that it was moved. */
const second = setup({
  types: {
    context: {} as { job: Job; asked: readonly number[]; answer?: string; moved?: boolean },
    input: {} as Job,
    events: {} as Asked | { type: 'actor.migrated' },
  },
  actors: { poll: anything },
}).createMachine({
  id: 'survey',
  context: ({ input }) => ({ job: input, asked: [] }),
  on: {
    ask: { actions: assign({ asked: ({ context, event }) => [...context.asked, event.n] }) },
    'actor.migrated': { actions: assign({ moved: true }) },
  },
  initial: 'polling',
  states: {
    polling: {
      invoke: {
        id: 'poll',
        src: 'poll',
        input: ({ context }) => context.job,
        onDone: { target: 'answered', actions: assign({ answer: ({ event }) => String(event.output) }) },
        onError: {
          target: 'answered',
          actions: assign({ answer: ({ event }) => (event.error as Error).message }),
        },
      },
    },
    answered: {},
  },
})

const renamed: Migration = (old) => {
  const { got, ...rest } = old.context as { readonly got: readonly number[] }
  return { ...old, context: { ...rest, asked: got } }
}

/** @param src what its call is named, which the second version changed */
const poll = (src: string) =>
  setup({
    types: { context: {} as { job: Job; got?: string; swollen?: string }, input: {} as Job },
    actors: { [src]: work },
  }).createMachine({
    id: 'poll',
    context: ({ input }) => ({ job: input, ...beginning(input) }),
    initial: 'calling',
    states: {
      calling: {
        invoke: {
          id: 'call',
          src,
          input: ({ context }) => context.job,
          onDone: { target: 'done', actions: assign({ got: ({ event }) => event.output }) },
        },
      },
      done: { type: 'final' },
    },
    output: ({ context }) => context.got,
  })

const polling = { kind: 'poll', type: 'worker', effectDeadlineMs: 20_000, slots: 3 } as const

export const oldPoll = loose(defineActor({ ...polling, machine: poll('ask') }))
/** Moves what is older, and does not run it. */
export const newPoll = loose(
  defineActor({
    ...polling,
    machine: poll('query'),
    version: '2',
    migrations: {
      1: (old) => ({
        ...old,
        children: Object.fromEntries(
          Object.entries(old.children).map(([id, { input }]) => [id, { src: 'query', input }]),
        ),
      }),
    },
  }),
)

const surveying = { kind: 'survey', input: explicit } as const

export const oldSurvey = loose(defineActor({ ...surveying, machine: first, children: { poll: oldPoll } }))
/** Runs what is older, and moves it as soon as every host can read that. */
export const newSurvey = loose(
  defineActor({
    ...surveying,
    machine: second,
    children: { poll: newPoll },
    version: '2',
    versions: { 1: first },
    migrations: { 1: renamed },
  }),
)
