/**
 * What the three ways in share: plan, look, cancel. A trip is accepted when its create message is stored (I1); until its
 * first record is committed only the gateway that accepted it knows of it, which is why it remembers.
 */
import {
  parseTripRequest,
  parseTripText,
  type Problem,
  type RequestPorts,
  type TripRequest,
} from '../machines/messages/index.ts'
import { errorData, type Client, type Clock, type TurnRecord } from '../runtime/index.ts'
import { agentsOfResult, summary, type AgentSummary } from './agent-summary.ts'
import type { GatewayEvent, OnGatewayEvent, Via } from './events.ts'
import type { TransitionFrame, TripStatus } from './frames.ts'
import type { TripActor } from './options.ts'
import {
  answered,
  isOverload,
  refused,
  refusalOf,
  unknownTrip,
  type Outcome,
  type RefusalCode,
} from './refusal.ts'
import type { TripMoney } from '../storage/spending/port.ts'
import { isTripId, readKey, tripIdOf } from './trip-id.ts'
import { withLedgerCost } from './trip-cost.ts'
import { topUpTrip, tripCosts, type TopUpCall, type TripMoneyOptions } from './trip-money.ts'
import { awaited, type Awaited, ending, stateText, tripStatus } from './trip-view.ts'
import type { Watches } from './watches.ts'

/** Accepted trips without a record that a gateway remembers; the oldest is forgotten first. */
const MAX_REMEMBERED = 10_000

export interface TripsOptions {
  readonly client: Client
  readonly clock: Clock
  readonly trip: TripActor
  readonly ports: Omit<RequestPorts, 'tenant' | 'id'>
  readonly newId: () => string
  readonly tenant: string
  readonly spending: TripMoneyOptions['spending']
  readonly watches: Watches
  readonly onEvent: OnGatewayEvent
}

/** What is to be planned: raw JSON text or an already parsed value, and the key that came beside it. */
export interface PlanCall {
  readonly body: { readonly text: string | Uint8Array } | { readonly value: unknown }
  readonly key?: string | undefined
  readonly via: Via
}

export interface Planned {
  readonly id: string
  /** `accepted`: stored just now. Otherwise how the trip stands that was accepted under the same request id before. */
  readonly status: 'accepted' | TripStatus
  /** What acceptance decided for the traveller. */
  readonly notes: readonly string[]
}

export interface TripSummary {
  readonly id: string
  readonly status: TripStatus
  /** The trip's own state; `accepted` before its first turn. */
  readonly state: string
  readonly agents: readonly AgentSummary[]
  /** Present while it waits for money. */
  readonly awaitingBudget?: Awaited
  readonly result?: unknown
  readonly failure?: { readonly code: string; readonly message: string }
}

export interface Timeline {
  readonly id: string
  readonly from: number
  readonly to: number
  /** Why there are no transitions although there were some: they were removed, or the cursor is of another journal. */
  readonly missing?: 'expired' | 'ahead'
  readonly transitions: readonly TransitionFrame[]
}

export class Trips {
  readonly #options: TripsOptions
  readonly #remembered = new Set<string>()

  constructor(options: TripsOptions) {
    this.#options = options
  }

  /** Accepts a request or says everything that is wrong with it. */
  async plan(call: PlanCall): Promise<Outcome<Planned>> {
    const { onEvent } = this.#options
    const outcome = await this.#guarded('plan', () => this.#plan(call))
    if (!outcome.ok) {
      const { code, problems = [] } = outcome.refusal
      onEvent({ type: 'trip:refused', via: call.via, codes: [code, ...problems.map((p) => p.code)] })
    }
    return outcome
  }

  /** How a trip stands now. */
  async look(id: string): Promise<Outcome<TripSummary>> {
    return this.#guarded<TripSummary>('look', async () => {
      const record = await this.#record(id)
      if (record === undefined) {
        if (!this.#remembered.has(id)) return { ok: false, refusal: unknownTrip(id) }
        return answered({ id, status: 'running', state: 'accepted', agents: [] })
      }
      const { snapshot } = record
      const journaled = ending(snapshot)
      const end = journaled && (await withLedgerCost(this.#options, id, journaled))
      const agents = agentsOfResult(end?.result) ?? (await this.#agents(id))
      const { result, failure } = end ?? {}
      return answered({
        id,
        status: tripStatus(snapshot),
        state: stateText(snapshot.value),
        agents,
        ...awaited(snapshot),
        ...(result === undefined ? {} : { result }),
        ...(failure === undefined ? {} : { failure }),
      })
    })
  }

  /** Everything that happened after a cursor, as far as it is committed now. */
  async timeline(id: string, after: number): Promise<Outcome<Timeline>> {
    return this.#guarded('timeline', async () => {
      if (!(await this.isKnown(id))) return { ok: false, refusal: unknownTrip(id) }
      const lease = this.#options.watches.acquire(id)
      if (!lease.ok) return lease
      const { watch } = lease.value
      try {
        await watch.settled()
        const position = watch.positionAfter(after)
        const whole = typeof position === 'number'
        return answered({
          id,
          from: after,
          to: watch.cursor,
          ...(whole ? {} : { missing: position }),
          transitions: whole ? watch.linesFrom(position).map((line) => line.transition) : [],
        })
      } finally {
        lease.value.release()
      }
    })
  }

  /** Asks the trip to cancel itself; what comes of it is on its timeline. */
  async cancel(id: string): Promise<Outcome<{ readonly id: string }>> {
    return this.#guarded('cancel', async () => {
      const { client, trip, tenant } = this.#options
      const record = await this.#record(id)
      if (record === undefined && !this.#remembered.has(id)) return { ok: false, refusal: unknownTrip(id) }
      const end = record && ending(record.snapshot)
      if (end !== undefined && end.status !== 'cancelled') {
        return refused(
          'trip.ended',
          `The trip has ended with ${end.status}: there is nothing left to cancel.`,
        )
      }
      // One id per trip: asking twice is one cancellation.
      if (end === undefined) {
        await client.ref(trip, id).send({ type: 'trip.cancel' }, { id: `${id}~cancel`, tenant })
      }
      return answered({ id })
    })
  }

  /** What a trip has cost and may cost. */
  async costs(id: string): Promise<Outcome<TripMoney>> {
    return this.#guarded('costs', () => tripCosts(this.#money(), id))
  }

  /** Gives a trip more money to spend. */
  async topUp(id: string, call: TopUpCall): Promise<Outcome<TripMoney>> {
    return this.#guarded('top-up', () => topUpTrip(this.#money(), id, call))
  }

  #money(): TripMoneyOptions {
    return { ...this.#options, isKnown: (id) => this.isKnown(id) }
  }

  /**
   * Whether there is such a trip: committed, or accepted by this gateway a moment ago. Asked before anything is read of it,
   * so that ids that somebody made up cost one read and no reader.
   */
  async isKnown(id: string): Promise<boolean> {
    if (this.#remembered.has(id) || this.#options.watches.hasSeen(id)) return true
    return (await this.#record(id)) !== undefined
  }

  async #plan(call: PlanCall): Promise<Outcome<Planned>> {
    const { client, trip, ports, newId, tenant, onEvent } = this.#options
    const key = call.key === undefined ? undefined : readKey(call.key)
    if (call.key !== undefined && key === undefined) {
      return refused(
        'request.key.invalid',
        'The Idempotency-Key must be 1 to 128 letters, digits, "-" or "_", bare or in quotation marks.',
      )
    }
    const id = (_tenant: string, requestId: string | undefined) => {
      const named = requestId ?? key
      return named === undefined ? newId() : tripIdOf(tenant, named)
    }
    const full = { ...ports, tenant, id }
    const { body } = call
    const parsed = 'text' in body ? parseTripText(body.text, full) : parseTripRequest(body.value, full)
    if (!parsed.ok) return { ok: false, refusal: problemsRefusal(parsed.problems) }
    const { request, requestId } = parsed
    if (key !== undefined && requestId !== undefined && key !== requestId) {
      return refused(
        'request.key.conflict',
        `The Idempotency-Key is "${key}" but requestId is "${requestId}": give one of them, or the same in both.`,
      )
    }
    const repeatable = (requestId ?? key) !== undefined
    const earlier = repeatable ? await this.#record(request.id) : undefined
    if (earlier === undefined) await this.#create(request, { client, trip, tenant })
    const event: GatewayEvent = {
      type: 'trip:accepted',
      trip: request.id,
      via: call.via,
      repeated: earlier !== undefined,
    }
    onEvent(event)
    const status = earlier === undefined ? 'accepted' : tripStatus(earlier.snapshot)
    return answered({ id: request.id, status, notes: request.notes })
  }

  async #create(request: TripRequest, to: Pick<TripsOptions, 'client' | 'trip' | 'tenant'>): Promise<void> {
    // The message's id follows from the trip's: two gateways that accept the same request id at once store one message.
    const options = { id: `${request.id}~plan`, tenant: to.tenant }
    await to.client.ref(to.trip, request.id).create(request, options)
    this.#remembered.add(request.id)
    if (this.#remembered.size <= MAX_REMEMBERED) return
    const [oldest] = this.#remembered
    if (oldest !== undefined) this.#remembered.delete(oldest)
  }

  async #record(id: string): Promise<TurnRecord | undefined> {
    if (!isTripId(id)) return undefined
    const { client, trip } = this.#options
    const record = await client.ref(trip, id).record()
    if (record !== undefined) this.#remembered.delete(id)
    return record
  }

  async #agents(id: string): Promise<readonly AgentSummary[]> {
    const lease = this.#options.watches.acquire(id)
    if (!lease.ok) return [] // the trip's own state is still worth an answer
    const { watch } = lease.value
    try {
      await watch.settled()
      return watch.view.agents.map(summary)
    } finally {
      lease.value.release()
    }
  }

  async #guarded<T>(what: string, run: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    try {
      return await run()
    } catch (error) {
      const failure = errorData(error)
      if (!isOverload(failure.code)) this.#options.onEvent({ type: 'request:failed', what, error: failure })
      return { ok: false, refusal: refusalOf(error) }
    }
  }
}

const MALFORMED: Readonly<Record<string, RefusalCode>> = {
  'request.body.too-large': 'request.too-large',
  'request.body.not-json': 'request.malformed',
  'request.body.not-utf8': 'request.malformed',
}

function problemsRefusal(problems: readonly Problem[]) {
  const [first] = problems
  const code = MALFORMED[first?.code ?? ''] ?? 'request.invalid'
  const message =
    problems.length === 1 && first !== undefined
      ? first.message
      : `The request has ${problems.length} problems; each says what would be right.`
  return { code, message, problems }
}
