/** A host that is made to suffer: the production trip and agents, answers that take their time, and evidence of each call. */
import { openSync, writeSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { createInterface } from 'node:readline'
import type { TravelOptions } from '../../actors/index.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import { startHost, type Host, type RuntimeEvent } from '../../runtime/index.ts'
import { fixtureSection } from '../bench/fixture-sections.ts'
import { fixtureTravel } from '../bench/fixture-travel.ts'
import type { Evidence, HostPlan } from './evidence.ts'
import { seededRandom } from './random.ts'

/** Longer than a run: an attempt that hosts kept dying under would time out by right, and be made again by right. */
const ATTEMPT_TIMEOUT_MS = 600_000

/** A quarter of a lease: who gets no turn for longer may lose what it holds. */
const STARVED_MS = 500

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

export interface PlannedHost {
  readonly host: Host
  /** Adds a line to the evidence. */
  readonly write: (line: Evidence) => void
}

/** @param watch sees every event of the host, with the means to write evidence of it */
export async function startPlanned(
  plan: HostPlan,
  watch: (event: RuntimeEvent, write: PlannedHost['write']) => void = () => undefined,
): Promise<PlannedHost> {
  const file = openSync(plan.evidence, 'a') // O_APPEND: one write per line survives kill -9 and never mixes
  const write = (line: Evidence) => void writeSync(file, `${JSON.stringify(line)}\n`)
  const [least, most] = plan.callMs
  let lastTurn = wallClock()
  setInterval(() => {
    const at = wallClock()
    if (at - lastTurn > STARVED_MS) write({ what: 'starved', at, host: plan.host, since: lastTurn })
    lastTurn = at
  }, STARVED_MS / 5).unref()

  const answer: NonNullable<TravelOptions['answer']> = async ({ task, attempt }, signal) => {
    const call = { host: plan.host, trip: task.request.id, agent: task.agent, attempt }
    write({ what: 'started', at: wallClock(), ...call })
    const length = seededRandom(`${plan.seed}/${call.trip}/${call.agent}`)()
    await pause(least + (most - least) * length, signal)
    write({ what: 'completed', at: wallClock(), ...call })
    return { provider: 'fixture', section: fixtureSection(task.agent) }
  }
  const { slots, skewMs = 0 } = plan
  const { all } = fixtureTravel({ answer, slots, timeoutMs: ATTEMPT_TIMEOUT_MS })
  const host = await startHost({
    actors: all,
    servers: plan.servers,
    prefix: plan.prefix,
    id: plan.host,
    slots,
    clock: { ...systemClock, now: () => systemClock.now() + skewMs },
    observe: (event) => {
      if (NOTED.has(event.type)) write({ what: 'note', at: wallClock(), host: plan.host, event })
      watch(event, write)
    },
  })
  write({ what: 'up', at: wallClock(), host: plan.host })
  process.stdout.write('up\n')
  return { host, write }
}

/** Says that the code is loaded, and waits for a plan: a restart then takes as long as connecting does. */
export async function awaitPlan<Plan extends HostPlan>(): Promise<Plan> {
  const { stdin, stdout } = process
  flushCompileCache() // a process that is killed would leave its successors to compile everything again
  stdout.write('loaded\n')
  stdin.on('end', () => process.exit(0)) // its parent has no more use for it, or is gone
  return new Promise((resolve) => {
    createInterface({ input: stdin }).once('line', (line) => resolve(JSON.parse(line) as Plan))
  })
}

/** Milliseconds with fractions; comparable with the server's timestamps, which come from the same clock. */
export function wallClock(): number {
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
