/** One seed from beginning to end. */
import { noFaults } from '../../runtime/testing/faults.ts'
import type { Violation } from '../../runtime/testing/journal-rules.ts'
import { seededRandom } from '../../runtime/testing/random.ts'
import type { SimulatedHost } from '../../runtime/testing/simulated-host.ts'
import { World } from '../../runtime/testing/world.ts'
import { callIn } from './calls.ts'
import { SIMULATED_ACTORS } from './machines/all.ts'
import { faultsOf, troubleOf } from './trouble.ts'
import type { Root } from './roots/root.ts'
import { workload } from './workload.ts'

export interface SeedResult {
  readonly seed: number
  readonly violation: Violation | undefined
  readonly trace: readonly string[]
  readonly turns: number
}

/** After the last fault, everything has to be done within this much virtual time. */
const RECOVERY_MS = 600_000

/** The outside world has said everything after this share of the time of faults. */
const QUIET_FROM = 0.75

export async function runSeed(seed: number, options: { readonly trace?: boolean } = {}): Promise<SeedResult> {
  const trouble = troubleOf(seededRandom(`${seed} trouble`))
  const world = new World({
    actors: SIMULATED_ACTORS,
    seed,
    trace: options.trace ?? false,
    store: { dedupe: trouble.dedupe, hostTtlMs: trouble.hostTtlMs, partitions: 2 },
  })
  world.say(`seed ${seed}: ${JSON.stringify(trouble)}`)
  callIn(world)
  world.faults = faultsOf(trouble, world.random.fork('faults'), () => world.time.ms)
  const start = () => {
    const random = world.random.fork(`start ${world.hosts.length}`)
    world.startHost({
      actors: SIMULATED_ACTORS,
      slots: trouble.slots,
      drainMs: random.pick([0, 500, 10_000]),
      forceReplay: trouble.forceReplay,
      beside: random.fork('beside').chance(0.75),
      offsetMs: random.between(-trouble.maxSkewMs, trouble.maxSkewMs),
    })
  }
  for (let n = 0; n < trouble.hosts; n++) start()
  const roots = workload(world.random.fork('workload'), trouble.ms * QUIET_FROM)
  if (trouble.readers) for (const { address } of roots) void readAlong(world, address)
  speak(world, roots)
  keepAlive(world, trouble.hosts, start)
  afflict(world, trouble.drains, (host) => host.drain())
  afflict(world, trouble.jumps, (host, random) => {
    const ms = random.between(-trouble.maxSkewMs, trouble.maxSkewMs)
    world.say(`the clock of ${host.id} jumps by ${ms.toFixed(0)} ms`)
    host.clock.offsetMs += ms
  })
  await world.run(trouble.ms)
  world.faults = noFaults(() => 1)
  world.say('no more faults')
  for (const host of world.hosts) host.resume()
  let looked = -1
  const settled = () => {
    if (looked === world.judge.changes) return false
    looked = world.judge.changes
    return problems(world, roots).length === 0
  }
  const how = await world.run(RECOVERY_MS, settled)
  if (how !== 'done' && world.violation === undefined) {
    const [first] = problems(world, roots)
    if (first !== undefined) world.judge.blame(first.rule, `at the end: ${first.text}`)
  }
  return { seed, violation: world.violation, trace: world.trace, turns: world.judge.turns }
}

function problems(world: World, roots: readonly Root[]): readonly Violation[] {
  const open = world.judge.unsettled(world.now)
  if (open.length > 0) return open
  return roots.flatMap(({ address, problem }) => {
    const text = problem(world.judge.last(address))
    return text === undefined ? [] : [{ rule: 'I4', text: `${address}: ${text}` }]
  })
}

/** The outside world says what it has to say, and says it again until it is heard. */
function speak(world: World, roots: readonly Root[]): void {
  const client = world.client()
  for (const { address, acts } of roots) {
    for (const act of acts) {
      world.time.after(act.at, () => {
        world.say(`outside: ${act.what} to ${address}`)
        void act.do(client, world)
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
