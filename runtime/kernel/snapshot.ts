/** Between XState's live snapshot and the plain one of a record. */
import type { AnyMachineSnapshot } from 'xstate'
import { errorData } from '../core/errors.ts'
import type { PlainSnapshot } from '../core/turn-record.ts'
import type { ActorDefinition } from './definition.ts'
import type { TurnDraft } from './draft.ts'
import { refuseUnplain } from './plain-data.ts'
import { collectActions } from './pure-scope.ts'

/**
 * XState's own `getPersistedSnapshot` walks the whole context for references; contexts are plain data here (R21).
 * @param before the one that it follows, whose context has been looked through
 */
export function plain(live: AnyMachineSnapshot, before: AnyMachineSnapshot | undefined): PlainSnapshot {
  refuseUnplain(live.context, 'context', before?.context)
  refuseUnplain(live.output, 'output', live.context) // what an output takes from the context keeps its name, as a rule
  const history = live.historyValue as Record<string, readonly { readonly id: string }[]>
  const historyIds = Object.fromEntries(
    Object.entries(history).map(([id, nodes]) => [id, nodes.map((n) => ({ id: n.id }))]),
  )
  return {
    status: live.status,
    value: live.value,
    context: live.context,
    ...(Object.keys(historyIds).length === 0 ? {} : { historyValue: historyIds }),
    ...(live.output === undefined ? {} : { output: live.output }),
    ...(live.status === 'error' ? { error: errorData(live.error) } : {}),
  }
}

/** Rebuilds the live snapshot from one record, children included, without starting anything (R3, R19). */
export function restore(definition: ActorDefinition, record: TurnDraft): AnyMachineSnapshot {
  const open = Object.entries(definition.type === 'worker' ? record.effects : record.children)
  const sources = [...open.map(([id, { src }]) => [id, src]), ...Object.entries(record.ended ?? {})]
  const children = Object.fromEntries(
    sources.map(([id, src]) => [id, { src, snapshot: { status: 'active' }, syncSnapshot: false }]),
  )
  const { status, value, context, output } = record.snapshot
  const historyValue = structuredClone(record.snapshot.historyValue ?? {}) // XState revives it in place
  const persisted = { status, value, context, historyValue, output, error: undefined, children }
  const { result } = collectActions(record.parent !== undefined, (scope) =>
    definition.pure.restoreSnapshot(persisted as never, scope as never),
  )
  return result
}
