/** Money of a trip from outside: what it has cost, and more for it. The ledger has a top-up before the trip hears of it. */
import { CaravanError, deadline, type Client, type Clock } from '../runtime/index.ts'
import type { Spending, TripMoney } from '../storage/spending/port.ts'
import type { TripActor } from './options.ts'
import { answered, refused, unknownTrip, type Outcome } from './refusal.ts'
import { readTopUp } from './top-up.ts'
import { ending } from './trip-view.ts'

export interface TripMoneyOptions {
  readonly client: Client
  readonly clock: Clock
  readonly trip: TripActor
  readonly spending: Pick<Spending, 'lines' | 'topUp' | 'trip'>
  readonly newId: () => string
  readonly tenant: string
  /** Whether there is such a trip. */
  readonly isKnown: (id: string) => Promise<boolean>
}

export interface TopUpCall {
  /** The parsed body. */
  readonly value: unknown
  readonly key?: string | undefined
}

/** How long the ledger may take. */
const PATIENCE_MS = 10_000

/** What a trip has cost and may cost. */
export async function tripCosts(options: TripMoneyOptions, id: string): Promise<Outcome<TripMoney>> {
  if (!(await options.isKnown(id))) return { ok: false, refusal: unknownTrip(id) }
  using limit = deadline(options.clock, PATIENCE_MS)
  return answered(await options.spending.trip(options.tenant, id, limit.signal))
}

/** Raises what a trip may cost; a trip that waits for money goes on. Asking again with the same key adds nothing. */
export async function topUpTrip(
  options: TripMoneyOptions,
  id: string,
  call: TopUpCall,
): Promise<Outcome<TripMoney>> {
  const { client, clock, trip, spending, newId, tenant } = options
  const asked = readTopUp(call.value, call.key)
  if (!asked.ok) return asked
  if (!(await options.isKnown(id))) return { ok: false, refusal: unknownTrip(id) }
  const ref = client.ref(trip, id)
  const record = await ref.record()
  const end = record && ending(record.snapshot)
  if (end !== undefined)
    return refused('trip.ended', `The trip has ended with ${end.status}: it needs no money any more.`)
  const { microUsd, by, id: topUpId = newId() } = asked.value
  using limit = deadline(clock, PATIENCE_MS)
  try {
    const topUp = { id: topUpId, tenant, trip: id, microUsd, by, at: clock.now() }
    const money = await spending.topUp(topUp, limit.signal)
    // The message's id follows from the top-up's: asked twice, the trip hears of it once.
    const event = { type: 'trip.topUp' as const, id: topUpId, microUsd, by }
    await ref.send(event, { id: `${id}~top-up~${topUpId}`, tenant })
    return answered(money)
  } catch (error) {
    if (error instanceof CaravanError && error.code === 'spending.top-ups.most')
      return refused('top-up.invalid', error.message)
    throw error
  }
}
