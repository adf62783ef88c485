/** The host of a bench: the production trip and agents, only their answers replaced by fixtures. */
import { setTimeout as delay } from 'node:timers/promises'
import { startHost, type Host } from '../../runtime/index.ts'
import { serveParent } from './child.ts'
import { fixtureSection } from './fixture-sections.ts'
import { fixtureTravel } from './fixture-travel.ts'

export interface HostRequest {
  readonly servers: string
  readonly prefix: string
  /** Concurrent tasks, per agent and over all of them. */
  readonly slots: number
  /** How long each answer takes, in ms. */
  readonly agentsMs: number
}

let host: Host | undefined

serveParent(
  async ({ servers, prefix, slots, agentsMs }: HostRequest) => {
    const { all } = fixtureTravel({
      slots,
      answer: async ({ task }, signal) => {
        if (agentsMs > 0) await delay(agentsMs, undefined, { signal })
        return { provider: 'fixture', section: fixtureSection(task.agent) }
      },
    })
    host = await startHost({ actors: all, servers, prefix, slots, id: 'bench' })
    return 'ready'
  },
  async () => host?.stop(1_000),
)
