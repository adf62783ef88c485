/**
 * A scope for pure transitions. XState's own `transition()` builds an inert actor per call (about 60 microseconds); the
 * logic's documented `transition(snapshot, event, scope)` takes ours instead, which is made once. Nothing in it is
 * started, so no clock, timer or promise of XState ever runs (I5, R19).
 */
import { createActor, type AnyActorRef, type AnyActorScope } from 'xstate'

const INITIAL = { status: 'active' as const, output: undefined, error: undefined }

/** Stands in for every child: spawned, it only exists; its messages come from the journal. */
export const inertLogic = {
  transition: (snapshot: typeof INITIAL) => snapshot,
  getInitialSnapshot: () => INITIAL,
  getPersistedSnapshot: (snapshot: typeof INITIAL) => snapshot,
  restoreSnapshot: () => INITIAL,
}

export interface PureAction {
  readonly type: string
  readonly params: unknown
}

const parentRef: AnyActorRef = createActor(inertLogic, { id: '#parent' })
const rootRef: AnyActorRef = createActor(inertLogic, { id: '#self' })
// `parent` is what makes `sendParent` resolve; XState reads it from the scope's own reference.
const childRef: AnyActorRef = createActor(inertLogic, { id: '#self', parent: parentRef })

export function isSelf(ref: unknown): boolean {
  return ref === rootRef || ref === childRef
}

export function isParent(ref: unknown): boolean {
  return ref === parentRef
}

const ignore = () => undefined

/** Runs `body` with a scope that collects actions as data. */
export function collectActions<T>(
  hasParent: boolean,
  body: (scope: AnyActorScope) => T,
): { readonly result: T; readonly actions: readonly PureAction[] } {
  const actions: PureAction[] = []
  const self = hasParent ? childRef : rootRef
  const scope: AnyActorScope = {
    self,
    id: '',
    sessionId: '',
    system: self.system,
    logger: ignore,
    defer: ignore,
    emit: ignore,
    stopChild: ignore,
    actionExecutor: (action) => actions.push(action),
  }
  return { result: body(scope), actions }
}
