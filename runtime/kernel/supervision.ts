/**
 * Supervision: decided purely (I5) when a child's error arrives, before the machine sees it, and kept in the parent's
 * record. The machine's own snapshot does not change: for XState the child never ended.
 */
import { hashText } from '../core/address.ts'
import type { ErrorData } from '../core/errors.ts'
import type { Cause } from '../core/message.ts'
import { NOTHING_RECEIVED } from '../core/received.ts'
import type { OpenChild, TurnOutcome } from '../core/turn-record.ts'
import { startChild, stopChild } from './children.ts'
import type { Draft, TurnDraft } from './draft.ts'
import type { Supervision } from './supervision-policy.ts'
import { setRestartTimer } from './timers.ts'

/** What supervision makes of a turn: its own, or (`escalate`) the machine's, with a word for the record. */
export type Supervised =
  | { readonly status: 'own'; readonly outcome: TurnOutcome; readonly reason: string }
  | { readonly status: 'escalate'; readonly reason: string }

/**
 * Undefined when the cause is none of supervision's. `before` is the record whose tables admitted the cause; the draft has
 * it closed already.
 */
export function supervise(draft: Draft, before: TurnDraft, cause: Cause): Supervised | undefined {
  if (cause.type === 'child.error' && cause.quarantinedAt === undefined) {
    const child = before.children[cause.child.id]
    const policy = child && draft.definition.children[child.src]?.supervise
    return policy && child.supervised
      ? answer(draft, policy, cause.child.id, { ...child, supervised: child.supervised }, cause.error)
      : undefined
  }
  if (cause.type !== 'timer') return undefined
  const children = before.timers[cause.timer.id]?.restart
  return children && restart(draft, children)
}

type SupervisedEntry = OpenChild & { readonly supervised: NonNullable<OpenChild['supervised']> }

function answer(
  draft: Draft,
  policy: Supervision,
  id: string,
  child: SupervisedEntry,
  error: ErrorData,
): Supervised {
  const { restarts, withinMs } = policy.intensity
  const recent = withinWindow(child, withinMs, draft.now)
  const what = `"${id}" ended in error (${error.code})`
  if (recent.length >= restarts) {
    const reason = `${what} after ${recent.length} restarts within ${withinMs} ms`
    if (policy.exhausted === 'escalate')
      return { status: 'escalate', reason: `${reason}: the machine is told` }
    draft.ended[id] = child.src // XState goes on listing it
    return { status: 'own', outcome: 'handled', reason: `${reason}: it stays down` }
  }
  const affected = [[id, child] as const, ...siblings(draft, policy, child)]
  affected.sort(([, a], [, b]) => a.supervised.order - b.supervised.order)
  for (const [name, entry] of affected) {
    if (name !== id) stopChild(draft, name) // fenced, and relayed before the timer can start it again (R12, I3)
    draft.serial += 1
    const { quarantinedAt: _, ...kept } = entry
    const own = name === id ? policy : (draft.definition.children[entry.src]?.supervise ?? policy)
    const counted = [...withinWindow(entry, own.intensity.withinMs, draft.now), draft.now]
    draft.children[name] = {
      ...kept,
      // At once: whatever the old incarnation still sends is of an ended generation (I9).
      generation: draft.serial,
      sent: 0,
      received: NOTHING_RECEIVED,
      supervised: {
        ...entry.supervised,
        restarts: own.intensity.restarts === 0 ? [] : counted.slice(-own.intensity.restarts),
        held: [],
      },
    }
  }
  const wait = backoff(policy, recent.length, `${draft.actor}/${id}.${child.generation}`)
  const names = affected.map(([name]) => name)
  setRestartTimer(draft, names, draft.now + wait)
  const others = names.filter((name) => name !== id).map((name) => `"${name}"`)
  const together = others.length === 0 ? '' : `, with ${others.join(', ')},`
  return {
    status: 'own',
    outcome: 'restarted',
    reason: `${what}: restart ${recent.length + 1} of ${restarts}${together} in ${wait} ms`,
  }
}

/** Those that the strategy takes along; one that already waits for its own restart is left to it. */
function siblings(
  draft: Draft,
  { strategy }: Supervision,
  child: SupervisedEntry,
): readonly (readonly [string, SupervisedEntry])[] {
  if (strategy === 'one-for-one') return []
  return Object.entries(draft.children).flatMap(([name, entry]) => {
    const { supervised } = entry
    if (supervised === undefined || supervised.held !== undefined) return []
    if (strategy === 'rest-for-one' && supervised.order < child.supervised.order) return []
    return [[name, { ...entry, supervised }] as const]
  })
}

/** The timer has fired: new incarnations in the order of first spawn, then what was sent to each while it was down. */
function restart(draft: Draft, ids: readonly string[]): Supervised {
  for (const id of ids) {
    const child = draft.children[id]
    if (child?.supervised?.held === undefined) continue
    const { held, ...supervised } = child.supervised
    draft.children[id] = { ...child, supervised }
    startChild(draft, id, child, supervised.input)
    for (const message of held) draft.outbox.push({ do: 'send', message })
  }
  return {
    status: 'own',
    outcome: 'restarted',
    reason: `${ids.map((id) => `"${id}"`).join(', ')} started again`,
  }
}

function withinWindow({ supervised }: SupervisedEntry, withinMs: number, now: number): readonly number[] {
  return supervised.restarts.filter((at) => at > now - withinMs)
}

/** Milliseconds. Deterministic (I5): the jitter is a hash of the incarnation that failed. */
export function backoff({ backoff }: Supervision, restartsBefore: number, incarnation: string): number {
  const { firstMs, maxMs, jitter } = backoff
  const full = Math.min(maxMs, firstMs * 2 ** restartsBefore)
  return Math.round(full * (1 - jitter * (hashText(incarnation) / 2 ** 32)))
}
