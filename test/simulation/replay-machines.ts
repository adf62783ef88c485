/** Machines that come to every outcome, in two versions, for records that are decided again. */
import { assign, emit, fromPromise, setup } from 'xstate'
import { defineActor, supervised } from '../../runtime/index.ts'
import type { ActorDefinition } from '../../runtime/kernel/definition.ts'
import { versionOf } from '../../runtime/kernel/versions.ts'

interface Errand {
  readonly what: unknown
}

/** Rests before it works. */
export const napper = defineActor({
  kind: 'napper',
  type: 'worker',
  machine: setup({
    types: { context: {} as Errand, input: {} as Errand },
    actors: { work: fromPromise(async (): Promise<unknown> => 'done') },
  }).createMachine({
    id: 'napper',
    context: ({ input }) => ({ what: input.what ?? new Date(0) }), // which no journal can keep
    initial: 'resting',
    states: {
      resting: { after: { 60_000: 'working' } },
      working: { invoke: { id: 'run', src: 'work', onDone: 'done' } },
      done: { type: 'final', entry: assign({ what: ({ event }) => event.output }) },
    },
  }),
})

const keeperMachine = (name: 'n' | 'count') =>
  setup({
    types: {
      context: {} as { counts: Readonly<Record<string, number>> },
      events: {} as { type: 'add' | 'boom' | 'halt' },
    },
    actors: { napper: napper.machine },
  }).createMachine({
    id: 'keeper',
    context: { counts: { [name]: 0 } },
    initial: 'open',
    on: {
      add: {
        actions: [
          assign({ counts: ({ context: { counts } }) => ({ [name]: (counts[name] ?? 0) + 1 }) }),
          emit({ type: 'added' }),
        ],
      },
      boom: {
        actions: assign(() => {
          throw new Error('boom')
        }),
      },
    },
    states: {
      open: {
        invoke: { id: 'nap', src: 'napper', input: { what: 'Milk' } },
        after: { 500: { actions: emit({ type: 'still.open' }) } },
        on: { halt: 'closed' },
      },
      closed: {},
    },
  })

const children = {
  napper: supervised(napper, {
    strategy: 'one-for-one',
    intensity: { restarts: 3, withinMs: 60_000 },
    backoff: { firstMs: 100, maxMs: 100 },
  }),
}
export const keeper = defineActor({
  kind: 'keeper',
  machine: keeperMachine('count'),
  children,
  version: '2',
  versions: { 1: keeperMachine('n') },
  migrations: {
    1: (old) => ({
      ...old,
      context: { counts: { count: (old.context as { readonly counts: { readonly n: number } }).counts.n } },
    }),
  },
}) as unknown as ActorDefinition
/** The keeper as it was before. */
export const older = versionOf(keeper, '1') as ActorDefinition
