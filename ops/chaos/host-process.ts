/** One host of a chaos run: takes its plan from standard input, drains on SIGTERM, and leaves when its parent has. */
import { awaitPlan, startPlanned, wallClock } from './planned-host.ts'

const plan = await awaitPlan()
const starting = startPlanned(plan)
let leaving = false
process.on('SIGTERM', () => {
  if (leaving) process.exit(1) // a second signal forces
  leaving = true
  void leave().finally(() => process.exit())
})
await starting

async function leave(): Promise<void> {
  const { host, write } = await starting
  await host.stop()
  write({ what: 'drained', at: wallClock(), host: plan.host })
}
