/** A host that kills itself: when its plan names a point, it dies at the so manieth time it comes there. */
import { awaitPlan, startPlanned, wallClock } from '../../ops/chaos/planned-host.ts'
import { hasReached, type CrashPlan } from './points.ts'

const plan = await awaitPlan<CrashPlan>()
let left = plan.point?.occurrence ?? 0
await startPlanned(plan, (event, write) => {
  if (plan.point === undefined || !hasReached(plan.point.name, event)) return
  left -= 1
  if (left > 0) return
  write({ what: 'died', at: wallClock(), host: plan.host, point: plan.point.name })
  process.kill(process.pid, 'SIGKILL')
})
