/** Children and effects of an actor: spawned and stopped by its machine, restarted by supervision. */
import { childText } from '../core/address.ts'
import { NOTHING_RECEIVED } from '../core/received.ts'
import type { OpenChild, OutboxItem } from '../core/turn-record.ts'
import { outboxId, unsupported, type Draft } from './draft.ts'
import { forgetRestart } from './timers.ts'

export interface SpawnParams {
  /** As written: a function stays one, and the reference has what it gave. */
  readonly id?: string | ((args: never) => string)
  readonly src: unknown
  readonly input?: unknown
  readonly systemId?: string
  readonly actorRef?: {
    readonly id: string
    readonly _syncSnapshot?: boolean
    readonly system: { _unregister(ref: unknown): void }
  }
}

export function spawnChild(draft: Draft, params: SpawnParams): void {
  const { src, actorRef } = params
  const id = typeof params.id === 'function' ? actorRef?.id : params.id
  if (id === undefined || id === 'undefined') throw unsupported(draft, 'spawnChild needs an explicit id')
  if (id === '__proto__') throw unsupported(draft, 'no child can be called "__proto__"')
  if (typeof src !== 'string')
    throw unsupported(draft, `child "${id}" is inline logic; name it in setup({ actors })`)
  if (params.systemId !== undefined) {
    actorRef?.system._unregister(actorRef) // pure scopes share one system: the name would stay taken in it (I5)
    throw unsupported(draft, `systemId of child "${id}" has no meaning across hosts`)
  }
  if (actorRef?._syncSnapshot === true)
    throw unsupported(draft, `syncSnapshot of child "${id}" is not durable`)
  stopChild(draft, id)
  draft.spawned.add(id)
  draft.serial += 1
  const generation = draft.serial
  if (draft.definition.type === 'worker') {
    if (!(src in draft.definition.effects))
      throw unsupported(draft, `a worker can only run promises, "${src}" is none`)
    draft.effects[id] = {
      generation,
      src,
      input: params.input,
      startedAt: draft.now,
      deadlineAt: draft.now + draft.definition.effectDeadlineMs,
      starts: 1,
    }
    return
  }
  const binding = draft.definition.children[src]
  if (binding === undefined)
    throw unsupported(draft, `child "${id}" has src "${src}", which is bound to no actor kind`)
  const { kind, type, supervise } = binding
  const child: OpenChild = {
    generation,
    kind,
    type,
    src,
    sent: 0,
    received: NOTHING_RECEIVED,
    ...(supervise && { supervised: { input: params.input, order: generation, restarts: [] } }),
  }
  draft.children[id] = child
  startChild(draft, id, child, params.input)
}

/** Lets an incarnation that stands in the table come to life (R14). */
export function startChild(draft: Draft, id: string, child: OpenChild, input: unknown): void {
  const { generation, kind, type } = child
  const shared = {
    id: outboxId(draft),
    to: childText(draft.actor, id, generation),
    kind,
    tenant: draft.tenant,
    input,
    parent: { address: draft.actor, kind: draft.definition.kind, child: { id, generation } },
    sentAt: draft.now,
  }
  draft.outbox.push(
    type === 'worker'
      ? { do: 'task', task: shared }
      : { do: 'create', message: { ...shared, type: 'create' } },
  )
}

/** Stopping what is not open is a no-op: a final snapshot emits `stopChild` again on every event (R4, R12). */
export function stopChild(draft: Draft, id: string | undefined): void {
  if (id === undefined) return
  delete draft.effects[id]
  const child = draft.children[id]
  if (child === undefined) return
  delete draft.children[id]
  // Between two incarnations there is nobody to stop.
  if (child.supervised?.held !== undefined) return forgetRestart(draft, id)
  const to = childText(draft.actor, id, child.generation)
  if (draft.spawned.delete(id)) {
    // Spawned and stopped within one turn: nobody has heard of it yet, so nothing needs to.
    draft.outbox = draft.outbox.filter((item) => receiverOf(item) !== to)
    return
  }
  draft.outbox.push({ do: 'stop', id: outboxId(draft), to, kind: child.kind, type: child.type })
}

function receiverOf(item: OutboxItem): string | undefined {
  if (item.do === 'task') return item.task.to
  return item.do === 'create' || item.do === 'send' ? item.message.to : undefined
}
