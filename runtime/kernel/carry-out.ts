/** Runs XState on one event and makes a record of what it says has to happen; refuses what cannot be durable (I5, R20). */
import type { AnyMachineSnapshot } from 'xstate'
import { CaravanError } from '../core/errors.ts'
import type { Cause } from '../core/message.ts'
import { isFinal, type PlainSnapshot, type TurnOutcome } from '../core/turn-record.ts'
import { assemble, type ActorState, type Draft, type TurnDraft } from './draft.ts'
import { endedChildren, withoutForgotten } from './ended-children.ts'
import { closeAll, interpret } from './interpret.ts'
import { lean } from './lean-snapshot.ts'
import { refuseExcess } from './limits.ts'
import { collectActions } from './pure-scope.ts'
import { plain } from './snapshot.ts'

export interface Step {
  readonly before: AnyMachineSnapshot | undefined
  readonly after: AnyMachineSnapshot
}

/** Throws what machine code throws, and what cannot be durable. */
export function carryOut(
  draft: Draft,
  previous: TurnDraft | undefined,
  cause: Cause,
  outcome: TurnOutcome,
  step: (scope: never) => Step,
  reason?: string,
): ActorState {
  const { result, actions } = collectActions(draft.parent !== undefined, (scope) => step(scope as never))
  for (const action of actions) interpret(draft, action)
  refuseHiddenSpawns(draft, result)
  refuseExcess(draft)
  const snapshot = plain(result.after, result.before)
  refuseStuckWorker(draft, snapshot)
  draft.ended = endedChildren(draft, result.after)
  if (snapshot.error !== undefined) closeAll(draft, { error: snapshot.error })
  else if (isFinal(snapshot)) closeAll(draft, { output: snapshot.output })
  return {
    record: assemble(draft, previous, cause, outcome, snapshot, reason),
    live: lean(withoutForgotten(result.after, draft)),
    items: draft.items,
  }
}

/** A worker has no inbox: without an effect or a timer nothing could ever reach it, and its task would return for ever. */
function refuseStuckWorker(draft: Draft, snapshot: PlainSnapshot): void {
  if (draft.definition.type !== 'worker' || isFinal(snapshot)) return
  if (Object.keys(draft.effects).length + Object.keys(draft.timers).length > 0) return
  throw new CaravanError(
    'machine.unsupported',
    `Worker kind "${draft.definition.kind}" waits in ${JSON.stringify(snapshot.value)} for nothing: a worker ends, runs a promise or waits for a timer.`,
  )
}

/** `spawn()` inside `assign` yields no action and would be lost at the next restart (R20). */
function refuseHiddenSpawns(draft: Draft, step: Step): void {
  const before = step.before?.children ?? {}
  for (const [id, ref] of Object.entries(step.after.children)) {
    if (before[id] === ref || draft.spawned.has(id)) continue
    throw new CaravanError(
      'machine.unsupported',
      `Child "${id}" was spawned inside an assign; use the spawnChild action or invoke.`,
    )
  }
}
