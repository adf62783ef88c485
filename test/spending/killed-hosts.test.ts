/**
 * I8: a crash never pays twice. Real hosts on a real NATS ask a model server that counts, and are killed with calls in flight.
 * `MONEY_TRIPS=1000 npx vitest run test/spending/killed-hosts.test.ts` is the same with a thousand trips.
 */
import { connect } from '@nats-io/transport-node'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { travelActors } from '../../actors/index.ts'
import { modelTable } from '../../actors/models/model-table.ts'
import { fixtureRequest } from '../../ops/bench/fixture-sections.ts'
import type { TripResult } from '../../machines/messages/index.ts'
import { connectClient, type ActorRef } from '../../runtime/index.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import type { TripContext } from '../../machines/trip/trip-context.ts'
import type { tripMachine } from '../../machines/trip/trip-machine.ts'
import { natsSpending } from '../../storage/spending/nats.ts'
import { DEFAULT_LIMITS, MICRO_USD, type LedgerEntry, type Spending } from '../../storage/spending/port.ts'
import { referenceIn } from '../agents/fake-model.ts'
import {
  startModelServer,
  type ModelCall,
  type ModelServer,
  type ScriptedReply,
} from '../kit/model-server.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'
import { environment, LAUNCHER, PATIENCE_MS, run, type Running } from '../ops/caravan-process.ts'

const TRIPS = Number(process.env['MONEY_TRIPS'] ?? 8)
const SLOTS = 20
/** Generous: each call computes its reference, and a busy machine has little time for any of three hosts. */
const LONG_MS = 240_000 + TRIPS * 10_000
/** Of the fixture's requests. */
const TENANT = fixtureRequest('x').tenant
const never = new AbortController().signal
const FORGETS = { forgets: true }
const table = modelTable()

let nats: TestNats
const running = new Set<Running>()
beforeAll(async () => {
  nats = await startTestNats()
})
afterEach(async () => {
  for (const host of running) host.child.kill('SIGKILL')
  await Promise.all([...running].map(({ ended }) => ended))
  running.clear()
})
afterAll(() => nats[Symbol.asyncDispose]())

async function startHost(prefix: string, server: ModelServer): Promise<Running> {
  const env = await environment({
    NATS_URL: nats.url,
    CARAVAN_PREFIX: prefix,
    OPENAI_API_KEY: 'k',
    OPENAI_BASE_URL: server.openAiUrl,
    PER_REQUEST_COST_LIMIT: '100',
    HOURLY_COST_LIMIT: '100000',
    DAILY_COST_LIMIT: '100000',
    ORCHESTRATOR_RETRY_ATTEMPTS: '5',
    // The trips ask the same: every call is to be made.
    RESPONSE_CACHE_ENABLED: 'false',
    SHARED_CONTEXT_POOL_ENABLED: 'false',
    CARAVAN_HOME: nats.dataDir,
  })
  const host = run(process.execPath, [LAUNCHER, 'host', '--slots', `${SLOTS}`], env)
  running.add(host)
  await until(() => {
    if (host.child.exitCode !== null) throw new Error(`it ended: ${host.stdout()}${host.stderr()}`)
    return /Ctrl-C stops it/.test(host.stdout())
  }, PATIENCE_MS)
  return host
}

async function kill(host: Running): Promise<void> {
  host.child.kill('SIGKILL')
  await host.ended
  running.delete(host)
}

interface Outside extends AsyncDisposable {
  readonly spending: Spending
  plan(id: string): Promise<ActorRef<typeof tripMachine>>
  entries(): Promise<readonly LedgerEntry[]>
}

async function outside(prefix: string): Promise<Outside> {
  const connection = await connect({ servers: nats.url })
  const client = await connectClient({ servers: nats.url, prefix })
  const spending = await natsSpending({
    connection,
    prefix,
    limits: DEFAULT_LIMITS,
    clock: systemClock,
    jitter: Math.random,
  })
  const { trip } = travelActors()
  return {
    spending,
    plan: async (id) => {
      const ref = client.ref(trip, id)
      await ref.create(fixtureRequest(id))
      return ref
    },
    entries: () => Array.fromAsync(spending.entries({}, never)),
    [Symbol.asyncDispose]: async () => {
      await client[Symbol.asyncDispose]()
      await connection.close()
    },
  }
}

async function ended(ref: ActorRef<typeof tripMachine>): Promise<TripResult> {
  await until(async () => (await ref.snapshot())?.status === 'done', LONG_MS)
  return (await ref.snapshot())?.output as TripResult
}

/** A usage of its own for each call: by it an entry of the ledger is matched with what was sent. */
const usageOf = ({ number }: ModelCall) => ({ input: 10_000 + number, output: 500 })
const costOf = (number: number, model: string) =>
  table.costOf({ inputTokens: 10_000 + number, cachedInputTokens: 0, outputTokens: 500 }, model) ?? Number.NaN
const honest = (call: ModelCall): ScriptedReply => ({ text: referenceIn(call.user), usage: usageOf(call) })

describe('a host that is killed with a call in flight (I8)', { timeout: LONG_MS }, () => {
  it('the call is settled as estimated and made again; everything else is paid once, to the cent', async () => {
    const prefix = 'killed'
    let held = 0
    await using server = await startModelServer((call) => {
      if (call.schemaName !== 'transport_section' || held > 0) return honest(call)
      held = call.number
      return { hang: true }
    })
    const first = await startHost(prefix, server)
    await using world = await outside(prefix)
    const ref = await world.plan('one')
    // Planning and the four others have answered and are on record; transport hangs.
    await until(async () => {
      const { context } = (await ref.snapshot()) ?? {}
      return held > 0 && Object.keys((context as TripContext | undefined)?.reports ?? {}).length === 5
    }, LONG_MS)
    await kill(first)
    await startHost(prefix, server)
    const result = await ended(ref)
    expect(result.status).toBe('success')

    const entries = await world.entries()
    const estimated = entries.filter((entry) => entry.estimated)
    expect(estimated).toMatchObject([{ agent: 'transport', outcome: 'unknown', inputTokens: 0 }])
    const exact = entries.filter((entry) => !entry.estimated)
    expect(exact.map(({ agent }) => agent).toSorted()).toEqual([
      'accommodation',
      'activity',
      'budget',
      'location',
      'planning',
      'transport',
      'weather',
    ])
    const answered = server.calls.filter(({ number }) => number !== held)
    const sum = (amounts: readonly number[]) => amounts.reduce((all, one) => all + one, 0)
    expect(sum(exact.map(({ microUsd }) => microUsd))).toBe(
      sum(answered.map(({ number, model }) => costOf(number, model))),
    )
    expect(server.reported().calls).toBe(7)
    expect((await world.spending.totals(TENANT, never)).open).toEqual([])
    // The interrupted call is not in the trip's own sum: it never came back to it. The ledger has it.
    expect(result.cost?.microUsd).toBe(sum(exact.map(({ microUsd }) => microUsd)))
    expect(estimated[0]?.microUsd).toBeGreaterThan(0)
  })

  it('many trips with one faulty call in twenty and two hosts killed: all end, and the ledger is what was reported', async () => {
    const prefix = 'fleet'
    const faulty = new Set<number>()
    const faults: readonly ((call: ModelCall) => ScriptedReply)[] = [
      () => ({ status: 500, message: 'no' }),
      () => ({ status: 429, headers: { 'retry-after': '1' }, message: 'slow down' }),
      (call) => ({ ...honest(call), text: '{"days":[' }),
      (call) => ({ ...honest(call), breakAfter: 1 }),
      (call) => ({ ...honest(call), usage: 'none' }),
    ]
    await using server = await startModelServer((call) => {
      if (call.number % 20 !== 0) return { ...honest(call), delayMs: 20 }
      faulty.add(call.number)
      return faults[(call.number / 20) % faults.length]?.(call) ?? {}
    }, FORGETS)
    const begun = performance.now()
    const [one, two] = await Promise.all([
      startHost(prefix, server),
      startHost(prefix, server),
      startHost(prefix, server),
    ])
    await using world = await outside(prefix)
    const refs = await Promise.all(Array.from({ length: TRIPS }, (_, n) => world.plan(`trip-${n}`)))
    // In the middle of the work, whatever is in flight there.
    await until(() => server.calls.length >= TRIPS * 2, LONG_MS)
    await kill(one)
    await until(() => server.calls.length >= TRIPS * 4, LONG_MS)
    await kill(two)
    // One after the other: a thousand who ask sixty times a second would take the time that the hosts need.
    const results: TripResult[] = []
    for (const ref of refs) results.push(await ended(ref))
    const seconds = Math.round((performance.now() - begun) / 1_000)
    expect(results.filter(({ status }) => status !== 'success')).toEqual([])
    await until(async () => (await world.spending.totals(TENANT, never)).open.length === 0, LONG_MS)

    const entries = await world.entries()
    expect(new Set(entries.map(({ callId }) => callId)).size).toBe(entries.length)
    const calls = new Map(server.calls.map((call) => [call.number, call]))
    // Every exact entry with tokens is one call, for what that call reported, and no call is there twice.
    const exact = entries.filter(({ estimated, inputTokens }) => !estimated && inputTokens > 0)
    const numbers = exact.map(({ inputTokens }) => inputTokens - 10_000)
    expect(new Set(numbers).size).toBe(numbers.length)
    const wrong = exact.filter(({ inputTokens, microUsd }) => {
      const call = calls.get(inputTokens - 10_000)
      return call === undefined || microUsd !== costOf(call.number, call.model)
    })
    expect(wrong).toEqual([])
    // Every other call is accounted for: estimated, or refused by its server before it cost anything.
    const others = server.calls.filter(({ number }) => !numbers.includes(number))
    const estimated = entries.filter((entry) => entry.estimated)
    const free = entries.filter(({ estimated: e, microUsd }) => !e && microUsd === 0)
    expect(others.length).toBeLessThanOrEqual(estimated.length + free.length)
    // What is estimated is explained by a fault, or by a host that died with the call in hand.
    const interrupted = estimated.filter(({ outcome }) => outcome === 'unknown')
    expect(interrupted.length).toBeLessThanOrEqual(2 * SLOTS)
    expect(estimated.length - interrupted.length).toBeLessThanOrEqual(faulty.size)
    // The limits saw the same money as the ledger.
    const { day } = await world.spending.totals(TENANT, never)
    expect(day.usedMicroUsd).toBe(entries.reduce((sum, { microUsd }) => sum + microUsd, 0))
    console.log(
      `${TRIPS} trips, ${server.calls.length} calls, ${faulty.size} faulty, ${interrupted.length} interrupted: ${(day.usedMicroUsd / MICRO_USD).toFixed(4)} USD, of which ${exact.length} calls to the cent, in ${seconds} s`,
    )
  })
})
