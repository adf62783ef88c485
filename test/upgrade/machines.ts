/** One machine in three versions: what it counts with a tap is renamed, and rooms come in. */
import { assign, emit, fromPromise, setup } from 'xstate'
import { defineActor, type ActorDefinition, type Migration } from '../../runtime/index.ts'

type Event = { type: 'tap' } | { type: 'leave' } | { type: 'go' }
type Tapped = { type: 'tapped'; by: number }

const first = setup({
  types: { context: {} as { n: number }, events: {} as Event, emitted: {} as Tapped },
}).createMachine({
  id: 'tapper',
  context: { n: 0 },
  initial: 'hall',
  on: {
    tap: { actions: [assign({ n: ({ context }) => context.n + 1 }), emit({ type: 'tapped', by: 1 })] },
    leave: '.gone',
  },
  states: { hall: { on: { go: 'garden' } }, garden: {}, gone: { type: 'final' } },
})

const second = setup({
  types: { context: {} as { taps: number }, events: {} as Event, emitted: {} as Tapped },
}).createMachine({
  id: 'tapper',
  context: { taps: 0 },
  initial: 'hall',
  on: {
    tap: { actions: [assign({ taps: ({ context }) => context.taps + 1 }), emit({ type: 'tapped', by: 2 })] },
    leave: '.gone',
  },
  states: { hall: {}, gone: { type: 'final' } },
})

/** There is no garden any more. */
export const intoSecond: Migration = (old) => ({
  ...old,
  context: { taps: (old.context as { n: number }).n },
})

const base = { kind: 'tapper' } as const
const loose = (definition: unknown) => definition as ActorDefinition
/** Knows only version 1. */
export const v1 = loose(defineActor({ ...base, machine: first }))
/** Writes 1 and runs 2 already: what is rolled out first when one wants to be able to go back. */
export const v1Ready = loose(defineActor({ ...base, machine: first, versions: { 2: second } }))
/** Writes 2, still runs 1, and moves what it can. */
export const v2 = loose(
  defineActor({
    ...base,
    machine: second,
    version: '2',
    versions: { 1: first },
    migrations: { 1: intoSecond },
  }),
)
/** Writes 2 and can only move what is older. */
export const v2Only = loose(
  defineActor({ ...base, machine: second, version: '2', migrations: { 1: intoSecond } }),
)
/** Somebody changed the machine and forgot everything else. */
export const careless = loose(defineActor({ ...base, machine: second }))

/** Taps that one journal record has counted, whichever version wrote it. */
export function taps(context: unknown): number {
  const counted = context as { readonly n?: number; readonly taps?: number } | undefined
  return counted?.n ?? counted?.taps ?? 0
}

/** A worker whose one call waits until the test lets it go. */
const gates = new Map<string, PromiseWithResolvers<void>>()
export function gateOf(key: string): PromiseWithResolvers<void> {
  const gate = gates.get(key) ?? Promise.withResolvers<void>()
  gates.set(key, gate)
  return gate
}
/** By which code each call was made, in order. */
export const calls: string[] = []
const call = (by: string) =>
  fromPromise<string, string>(async ({ input, signal }) => {
    calls.push(`${by} ${input}`)
    const stopped = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error))
    })
    await Promise.race([gateOf(input).promise, stopped])
    return `${input} by ${by}`
  })
const job = (src: string, by: string) =>
  setup({
    types: { context: {} as { key: string; got?: string }, input: {} as { key: string } },
    actors: { [src]: call(by) },
  }).createMachine({
    id: 'job',
    context: ({ input }) => ({ key: input.key }),
    initial: 'working',
    states: {
      working: {
        invoke: {
          id: 'call',
          src,
          input: ({ context }) => context.key,
          onDone: { target: 'done', actions: assign({ got: ({ event }) => event.output }) },
        },
      },
      done: { type: 'final' },
    },
    output: ({ context }) => context.got,
  })
export const job1 = loose(defineActor({ kind: 'job', type: 'worker', machine: job('ask', 'v1') }))
export const job2 = loose(
  defineActor({
    kind: 'job',
    type: 'worker',
    machine: job('query', 'v2'),
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

const boss = setup({
  types: {
    context: {} as { key: string; result?: unknown; pings: number },
    input: {} as { key: string },
    events: {} as { type: 'ping' },
  },
  actors: { job: fromPromise<unknown, { key: string }>(async () => undefined) },
}).createMachine({
  id: 'chief',
  context: ({ input }) => ({ key: input.key, pings: 0 }),
  initial: 'waiting',
  on: { ping: { actions: assign({ pings: ({ context }) => context.pings + 1 }) } },
  states: {
    waiting: {
      invoke: {
        id: 'job',
        src: 'job',
        input: ({ context }) => ({ key: context.key }),
        onDone: { target: 'done', actions: assign({ result: ({ event }) => event.output }) },
        onError: {}, // a job that is set aside may be released
      },
    },
    done: { type: 'final' },
  },
  output: ({ context }) => context.result,
})
/** Waits for one job. */
export const chief = loose(defineActor({ kind: 'chief', machine: boss, children: { job: job1 } }))
