import { mkdir, realpath, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { spawnServer } from './child.ts'
import type { ServerChild, ServerExit } from './child.ts'
import { configFile, dropClaim, updateClaim } from './claim.ts'
import type { Claim } from './claim.ts'
import { renderConfig } from './config.ts'
import type { SyncInterval } from './config.ts'
import { NatsServerError } from './errors.ts'
import { takeFolder } from './leftover.ts'
import { logSize, readLogSince } from './log.ts'
import { identifyProcess } from './processes.ts'
import { announcedPort, explainFailedStart, explainFailedWrite, readGreeting } from './startup.ts'
import type { ServerGreeting } from './startup.ts'

/** Settings of {@link launchNatsServer}. */
export interface LaunchOptions {
  /** Path of the nats-server binary. */
  readonly binary: string
  /** Folder for everything the server keeps; created on demand. One server at a time. */
  readonly dataDir: string
  /** TCP port. Default 0: any free one. */
  readonly port?: number
  /** Only loopback: the server asks nobody for a password. Default `127.0.0.1`. */
  readonly host?: '127.0.0.1'
  /** Must not contain blanks. Default `caravan-<name of the data folder>`. */
  readonly serverName?: string
  /** Default: the server's own (two minutes). */
  readonly syncInterval?: SyncInterval
  /** Default `nats.log` in the data folder. Kept below 16 MB; one older file is kept beside it. */
  readonly logFile?: string
  /** How long the server may take until it accepts connections, in milliseconds. Default 30,000. */
  readonly readyTimeoutMs?: number
  /** Ends a start that has not finished; without effect on a running server. */
  readonly signal?: AbortSignal
}

/** A running server of one's own. Disposing of it stops it. */
export interface NatsServerProcess extends AsyncDisposable {
  /** What clients connect to, for example `nats://127.0.0.1:4222`. */
  readonly url: string
  readonly port: number
  readonly pid: number
  /** The server's version without a leading `v`. */
  readonly version: string
  /** Settles when the server has ended, for whatever reason, and its data folder is free again; never rejects. */
  readonly exited: Promise<ServerExit>
  /**
   * Ends the server in order: clients are closed and data is written out.
   * @param graceMs milliseconds until it is killed instead. Default 10,000
   */
  stop(graceMs?: number): Promise<void>
  /** Ends the server with SIGKILL, as a crash would. For tests. */
  kill(): Promise<void>
}

const READY_TIMEOUT_MS = 30_000
const STOP_GRACE_MS = 10_000
const POLL_MS = 15

/**
 * Starts a nats-server with JetStream on loopback and waits until it accepts connections.
 *
 * The server runs in a process group of its own, so Ctrl-C at the terminal reaches only the caller, which can
 * then finish its work before it stops the server. A server left behind by a killed caller is stopped at the
 * next start on the same data folder.
 * @throws NatsServerError `nats.server.port-in-use`, `.store-in-use`, `.store-unwritable`, `.disk-full`,
 * `.start-timeout` or `.start-failed`; no process and no claim on the folder is left behind
 * @throws the signal's reason when aborted
 */
export async function launchNatsServer(options: LaunchOptions): Promise<NatsServerProcess> {
  options.signal?.throwIfAborted()
  const wanted = resolve(options.dataDir)
  try {
    await mkdir(wanted, { recursive: true })
    // Two names of one folder must not count as two folders.
    const dataDir = await realpath(wanted)
    const claim = await takeFolder(dataDir)
    return await launchInto(dataDir, claim, options)
  } catch (error) {
    throw explainFailedWrite(error, wanted)
  }
}

async function launchInto(dataDir: string, claim: Claim, options: LaunchOptions): Promise<NatsServerProcess> {
  const host = options.host ?? '127.0.0.1'
  const logFile = resolve(options.logFile ?? join(dataDir, 'nats.log'))
  const { syncInterval } = options
  let current = claim
  let child: ServerChild | undefined
  try {
    const config = renderConfig({
      host,
      port: options.port === undefined || options.port === 0 ? -1 : options.port,
      // The server refuses blanks in its name.
      serverName: options.serverName ?? `caravan-${basename(dataDir).replace(/\s+/g, '-')}`,
      storeDir: dataDir,
      logFile,
      ...(syncInterval === undefined ? {} : { syncInterval }),
    })
    await writeFile(configFile(dataDir), config)
    const logStart = await logSize(logFile)
    child = await spawnServer(options.binary, configFile(dataDir), dataDir)
    const { pid } = child

    const identity = await identifyProcess(pid)
    const server = { pid, started: identity?.started ?? '' }
    current = { ...claim, server }
    await updateClaim(dataDir, current)

    const greeting = await untilReady(child, () => readLogSince(logFile, logStart), dataDir, options)
    current = { ...claim, server: { ...server, port: greeting.port } }
    await updateClaim(dataDir, current)
    return handleOf(child, host, greeting, () => dropClaim(dataDir, current))
  } catch (error) {
    child?.signal('SIGKILL')
    await child?.exited
    // What went wrong first is what counts.
    await dropClaim(dataDir, current).catch(() => undefined)
    throw error
  }
}

async function untilReady(
  child: ServerChild,
  readLog: () => Promise<string>,
  dataDir: string,
  options: LaunchOptions,
): Promise<ServerGreeting> {
  const host = options.host ?? '127.0.0.1'
  const timeoutMs = options.readyTimeoutMs ?? READY_TIMEOUT_MS
  const deadline = Date.now() + timeoutMs
  while (Date.now() < deadline) {
    options.signal?.throwIfAborted()
    // Asked before the log is read: everything a dead server wrote is in the log by then.
    const ended = child.hasExited()
    const log = await readLog()
    if (ended) {
      throw explainFailedStart(`${child.complaints()}\n${log}`, { dataDir, host, port: options.port ?? 0 })
    }
    const port = announcedPort(log)
    const greeting = port === undefined ? undefined : await greetingOf(host, port)
    if (greeting !== undefined) return greeting
    await delay(POLL_MS)
  }
  throw new NatsServerError(
    'nats.server.start-timeout',
    `nats-server did not accept connections within ${timeoutMs / 1000} s: its log is in the data folder ${dataDir}.`,
    { retryable: true, data: { dataDir, timeoutMs } },
  )
}

async function greetingOf(host: string, port: number): Promise<ServerGreeting | undefined> {
  try {
    return await readGreeting(host, port, 2_000)
  } catch {
    // Announced, but not there yet, or just ended: the next round tells which.
    return undefined
  }
}

function handleOf(
  child: ServerChild,
  host: string,
  greeting: ServerGreeting,
  release: () => Promise<void>,
): NatsServerProcess {
  const exited = child.exited.then(async (exit) => {
    // A folder that cannot be written any more must not turn the end of a server into an error.
    await release().catch(() => undefined)
    return exit
  })
  const stop = async (graceMs: number = STOP_GRACE_MS): Promise<void> => {
    child.signal('SIGTERM')
    const timer = setTimeout(() => child.signal('SIGKILL'), graceMs)
    await exited
    clearTimeout(timer)
  }
  return {
    url: `nats://${host}:${greeting.port}`,
    port: greeting.port,
    pid: child.pid,
    version: greeting.version,
    exited,
    stop,
    kill: async () => {
      child.signal('SIGKILL')
      await exited
    },
    [Symbol.asyncDispose]: () => stop(),
  }
}
