/** One seed from beginning to end. */
import { addressText } from '../../runtime/core/address.ts'
import type { FeedEvent } from '../../runtime/core/driver.ts'
import { CaravanError } from '../../runtime/core/errors.ts'
import type { Client } from '../../runtime/host/client.ts'
import { DEFAULT_TURNS_AT_ONCE } from '../../runtime/host/pace.ts'
import { noFaults } from '../../runtime/testing/faults.ts'
import type { Violation } from '../../runtime/testing/journal-rules.ts'
import type { Step } from '../../runtime/testing/interpose.ts'
import { seededRandom } from '../../runtime/testing/random.ts'
import type { SimulatedHost } from '../../runtime/testing/simulated-host.ts'
import { World } from '../../runtime/testing/world.ts'
import { Afterlife, KEEP_MS } from './afterlife.ts'
import { STORE_BYTES } from './bulk.ts'
import { callIn } from './calls.ts'
import { operate } from './operator.ts'
import { ROLLED_BACK, rollBack } from './rollback.ts'
import { OLDER_ACTORS, SIMULATED_ACTORS } from './machines/all.ts'
import { faultsOf, troubleOf, type Trouble } from './trouble.ts'
import type { Act, Root } from './roots/root.ts'
import { RUSH_LIMITS, RUSH_MS, RUSH_ROOTS, watchAdmission } from './rush.ts'
import { workload } from './workload.ts'

export interface SeedResult {
  readonly seed: number
  readonly violation: Violation | undefined
  readonly trace: readonly string[]
  readonly turns: number
}

/** When the outside world asks again after it was refused, in ms. */
const REFUSED_MS = 500

/** What poisons: as a store says of what is larger than it takes. */
const UNSPEAKABLE = new CaravanError('message.too-large', 'It can never be told.')

/** After the last fault, everything has to be done within this much virtual time. */
const RECOVERY_MS = 600_000

/** The outside world has said everything after this share of the time of faults. */
const QUIET_FROM = 0.75

export async function runSeed(seed: number, options: { readonly trace?: boolean } = {}): Promise<SeedResult> {
  const trouble = troubleOf(seededRandom(`${seed} trouble`))
  const poisoned = new Map<string, NonNullable<Root['poisoned']>>()
  const world = new World({
    actors: SIMULATED_ACTORS,
    others: OLDER_ACTORS,
    seed,
    trace: options.trace ?? false,
    poisoned: (actor) => poisoned.has(actor.split('/', 2).join('/')),
    store: {
      maxPayloadBytes: STORE_BYTES,
      dedupe: trouble.dedupe,
      hostTtlMs: trouble.hostTtlMs,
      partitions: 2,
    },
  })
  world.say(`seed ${seed}: ${JSON.stringify(trouble)}`)
  callIn(world)
  const poison = (step: Step) => (step.name === 'publish' ? isPoisoned(step.event.actor) : false)
  const isPoisoned = ({ kind, id }: FeedEvent['actor']) => {
    const when = poisoned.get(`${kind}/${id}`)
    return when !== undefined && world.time.ms >= when.from && world.time.ms < when.to
  }
  const defect = (step: Step) => (poison(step) ? UNSPEAKABLE : undefined)
  world.faults = { ...faultsOf(trouble, world.random.fork('faults'), () => world.time.ms), defect }
  const older = new Set<SimulatedHost>()
  const startsOlder = () =>
    trouble.upgrade !== undefined &&
    world.time.ms < trouble.ms &&
    (world.time.ms < trouble.upgrade.at || world.time.ms >= trouble.upgrade.back)
  const start = () => {
    const random = world.random.fork(`start ${world.hosts.length}`)
    const isOlder = startsOlder()
    const host = world.startHost({
      actors: isOlder ? OLDER_ACTORS : SIMULATED_ACTORS,
      slots: trouble.slots,
      drainMs: random.pick([0, 500, 10_000]),
      forceReplay: trouble.forceReplay,
      beside: random.fork('beside').chance(0.75),
      turnsAtOnce: random.fork('pace').chance(0.5) ? 2 : DEFAULT_TURNS_AT_ONCE,
      ...(trouble.afterlife ? { retentionMs: KEEP_MS } : {}),
      offsetMs: random.between(-trouble.maxSkewMs, trouble.maxSkewMs),
    })
    if (isOlder) older.add(host)
  }
  const startAll = () => {
    for (let n = 0; n < trouble.hosts; n++) start()
    keepAlive(world, trouble.hosts, start)
  }
  const afterlife = trouble.afterlife ? new Afterlife(world) : undefined
  if (afterlife !== undefined) world.onStep = (step) => afterlife.saw(step)
  if (trouble.rush) world.onOutside = watchAdmission(world)
  if (trouble.rush) world.time.after(RUSH_MS, startAll)
  else startAll()
  const roots = workload(world.random.fork('workload'), (trouble.rush ? RUSH_MS : trouble.ms) * QUIET_FROM, {
    upgraded: trouble.upgrade !== undefined,
    more: trouble.rush ? RUSH_ROOTS : 0,
  })
  if (trouble.readers) for (const { address } of roots) void readAlong(world, address)
  for (const { address, poisoned: when } of roots) if (when !== undefined) poisoned.set(address, when)
  const healedAt = Math.max(0, ...poisoned.values().map(({ to }) => to))
  if (trouble.rolledBack) poisoned.set(addressText(ROLLED_BACK), { from: Infinity, to: Infinity })
  if (poisoned.size > 0) operate(world, healedAt)
  speak(world, roots, world.client(trouble.rush ? { admission: RUSH_LIMITS } : {}))
  afflict(world, trouble.drains, (host) => host.drain())
  if (trouble.upgrade !== undefined) upgrade(world, older, trouble, start)
  afflict(world, trouble.jumps, (host, random) => {
    const ms = random.between(-trouble.maxSkewMs, trouble.maxSkewMs)
    world.say(`the clock of ${host.id} jumps by ${ms.toFixed(0)} ms`)
    host.clock.offsetMs += ms
  })
  await world.run(trouble.ms)
  world.faults = { ...noFaults(() => 1), defect }
  world.say('no more faults')
  for (const host of world.hosts) host.resume()
  const leave = () => {
    for (const host of older) host.drain()
    if ([...older].some(({ state }) => state === 'up')) world.time.after(500, leave) // one that has just begun to start
  }
  leave()
  let looked = -1
  const settled = () => {
    if (looked === world.judge.changes) return false
    looked = world.judge.changes
    return problems(world, roots).next().done === true
  }
  const how = await world.run(RECOVERY_MS, settled)
  if (how !== 'done' && world.violation === undefined) {
    const [first] = problems(world, roots)
    if (first !== undefined) world.judge.blame(first.rule, `at the end: ${first.text}`)
  }
  if (world.violation === undefined && trouble.rolledBack)
    await rollBack(world, world.random.fork('rollback'))
  if (world.violation === undefined) await afterlife?.run(roots.map(({ address }) => address))
  return { seed, violation: world.violation, trace: world.trace, turns: world.judge.turns }
}

function* problems(world: World, roots: readonly Root[]): Generator<Violation, void> {
  yield* world.judge.unsettled(world.now)
  for (const { address, problem } of roots) {
    const text = problem(world.judge.last(address))
    if (text !== undefined) yield { rule: 'I4', text: `${address}: ${text}` }
  }
}

/** The outside world says what it has to say, and says it again until it is heard. */
function speak(world: World, roots: readonly Root[], client: Client): void {
  const say = (act: Act) => {
    act.do(client, world).catch((error: unknown) => {
      if (!(error instanceof CaravanError) || !error.retryable) throw error
      world.time.after(REFUSED_MS, () => say(act))
    })
  }
  for (const { address, acts } of roots) {
    for (const act of acts) {
      world.time.after(act.at, () => {
        world.say(`outside: ${act.what} to ${address}`)
        say(act)
      })
    }
  }
}

/** A reader that waits for more, and one that never takes what it has asked for (I12). */
async function readAlong(world: World, root: string): Promise<void> {
  const client = world.client()
  const stuck = client.journal(root, { live: true })[Symbol.asyncIterator]()
  void stuck.next()
  let last = 0
  for await (const { cursor } of client.journal(root, { live: true })) {
    if (cursor <= last) world.judge.blame('I12', `${root}: cursor ${cursor} was read after ${last}`)
    last = cursor
  }
}

/** Who falls or leaves is replaced a while later; who stands still goes on. */
function keepAlive(world: World, count: number, start: () => void): void {
  const random = world.random.fork('keeper')
  const stalled = new Set<SimulatedHost>()
  let starting = 0
  const look = () => {
    const alive = world.hosts.filter((host) => host.state === 'up').length
    for (; alive + starting < count; starting++) {
      world.time.after(random.between(1, 4_000), () => {
        starting -= 1
        start()
      })
    }
    for (const host of world.hosts) {
      if (!host.alive || !host.clock.frozen || stalled.has(host)) continue
      stalled.add(host)
      const ms = random.chance(0.3) ? random.between(5_000, 40_000) : random.between(10, 5_000)
      world.time.after(ms, () => {
        stalled.delete(host)
        host.resume()
      })
    }
    world.time.after(400, look)
  }
  look()
}

/** A host with the newer code comes; then one old one after another leaves, and who takes its place has the newer code. */
function upgrade(world: World, older: ReadonlySet<SimulatedHost>, trouble: Trouble, start: () => void): void {
  const random = world.random.fork('upgrade')
  world.time.after(trouble.upgrade?.at ?? 0, () => {
    start()
    for (const host of older) world.time.after(random.between(1_000, trouble.ms / 2), () => host.drain())
  })
}

function afflict(
  world: World,
  times: readonly number[],
  what: (host: SimulatedHost, random: World['random']) => void,
): void {
  const random = world.random.fork('afflict')
  for (const at of times) {
    world.time.after(at, () => {
      const up = world.hosts.filter((host) => host.state === 'up')
      if (up.length > 0) what(random.pick(up), random)
    })
  }
}
