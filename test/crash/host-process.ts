/**
 * A host in a process of its own, made to die. It loads everything, waits for a line on its standard input (its plan),
 * hosts the production trip and agents with answers that take 50 to 500 ms, and writes one line per call that started
 * and per call that completed to the evidence file. When its plan names a point, it kills itself there.
 */
import { openSync, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { TravelOptions } from '../../actors/index.ts'
import { fixtureSection } from '../../ops/bench/fixture-sections.ts'
import { fixtureTravel } from '../../ops/bench/fixture-travel.ts'
import { startHost, type RuntimeEvent } from '../../runtime/index.ts'
import type { Evidence, HostPlan } from './evidence.ts'
import { hasReached } from './points.ts'
import { seededRandom } from './random.ts'

const SLOTS = 400
/** Longer than a run: an attempt that hosts kept dying under would time out by right, and be made again by right. */
const ATTEMPT_TIMEOUT_MS = 600_000

/** What is worth counting; everything else is in the journal. */
const NOTED: ReadonlySet<RuntimeEvent['type']> = new Set([
  'driver:retry',
  'effect:late',
  'message:dead',
  'message:duplicate',
  'outbox:retry',
  'turn:conflict',
  'turn:failed',
  'worker:lost',
])

async function main(): Promise<void> {
  const plan = await readPlan()
  const file = openSync(plan.evidence, 'a') // O_APPEND: one write per line survives kill -9 and never mixes
  const write = (line: Evidence) => writeSync(file, `${JSON.stringify(line)}\n`)
  let left = plan.point?.occurrence ?? 0

  const answer: NonNullable<TravelOptions['answer']> = async ({ task, attempt }, signal) => {
    const call = { host: plan.host, trip: task.request.id, agent: task.agent, attempt }
    write({ what: 'started', at: wallClock(), ...call })
    await pause(50 + 450 * seededRandom(`${plan.seed}/${call.trip}/${call.agent}`)(), signal)
    write({ what: 'completed', at: wallClock(), ...call })
    return { provider: 'fixture', section: fixtureSection(task.agent) }
  }
  const { all } = fixtureTravel({ answer, slots: SLOTS, timeoutMs: ATTEMPT_TIMEOUT_MS })

  await startHost({
    actors: all,
    servers: plan.servers,
    prefix: plan.prefix,
    id: plan.host,
    slots: SLOTS,
    observe: (event) => {
      if (NOTED.has(event.type)) write({ what: 'note', at: wallClock(), host: plan.host, event })
      if (plan.point === undefined || !hasReached(plan.point.name, event)) return
      left -= 1
      if (left > 0) return
      write({ what: 'died', at: wallClock(), host: plan.host, point: plan.point.name })
      process.kill(process.pid, 'SIGKILL')
    },
  })
  write({ what: 'up', at: wallClock(), host: plan.host })
}

async function readPlan(): Promise<HostPlan> {
  process.stdout.write('loaded\n')
  for await (const line of createInterface({ input: process.stdin })) return JSON.parse(line) as HostPlan
  process.exit(0) // its parent has no more use for it
}

/** Milliseconds with fractions; comparable with the server's timestamps, which come from the same clock. */
function wallClock(): number {
  return performance.timeOrigin + performance.now()
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    })
  })
}

await main()
