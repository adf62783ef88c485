/** Checks a machine before it may run: what cannot be made durable is refused here, never skipped later (I5, R20). */
import type { AnyStateMachine } from 'xstate'

interface NodeView {
  readonly id: string
  readonly invoke: readonly {
    readonly id: string
    readonly src: string
    readonly systemId?: string
    readonly onSnapshot?: unknown
  }[]
  readonly entry: readonly unknown[]
  readonly exit: readonly unknown[]
  readonly transitions: ReadonlyMap<string, readonly TransitionView[]>
  readonly type: string
  readonly initial?: { readonly target?: readonly NodeView[] }
  readonly always?: readonly TransitionView[]
  readonly states: Readonly<Record<string, NodeView>>
}

interface TransitionView {
  readonly actions: readonly unknown[]
  readonly guard?: unknown
  readonly target?: readonly NodeView[]
}

/** Names of every `src` that the machine invokes. */
export function invokedSources(machine: AnyStateMachine): ReadonlySet<string> {
  return new Set(nodes(machine).flatMap((node) => node.invoke.map((invoke) => invoke.src)))
}

/** Every problem, with the state it is in. */
export function machineProblems(machine: AnyStateMachine): readonly string[] {
  const problems: string[] = []
  for (const node of nodes(machine)) {
    node.invoke.forEach((invoke, index) => {
      if (invoke.src.startsWith('xstate.invoke.')) {
        problems.push(
          `${node.id}: invokes inline logic; name it in setup({ actors }) and use its name as src`,
        )
      } else if (invoke.id === `${index}.${node.id}`) {
        problems.push(
          `${node.id}: the invoke of "${invoke.src}" needs an explicit id, or renaming the state would lose the child`,
        )
      }
      if (invoke.systemId !== undefined)
        problems.push(`${node.id}: systemId of "${invoke.id}" has no meaning across hosts`)
      if (invoke.onSnapshot !== undefined)
        problems.push(`${node.id}: onSnapshot of "${invoke.id}" is not durable; let the child send messages`)
    })
    const transitions = [...node.transitions.values()].flat().concat(node.always ?? [])
    for (const action of [...node.entry, ...node.exit, ...transitions.flatMap((t) => t.actions)]) {
      const problem = actionProblem(machine, action)
      if (problem !== undefined) problems.push(`${node.id}: ${problem}`)
    }
    if (alwaysLoops(node)) {
      problems.push(`${node.id}: its always transitions have no guard and lead back to it, so they never end`)
    }
  }
  return problems
}

/** Follows transitions that are taken whatever the context says; what a guard decides may end. */
function alwaysLoops(start: NodeView): boolean {
  const seen = new Set<NodeView>()
  let at: NodeView | undefined = certainNext(start)
  while (at !== undefined && !seen.has(at)) {
    if (at === start) return true
    seen.add(at)
    at = certainNext(at)
  }
  return false
}

/** The state whose unguarded `always` is taken next for certain: a target, or what it enters first, if one has such. */
function certainNext(node: NodeView): NodeView | undefined {
  const first = node.always?.[0]
  if (first === undefined || first.guard !== undefined || first.target?.length !== 1) return undefined
  let certain: NodeView | undefined
  for (let next = first.target[0]; next !== undefined; next = next.initial?.target?.[0]) {
    if (next.type === 'parallel' || next.type === 'history') return undefined
    if (next.always !== undefined && next.always.length > 0) certain = next // the innermost goes first
  }
  return certain
}

function actionProblem(machine: AnyStateMachine, action: unknown): string | undefined {
  const name = actionName(action)
  const implementation = name === undefined ? action : machine.implementations.actions[name]
  if (name !== undefined && implementation === undefined) {
    return name.startsWith('xstate.') ? undefined : `action "${name}" has no implementation`
  }
  // Built-in action creators return functions that carry their resolver; anything else would run code at a crash's mercy.
  if (typeof implementation === 'function' && 'resolve' in implementation) return undefined
  return `custom action "${name ?? '(inline function)'}" would run outside the journal; invoke a promise instead`
}

function actionName(action: unknown): string | undefined {
  if (typeof action === 'string') return action
  if (typeof action === 'object' && action !== null && 'type' in action && typeof action.type === 'string')
    return action.type
  return undefined
}

function nodes(machine: AnyStateMachine): readonly NodeView[] {
  const all: NodeView[] = []
  const visit = (node: NodeView) => {
    all.push(node)
    Object.values(node.states).forEach(visit)
  }
  visit(machine.root as unknown as NodeView)
  return all
}
