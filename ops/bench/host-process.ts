/** The host of a bench: the production trip and agents, only their answers replaced by fixtures that come at once. */
import { startHost, type Host } from '../../runtime/index.ts'
import { serveParent } from './child.ts'
import { fixtureSection } from './fixture-sections.ts'
import { fixtureTravel } from './fixture-travel.ts'

export interface HostRequest {
  readonly servers: string
  readonly prefix: string
  /** Concurrent tasks, per agent and over all of them. */
  readonly slots: number
}

let host: Host | undefined

serveParent(
  async ({ servers, prefix, slots }: HostRequest) => {
    const { all } = fixtureTravel({
      slots,
      answer: async ({ task }) => ({ provider: 'fixture', section: fixtureSection(task.agent) }),
    })
    host = await startHost({ actors: all, servers, prefix, slots, id: 'bench' })
    return 'ready'
  },
  async () => host?.stop(1_000),
)
