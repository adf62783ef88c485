/** A host in a process of its own, to be killed, paused and drained: it tells its parent what happens in it. */
import { startHost } from '../../runtime/index.ts'
import { bossKinds, greeter } from '../kit/machines.ts'
import { treeEntities, treeWorkers } from './stop-tree.ts'

export interface HostPlan {
  readonly servers: string
  readonly prefix: string
  readonly id: string
  /** Default: a greeter, and bosses with their workers. */
  readonly kinds?: readonly string[]
  readonly partitions?: number
  readonly slots?: number
}

const plan = JSON.parse(process.argv[2] ?? '{}') as HostPlan
const tell = (event: object) => void process.send?.(event)
const usual = [greeter, ...bossKinds]
const actors =
  plan.kinds === undefined
    ? usual
    : [...usual, ...treeEntities, ...treeWorkers].filter(({ kind }) => plan.kinds?.includes(kind))
const host = await startHost({ ...plan, actors, drainMs: 5_000, observe: tell })
tell({ type: 'ready' })
process.on('SIGTERM', () => void host.stop().then(() => process.disconnect()))
process.on('disconnect', () => process.exit())
