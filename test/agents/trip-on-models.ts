/** A whole trip of seven agents on models in this process: real machines, real money, a host in memory. */
import { travelActors } from '../../actors/index.ts'
import type { ModelProvider } from '../../actors/models/port.ts'
import { TripResult, type TripRequest } from '../../machines/messages/index.ts'
import { runHost } from '../../runtime/host/host.ts'
import type { RuntimeEvent } from '../../runtime/index.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { parseAddress } from '../../runtime/core/address.ts'
import { until } from '../kit/until.ts'
import { desk, type Desk } from './fake-model.ts'
import { REQUEST } from './tasks.ts'

export interface Planned {
  readonly result: TripResult
  readonly desk: Desk
  readonly events: readonly RuntimeEvent[]
  /** States that each agent rested in, in order. */
  readonly states: (agent: string) => readonly string[]
}

type DeskOptions = NonNullable<Parameters<typeof desk>[1]>

/** Plans the requests on one host, all at once. */
export async function planAll(
  models: readonly ModelProvider[],
  requests: readonly TripRequest[],
  options: DeskOptions & { readonly attempts?: number; readonly waitMs?: number } = {},
): Promise<readonly Planned[]> {
  const own = desk(models, options)
  const { trip, all } = travelActors({
    models: { ask: own.ask, routes: own.routes },
    backoffMs: 5,
    timeoutMs: options.timeoutMs ?? 5_000,
    ...(options.attempts === undefined ? {} : { attempts: options.attempts }),
  })
  const driver = memoryDriver()
  const events: RuntimeEvent[] = []
  await using host = await runHost({
    actors: all,
    driver,
    drainMs: 100,
    observe: (event) => events.push(event),
  })
  return await Promise.all(
    requests.map(async (request) => {
      const ref = host.ref(trip, request.id)
      await ref.create(request, { tenant: request.tenant })
      const snapshot = await until(async () => {
        const now = await ref.snapshot()
        return now !== undefined && now.status !== 'active' && now
      }, options.waitMs ?? 60_000)
      const records = await Array.fromAsync(driver.read(parseAddress(ref.address), {}))
      const states = (agent: string) =>
        records.flatMap(({ record }) =>
          record.kind === agent ? [JSON.stringify(record.snapshot.value).replaceAll('"', '')] : [],
        )
      return { result: TripResult.parse(snapshot.output), desk: own, events, states }
    }),
  )
}

export async function plan(
  models: readonly ModelProvider[],
  options: Parameters<typeof planAll>[2] & { readonly request?: TripRequest } = {},
): Promise<Planned> {
  const [planned] = await planAll(models, [options.request ?? REQUEST], options)
  if (planned === undefined) throw new Error('nothing was planned')
  return planned
}
