/** A trip as its journal tells it: folds records into what the outside sees, and each record into one transition. */
import {
  addressText,
  type JournalEntry,
  type EarlierTurn,
  type PlainSnapshot,
  type TurnRecord,
} from '../runtime/index.ts'
import { TripStatus, type AgentState, type TransitionFrame } from './frames.ts'

/** The trip's root as of its last record. */
export interface RootView {
  readonly cursor: number
  readonly state: string
  readonly status: TripStatus
  readonly request: unknown
  readonly reports: unknown
  /** Undefined while the trip runs. */
  readonly end: Ending | undefined
}

/** How a final trip ended. */
export interface Ending {
  readonly status: TripStatus
  readonly result?: unknown
  readonly failure?: { readonly code: string; readonly message: string }
}

/** Feeds on journal entries in order. */
export class TripView {
  readonly trip: string
  #root: RootView | undefined
  #children: TurnRecord['children'] = {}
  readonly #agents = new Map<string, AgentState>()

  constructor(trip: string) {
    this.trip = trip
  }

  /** Undefined until the first record of the root. */
  get root(): RootView | undefined {
    return this.#root
  }

  /** Every agent that has a task or has been seen. */
  get agents(): readonly AgentState[] {
    const agents = new Map(this.#agents)
    for (const [agent, child] of Object.entries(this.#children)) {
      if ((agents.get(agent)?.generation ?? -1) >= child.generation) continue
      const actor = `${this.#rootAddress}/${agent}.${child.generation}`
      const { kind, generation, supervised } = child
      // Its new incarnation has no task before the backoff has passed.
      const state = supervised?.held === undefined ? 'queued' : 'restarting'
      agents.set(agent, { agent, actor, kind, generation, state, status: 'active' })
    }
    return [...agents.values()]
  }

  #rootAddress = ''

  /** Takes the next record in and tells it as a transition. */
  apply({ cursor, address, record }: JournalEntry): TransitionFrame {
    const { snapshot } = record
    const [step, ...deeper] = address.path
    const context = fields(snapshot.context)
    const attempts =
      step !== undefined && typeof context['attempt'] === 'number' ? { attempts: context['attempt'] } : {}
    const common = {
      actor: addressText(address),
      agent: step?.id ?? address.rootKind,
      kind: record.kind,
      generation: step?.generation ?? 0,
      state: stateText(snapshot.value),
      status: snapshot.status,
      turn: record.turn,
      at: new Date(record.at).toISOString(),
      ...attempts,
    }
    const started = record.outbox.flatMap((item) => (item.do === 'task' ? [item.task.parent.child.id] : []))
    if (step === undefined) {
      this.#rootAddress = common.actor
      this.#children = record.children
      const { request, reports } = context
      const status = tripStatus(snapshot)
      // Only what is told is kept: the sections in the context are in the result again.
      this.#root = { cursor, state: common.state, status, request, reports, end: ending(snapshot) }
    } else if (deeper.length === 0 && (this.#agents.get(step.id)?.generation ?? -1) <= step.generation) {
      // A late record of an ended generation is on the timeline but is not where the agent stands.
      this.#agents.set(step.id, common)
    }
    return {
      type: 'trip.transition',
      trip: this.trip,
      cursor,
      ...common,
      cause: cause(record.cause),
      outcome: record.outcome,
      ...(record.reason === undefined ? {} : { reason: record.reason }),
      ...(record.earlier === undefined ? {} : { earlier: record.earlier.map(earlierView) }),
      ...(started.length === 0 ? {} : { started }),
      ...(step === undefined && record.turn === 1 ? { request: context['request'] } : {}),
    }
  }
}

/** `researching` for a parallel state, `a.b` for a nested one: what a person would call where the machine is. */
export function stateText(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return ''
  const [entry, ...others] = Object.entries(value)
  if (entry === undefined || others.length > 0) return ''
  const inner = stateText(entry[1])
  return inner === '' ? entry[0] : `${entry[0]}.${inner}`
}

/** How a trip with this root snapshot stands. */
export function tripStatus(snapshot: PlainSnapshot): TripStatus {
  switch (snapshot.status) {
    case 'active':
      return 'running'
    case 'stopped':
      return 'cancelled'
    case 'error':
      return 'failed'
    case 'done': {
      const status = TripStatus.safeParse(fields(snapshot.output)['status'])
      return status.success ? status.data : 'failed'
    }
  }
}

/** Undefined while the trip runs. */
export function ending(snapshot: PlainSnapshot): Ending | undefined {
  if (snapshot.status === 'active') return undefined
  const status = tripStatus(snapshot)
  if (snapshot.status === 'done') return { status, result: snapshot.output }
  const { error } = snapshot
  return {
    status,
    ...(error === undefined ? {} : { failure: { code: error.code, message: error.message } }),
  }
}

/** What a trip waits for whose money ran out. */
export interface Awaited {
  readonly agents: readonly string[]
  readonly scope: string
  /** What each of them was told: what its call may cost, and what of the limit is left. */
  readonly why: readonly string[]
  /** ISO 8601; absent when only a top-up helps. */
  readonly resumesAt?: string
}

/** Says so while a trip waits for money. */
export function awaited({ value, context }: PlainSnapshot): { readonly awaitingBudget?: Awaited } {
  if (value !== 'awaitingBudget') return {}
  const { wait, reports } = fields(context)
  const { agents, scope, resumesAt } = fields(wait)
  const until = typeof resumesAt === 'number' ? { resumesAt: new Date(resumesAt).toISOString() } : {}
  const short = Array.isArray(agents) ? agents.map(String) : []
  const why = short.flatMap((agent) => {
    const { message } = fields(fields(fields(reports)[agent])['failure'])
    return typeof message === 'string' ? `${agent}: ${message}` : []
  })
  return { awaitingBudget: { agents: short, scope: String(scope), why, ...until } }
}

function earlierView({ cause: given, outcome, reason, value, at }: EarlierTurn) {
  const why = reason === undefined ? {} : { reason }
  const when = at === undefined ? {} : { at: new Date(at).toISOString() }
  return { cause: cause(given), outcome, ...why, state: stateText(value), ...when }
}

function cause(given: TurnRecord['cause']): TransitionFrame['cause'] {
  switch (given.type) {
    case 'event':
      return { type: given.type, name: given.event.type }
    case 'child.done':
    case 'child.error':
      return { type: given.type, name: given.child.id }
    case 'timer':
      return { type: given.type, name: given.timer.id }
    case 'effect.done':
    case 'effect.error':
      return { type: given.type, name: given.effect.id }
    case 'claim':
      return { type: given.type, name: given.host }
    case 'repair':
      return { type: given.type, name: given.event.type }
    case 'migrate':
      return { type: given.type, name: given.to }
    case 'create':
    case 'release':
    case 'park':
    case 'stop':
      return { type: given.type }
  }
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
