import type { StandardSchemaV1 } from '@standard-schema/spec'
import { setup, type AnyStateMachine } from 'xstate'
import { CaravanError } from '../core/errors.ts'
import { isPromiseLogic, type ActorDefinition, type ChildBinding, type PromiseLogic } from './definition.ts'
import { inertLogic } from './pure-scope.ts'
import { invokedSources, machineProblems } from './registration.ts'

export interface ActorOptions<TMachine extends AnyStateMachine> {
  /** Letters, digits, `-` and `_`; part of every address of this kind. */
  readonly kind: string
  readonly machine: TMachine
  /** `entity` (default): addressable and long-lived, runs no effects. `worker`: one task, runs the machine's promises. */
  readonly type?: 'entity' | 'worker'
  /** Default: the machine's own `version`, else `1`. */
  readonly version?: string
  /** Binds what the machine invokes or spawns by `src` to other kinds. */
  readonly children?: Readonly<Record<string, ChildBinding>>
  /** Checks the input of a create. Giving it makes creation explicit: `ref.create(input)`. */
  readonly input?: StandardSchemaV1
  /** Checks events sent through refs. */
  readonly events?: StandardSchemaV1
  /** Upper limit of one effect in ms. Default 5 minutes. */
  readonly effectDeadlineMs?: number
  /** Concurrent tasks of this kind on one host (workers). Default 10. */
  readonly slots?: number
}

/** Default upper limit of one effect: longer than any model call that a user would wait for. */
export const DEFAULT_EFFECT_DEADLINE_MS = 300_000
export const DEFAULT_SLOTS = 10

/**
 * Makes an XState machine a kind of durable actor.
 * @throws CaravanError `machine.invalid` listing everything in the machine that cannot be durable.
 */
export function defineActor<TMachine extends AnyStateMachine>(
  options: ActorOptions<TMachine>,
): ActorDefinition<TMachine> {
  const { kind, machine, type = 'entity' } = options
  if (!/^[\w-]{1,64}$/.test(kind)) {
    throw new CaravanError(
      'actor.kind.invalid',
      `Actor kind "${kind}" must be 1 to 64 letters, digits, "-" or "_".`,
    )
  }
  const logics: Readonly<Record<string, unknown>> = machine.implementations.actors
  const children: Record<string, ChildBinding> = { ...options.children }
  const effects: Record<string, PromiseLogic> = {}
  const derived: ActorDefinition[] = []
  for (const [src, logic] of Object.entries(logics)) {
    if (src in children) continue
    if (!isPromiseLogic(logic)) continue
    if (type === 'worker') {
      effects[src] = logic
    } else {
      const worker = promiseWorker(`${kind}-${src}`, logic, options)
      children[src] = { kind: worker.kind, type: 'worker' }
      derived.push(worker)
    }
  }
  const bound = type === 'worker' ? effects : children
  const how =
    type === 'worker'
      ? 'a worker can only invoke promises (fromPromise); provide them with machine.provide({ actors })'
      : 'bind it with defineActor({ children: { src: definition } })'
  const unbound = [...invokedSources(machine)].filter(
    (src) => !Object.hasOwn(bound, src) && !src.startsWith('xstate.invoke.'), // inline logic is named among the others
  )
  const problems = [...machineProblems(machine), ...unbound.map((src) => `it invokes "${src}": ${how}`)]
  if (problems.length > 0) {
    throw new CaravanError(
      'machine.invalid',
      `Machine of actor kind "${kind}" cannot be durable:\n- ${problems.join('\n- ')}`,
      { data: { kind, problems } },
    )
  }
  const sources = new Set([...Object.keys(bound), ...invokedSources(machine)])
  return {
    kind,
    type,
    machine,
    pure: machine.provide({
      actors: Object.fromEntries([...sources].map((src) => [src, inertLogic])),
    } as never),
    version: options.version ?? machine.version ?? '1',
    children,
    effects,
    derived,
    input: options.input,
    events: options.events,
    createOn: options.input === undefined ? 'message' : 'create',
    effectDeadlineMs: options.effectDeadlineMs ?? DEFAULT_EFFECT_DEADLINE_MS,
    slots: options.slots ?? DEFAULT_SLOTS,
  }
}

/** A promise that an entity invokes becomes a worker of its own, so that a slow call never holds the entity (I6). */
function promiseWorker(
  kind: string,
  logic: PromiseLogic,
  options: ActorOptions<AnyStateMachine>,
): ActorDefinition {
  const machine = setup({
    types: { context: {} as { input: unknown } },
    actors: { call: logic },
  }).createMachine({
    id: kind,
    context: ({ input }) => ({ input }),
    initial: 'calling',
    states: {
      calling: {
        invoke: {
          id: 'call',
          src: 'call',
          input: ({ context }: { context: { input: unknown } }) => context.input,
          onDone: 'done',
        },
      },
      done: { type: 'final', output: ({ event }) => (event as unknown as { output: unknown }).output },
    },
    output: ({ event }) => (event as unknown as { output: unknown }).output,
  })
  return defineActor({
    kind,
    type: 'worker',
    machine,
    ...(options.version === undefined ? {} : { version: options.version }),
    ...(options.effectDeadlineMs === undefined ? {} : { effectDeadlineMs: options.effectDeadlineMs }),
    ...(options.slots === undefined ? {} : { slots: options.slots }),
  })
}
