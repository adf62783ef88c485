/** Three levels of actors, with work at the bottom. */
import { assign, sendParent, sendTo, setup } from 'xstate'
import { defineActor } from '../../../runtime/kernel/define-actor.ts'
import { beginning } from '../bulk.ts'
import type { Job } from '../calls.ts'
import { explicit, work } from './work.ts'

/** A promise that an entity invokes becomes a worker; a timer of its own may give up on it. */
export const leaf = defineActor({
  kind: 'leaf',
  effectDeadlineMs: 20_000,
  machine: setup({
    types: { context: {} as { job: Job; got: string; swollen?: string }, input: {} as Job },
    actors: { work },
  }).createMachine({
    id: 'leaf',
    context: ({ input }) => ({ job: input, got: 'nothing', ...beginning(input) }),
    initial: 'growing',
    states: {
      growing: {
        entry: sendParent({ type: 'budded' }),
        invoke: {
          id: 'work',
          src: 'work',
          input: ({ context }) => context.job,
          onDone: { target: 'grown', actions: assign({ got: ({ event }) => event.output }) },
          onError: 'grown',
        },
      },
      grown: { type: 'final' },
    },
    output: ({ context }) => context.got,
  }),
})

export const branch = defineActor({
  kind: 'branch',
  children: { leaf },
  machine: setup({
    types: {
      context: {} as { job: Job; got: unknown },
      input: {} as Job,
      events: {} as { type: 'budded' } | { type: 'shake' },
    },
    actors: { leaf: leaf.machine },
  }).createMachine({
    id: 'branch',
    context: ({ input }) => ({ job: input, got: undefined }),
    initial: 'holding',
    states: {
      holding: {
        invoke: {
          id: 'leaf',
          src: 'leaf',
          input: ({ context }) => context.job,
          onDone: { target: 'bare', actions: assign({ got: ({ event }) => event.output }) },
        },
        on: {
          budded: { actions: sendParent({ type: 'budded' }) },
          shake: { target: 'holding', reenter: true },
        },
      },
      bare: { type: 'final' },
    },
    output: ({ context }) => context.got,
  }),
})

/** Three levels; `shake` starts the leaf anew, `fell` ends everything. */
export const tree = defineActor({
  kind: 'tree',
  input: explicit,
  children: { branch },
  machine: setup({
    types: {
      context: {} as { job: Job; buds: number; got: unknown },
      input: {} as Job,
      events: {} as { type: 'budded' } | { type: 'shake' } | { type: 'fell' },
    },
    actors: { branch: branch.machine },
  }).createMachine({
    id: 'tree',
    context: ({ input }) => ({ job: input, buds: 0, got: undefined }),
    initial: 'standing',
    states: {
      standing: {
        invoke: {
          id: 'branch',
          src: 'branch',
          input: ({ context }) => context.job,
          onDone: { target: 'old', actions: assign({ got: ({ event }) => event.output }) },
        },
        on: {
          budded: { actions: assign({ buds: ({ context }) => context.buds + 1 }) },
          shake: { actions: sendTo('branch', { type: 'shake' }) },
          fell: 'fallen',
        },
      },
      fallen: { type: 'final' },
      old: { type: 'final' },
    },
    output: ({ context }) => context.got,
  }),
})
