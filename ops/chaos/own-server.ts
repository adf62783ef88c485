/** A nats-server of the run's own that is killed and started again on its store. */
import { launchNatsServer, type NatsServerProcess } from '../nats-server/launch.ts'
import { defaultCacheDir, locateNatsServer } from '../nats-server/locate.ts'

export interface OwnServer extends AsyncDisposable {
  readonly url: string
  readonly port: number
  readonly version: string
  readonly pid: number
  kill(): Promise<void>
  /** On the same port and store. */
  restart(): Promise<void>
}

export async function startOwnServer(dataDir: string, say: (line: string) => void): Promise<OwnServer> {
  const { path: binary } = await locateNatsServer({
    env: process.env,
    cacheDir: defaultCacheDir(process.env),
    onNotice: say,
  })
  let current: NatsServerProcess = await launchNatsServer({ binary, dataDir })
  const { url, port, version } = current
  return {
    url,
    port,
    version,
    get pid() {
      return current.pid
    },
    kill: () => current.kill(),
    restart: async () => {
      current = await launchNatsServer({ binary, dataDir, port })
    },
    [Symbol.asyncDispose]: () => current.stop(),
  }
}
