/**
 * What an ended trip has cost, as the ledger has it. A result says what its agents reported; a call that was aborted with the
 * trip, or that a killed host had made, has no report.
 */
import { deadline, errorData, type Clock } from '../runtime/index.ts'
import type { Spending } from '../storage/spending/port.ts'
import type { OnGatewayEvent } from './events.ts'
import type { Ending } from './trip-view.ts'

export interface LedgerCostOptions {
  readonly spending: Pick<Spending, 'lines'>
  readonly tenant: string
  readonly clock: Clock
  readonly onEvent: OnGatewayEvent
}

/** A result is not kept back for longer than this; it then says what its agents reported. */
const PATIENCE_MS = 3_000

/** The same end, with its cost as in the ledger; calls that are still being given up count at their worst case. */
export async function withLedgerCost(options: LedgerCostOptions, trip: string, end: Ending): Promise<Ending> {
  const { spending, tenant, clock, onEvent } = options
  const { result } = end
  if (!isObject(result) || !mayHavePaid(result)) return end
  const late = Promise.withResolvers<undefined>()
  using limit = deadline(clock, PATIENCE_MS)
  limit.signal.addEventListener('abort', () => late.resolve(undefined), { once: true })
  try {
    const byAgent = await Promise.race([spending.lines(tenant, trip, limit.signal), late.promise])
    if (byAgent === undefined || byAgent.length === 0) return end
    const microUsd = byAgent.reduce((total, line) => total + line.microUsd, 0)
    return { ...end, result: { ...result, cost: { microUsd, byAgent } } }
  } catch (error) {
    onEvent({ type: 'request:failed', what: 'costs', error: errorData(error) })
    return end
  }
}

/** Whether any agent asked a model, or may have: open data has nothing to pay for. */
function mayHavePaid(result: Readonly<Record<string, unknown>>): boolean {
  const { agentCoordination } = result
  const agents = isObject(agentCoordination) ? agentCoordination['agents'] : undefined
  return (
    Array.isArray(agents) &&
    agents.some(
      (report: unknown) =>
        isObject(report) &&
        (report['outcome'] !== 'answered' || report['provider'] !== 'offline' || 'calls' in report),
    )
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
