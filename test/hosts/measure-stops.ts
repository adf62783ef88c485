/**
 * How long a parent's stop takes to reach everything below it, for `npm run measure:hosts`. Two hosts serve the entities, two
 * the workers, so nothing is stopped on the host that decides it. Each tree (stop-tree.ts) has five calls under way, two tasks
 * that wait for a slot, and two entities in between. All clocks are this machine's.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { readHistory, type Step } from '../../ops/chaos/history.ts'
import { startProxy } from '../../ops/chaos/proxy.ts'
import { connectClient } from '../../runtime/index.ts'
import type { TestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'
import { startProcess } from './processes.ts'
import { chief, hog, TREE, treeEntities, treeWorkers } from './stop-tree.ts'

const PATIENCE_MS = 60_000
const PARTITIONS = 8
/** The connections of the workers' hosts are refused for this long when they are cut. */
const CUT_MS = 200

/**
 * `one` tree after the other, all `together`, or one after the other with the connections of the workers' hosts `cut` just
 * before: they are away while they are told.
 */
export const STOP_WAYS = ['one', 'together', 'cut'] as const
export type StopWay = (typeof STOP_WAYS)[number]

/** Milliseconds from the stop being asked for. */
export interface StopTimes {
  /** Until each call's signal fired. */
  readonly calls: readonly number[]
  /** Until each descendant's journal was final, by kind of descendant. */
  readonly running: readonly number[]
  readonly queued: readonly number[]
  readonly entities: readonly number[]
  /** Per tree: until the last of all these. */
  readonly trees: readonly number[]
  /** Tasks that began although their parent had been stopped; 0 is right. */
  readonly begun: number
}

const now = () => performance.timeOrigin + performance.now()

export async function measureStops(nats: TestNats, prefix: string, way: StopWay, trees: number) {
  await using parts = new AsyncDisposableStack()
  const proxy = parts.use(await startProxy(nats.port))
  const client = parts.use(await connectClient({ servers: nats.url, prefix, partitions: PARTITIONS }))
  const start = async (id: string, servers: string, kinds: readonly { readonly kind: string }[]) => {
    const names = kinds.map(({ kind }) => kind)
    const host = await startProcess({
      servers,
      prefix,
      partitions: PARTITIONS,
      slots: 1_000,
      id,
      kinds: names,
    })
    parts.defer(() => host.kill())
    return host
  }
  const [, , ...workers] = await Promise.all([
    ...['a', 'b'].map((id) => start(id, nats.url, treeEntities)),
    ...['c', 'd'].map((id) => start(id, proxy.url, treeWorkers)),
  ])
  const calls = () =>
    workers.flatMap(({ events }) => events.filter(({ type }) => type === 'effect:started')).length
  await Promise.all(workers.map(({ id }) => client.ref(hog, id).create({ name: id })))
  await until(() => calls() === workers.length, PATIENCE_MS)
  const names = Array.from({ length: trees }, (_, n) => `t${n}`)
  await Promise.all(names.map((name) => client.ref(chief, name).create({ name })))
  await until(() => calls() === workers.length + trees * TREE.calls, PATIENCE_MS)
  await delay(1_000) // what was asked for is done, and nothing else goes on

  const aborted = (name: string) =>
    workers.flatMap(({ aborted: all }) => [...all].filter(([call]) => call.startsWith(`${name}/`)))
  const asked = new Map<string, number>()
  const stop = async (name: string) => {
    asked.set(name, now())
    await client.ref(chief, name).send({ type: 'enough' })
    await until(() => aborted(name).length === TREE.calls, PATIENCE_MS)
  }
  if (way === 'together') await Promise.all(names.map(stop))
  else
    for (const name of names) {
      if (way === 'cut') {
        proxy.refuse(true)
        proxy.cut()
        setTimeout(() => proxy.refuse(false), CUT_MS)
      }
      await stop(name)
      await delay(way === 'cut' ? 3_000 : 100)
    }
  const { journal } = await until(async () => {
    const history = await readHistory(nats.url, prefix)
    const open = [...history.journal].filter(([actor, steps]) => isOf(actor) && endOf(steps) === undefined)
    return open.length === 0 && history
  }, PATIENCE_MS)

  const since = (actor: string, at = Infinity) => at - (asked.get(actor.split('/')[1] ?? '') ?? 0)
  const ends = (of: RegExp) =>
    [...journal].flatMap(([actor, steps]) =>
      isOf(actor) && of.test(actor) ? [{ actor, ms: since(actor, endOf(steps)) }] : [],
    )
  const signals = names.flatMap((name) =>
    aborted(name).map(([call, at]) => ({ actor: `chief/${call}`, ms: since(`chief/${call}`, at) })),
  )
  const all = [...signals, ...ends(/./)]
  const ms = (ones: readonly { readonly ms: number }[]) => ones.map((one) => one.ms)
  return {
    calls: ms(signals),
    running: ms(ends(/\/(own|a|b)\.\d+$/)),
    queued: ms(ends(/\/c\.\d+$/)),
    entities: ms(ends(/\/(left|right)\.\d+$/)),
    trees: names.map((name) => Math.max(...ms(all.filter(({ actor }) => actor.split('/')[1] === name)))),
    begun: calls() - workers.length - trees * TREE.calls,
  } satisfies StopTimes
}

/** A descendant of a tree. */
function isOf(actor: string): boolean {
  return actor.startsWith('chief/') && actor.split('/').length > 2
}

/** When its journal was final, by the server's clock. */
function endOf(steps: readonly Step[]): number | undefined {
  return steps.find(({ status }) => status !== 'active')?.at
}
