/** Hosts as child processes, and what they tell. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { RuntimeEvent } from '../../runtime/index.ts'
import { until } from '../kit/until.ts'
import type { HostPlan } from './host-process.ts'
import type { Aborted } from './stop-tree.ts'

export interface HostProcess {
  readonly id: string
  readonly child: ChildProcess
  /** What it told, with the time when it was heard. */
  readonly events: readonly (RuntimeEvent & { readonly heardAt: number })[]
  /** Calls of a stop-tree whose signal has fired, and when: milliseconds since the epoch. */
  readonly aborted: ReadonlyMap<string, number>
  owned(): readonly number[]
  /** Ends it at once. */
  kill(): Promise<void>
}

export async function startProcess(plan: HostPlan): Promise<HostProcess> {
  const child = fork(join(import.meta.dirname, 'host-process.ts'), [JSON.stringify(plan)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const events: (RuntimeEvent & { readonly heardAt: number })[] = []
  const aborted = new Map<string, number>()
  let owned: readonly number[] = []
  let ready = false
  child.on('message', (event: RuntimeEvent | Aborted | { readonly type: 'ready' }) => {
    if (event.type === 'ready') ready = true
    else if (event.type === 'aborted') aborted.set(event.name, event.at)
    else events.push({ ...event, heardAt: performance.now() })
    if (event.type === 'partitions:owned' && event.kind === 'greeter') owned = event.partitions
  })
  await until(() => {
    if (child.exitCode !== null) throw new Error(`host ${plan.id} ended with ${child.exitCode}`)
    return ready
  }, 60_000)
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  return { id: plan.id, child, events, aborted, owned: () => owned, kill }
}
