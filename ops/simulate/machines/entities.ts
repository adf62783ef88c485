/** Entities that talk, remember and set timers. */
import { assign, cancel, emit, raise, sendParent, sendTo, setup } from 'xstate'
import { defineActor } from '../../../runtime/kernel/define-actor.ts'

/** Remembers what it was told in order; `boom` breaks it, `burst` cannot be stored, least of all when it was filled. */
export const counter = defineActor({
  kind: 'counter',
  machine: setup({
    types: {
      context: {} as { got: readonly number[]; bulk?: string },
      events: {} as
        | { type: 'add'; n: number }
        | { type: 'fill' | 'burst'; bulk: string }
        | { type: 'boom' }
        | { type: 'close' },
    },
  }).createMachine({
    id: 'counter',
    context: { got: [] },
    initial: 'open',
    states: {
      open: {
        on: {
          add: {
            actions: [
              assign({ got: ({ context, event }) => [...context.got, event.n] }),
              emit(({ event }) => ({ type: 'counter.added', n: event.n })),
            ],
          },
          fill: { actions: assign({ bulk: ({ event }) => event.bulk }) },
          burst: { actions: emit(({ event }) => ({ type: 'counter.burst', bulk: event.bulk })) },
          boom: {
            actions: assign(() => {
              throw new Error('boom')
            }),
          },
          close: 'closed',
        },
      },
      closed: { type: 'final' },
    },
    output: ({ context }) => context.got.length,
  }),
})

export const echo = defineActor({
  kind: 'echo',
  machine: setup({ types: { events: {} as { type: 'say'; n: number; bulk?: string } } }).createMachine({
    id: 'echo',
    on: {
      say: {
        actions: [
          sendParent(({ event }) => ({ ...event, type: 'heard' })),
          emit(({ event }) => ({ ...event, type: 'echo.said' })),
        ],
      },
    },
  }),
})

/** Speaks to its child, which answers; `quiet` ends both. */
export const talker = defineActor({
  kind: 'talker',
  children: { echo },
  machine: setup({
    types: {
      context: {} as { heard: readonly number[] },
      events: {} as
        | { type: 'tell'; n: number; bulk?: string }
        | { type: 'heard'; n: number }
        | { type: 'quiet' },
    },
    actors: { echo: echo.machine },
  }).createMachine({
    id: 'talker',
    context: { heard: [] },
    initial: 'talking',
    states: {
      talking: {
        invoke: { id: 'echo', src: 'echo', onError: {} }, // one that is set aside may be released (R13)
        on: {
          tell: { actions: sendTo('echo', ({ event }) => ({ ...event, type: 'say' })) },
          heard: { actions: assign({ heard: ({ context, event }) => [...context.heard, event.n] }) },
          quiet: 'silent',
        },
      },
      silent: { type: 'final' },
    },
  }),
})

/** One timer that is set, set anew and taken back, and any number without a name. */
export const alarm = defineActor({
  kind: 'alarm',
  machine: setup({
    types: {
      context: {} as { last: number; rang: readonly number[]; reminded: readonly number[] },
      events: {} as
        | { type: 'set'; n: number; ms: number }
        | { type: 'clear'; n: number }
        | { type: 'ring'; n: number }
        | { type: 'remind'; n: number; ms: number }
        | { type: 'reminded'; n: number },
    },
  }).createMachine({
    id: 'alarm',
    context: { last: 0, rang: [], reminded: [] },
    on: {
      remind: {
        actions: raise(({ event }) => ({ type: 'reminded', n: event.n }), { delay: ({ event }) => event.ms }),
      },
      reminded: { actions: assign({ reminded: ({ context, event }) => [...context.reminded, event.n] }) },
      set: {
        actions: [
          assign({ last: ({ event }) => event.n }),
          raise(({ event }) => ({ type: 'ring', n: event.n }), {
            id: 'bell',
            delay: ({ event }) => event.ms,
          }),
        ],
      },
      clear: { actions: [cancel('bell'), assign({ last: 0 })] },
      ring: {
        actions: [
          assign({ rang: ({ context, event }) => [...context.rang, event.n] }),
          emit(({ event }) => ({ type: 'alarm.rang', n: event.n })),
        ],
      },
    },
  }),
})
