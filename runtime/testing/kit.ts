/**
 * For testing one's own machines: hosts on a store in this process, under a clock that is told when to go on. Every step is
 * judged by the invariants, so that a test fails on them too, not only on what it expects.
 */
import type { AnyStateMachine } from 'xstate'
import { parseAddress } from '../core/address.ts'
import type { DeadLetterHead } from '../core/dead-letters.ts'
import type { FeedEvent } from '../core/driver.ts'
import { CaravanError } from '../core/errors.ts'
import type { TurnRecord } from '../core/turn-record.ts'
import type { ActorRef } from '../host/ref.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import { milliseconds, type Duration } from './duration.ts'
import { noFaults, type Point } from './faults.ts'
import { World } from './world.ts'

/** Where a host can be made to fall: before a step leaves it, when the store has applied it, after its answer came. */
export type CrashPoint = `${Point['when']}:${Point['what']}`

export interface TestKitOptions {
  readonly actors: readonly ActorDefinition[]
  /** The same seed gives the same ids, waits and order. Default 1. */
  readonly seed?: number | string
  /** Hosts that share the work. Default 1. */
  readonly hosts?: number
  /** Restores every actor from its journal before every turn. Default true. */
  readonly forceReplay?: boolean
  /** Whether workers may begin without a stored task, as hosts do: no step `enqueue` is taken then. Default true. */
  readonly beside?: boolean
  /** Keeps a line for everything that happens, for {@link TestKit.trace}. Default false. */
  readonly trace?: boolean
}

export interface TestKit extends AsyncDisposable {
  /** Like a host's; what it resolves with is what the store holds at that moment. */
  ref<TMachine extends AnyStateMachine>(definition: ActorDefinition<TMachine>, id: string): ActorRef<TMachine>
  /** Lets time pass: timers fire, leases lapse. @throws CaravanError `testkit.invariant`, `testkit.duration.invalid` */
  skip(time: Duration): Promise<void>
  /**
   * Lets time pass until all work is done: every message handled, every worker ended, every outbox relayed. Promises of
   * machines take the real time that they take. What only a later timer will do is not waited for.
   * @param within virtual time that it may take. Default 10 minutes.
   * @throws CaravanError `testkit.invariant`, `testkit.unsettled` that lists what is left
   */
  settled(within?: Duration): Promise<void>
  /** The next time that any host gets there it falls, as by `kill -9`, and another takes its place. */
  crashAt(point: CrashPoint): void
  /** How many hosts have fallen. */
  readonly crashes: number
  /** What a root and its descendants have recorded, in order. @throws CaravanError `address.invalid` */
  journal(root: string): Promise<readonly TurnRecord[]>
  /** What machines have emitted. */
  readonly feed: readonly FeedEvent[]
  readonly deadLetters: readonly DeadLetterHead[]
  readonly trace: readonly string[]
}

/** Between a host's fall and its successor, in ms. */
const REPLACED_MS = 100

/** Hosts announce themselves and look at their clocks seldom, or a day that is skipped would take a million steps. */
const UNHURRIED = { hostTtlMs: 20_000, taskAckWaitMs: 10_000 } as const

/** Starts hosts for these actors. Nothing happens before {@link TestKit.settled} or {@link TestKit.skip} is awaited. */
export async function testKit(options: TestKitOptions): Promise<TestKit> {
  const { actors, seed = 1, hosts = 1, forceReplay = true, trace = false, beside = true } = options
  const world = new World({ actors, seed, trace, real: true, store: UNHURRIED })
  const client = world.client()
  const planned: CrashPoint[] = []
  let crashes = 0
  const start = () => world.startHost({ actors, forceReplay, beside })
  world.faults = {
    ...noFaults(),
    at: ({ when, what }) => {
      const index = planned.indexOf(`${when}:${what}`)
      if (index < 0) return undefined
      planned.splice(index, 1)
      crashes += 1
      world.time.after(REPLACED_MS, start)
      return 'crash'
    },
  }
  for (let n = 0; n < hosts; n++) start()
  const run = async (ms: number, done?: () => boolean, realCalls = false) => {
    const how = await world.run(ms, done, realCalls)
    const { violation } = world
    if (violation !== undefined)
      throw new CaravanError('testkit.invariant', `${violation.rule} was broken: ${violation.text}.`)
    return how
  }
  await run(10 * REPLACED_MS)
  return {
    ref: (definition, id) => client.ref(definition, id),
    skip: async (time) => void (await run(milliseconds(time))),
    settled: async (within = '10m') => {
      const left = () => world.judge.unsettled(world.now)
      await run(milliseconds(within), () => left().next().done === true, true)
      const what = [...left()].map(({ text }) => `\n- ${text}`)
      if (what.length > 0) {
        throw new CaravanError(
          'testkit.unsettled',
          `Not everything was done within ${within}:${what.join('')}`,
        )
      }
    },
    crashAt: (point) => void planned.push(point),
    get crashes() {
      return crashes
    },
    journal: async (root) => {
      const records: TurnRecord[] = []
      for await (const { record } of world.memory.read(parseAddress(root), {})) records.push(record)
      return records
    },
    feed: world.memory.feed,
    get deadLetters() {
      return world.memory.deadLetters
    },
    trace: world.trace,
    [Symbol.asyncDispose]: async () => {
      for (const host of world.hosts) host.crash()
      await world.memory[Symbol.asyncDispose]()
    },
  }
}
