/** Short ways to write messages and to run a kernel by hand: no host, no driver, no clock. */
import { expect } from 'vitest'
import type { ActorEvent, Cause, CreateMessage, EventMessage, Message } from '../../runtime/core/message.ts'
import type { OutboxItem } from '../../runtime/core/turn-record.ts'
import { decide, type Decision } from '../../runtime/kernel/decide.ts'
import type { ActorState } from '../../runtime/kernel/draft.ts'
import type { ActorDefinition } from '../../runtime/kernel/definition.ts'

let serial = 0
const envelope = (definition: ActorDefinition, id = `m${++serial}`, to = `${definition.kind}/1`) => ({
  id,
  to,
  kind: definition.kind,
  sentAt: 0,
})

export function event(definition: ActorDefinition, body: ActorEvent, id?: string): EventMessage {
  return { ...envelope(definition, id), type: 'event', event: body }
}

/** The same, allowed to create its receiver. */
export function first(definition: ActorDefinition, body: ActorEvent, id?: string): EventMessage {
  return { ...event(definition, body, id), first: { tenant: 'acme' } }
}

export const PARENT = { address: 'top/1', kind: 'top', child: { id: 'kid', generation: 3 } } as const

export function create(
  definition: ActorDefinition,
  input?: unknown,
  parent?: CreateMessage['parent'],
): CreateMessage {
  return {
    ...envelope(definition, undefined, parent === undefined ? undefined : 'top/1/kid.3'),
    type: 'create',
    tenant: 'acme',
    input,
    ...(parent === undefined ? {} : { parent }),
  }
}

export function done(definition: ActorDefinition, id: string, generation: number, output?: unknown): Message {
  return { ...envelope(definition), type: 'child.done', child: { id, generation }, output }
}

export function failed(definition: ActorDefinition, id: string, generation: number): Message {
  const error = { code: 'it.broke', message: 'it broke', retryable: false }
  return { ...envelope(definition), type: 'child.error', child: { id, generation }, error }
}

export function timer(definition: ActorDefinition, id: string, generation: number): Message {
  return { ...envelope(definition), type: 'timer', timer: { id, generation } }
}

/** Decides and expects a turn. */
export function turn(
  definition: ActorDefinition,
  state: ActorState | undefined,
  cause: Cause,
  now = 1_000,
): ActorState {
  return taken(decide(definition, state, cause, now))
}

export function taken(decision: Decision): ActorState {
  if (decision.status !== 'turn') expect.fail(`expected a turn, got ${JSON.stringify(decision)}`)
  return decision.state
}

/** What a host that restarts has: the record as it was stored, nothing else. */
export function stored(state: ActorState): ActorState {
  return { record: JSON.parse(JSON.stringify(state.record)) as ActorState['record'], live: undefined }
}

export function items(state: ActorState): readonly OutboxItem['do'][] {
  return state.record.outbox.map((item) => item.do)
}

export function deepFreeze<T>(value: T, seen = new Set<unknown>()): T {
  if (typeof value !== 'object' || value === null || seen.has(value)) return value
  seen.add(value)
  for (const key of Reflect.ownKeys(value)) deepFreeze((value as Record<PropertyKey, unknown>)[key], seen)
  return Object.freeze(value)
}

/** What a test cannot go on without. */
export function need<T>(value: T | undefined): T {
  if (value === undefined) expect.fail('what the test needs is not there')
  return value
}

/** For histories whose checks depend on the step. */
export function same(actual: unknown, expected: unknown): void {
  expect(actual).toEqual(expected)
}
