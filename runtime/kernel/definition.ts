/** What the runtime knows about one kind of actor once its machine has been checked. */
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { AnyActorLogic, AnyStateMachine } from 'xstate'
import type { ActorEvent } from '../core/message.ts'
import type { Supervision } from './supervision-policy.ts'

/** How a child's `src` is bound: to another kind, which may be served by other hosts. */
export interface ChildBinding {
  readonly kind: string
  readonly type: 'entity' | 'worker'
  /** What happens when such a child ends in error; made by `supervised`. Without it the machine is told at once. */
  readonly supervise?: Supervision
}

/**
 * An actor between two versions of its machine, as a migration sees it: XState's persisted snapshot with the runtime's
 * tables. Plain data throughout.
 */
export interface PersistedSnapshot {
  /** XState's state value. */
  readonly value: unknown
  readonly context: unknown
  /** By history state id, as XState persists it. */
  readonly historyValue?: unknown
  /**
   * What runs below the actor, by id: an entity's children, a worker's promises. A step may rename a `src`, change a
   * promise's `input`, or leave one out, which stops it; it cannot add any, for the machine alone spawns.
   */
  readonly children: Readonly<Record<string, { readonly src: string; readonly input?: unknown }>>
  /** Pending delays by id (`after` and delayed `raise`), `at` in ms since the epoch. A step may change, add or drop them. */
  readonly timers: Readonly<Record<string, { readonly at: number; readonly event: ActorEvent }>>
}

/** One pure step from a version to the next; it gets a copy of its own, and what it throws leaves the actor as it was. */
export type Migration = (snapshot: PersistedSnapshot) => PersistedSnapshot

export interface ActorDefinition<TMachine extends AnyStateMachine = AnyStateMachine> {
  readonly kind: string
  readonly type: 'entity' | 'worker'
  /** As the user wrote it. */
  readonly machine: TMachine
  /** The same machine with every child replaced by an inert stand-in, for pure transitions (I5). */
  readonly pure: AnyStateMachine
  /** The version that this definition writes as soon as every live host of the kind can read it (R18). */
  readonly version: string
  /** Other versions of the machine that this definition still (or already) runs, by version. */
  readonly versions: Readonly<Record<string, ActorDefinition>>
  /** Steps out of older versions, by the version that each step leaves. */
  readonly migrations: Readonly<Record<string, Migration>>
  /** Entities: how each invoked or spawned `src` is bound. */
  readonly children: Readonly<Record<string, ChildBinding>>
  /** Workers: the promise logic behind each invoked `src`. */
  readonly effects: Readonly<Record<string, PromiseLogic>>
  /** Which of them may be made again at no cost; see `ActorOptions.repeatable`. */
  readonly repeatable: ReadonlySet<string>
  /** Kinds that came with this one: promises that an entity invokes become workers (I6). */
  readonly derived: readonly ActorDefinition[]
  readonly input: StandardSchemaV1 | undefined
  readonly events: StandardSchemaV1 | undefined
  /** Whether a first event may create the actor, or only an explicit create with input (R14). */
  readonly createOn: 'message' | 'create'
  /** Upper limit of one effect, in ms; its lease is not renewed beyond it (R10). */
  readonly effectDeadlineMs: number
  /** Concurrent tasks of this kind on one host. */
  readonly slots: number
}

/** What XState's `fromPromise` returns, as far as the runtime calls it. */
export interface PromiseLogic extends AnyActorLogic {
  readonly config: (args: {
    readonly input: unknown
    readonly self: unknown
    readonly system: unknown
    readonly signal: AbortSignal
    readonly emit: (event: unknown) => void
  }) => PromiseLike<unknown>
}

const ACTIVE = { status: 'active', output: undefined, error: undefined, input: undefined }

/**
 * XState 5.33 marks no logic with its sort; callbacks and observables also keep a function under `config`. Only promise
 * logic answers its own resolve event by being done, so it is asked. The probe runs no user code.
 */
export function isPromiseLogic(logic: unknown): logic is PromiseLogic {
  if (
    typeof logic !== 'object' ||
    logic === null ||
    !('config' in logic) ||
    typeof logic.config !== 'function'
  )
    return false
  if (!('transition' in logic) || typeof logic.transition !== 'function') return false
  try {
    const next: unknown = logic.transition(ACTIVE, { type: 'xstate.promise.resolve', data: 1 }, {})
    return typeof next === 'object' && next !== null && 'status' in next && next.status === 'done'
  } catch {
    return false // callback logic reaches into the scope that the probe does not have
  }
}
