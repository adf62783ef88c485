/** Turns that the machine does not decide: a worker's claim (R8) and the stop of any actor (R12). */
import { addressText, type Address } from '../core/address.ts'
import type { Cause, Task } from '../core/message.ts'
import { isFinal, RECORD_VERSION, type TurnRecord } from '../core/turn-record.ts'
import { activation } from './activation.ts'
import { begin, decide, type Decision } from './decide.ts'
import { assemble, bareDefinition, draftFrom, outboxId, type ActorState, type TurnDraft } from './draft.ts'
import type { ActorDefinition } from './definition.ts'
import { closeAll } from './interpret.ts'
import { taskAgain } from './task-again.ts'
import { asWritten } from './versions.ts'

/**
 * The first claim holds the initial snapshot, so a task's first append is also the start of its first effect (R8).
 * @param by the host that claims it; `beside`: no task is stored
 */
export function firstClaim(
  definition: ActorDefinition,
  task: Task,
  { host, beside }: { readonly host: string; readonly beside: boolean },
  now: number,
): Decision {
  const { parent, ...rest } = task
  const decision = begin(definition, { ...rest, type: 'create', parent }, now)
  if (decision.status !== 'turn') return decision
  const record: TurnDraft = {
    ...decision.state.record,
    outcome: decision.state.record.outcome === 'failed' ? 'failed' : 'claimed',
    cause: { type: 'claim', id: `${task.id}~1`, host, number: 1 },
    claim: { host, number: 1, ...(beside && { beside }) },
  }
  return { ...decision, state: { ...decision.state, record } }
}

/** A later claim changes nothing but who runs it; each open effect is started once more, which the record shows (I8). */
export function nextClaim(
  definition: ActorDefinition,
  previous: TurnDraft,
  task: Pick<Task, 'id'>,
  host: string,
  now: number,
): ActorState {
  const number = (previous.claim?.number ?? 0) + 1
  const draft = draftFrom(definition, previous, now)
  for (const [id, effect] of Object.entries(draft.effects)) {
    draft.effects[id] = {
      ...effect,
      starts: effect.starts + 1,
      deadlineAt: now + definition.effectDeadlineMs,
    }
  }
  const cause = { type: 'claim', id: `${task.id}~${number}`, host, number } as const
  const record = assemble(draft, previous, cause, 'claimed', previous.snapshot)
  const barren = previous.outcome === 'claimed' ? { barren: (previous.claim?.barren ?? 1) + 1 } : {}
  return { record: { ...record, claim: { host, number, ...barren } }, live: undefined }
}

/** A worker that waits longer than a task should be held: the task comes back at `until` (R11). */
export function parkTurn(previous: TurnDraft, until: number, now: number): TurnDraft {
  const draft = draftFrom(bareDefinition(previous), previous, now)
  const task = taskAgain(previous, outboxId(draft), now)
  if (task !== undefined) draft.outbox.push({ do: 'park', task, at: until })
  const cause = { type: 'park', id: `${previous.actor}#${draft.turn}`, until } as const
  return assemble(draft, previous, cause, 'parked', previous.snapshot)
}

/**
 * The result of a call whose holder lost the actor meanwhile (R9); undefined when it is known already. Where the actor has
 * moved to a machine version that this code does not have, the result is only put on record: its cost counts.
 */
export function lateTurn(
  definition: ActorDefinition,
  previous: TurnDraft,
  end: Cause,
  now: number,
): TurnDraft | undefined {
  const found = activation(definition, previous, previous.machine.version, now)
  if (found.status === 'unreadable') {
    const draft = draftFrom(asWritten(definition, previous), previous, now)
    return assemble(draft, previous, end, 'ignored', previous.snapshot, found.reason)
  }
  const decision = decide(found.definition, { record: previous, live: undefined }, end, now)
  return decision.status === 'turn' ? decision.state.record : undefined
}

/** The record that ends an actor from outside; `undefined` when it has ended already. */
export function stopTurn(
  address: Address,
  kind: string,
  type: TurnRecord['type'],
  previous: TurnDraft | undefined,
  by: { readonly id: string; readonly tenant: string; readonly now: number },
): TurnDraft | undefined {
  const cause = { type: 'stop', id: by.id, by: by.id } as const
  if (previous === undefined) {
    return {
      v: RECORD_VERSION,
      actor: addressText(address),
      kind,
      type,
      tenant: by.tenant,
      machine: { id: '', version: '' },
      turn: 1,
      at: by.now,
      cause,
      outcome: 'stopped',
      snapshot: { status: 'stopped', value: null, context: null },
      children: {},
      timers: {},
      effects: {},
      serial: 0,
      seen: [],
      outbox: [],
    }
  }
  if (isFinal(previous.snapshot)) return undefined
  const { quarantine: _, ...open } = previous // stopped, it needs no release; what was held goes nowhere any more
  const draft = draftFrom(bareDefinition(open), open, by.now)
  draft.parent = undefined // the parent is the one who stops it
  closeAll(draft, { output: undefined })
  const record = assemble(draft, open, cause, 'stopped', { ...open.snapshot, status: 'stopped' })
  return previous.parent === undefined ? record : { ...record, parent: previous.parent }
}
