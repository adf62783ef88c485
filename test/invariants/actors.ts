/** Actors for the invariant tests: what they call is counted per key, over all hosts of this process. */
import { assign, emit, fromPromise, sendParent, sendTo, setup } from 'xstate'
import { callId, defineActor, effectIdentity, type ActorDefinition } from '../../runtime/index.ts'

interface CallState {
  started: number
  aborted: number
  /** Names of the calls, in order of their starts; undefined where no host made them. */
  readonly ids: (string | undefined)[]
  /** Lets the calls that wait under this key return. */
  release: () => void
}
const states = new Map<string, CallState & { readonly gate: Promise<void> }>()

export function callsOf(key: string): CallState & { readonly gate: Promise<void> } {
  let state = states.get(key)
  if (state === undefined) {
    const { promise, resolve } = Promise.withResolvers<void>()
    state = { started: 0, aborted: 0, ids: [], release: resolve, gate: promise }
    states.set(key, state)
  }
  return state
}

export function openGate(key: string): void {
  callsOf(key).release()
}

/** Waits at the gate of its key. */
const call = fromPromise<string, { readonly key: string }>(async ({ input, signal }) => {
  const state = callsOf(input.key)
  const n = ++state.started
  const identity = effectIdentity(signal)
  state.ids.push(identity && callId(identity))
  await new Promise<void>((resolve, reject) => {
    signal.addEventListener('abort', () => {
      state.aborted += 1
      reject(signal.reason as Error)
    })
    void state.gate.then(resolve)
  })
  return `${input.key} by call ${n}`
})

/** A worker with two calls, one after the other. */
export const twoCalls = defineActor({
  kind: 'two-calls',
  type: 'worker',
  machine: setup({
    types: { context: {} as { key: string; got: readonly string[] }, input: {} as { key: string } },
    actors: { call },
  }).createMachine({
    id: 'two-calls',
    context: ({ input }) => ({ key: input.key, got: [] }),
    initial: 'first',
    states: {
      first: {
        invoke: {
          id: 'first',
          src: 'call',
          input: ({ context }) => ({ key: `${context.key}-1` }),
          onDone: {
            target: 'second',
            actions: assign({ got: ({ context, event }) => [...context.got, event.output] }),
          },
        },
      },
      second: {
        invoke: {
          id: 'second',
          src: 'call',
          input: ({ context }) => ({ key: `${context.key}-2` }),
          onDone: {
            target: 'done',
            actions: assign({ got: ({ context, event }) => [...context.got, event.output] }),
          },
        },
      },
      done: { type: 'final' },
    },
    output: ({ context }) => context.got,
  }),
})

/** An entity that waits for a worker and counts pings meanwhile. */
export const keeper = defineActor({
  kind: 'keeper',
  children: { twoCalls },
  machine: setup({
    types: {
      context: {} as { key: string; pings: number; result: unknown },
      input: {} as { key: string },
      events: {} as { type: 'ping' } | { type: 'halt' },
      emitted: {} as { type: 'keeper.pinged'; n: number },
    },
    actors: { twoCalls: twoCalls.machine },
  }).createMachine({
    id: 'keeper',
    context: ({ input }) => ({ key: input.key, pings: 0, result: undefined }),
    initial: 'waiting',
    on: {
      ping: {
        actions: [
          assign({ pings: ({ context }) => context.pings + 1 }),
          emit(({ context }) => ({ type: 'keeper.pinged', n: context.pings })),
        ],
      },
      halt: '.halted',
    },
    states: {
      waiting: {
        invoke: {
          id: 'work',
          src: 'twoCalls',
          input: ({ context }) => ({ key: context.key }),
          onDone: { target: 'done', actions: assign({ result: ({ event }) => event.output }) },
        },
      },
      halted: { type: 'final' },
      done: { type: 'final' },
    },
    output: ({ context }) => context.result,
  }),
})
export const keeperKinds = [keeper, twoCalls]

/** Three floors of entities: a root, a child and a grandchild; the child talks on the feed when told. */
const leaf = defineActor({
  kind: 'leaf',
  machine: setup({}).createMachine({ id: 'leaf', after: { 60_000: {} } }),
})
const branch = defineActor({
  kind: 'branch',
  children: { leaf },
  machine: setup({ actors: { leaf: leaf.machine } }).createMachine({
    id: 'branch',
    initial: 'quiet',
    states: {
      quiet: { on: { speak: 'loud' } },
      loud: {
        entry: [emit({ type: 'branch.spoke' }), sendParent({ type: 'spoke' })],
        invoke: { id: 'leaf', src: 'leaf' },
      },
    },
  }),
})
export const tree = defineActor({
  kind: 'tree',
  children: { branch },
  machine: setup({
    types: { events: {} as { type: 'fell' } | { type: 'spoke' } | { type: 'tell' } },
    actors: { branch: branch.machine },
  }).createMachine({
    id: 'tree',
    initial: 'standing',
    states: {
      standing: {
        invoke: { id: 'branch', src: 'branch' },
        on: { fell: 'fallen', tell: { actions: sendTo('branch', { type: 'speak' }) } },
      },
      fallen: { type: 'final' },
    },
  }),
})
export const treeKinds: readonly ActorDefinition[] = [tree, branch, leaf]
