import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchNatsServer } from '../../ops/nats-server/launch.ts'
import type { LaunchOptions, NatsServerProcess } from '../../ops/nats-server/launch.ts'
import { defaultCacheDir, locateNatsServer } from '../../ops/nats-server/locate.ts'

/** A real server for one test: its data lies in a temporary folder that goes with it. */
export interface TestNats extends NatsServerProcess {
  /** The server's data folder, without symbolic links. */
  readonly dataDir: string
  /**
   * Starts the server again on the same port and data after `kill()` or `stop()`; a running one is stopped first.
   * `pid`, `version` and `exited` are the new server's from then on; `url` and `port` stay.
   */
  restart(): Promise<void>
}

/** What a test may want different; everything else is decided here. */
export type TestNatsOptions = Omit<LaunchOptions, 'binary' | 'dataDir' | 'host'>

let binary: Promise<string> | undefined

/** Path of the nats-server binary that tests use; looked for once per test file, fetched if need be. */
export async function testNatsBinary(): Promise<string> {
  binary ??= locateNatsServer({ env: process.env, cacheDir: defaultCacheDir(process.env) }).then(
    ({ path }) => path,
  )
  return await binary
}

/**
 * Starts one real server on a free loopback port: `await using nats = await startTestNats()`.
 * Disposing of it stops the server and removes its data.
 */
export async function startTestNats(options: TestNatsOptions = {}): Promise<TestNats> {
  const path = await testNatsBinary()
  const dataDir = await mkdtemp(join(tmpdir(), 'caravan-nats-'))
  const launch = (port: number): Promise<NatsServerProcess> =>
    launchNatsServer({ ...options, binary: path, dataDir, port })
  const remove = (): Promise<void> => rm(dataDir, { recursive: true, force: true, maxRetries: 3 })

  let current: NatsServerProcess
  try {
    current = await launch(options.port ?? 0)
  } catch (error) {
    await remove()
    throw error
  }
  const { url, port } = current
  return {
    url,
    port,
    dataDir,
    get pid() {
      return current.pid
    },
    get version() {
      return current.version
    },
    get exited() {
      return current.exited
    },
    stop: (graceMs) => current.stop(graceMs),
    kill: () => current.kill(),
    restart: async () => {
      await current.stop()
      current = await launch(port)
    },
    [Symbol.asyncDispose]: async () => {
      await current.stop()
      await remove()
    },
  }
}
