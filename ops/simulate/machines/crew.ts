/** Supervised workers: who fails starts again, with everybody who was hired after him. */
import { assign, setup, spawnChild } from 'xstate'
import { defineActor } from '../../../runtime/kernel/define-actor.ts'
import { supervised } from '../../../runtime/kernel/supervision-policy.ts'
import type { Job } from '../calls.ts'
import { explicit } from './work.ts'
import { worker } from './workers.ts'

/** Done when every job is; it never hears of a failure, for no job fails as often as it may. */
export const crew = defineActor({
  kind: 'crew',
  input: explicit,
  children: {
    worker: supervised(worker, {
      strategy: 'rest-for-one',
      intensity: { restarts: 5, withinMs: 600_000 },
      backoff: { firstMs: 300, maxMs: 2_000 },
    }),
  },
  machine: setup({
    types: {
      context: {} as { jobs: readonly Job[]; hired: number; results: Readonly<Record<string, string>> },
      input: {} as { jobs: readonly Job[] },
      events: {} as
        | { type: 'xstate.done.actor.*'; actorId: string; output: string }
        | { type: 'xstate.error.actor.*'; actorId: string; error: Error },
    },
    actors: { worker: worker.machine },
  }).createMachine({
    id: 'crew',
    context: ({ input }) => ({ jobs: input.jobs, hired: 0, results: {} }),
    initial: 'hiring',
    states: {
      hiring: {
        always: [
          { guard: ({ context }) => context.hired === context.jobs.length, target: 'working' },
          {
            target: 'hiring',
            reenter: true,
            actions: [
              spawnChild('worker', {
                id: ({ context }) => context.jobs[context.hired]?.key ?? '',
                input: ({ context }) => context.jobs[context.hired] as Job,
              }),
              assign({ hired: ({ context }) => context.hired + 1 }),
            ],
          },
        ],
      },
      working: {
        always: {
          guard: ({ context }) => Object.keys(context.results).length === context.jobs.length,
          target: 'done',
        },
        on: {
          'xstate.done.actor.*': {
            actions: assign({
              results: ({ context, event }) => ({ ...context.results, [event.actorId]: event.output }),
            }),
          },
          'xstate.error.actor.*': {
            actions: assign({
              results: ({ context, event }) => ({ ...context.results, [event.actorId]: event.error.message }),
            }),
          },
        },
      },
      done: { type: 'final' },
    },
  }),
})
