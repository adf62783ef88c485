/** A team for supervision: workers whose calls fail as often as they are told, and three floors to stop. */
import { assign, fromPromise, setup } from 'xstate'
import {
  defineActor,
  supervised,
  type ActorDefinition,
  type SupervisionOptions,
} from '../../runtime/index.ts'

interface Call {
  started: number
  aborted: number
  /** How many calls from now on throw. */
  fails: number
  open: () => void
  readonly gate: Promise<void>
}
const calls = new Map<string, Call>()

/** What is called under a key, over all hosts of this process; a call waits until its gate is opened. */
export function callOf(key: string): Call {
  let call = calls.get(key)
  if (call === undefined) {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>()
    call = { started: 0, aborted: 0, fails: 0, open, gate }
    calls.set(key, call)
  }
  return call
}

interface Job {
  readonly key: string
}

const call = fromPromise<string, Job>(async ({ input, signal }) => {
  const state = callOf(input.key)
  const n = ++state.started
  await new Promise<void>((resolve, reject) => {
    signal.addEventListener('abort', () => {
      state.aborted += 1
      reject(signal.reason as Error)
    })
    void state.gate.then(resolve)
  })
  if (n <= state.fails) throw new Error(`call ${n} failed`)
  return `${input.key} by call ${n}`
})

function worker(kind: string): ActorDefinition {
  return defineActor({
    kind,
    type: 'worker',
    machine: setup({
      types: { context: {} as Job & { got?: string }, input: {} as Job },
      actors: { call },
    }).createMachine({
      id: kind,
      context: ({ input }) => input,
      initial: 'calling',
      states: {
        calling: {
          invoke: {
            id: 'call',
            src: 'call',
            input: ({ context }) => ({ key: context.key }),
            onDone: { target: 'done', actions: assign({ got: ({ event }) => event.output }) },
          },
        },
        done: { type: 'final' },
      },
      output: ({ context }) => context.got,
    }),
  })
}

export const hand = worker('hand')
/** Like a hand; served by nobody unless a test says so. */
export const unserved = worker('unserved')

const any = fromPromise<unknown, Job>(async () => undefined)

/** Two hands, `a` and `b`; done when both are, failed when the machine hears of an error. */
export function leadOf(options: SupervisionOptions) {
  return defineActor({
    kind: 'lead',
    children: { hand: supervised(hand, options) },
    machine: setup({
      types: {
        context: {} as Job & { results: readonly unknown[]; error?: unknown },
        input: {} as Job,
      },
      actors: { hand: any },
    })
      .createMachine({
        id: 'lead',
        context: ({ input }) => ({ ...input, results: [] }),
        initial: 'working',
        states: {
          working: {
            invoke: ['a', 'b'].map((id) => ({
              id,
              src: 'hand' as const,
              input: ({ context }: { context: Job }) => ({ key: `${context.key}-${id}` }),
              onDone: { actions: 'keep' as never },
              onError: { target: 'failed', actions: 'blame' as never },
            })),
            always: { guard: ({ context }) => context.results.length === 2, target: 'done' },
          },
          done: { type: 'final' },
          failed: { type: 'final' },
        },
        output: ({ context }) => context.error ?? context.results,
      })
      .provide({
        actions: {
          keep: assign({
            results: ({ context, event }) => [
              ...(context as { results: readonly unknown[] }).results,
              (event as unknown as { output: unknown }).output,
            ],
          }),
          blame: assign({
            error: ({ event }) => (event as unknown as { error: { message: string } }).error.message,
          }),
        } as never,
      }),
  })
}

/** Three floors: an entity, in it an entity, in that two workers, one of which nobody runs. */
const floor = defineActor({
  kind: 'floor',
  children: { hand, unserved },
  machine: setup({
    types: { context: {} as Job, input: {} as Job },
    actors: { hand: any, unserved: any },
  }).createMachine({
    id: 'floor',
    context: ({ input }) => input,
    after: { 60_000: {} },
    invoke: [
      { id: 'running', src: 'hand', input: ({ context }) => context },
      { id: 'queued', src: 'unserved', input: ({ context }) => context },
    ],
  }),
})
const stairs = defineActor({
  kind: 'stairs',
  children: { floor },
  machine: setup({
    types: { context: {} as Job, input: {} as Job },
    actors: { floor: floor.machine },
  }).createMachine({
    id: 'stairs',
    context: ({ input }) => input,
    invoke: { id: 'floor', src: 'floor', input: ({ context }) => context },
  }),
})
export const house = defineActor({
  kind: 'house',
  children: { stairs },
  machine: setup({
    types: { context: {} as Job, input: {} as Job, events: {} as { type: 'leave' } },
    actors: { stairs: stairs.machine },
  }).createMachine({
    id: 'house',
    context: ({ input }) => input,
    initial: 'lived',
    states: {
      lived: {
        invoke: { id: 'stairs', src: 'stairs', input: ({ context }) => context },
        on: { leave: 'left' },
      },
      left: { type: 'final' },
    },
  }),
})
export const houseKinds = [house, stairs, floor, hand] as unknown as readonly ActorDefinition[]
