/** Many trips at once on real hosts, with models that fail now and then and hosts that are killed; then the books are compared. */
import { connect } from '@nats-io/transport-node'
import { travelActors } from '../../actors/index.ts'
import { modelTable } from '../../actors/models/model-table.ts'
import { TripResult } from '../../machines/messages/index.ts'
import { connectClient } from '../../runtime/index.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import { natsSpending } from '../../storage/spending/nats.ts'
import { DEFAULT_LIMITS, type LedgerEntry } from '../../storage/spending/port.ts'
import { startModelServer, type ModelCall, type ScriptedReply } from '../kit/model-server.ts'
import { startTestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'
import { referenceIn } from '../agents/fake-model.ts'
import { REQUEST } from '../agents/tasks.ts'
import { environment, LAUNCHER, PATIENCE_MS, run, type Running } from '../ops/caravan-process.ts'

export interface Scenario {
  readonly trips: number
  readonly hosts: number
  /** Of the hosts. */
  readonly killed: number
  /** Every so many calls go wrong, each in another way. */
  readonly faultEvery: number
  /** For all trips to end. */
  readonly waitMs: number
}

export interface Books {
  readonly results: readonly TripResult[]
  readonly entries: readonly LedgerEntry[]
  /** Prompt tokens of every answer that was sent whole: no two have as many, so an entry can be told by them. */
  readonly answered: ReadonlySet<number>
  readonly calls: number
  readonly faults: number
  /** What an entry of such usage costs. */
  readonly costOf: (entry: LedgerEntry) => number | undefined
}

const FAULTS: readonly ScriptedReply[] = [
  { status: 500 },
  { status: 529, code: 'overloaded_error' },
  { status: 429, headers: { 'retry-after': '1' } },
  { text: { broken: 'x'.repeat(400) }, breakAfter: 2 },
  { text: '{"not": "what was asked for"' },
]
const PREFIX = 'models.proof'

export async function runTrips(scenario: Scenario): Promise<Books> {
  await using parts = new AsyncDisposableStack()
  const nats = parts.use(await startTestNats())
  const answered = new Set<number>()
  let faults = 0
  const answer = (call: ModelCall): ScriptedReply => {
    const usage = { input: 10_000 + call.number, cached: 100, output: 900 }
    const slowly = { delayMs: 30, pieceDelayMs: 20, pieceSize: 2_000 }
    const fault = call.number % scenario.faultEvery === 0 ? FAULTS[faults++ % FAULTS.length] : undefined
    // Of what is sent whole, a wrong answer is paid like a right one.
    if (fault?.status === undefined && fault?.breakAfter === undefined) answered.add(usage.input)
    return fault === undefined ? { text: referenceIn(call.user), usage, ...slowly } : { usage, ...fault }
  }
  const server = parts.use(await startModelServer(answer, { forgets: true }))
  const hosts = await Promise.all(
    Array.from({ length: scenario.hosts }, (_, at) =>
      startHostProcess(`host-${at}`, nats.url, server.openAiUrl),
    ),
  )
  for (const host of hosts) parts.defer(() => endProcess(host))

  const client = parts.use(await connectClient({ servers: nats.url, prefix: PREFIX, name: 'proof' }))
  const { trip } = travelActors()
  const requests = Array.from({ length: scenario.trips }, (_, at) => ({ ...REQUEST, id: `proof-${at}` }))
  await Promise.all(
    requests.map((request) => client.ref(trip, request.id).create(request, { tenant: request.tenant })),
  )
  for (const [at, host] of hosts.slice(0, scenario.killed).entries()) {
    await until(() => server.calls.length >= scenario.trips * (at + 2), scenario.waitMs)
    await endProcess(host)
  }
  // One after the other: a thousand who ask sixty times a second would take the time that the hosts need.
  const results: TripResult[] = []
  for (const { id } of requests) {
    const snapshot = await until(async () => {
      const now = await client.ref(trip, id).snapshot()
      return now !== undefined && now.status !== 'active' && now
    }, scenario.waitMs)
    results.push(TripResult.parse(snapshot.output))
  }
  const connection = parts.adopt(await connect({ servers: nats.url }), (nc) => nc.close())
  const money = parts.use(
    await natsSpending({
      connection,
      prefix: PREFIX,
      limits: DEFAULT_LIMITS,
      clock: systemClock,
      jitter: () => 0.5,
    }),
  )
  const entries = await Array.fromAsync(money.entries({}, AbortSignal.timeout(60_000)))
  const table = modelTable()
  const costOf = ({ inputTokens, cachedInputTokens, outputTokens, model }: LedgerEntry) =>
    table.costOf({ inputTokens, cachedInputTokens, outputTokens }, model)
  return { results, entries, answered, calls: server.calls.length, faults, costOf }
}

async function startHostProcess(id: string, natsUrl: string, openAiUrl: string): Promise<Running> {
  const env = await environment({
    NATS_URL: natsUrl,
    CARAVAN_PREFIX: PREFIX,
    ENVIRONMENT: 'production',
    MAX_CONCURRENT_AGENTS: '64',
    OPENAI_API_KEY: 'k',
    OPENAI_BASE_URL: openAiUrl,
    HOURLY_COST_LIMIT: '10000',
    DAILY_COST_LIMIT: '10000',
    ORCHESTRATOR_RETRY_ATTEMPTS: '5',
    LOG_LEVEL: 'warn',
    // All trips ask the same: here every one of them shall pay.
    RESPONSE_CACHE_ENABLED: 'false',
  })
  const host = run(process.execPath, [LAUNCHER, 'host', '--id', id, '--slots', '16'], env)
  await until(() => {
    if (host.child.exitCode !== null) throw new Error(`it ended: ${host.stdout()}${host.stderr()}`)
    return /Ctrl-C stops it/.test(host.stdout())
  }, PATIENCE_MS)
  return host
}

async function endProcess({ child, ended }: Running): Promise<void> {
  child.kill('SIGKILL')
  await ended
}
