/** The NATS of a system: a server that runs already, or one that is started here and kept running. */
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { errorData, type NatsDriverOptions } from '../runtime/index.ts'
import { readClaim } from './nats-server/claim.ts'
import { launchNatsServer, type NatsServerProcess } from './nats-server/launch.ts'
import { locateNatsServer, type LocatedNatsServer } from './nats-server/locate.ts'
import type { Config } from './config.ts'

/** How to reach the NATS of this system; disposing of it stops a server that was started for it. */
export interface SystemNats extends AsyncDisposable {
  readonly connect: Pick<NatsDriverOptions, 'servers' | 'prefix' | 'connection'> & Config['payloads']
  /** One phrase: which server, from where. Without passwords. */
  readonly about: string
  /** Process id of a server that was started here. */
  readonly pid: (() => number) | undefined
  /** Resolves with one sentence when the server is gone for good; never otherwise. */
  readonly lost: Promise<string>
}

/** What {@link openNats} tells while it works. */
export interface NatsNotices {
  /** One line for the person at the terminal. */
  readonly notice: (line: string) => void
  /** The server that was started here ended and is started again. */
  readonly onRestart: (why: string) => void
}

/** A server that ends, or fails to start, this often within the time below has a reason that waiting does not remove. */
const MAX_RESTARTS = 5
const RESTART_WINDOW_MS = 60_000
/** Until the first start; short, lest somebody takes the port. What fails waits longer every time: 34 s over all. */
const RESTART_WAIT_MS = 100
const RESTART_WAIT_FACTOR = 4

/**
 * Uses the servers of `NATS_URL`, or starts one in the data folder.
 * @throws NatsServerError when there is no usable server or it does not start
 * @throws the signal's reason when aborted
 */
export async function openNats(config: Config, told: NatsNotices, signal: AbortSignal): Promise<SystemNats> {
  if (config.nats.servers !== undefined) {
    const running = runningNats(config)
    return { ...running, about: `${running.about} (NATS_URL)` }
  }
  const { binary, searchPath, cacheDir } = config.nats
  const found = await locateNatsServer({
    env: {
      ...(binary === undefined ? {} : { NATS_SERVER_BIN: binary }),
      ...(searchPath === undefined ? {} : { PATH: searchPath }),
    },
    cacheDir,
    signal,
    onNotice: told.notice,
  })
  return await ownNats(config, found, told, signal)
}

/** Where NATS is when nobody says so: with the Caravan that runs on this data folder, else where servers listen by default. */
export async function usualServer({ home }: Pick<Config, 'home'>): Promise<string> {
  const claim = await readClaim(join(home, 'nats'))
  const port = claim === 'unreadable' ? undefined : claim?.server?.port
  return `127.0.0.1:${port ?? 4_222}`
}

/** The servers of the configuration, which run already; none are reached for here. */
export function runningNats({
  nats: { servers: urls = [], prefix },
  payloads,
}: Pick<Config, 'nats' | 'payloads'>): SystemNats {
  const parsed = urls.map((url) => new URL(/^\w+:\/\//.test(url) ? url : `nats://${url}`))
  const servers = parsed.map((url) => url.host)
  // nats.js takes neither of these from an address.
  const account = parsed.find((url) => url.username !== '')
  const connection: NatsDriverOptions['connection'] = {
    ...(account === undefined ? {} : credentials(account)),
    ...(parsed.some((url) => url.protocol === 'tls:') ? { tls: {} } : {}),
  }
  return {
    connect: { servers, prefix, connection, ...payloads },
    about: servers.join(', '),
    pid: undefined,
    lost: new Promise(() => undefined),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

/** `user:password@`, or a token alone. */
function credentials(url: URL): NatsDriverOptions['connection'] {
  const user = decodeURIComponent(url.username)
  return url.password === '' ? { token: user } : { user, pass: decodeURIComponent(url.password) }
}

async function ownNats(
  config: Config,
  found: LocatedNatsServer,
  { onRestart }: NatsNotices,
  signal: AbortSignal,
): Promise<SystemNats> {
  const dataDir = join(config.home, 'nats')
  const launch = (port: number, stop = signal): Promise<NatsServerProcess> =>
    launchNatsServer({ binary: found.path, dataDir, port, signal: stop, syncInterval: config.nats.sync })
  let server = await launchAtHome(launch, config.nats.port)
  const { port, url } = server
  const closing = new AbortController()
  const { promise: lost, resolve: lose } = Promise.withResolvers<string>()

  const ends: number[] = []
  /** Whether one more end, or one more start that failed, is too many. */
  const tooOften = (): boolean => {
    const now = performance.now()
    ends.push(now)
    return ends.filter((at) => now - at < RESTART_WINDOW_MS).length > MAX_RESTARTS
  }

  /** Whatever is connected reconnects by itself, so the same port is all that a new server needs. */
  async function keepRunning(): Promise<void> {
    for (;;) {
      const { code, signal: by } = await server.exited
      if (closing.signal.aborted) return
      const why = by === null ? `with code ${code}` : `by ${by}`
      if (tooOften()) {
        return lose(
          `nats-server ended ${MAX_RESTARTS + 1} times within a minute, at last ${why}: look into ${join(dataDir, 'nats.log')}.`,
        )
      }
      onRestart(`nats-server ended ${why}; it is started again.`)
      try {
        server = await startAgain()
      } catch (error) {
        if (closing.signal.aborted) return
        return lose(`nats-server ended ${why} and cannot be started again: ${errorData(error).message}`)
      }
    }
  }

  /** A start may fail for a while: while the port was free, another server or connection may have taken it. */
  async function startAgain(): Promise<NatsServerProcess> {
    for (let waitMs = RESTART_WAIT_MS; ; waitMs *= RESTART_WAIT_FACTOR) {
      await delay(waitMs, undefined, { signal: closing.signal })
      try {
        return await launch(port, closing.signal)
      } catch (error) {
        closing.signal.throwIfAborted()
        if (tooOften()) throw error
      }
    }
  }
  const kept = keepRunning()

  return {
    connect: { servers: url, prefix: config.nats.prefix, ...config.payloads },
    about: `nats-server ${server.version} from ${origin(found)}, on ${url}`,
    pid: () => server.pid,
    lost,
    [Symbol.asyncDispose]: async () => {
      closing.abort()
      await server.stop()
      await kept
    },
  }
}

/** Clients in other programs look for NATS where it always is; when that port is taken, any other does. */
async function launchAtHome(
  launch: (port: number) => Promise<NatsServerProcess>,
  port: number,
): Promise<NatsServerProcess> {
  try {
    return await launch(port)
  } catch (error) {
    if (errorData(error).code !== 'nats.server.port-in-use') throw error
    return launch(0)
  }
}

function origin({ source, path }: LocatedNatsServer): string {
  return source === 'provisioned' ? `this machine's packages (kept at ${path})` : `${source} (${path})`
}
