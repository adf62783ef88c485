/**
 * How long work stands still when a host goes, and how long a stop takes: `npm run measure:hosts -- [rounds] [what]`, where
 * what is any of SIGKILL,SIGTERM,SIGSTOP,stop. Real processes on one nats-server; figures depend on the machine, so nothing here
 * passes or fails. Stops are explained in measure-stops.ts.
 *
 * Two hosts share 32 entities, each greeted every 50 ms, and workers that are always in a call of 400 ms. Then one host is
 * killed (SIGKILL), drained (SIGTERM) or stopped (SIGSTOP). Stall: from the signal to the next turn of each entity that the
 * host owned, and to the next claim of each worker that ran there.
 */
import { connect } from '@nats-io/transport-node'
import { partitionOf, rootAddress } from '../../runtime/core/address.ts'
import { connectClient } from '../../runtime/index.ts'
import { boss, greeter } from '../kit/machines.ts'
import { startTestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'
import { measureStops, STOP_WAYS } from './measure-stops.ts'
import { startProcess, type HostProcess } from './processes.ts'

const PARTITIONS = 16
const ENTITIES = Array.from({ length: 32 }, (_, n) => `e${n}`)
const BOSSES = Array.from({ length: 12 }, (_, n) => `b${n}`)
const PATIENCE_MS = 60_000
const SETTLE_MS = 1_500
const CLAIMED_WITHIN_MS = 8_000
/** Trees that are stopped in a round; those whose hosts are cut off first take a few seconds each. */
const TREES = { one: 20, together: 20, cut: 4 } as const

const rounds = Number(process.argv[2] ?? 10)
await using nats = await startTestNats()
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function round(signal: NodeJS.Signals, number: number) {
  const prefix = `m${signal}${number}`
  await using client = await connectClient({ servers: nats.url, prefix, partitions: PARTITIONS })
  const plan = { servers: nats.url, prefix, partitions: PARTITIONS }
  const hosts = await Promise.all(['a', 'b'].map((id) => startProcess({ ...plan, id })))
  const [victim, other] = hosts as [HostProcess, HostProcess]
  const listener = await connect({ servers: nats.url })
  const turns = new Map<string, number[]>()
  listener.subscribe(`${prefix}.feed.>`, {
    callback: (_, m) => {
      const id = m.subject.split('.').find((token) => ENTITIES.includes(token)) ?? ''
      turns.set(id, [...(turns.get(id) ?? []), performance.now()])
    },
  })
  await listener.flush()
  const over = new AbortController()
  const greeting = ENTITIES.map(async (id) => {
    for (; !over.signal.aborted; await sleep(50)) await client.ref(greeter, id).send({ type: 'greet' })
  })
  const jobs = Array.from({ length: 100 }, (_, n) => ({ key: `j${n}`, ms: 400 }))
  await Promise.all(BOSSES.map((id) => client.ref(boss, id).create({ jobs })))
  await until(() => victim.owned().length + other.owned().length === PARTITIONS, PATIENCE_MS)
  await sleep(SETTLE_MS)

  const owned = ENTITIES.filter((id) =>
    victim.owned().includes(partitionOf(rootAddress('greeter', id), PARTITIONS)),
  )
  const running = new Set<string>()
  for (const event of victim.events) {
    if (event.type === 'effect:started') running.add(event.actor)
    if (event.type === 'effect:completed') running.delete(event.actor)
  }
  const at = performance.now()
  victim.child.kill(signal)
  const next = (id: string) => turns.get(id)?.find((time) => time > at + 5)
  await until(() => owned.every((id) => next(id) !== undefined), PATIENCE_MS)
  const entities = owned.map((id) => (next(id) ?? 0) - at)
  // The gap after the handover, too: the first turn may still be the victim's own.
  const gaps = owned.map((id) => {
    const times = [at, ...(turns.get(id) ?? []).filter((time) => time > at)]
    return Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? 0)))
  })
  const claimed = (actor: string) =>
    other.events.find(
      (event) => event.type === 'worker:claimed' && event.actor === actor && event.heardAt > at,
    )
  let workers: number[] = []
  if (signal !== 'SIGTERM') {
    // A call may have been answered and journaled just before the signal, unheard: its worker is never claimed again.
    await sleep(CLAIMED_WITHIN_MS)
    workers = [...running].flatMap((actor) => (claimed(actor)?.heardAt ?? at) - at || [])
  } else {
    await sleep(SETTLE_MS)
  }
  over.abort()
  await Promise.all(greeting)
  victim.child.kill('SIGCONT')
  await Promise.all(hosts.map((host) => host.kill()))
  await listener.close()
  return { entities, gaps, workers }
}

function quantiles(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (q: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0)
  return `n ${sorted.length}, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms`
}

async function stops() {
  for (const way of STOP_WAYS) {
    const all = []
    for (let number = 0; number < rounds; number++)
      all.push(await measureStops(nats, `stop${way}${number}`, way, TREES[way]))
    for (const part of ['trees', 'calls', 'running', 'queued', 'entities'] as const)
      console.log(`stop, ${way}  ${part}: ${quantiles(all.flatMap((times) => times[part]))}`)
    console.log(`stop, ${way}  queued tasks that began: ${all.reduce((sum, { begun }) => sum + begun, 0)}`)
  }
}

async function falls(signal: NodeJS.Signals) {
  const all = []
  for (let number = 0; number < rounds; number++) all.push(await round(signal, number))
  console.log(`${signal}  entities: ${quantiles(all.flatMap(({ entities }) => entities))}`)
  console.log(`${signal}  longest gap of an entity: ${quantiles(all.flatMap(({ gaps }) => gaps))}`)
  const workers = all.flatMap(({ workers: some }) => some)
  if (workers.length > 0) console.log(`${signal}  workers: ${quantiles(workers)}`)
}

for (const what of process.argv[3]?.split(',') ?? ['SIGKILL', 'SIGTERM', 'SIGSTOP', 'stop']) {
  if (what === 'stop') await stops()
  else await falls(what as NodeJS.Signals)
}
