import type { StandardSchemaV1 } from '@standard-schema/spec'
import { setup, type AnyStateMachine } from 'xstate'
import { CaravanError } from '../core/errors.ts'
import {
  isPromiseLogic,
  type ActorDefinition,
  type ChildBinding,
  type Migration,
  type PromiseLogic,
} from './definition.ts'
import { inertLogic } from './pure-scope.ts'
import { invokedSources, machineProblems } from './registration.ts'

export interface ActorOptions<TMachine extends AnyStateMachine> {
  /** Letters, digits, `-` and `_`; part of every address of this kind. */
  readonly kind: string
  readonly machine: TMachine
  /** `entity` (default): addressable and long-lived, runs no effects. `worker`: one task, runs the machine's promises. */
  readonly type?: 'entity' | 'worker'
  /**
   * Version of the machine, stamped on every snapshot: give a machine that changed another one. Default: the machine's
   * own `version`, else `1`.
   */
  readonly version?: string
  /**
   * Other versions that this code runs, by version: older ones while their actors live on, or the next one before it is
   * written. Each is a machine, or a machine with child bindings of its own.
   */
  readonly versions?: Readonly<Record<string, AnyStateMachine | OtherVersion>>
  /** Pure steps from older versions towards `version`, by the version that each leaves: `{ '1': step, '2': step }`. */
  readonly migrations?: Readonly<Record<string, Migration>>
  /** Binds what the machine invokes or spawns by `src` to other kinds. */
  readonly children?: Readonly<Record<string, ChildBinding>>
  /** Checks the input of a create. Giving it makes creation explicit: `ref.create(input)`. */
  readonly input?: StandardSchemaV1
  /** Checks events sent through refs. */
  readonly events?: StandardSchemaV1
  /** Upper limit of one effect in ms. Default 5 minutes. */
  readonly effectDeadlineMs?: number
  /**
   * Promises, by `src`, that cost nothing and change nothing outside of the process, so that it does not matter how often they
   * are called: a computation, a lookup. When such a call is the first thing that a worker does, and quick, its start is not
   * put on record before it: one record has both, the claim and the result (docs/adr/0014). Default: none.
   */
  readonly repeatable?: readonly string[]
  /** Concurrent tasks of this kind on one host (workers). Default 10. */
  readonly slots?: number
}

/** A machine of another version whose children are bound otherwise than those of the current one. */
export interface OtherVersion {
  readonly machine: AnyStateMachine
  readonly children?: Readonly<Record<string, ChildBinding>>
}

/** Default upper limit of one effect: longer than any model call that a user would wait for. */
export const DEFAULT_EFFECT_DEADLINE_MS = 300_000
export const DEFAULT_SLOTS = 10
/** What a machine without a version has. */
const FIRST_VERSION = '1'

/**
 * Makes an XState machine a kind of durable actor.
 * @throws CaravanError `machine.invalid` listing everything in the machine that cannot be durable; `actor.kind.invalid`;
 * `actor.version.twice` when the current version is listed among the others.
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
      const worker = promiseWorker(src, logic, options)
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
  const repeatable = options.repeatable ?? []
  const problems = [
    ...machineProblems(machine),
    ...unbound.map((src) => `it invokes "${src}": ${how}`),
    ...repeatable
      .filter((src) => !isPromiseLogic(logics[src]) || Object.hasOwn(options.children ?? {}, src))
      .map((src) => `"${src}" is called repeatable, and is none of its promises`),
  ]
  if (problems.length > 0) {
    throw new CaravanError(
      'machine.invalid',
      `Machine of actor kind "${kind}" cannot be durable:\n- ${problems.join('\n- ')}`,
      { data: { kind, problems } },
    )
  }
  const sources = new Set([...Object.keys(bound), ...invokedSources(machine)])
  const version = options.version ?? machine.version ?? FIRST_VERSION
  const versions = otherVersions(options, version)
  for (const other of Object.values(versions).flatMap((one) => one.derived)) {
    if (!derived.some((one) => one.kind === other.kind)) derived.push(other)
  }
  return {
    kind,
    type,
    machine,
    pure: machine.provide({
      actors: Object.fromEntries([...sources].map((src) => [src, inertLogic])),
    } as never),
    version,
    versions,
    migrations: { ...options.migrations },
    children,
    effects,
    repeatable: new Set(repeatable.filter((src) => src in effects)),
    derived,
    input: options.input,
    events: options.events,
    createOn: options.input === undefined ? 'message' : 'create',
    effectDeadlineMs: options.effectDeadlineMs ?? DEFAULT_EFFECT_DEADLINE_MS,
    slots: options.slots ?? DEFAULT_SLOTS,
  }
}

/** Each other version is a whole definition: the same kind with another machine. */
function otherVersions(
  options: ActorOptions<AnyStateMachine>,
  current: string,
): Readonly<Record<string, ActorDefinition>> {
  const { versions = {}, migrations = {}, ...rest } = options
  const both = [current in versions ? 'versions' : [], current in migrations ? 'migrations' : []].flat()
  if (both.length > 0) {
    throw new CaravanError(
      'actor.version.twice',
      `Actor kind "${options.kind}" is version "${current}" and lists that under ${both.join(' and ')} as well: give the changed machine a new version.`,
      { data: { kind: options.kind, version: current } },
    )
  }
  const entries = Object.entries(versions).map(([version, other]) => {
    const own = 'machine' in other ? other : { machine: other }
    const repeatable = rest.repeatable?.filter((src) => src in own.machine.implementations.actors) ?? []
    return [version, defineActor({ ...rest, ...own, repeatable, version })] as const
  })
  return Object.fromEntries(entries)
}

/**
 * A promise that an entity invokes becomes a worker of its own, so that a slow call never holds the entity (I6). Its
 * machine is the runtime's: whatever version its parent has, it stays the same.
 */
function promiseWorker(
  src: string,
  logic: PromiseLogic,
  options: ActorOptions<AnyStateMachine>,
): ActorDefinition {
  const kind = `${options.kind}-${src}`
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
    repeatable: options.repeatable?.includes(src) === true ? ['call'] : [],
    ...(options.effectDeadlineMs === undefined ? {} : { effectDeadlineMs: options.effectDeadlineMs }),
    ...(options.slots === undefined ? {} : { slots: options.slots }),
  })
}
