/** One run: trips without end, kills at named points and at random times, then quiet until everything has finished. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { travelActors } from '../../actors/index.ts'
import { fixtureRequest } from '../../ops/bench/fixture-sections.ts'
import type { Interruption } from '../../ops/chaos/calls.ts'
import { readEvidence } from '../../ops/chaos/evidence.ts'
import { inboxSize, readHistory } from '../../ops/chaos/history.ts'
import { HostProcesses, type HostEnd } from '../../ops/chaos/processes.ts'
import { between, seededRandom } from '../../ops/chaos/random.ts'
import type { Run } from '../../ops/chaos/verdict.ts'
import { connectClient } from '../../runtime/index.ts'
import { startTestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'
import { bundleHost } from './host-bundle.ts'
import { HOST_ENTRY, HOST_SHAPE, POINT_NAMES, type CrashPlan, type PointName } from './points.ts'

export interface Plan {
  readonly seed: string
  readonly hostKills: number
  readonly natsKills: number
  /** Trips under way at any time while hosts are being killed. */
  readonly concurrent: number
  /** One trip in this many is cancelled while it runs. */
  readonly cancelEvery: number
}

export interface Outcome {
  readonly run: Run
  readonly ends: readonly HostEnd[]
  /** When nats-server was killed and when it was back. */
  readonly outages: readonly { readonly from: number; readonly to: number }[]
  /** Highest and lowest number of unfinished trips seen while hosts were being killed. */
  readonly underWay: { readonly least: number; readonly most: number }
  readonly seconds: { readonly killing: number; readonly settling: number }
}

const PREFIX = 'crash'
/** A named point that was not reached by then is tried again later. */
const POINT_PATIENCE_MS = 1_500
/** A host on a busy machine needs seconds to connect and to take its partitions. */
const START_MS = 60_000
const LONG_OUTAGE_MS = 3_000
const SETTLE_MS = 60_000

/** @param signal gives up, and leaves no process behind */
export async function runScenario(plan: Plan, signal: AbortSignal): Promise<Outcome> {
  const random = seededRandom(plan.seed)
  const folder = await mkdtemp(join(tmpdir(), 'caravan-crash-'))
  const evidence = join(folder, 'evidence.jsonl')
  await using nats = await startTestNats()
  await using keeper = new HostProcesses(await bundleHost(HOST_ENTRY))
  await using client = await connectClient({ servers: nats.url, prefix: PREFIX })
  const { trip } = travelActors()

  const trips: string[] = []
  const open = new Set<string>()
  const cancelled = new Set<string>()
  const underWay = { least: Infinity, most: 0 }
  let killing = true

  /** Creates and cancels are repeated under one id until the server has them: an outage makes duplicates, not trips. */
  const surely = async (send: () => Promise<unknown>) =>
    until(
      () =>
        send().then(
          () => true,
          () => false,
        ),
      30_000,
    )
  const submit = async (): Promise<void> => {
    const number = trips.length + 1
    const id = `t${number}`
    trips.push(id)
    open.add(id)
    await surely(() =>
      client.ref(trip, id).create(fixtureRequest(id), { id: `create-${id}`, tenant: 'crash' }),
    )
    if (number % plan.cancelEvery !== 0) return
    cancelled.add(id)
    await delay(between(random, 0, 2_000))
    await surely(() => client.ref(trip, id).send({ type: 'trip.cancel' }, { id: `cancel-${id}` }))
  }
  const watch = async (): Promise<void> => {
    const submitting: Promise<void>[] = []
    for (;;) {
      signal.throwIfAborted()
      const seen = await Promise.all(
        [...open].map(async (id) => ({
          id,
          end: await client
            .ref(trip, id)
            .snapshot()
            .catch(() => undefined),
        })),
      )
      for (const { id, end } of seen) if (end !== undefined && end.status !== 'active') open.delete(id)
      if (!killing && open.size === 0) break
      if (killing) {
        while (open.size < plan.concurrent) submitting.push(submit())
        underWay.least = Math.min(underWay.least, open.size)
        underWay.most = Math.max(underWay.most, open.size)
      }
      await delay(100)
    }
    await Promise.all(submitting)
  }

  const outages: { from: number; to: number }[] = []
  const killNats = async (downMs: number): Promise<void> => {
    const from = Date.now()
    await nats.kill()
    await delay(downMs)
    await nats.restart()
    outages.push({ from, to: Date.now() })
  }

  const planOf = (host: string, point?: CrashPlan['point']): CrashPlan => ({
    host,
    servers: nats.url,
    prefix: PREFIX,
    seed: plan.seed,
    evidence,
    ...HOST_SHAPE,
    ...(point === undefined ? {} : { point }),
  })

  const begun = Date.now()
  const watching = watch()
  watching.catch(() => undefined)
  const natsKillAfter = new Set(
    Array.from({ length: plan.natsKills }, (_, i) =>
      Math.floor(((i + 0.5) * plan.hostKills) / plan.natsKills),
    ),
  )
  const named = [...POINT_NAMES]
  const missing = new Set<PointName>(POINT_NAMES)
  const killed = () => keeper.ends.filter(({ signal }) => signal === 'SIGKILL').length
  for (let n = 0; killed() < plan.hostKills || missing.size > 0; n++) {
    signal.throwIfAborted()
    if (n > plan.hostKills * 2) break // the checks say which point was not reached
    const name = n % 2 === 0 ? named[(n / 2) % named.length] : undefined
    const point = name === undefined ? undefined : { name, occurrence: between(random, 1, 5) }
    const host = `h${n + 1}`
    const started = await keeper.start(planOf(host, point))
    const outage = natsKillAfter.has(n)
      ? delay(between(random, 50, 400)).then(() => killNats(between(random, 0, 400)))
      : undefined
    // Short lives kill while connecting and activating, long ones let work get done.
    const life = point === undefined ? between(random, 0, 500) : POINT_PATIENCE_MS
    const timer = setTimeout(() => started.signal('SIGKILL'), life)
    await started.ended
    clearTimeout(timer)
    await outage
    for (const line of await readEvidence(evidence))
      if (line.what === 'died') missing.delete(line.point as PointName)
  }
  killing = false
  const settling = Date.now()
  await keeper.start(planOf('last'))
  await until(async () => {
    const fell = keeper.ends.find(({ host }) => host === 'last')
    if (fell !== undefined)
      throw new Error(`the last host ended by itself, code ${fell.code}: ${fell.complaints}`)
    return (await readEvidence(evidence)).some(({ what, host }) => what === 'up' && host === 'last')
  }, START_MS)
  // The last host lives through an outage that every lease lapses in.
  await delay(between(random, 200, 700))
  await killNats(LONG_OUTAGE_MS)
  try {
    await until(async () => open.size === 0 && (await inboxSize(nats.url, PREFIX)) === 0, SETTLE_MS)
    await watching
  } catch {
    // What did not finish is for the checks to say.
  }
  open.clear()
  const done = Date.now()
  const ends = [...keeper.ends]
  const history = await readHistory(nats.url, PREFIX)
  const lines = await readEvidence(evidence)
  if (process.env['CARAVAN_KEEP'] === undefined) await rm(folder, { recursive: true, force: true })
  else console.log(`evidence: ${folder}`)
  const interruptions: Interruption[] = [
    ...ends.map(({ host, to }) => ({ kind: 'kill', host, from: to, to }) as const),
    ...outages.map((outage) => ({ kind: 'server', ...outage }) as const),
  ]
  return {
    run: { history, evidence: lines, interruptions, accepted: trips, cancelled },
    ends,
    outages,
    underWay,
    seconds: { killing: (settling - begun) / 1_000, settling: (done - settling) / 1_000 },
  }
}
