/** A tree of actors to be stopped at its root: calls that run, tasks that find no slot, entities in between. */
import { fromPromise, setup } from 'xstate'
import { defineActor, type ActorDefinition } from '../../runtime/index.ts'

/** Longer than any measurement. */
const LONG_MS = 280_000
/** Calls, tasks without a slot and entities below a `chief`. */
export const TREE = { calls: 5, queued: 2, entities: 2 } as const

/** What the process of a call tells when its signal fires. */
export interface Aborted {
  readonly type: 'aborted'
  readonly name: string
  /** Milliseconds since the epoch. */
  readonly at: number
}

interface Named {
  readonly name: string
}

const call = fromPromise<void, Named>(async ({ input, signal }) => {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, LONG_MS)
    signal.addEventListener('abort', () => {
      const at = performance.timeOrigin + performance.now()
      clearTimeout(timer)
      process.send?.({ type: 'aborted', name: input.name, at } satisfies Aborted)
      reject(signal.reason as Error)
    })
  })
})

const worker = (kind: string, slots: number) =>
  defineActor({
    kind,
    type: 'worker',
    slots,
    machine: setup({ types: { context: {} as Named, input: {} as Named }, actors: { call } }).createMachine({
      id: kind,
      context: ({ input }) => input,
      initial: 'calling',
      states: {
        calling: { invoke: { id: 'call', src: 'call', input: ({ context }) => context, onDone: 'called' } },
        called: { type: 'final' },
      },
    }),
  })
const caller = worker('caller', 500)
/** One slot a host, which a `hog` takes: all others stay in the queue. */
const waiter = worker('waiter', 1)
const promise = fromPromise<unknown, Named>(async () => undefined)

/** Keeps a `waiter` at work. */
export const hog = defineActor({
  kind: 'hog',
  children: { waiter },
  machine: setup({
    types: { context: {} as Named, input: {} as Named },
    actors: { waiter: promise },
  }).createMachine({
    id: 'hog',
    context: ({ input }) => input,
    invoke: { id: 'waiter', src: 'waiter', input: ({ context }) => context },
  }),
})

const lead = defineActor({
  kind: 'lead',
  children: { caller, waiter },
  machine: setup({
    types: { context: {} as Named, input: {} as Named },
    actors: { caller: promise, waiter: promise },
  }).createMachine({
    id: 'lead',
    context: ({ input }) => input,
    invoke: [
      { id: 'a', src: 'caller', input: ({ context }) => ({ name: `${context.name}/a` }) },
      { id: 'b', src: 'caller', input: ({ context }) => ({ name: `${context.name}/b` }) },
      { id: 'c', src: 'waiter', input: ({ context }) => ({ name: `${context.name}/c` }) },
    ],
  }),
})

/** Ends when it is told so, which stops all that is below it. */
export const chief = defineActor({
  kind: 'chief',
  children: { caller, lead },
  machine: setup({
    types: { context: {} as Named, input: {} as Named, events: {} as { type: 'enough' } },
    actors: { caller: promise, lead: lead.machine },
  }).createMachine({
    id: 'chief',
    context: ({ input }) => input,
    initial: 'busy',
    states: {
      busy: {
        invoke: [
          { id: 'own', src: 'caller', input: ({ context }) => ({ name: `${context.name}/own` }) },
          { id: 'left', src: 'lead', input: ({ context }) => ({ name: `${context.name}/left` }) },
          { id: 'right', src: 'lead', input: ({ context }) => ({ name: `${context.name}/right` }) },
        ],
        on: { enough: 'over' },
      },
      over: { type: 'final' },
    },
  }),
})

export const treeEntities: readonly ActorDefinition[] = [chief, lead, hog]
export const treeWorkers: readonly ActorDefinition[] = [caller, waiter]
