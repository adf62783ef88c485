/** A host of a bench: the production trip and agents, only their answers replaced by fixtures. */
import { setTimeout as delay } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { startHost, type Host } from '../../runtime/index.ts'
import { serveParent } from './child.ts'
import { dormant } from './dormant.ts'
import { fixtureSection } from './fixture-sections.ts'
import { fixtureTravel } from './fixture-travel.ts'

export interface StartRequest {
  readonly servers: string
  readonly prefix: string
  readonly id: string
  /** Concurrent tasks, per agent and over all of them. */
  readonly slots: number
  /** How long each answer takes, in ms. */
  readonly agentsMs: number
  /** Whether answers count as paid for. */
  readonly paid: boolean
}

/** `start` once, then `memory` whenever it is of interest. */
export type HostRequest = { readonly start: StartRequest } | { readonly memory: true }

export interface HostAnswer {
  /** Messages that dormant actors have handled here. */
  readonly handled: number
  /** What is alive on the heap after a full collection. */
  readonly heapMb: number
}

let host: Host | undefined
let handled = 0

serveParent(
  async (request: HostRequest): Promise<HostAnswer> => {
    if ('start' in request) host = await start(request.start)
    return { handled, heapMb: liveHeapMb() }
  },
  async () => host?.stop(1_000),
)

function start({ servers, prefix, id, slots, agentsMs, paid }: StartRequest): Promise<Host> {
  const { all } = fixtureTravel({
    slots,
    free: !paid,
    answer: async ({ task }, signal) => {
      if (agentsMs > 0) await delay(agentsMs, undefined, { signal })
      return { provider: 'fixture', section: fixtureSection(task.agent) }
    },
  })
  return startHost({
    actors: [...all, dormant],
    servers,
    prefix,
    slots,
    id,
    observe: (event) => {
      if (event.type === 'message:acking' && event.actor.startsWith('dormant/')) handled += 1
    },
  })
}

function liveHeapMb(): number {
  setFlagsFromString('--expose-gc') // which a new context has then
  ;(runInNewContext('gc') as () => void)()
  return process.memoryUsage().heapUsed / 1_048_576
}
