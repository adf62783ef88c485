/**
 * Whether a snapshot fits a machine. XState does not say: a child whose source is gone vanishes in silence, and a state that
 * is gone turns a good snapshot into an error (R19), so both are looked for before anything is restored or written.
 */
import type { PersistedSnapshot, ActorDefinition } from './definition.ts'

interface StateNode {
  readonly id: string
  readonly type: string
  readonly states: Readonly<Record<string, StateNode>>
  readonly transitions: ReadonlyMap<string, unknown>
}

/** Everything that does not fit, in words; empty when the machine can go on from there. */
export function misfits(definition: ActorDefinition, snapshot: PersistedSnapshot): readonly string[] {
  const root = definition.machine.root as unknown as StateNode
  const nodes = new Map<string, StateNode>()
  const collect = (node: StateNode) => {
    nodes.set(node.id, node)
    Object.values(node.states).forEach(collect)
  }
  collect(root)
  const bound = definition.type === 'worker' ? definition.effects : definition.children
  return [
    ...valueProblems(root, snapshot.value),
    ...Object.entries(historyOf(snapshot)).flatMap(([id, remembered]) =>
      [id, ...remembered]
        .filter((one) => !nodes.has(one))
        .map((one) => `its history names "${one}", which is no state`),
    ),
    ...Object.entries(snapshot.children)
      .filter(([, { src }]) => !Object.hasOwn(bound, src))
      .map(([id, { src }]) => `child "${id}" has src "${src}", which is bound to nothing`),
    ...Object.entries(snapshot.timers)
      .filter(([, { event }]) => event.type.startsWith('xstate.after.'))
      .filter(([, { event }]) => ![...nodes.values()].some((node) => node.transitions.has(event.type)))
      .map(([id]) => `timer "${id}" belongs to a state or delay that does not exist`),
  ]
}

function historyOf(snapshot: PersistedSnapshot): Readonly<Record<string, readonly string[]>> {
  const history = (snapshot.historyValue ?? {}) as Readonly<
    Record<string, readonly { readonly id: string }[]>
  >
  return Object.fromEntries(Object.entries(history).map(([id, nodes]) => [id, nodes.map((node) => node.id)]))
}

/** A state value names one child of every compound state that is active, and every child of a parallel one. */
function valueProblems(node: StateNode, value: unknown): readonly string[] {
  const inner = Object.keys(node.states).filter((key) => node.states[key]?.type !== 'history')
  const named: Readonly<Record<string, unknown>> =
    typeof value === 'string' ? { [value]: undefined } : ((value ?? {}) as Record<string, unknown>)
  const keys = Object.keys(named)
  const unknown = keys.filter((key) => !inner.includes(key))
  if (unknown.length > 0) return unknown.map((key) => `state "${node.id}.${key}" does not exist`)
  if (node.type === 'parallel') {
    const missing = inner
      .filter((key) => !keys.includes(key))
      .map((key) => `"${node.id}" is parallel and lacks "${key}"`)
    return [...missing, ...keys.flatMap((key) => valueProblems(node.states[key] as StateNode, named[key]))]
  }
  if (inner.length === 0) return []
  if (keys.length !== 1) return [`"${node.id}" needs exactly one of its states: ${inner.join(', ')}`]
  return keys.flatMap((key) => valueProblems(node.states[key] as StateNode, named[key]))
}
