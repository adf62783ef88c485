/** A worker, and two kinds of entities that have work done. */
import { assign, emit, fromPromise, setup, spawnChild, stopChild } from 'xstate'
import { defineActor } from '../../../runtime/kernel/define-actor.ts'
import { beginning } from '../bulk.ts'
import type { Job } from '../calls.ts'
import { explicit, work } from './work.ts'

/** Below and above what a claim waits for. */
const MOST_ERRAND_MS = 40

/** Two calls with a rest between them. */
export const worker = defineActor({
  kind: 'worker',
  type: 'worker',
  effectDeadlineMs: 20_000,
  slots: 3,
  machine: setup({
    types: { context: {} as Job & { got?: string; swollen?: string }, input: {} as Job },
    actors: { work },
    delays: { rest: ({ context }) => context.restMs ?? 700 },
  }).createMachine({
    id: 'worker',
    context: ({ input }) => ({ ...input, ...beginning(input) }),
    initial: 'first',
    states: {
      first: {
        entry: emit(({ context }) => ({ type: 'worker.began', key: context.key })),
        invoke: {
          id: 'first',
          src: 'work',
          input: ({ context }) => ({
            ...context,
            fail: false,
            bulk: context.bulk === 'first' ? 'first' : undefined,
          }),
          onDone: 'resting',
        },
      },
      resting: { after: { rest: 'second' } },
      second: {
        invoke: {
          id: 'second',
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

/** One call that costs nothing: mostly quick, so that its end and its claim are one record. */
export const errand = defineActor({
  kind: 'errand',
  type: 'worker',
  effectDeadlineMs: 20_000,
  repeatable: ['work'],
  machine: setup({
    types: { context: {} as Job & { got?: string; swollen?: string }, input: {} as Job },
    actors: { work },
  }).createMachine({
    id: 'errand',
    context: ({ input }) => ({ ...input, ...beginning(input) }),
    initial: 'running',
    states: {
      running: {
        invoke: {
          id: 'run',
          src: 'work',
          input: ({ context }) => ({ ...context, ms: context.ms % MOST_ERRAND_MS }),
          onDone: { target: 'done', actions: assign({ got: ({ event }) => event.output }) },
        },
      },
      done: { type: 'final' },
    },
    output: ({ context }) => context.got,
  }),
})

/** Does its jobs one after another; `skip` stops the current one, `halt` all. */
export const boss = defineActor({
  kind: 'boss',
  input: explicit,
  children: { worker },
  machine: setup({
    types: {
      context: {} as { jobs: readonly Job[]; results: readonly string[] },
      input: {} as { jobs: readonly Job[] },
      events: {} as { type: 'skip' } | { type: 'halt' },
    },
    actors: { worker: fromPromise<unknown, Job>(async () => undefined) },
  }).createMachine({
    id: 'boss',
    context: ({ input }) => ({ jobs: input.jobs, results: [] }),
    initial: 'working',
    on: { halt: '.halted' },
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
              results: ({ context, event }) => [...context.results, (event.error as Error).message],
            }),
          },
        },
        on: {
          skip: {
            target: 'working',
            reenter: true,
            actions: assign({ results: ({ context }) => [...context.results, 'skipped'] }),
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

type TeamEvent =
  | { type: 'hire'; job: Job }
  | { type: 'fire'; key: string }
  | { type: 'xstate.done.actor.*'; actorId: string; output: string }
  | { type: 'xstate.error.actor.*'; actorId: string; error: Error }

const jobIn = ({ event }: { event: TeamEvent }) => (event as Extract<TeamEvent, { type: 'hire' }>).job

/** Whoever is hired is called after his job. */
const HIRED = { id: (given: { event: TeamEvent }) => jobIn(given).key, input: jobIn }

/** Spawns workers by name and stops them by name, many at once. */
export const team = defineActor({
  kind: 'team',
  children: { worker, errand },
  machine: setup({
    types: {
      context: {} as { results: Readonly<Record<string, string>> },
      events: {} as TeamEvent,
    },
    actors: { worker: worker.machine, errand: errand.machine },
  }).createMachine({
    id: 'team',
    context: { results: {} },
    on: {
      hire: [
        {
          guard: ({ event }) => Math.floor(event.job.ms) % 3 === 0,
          actions: spawnChild('errand', HIRED),
        },
        {
          actions: spawnChild('worker', HIRED),
        },
      ],
      fire: {
        actions: [
          stopChild(({ event }) => event.key),
          assign({ results: ({ context, event }) => ({ ...context.results, [event.key]: 'fired' }) }),
        ],
      },
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
  }),
})
