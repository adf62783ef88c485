/** Small machines that tests of the runtime share. */
import { assign, emit, fromPromise, sendParent, sendTo, setup } from 'xstate'
import { defineActor } from '../../runtime/index.ts'

export const greeter = defineActor({
  kind: 'greeter',
  machine: setup({
    types: { context: {} as { count: number }, events: {} as { type: 'greet' } | { type: 'leave' } },
  }).createMachine({
    id: 'greeter',
    context: { count: 0 },
    initial: 'awake',
    states: {
      awake: {
        on: {
          greet: {
            actions: [
              assign({ count: ({ context }) => context.count + 1 }),
              emit(({ context }) => ({ type: 'greeter.greeted', count: context.count })),
            ],
          },
          leave: 'gone',
        },
      },
      gone: { type: 'final' },
    },
    output: ({ context }) => context.count,
  }),
})

/** Counts what really ran, per key, over all hosts of this process. */
export const calls = new Map<string, number>()

const worker = defineActor({
  kind: 'worker',
  type: 'worker',
  machine: setup({
    types: { context: {} as Job & { got?: unknown }, input: {} as Job },
    actors: {
      work: fromPromise<string, Job>(async ({ input, signal }) => {
        calls.set(input.key, (calls.get(input.key) ?? 0) + 1)
        await new Promise<void>((resolve, reject) => {
          const timer = setTimeout(resolve, input.ms)
          signal.addEventListener('abort', () => {
            clearTimeout(timer)
            reject(signal.reason as Error)
          })
        })
        if (input.fail) throw new Error(`no ${input.key}`)
        return `done ${input.key}`
      }),
    },
  }).createMachine({
    id: 'worker',
    context: ({ input }) => input,
    initial: 'working',
    states: {
      working: {
        invoke: {
          id: 'work',
          src: 'work',
          input: ({ context }) => context,
          onDone: { target: 'done', actions: assign({ got: ({ event }) => event.output }) },
        },
      },
      done: { type: 'final' },
    },
    output: ({ context }) => context.got,
  }),
})

export interface Job {
  readonly key: string
  readonly ms: number
  readonly fail?: boolean
}

/** Runs its jobs one after another as worker children; `halt` stops the current one. */
export const boss = defineActor({
  kind: 'boss',
  children: { worker },
  machine: setup({
    types: {
      context: {} as { jobs: readonly Job[]; results: readonly string[] },
      input: {} as { jobs: readonly Job[] },
      events: {} as { type: 'halt' },
    },
    actors: { worker: fromPromise<unknown, Job>(async () => undefined) },
    delays: { patience: 60_000 },
  }).createMachine({
    id: 'boss',
    context: ({ input }) => ({ jobs: input.jobs, results: [] }),
    initial: 'working',
    on: { halt: '.halted' },
    after: { patience: '.halted' },
    states: {
      working: {
        always: { guard: ({ context }) => context.results.length >= context.jobs.length, target: 'done' },
        invoke: {
          id: 'job',
          src: 'worker',
          input: ({ context }) => context.jobs[context.results.length] as Job,
          onDone: {
            target: 'working',
            reenter: true,
            actions: assign({ results: ({ context, event }) => [...context.results, String(event.output)] }),
          },
          onError: {
            target: 'working',
            reenter: true,
            actions: assign({
              results: ({ context, event }) => [
                ...context.results,
                `failed: ${(event.error as Error).message}`,
              ],
            }),
          },
        },
      },
      halted: { type: 'final' },
      done: {
        type: 'final',
        entry: emit(({ context }) => ({ type: 'boss.done', results: context.results })),
      },
    },
    output: ({ context }) => context.results,
  }),
})
export const bossKinds = [boss, worker]

/** Two entities that talk: the parent counts what its entity child tells it. */
export const echo = defineActor({
  kind: 'echo',
  machine: setup({ types: { events: {} as { type: 'say'; n: number } } }).createMachine({
    id: 'echo',
    on: { say: { actions: sendParent(({ event }) => ({ type: 'heard', n: event.n })) } },
  }),
})
export const talker = defineActor({
  kind: 'talker',
  children: { echo },
  machine: setup({
    types: {
      context: {} as { heard: readonly number[] },
      events: {} as { type: 'tell'; n: number } | { type: 'heard'; n: number },
    },
    actors: { echo: echo.machine },
  }).createMachine({
    id: 'talker',
    context: { heard: [] },
    invoke: { id: 'echo', src: 'echo' },
    on: {
      tell: { actions: sendTo('echo', ({ event }) => ({ type: 'say', n: event.n })) },
      heard: { actions: assign({ heard: ({ context, event }) => [...context.heard, event.n] }) },
    },
  }),
})
