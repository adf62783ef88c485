/** A system for a single command: on a free port, in a folder of its own that goes with it. */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from './config.ts'
import { openLog } from './log.ts'
import { findLeftover } from './nats-server/leftover.ts'
import { endProcess } from './nats-server/processes.ts'
import { startSystem } from './system.ts'

/** A system that was started for one command; disposing of it stops it and forgets its data. */
export interface OwnSystem extends AsyncDisposable {
  readonly url: string
}

const FOLDER_PREFIX = 'caravan-plan-'
const LEFTOVER_GRACE_MS = 5_000

/**
 * Starts a system of one's own on a free port; its data goes with it, unless NATS runs elsewhere.
 * @throws CaravanError as {@link startSystem} does
 */
export async function startOwn(
  config: Config,
  told: { readonly notice: (line: string) => void; readonly warn: (line: string) => void },
  signal: AbortSignal,
): Promise<OwnSystem> {
  await using parts = new AsyncDisposableStack()
  await removeAbandoned()
  const home = await mkdtemp(join(tmpdir(), FOLDER_PREFIX))
  parts.defer(() => rm(home, { recursive: true, force: true, maxRetries: 3 }))
  const level = config.logLevel === 'info' ? 'warn' : config.logLevel
  const log = parts.use(
    openLog(
      level === 'warn'
        ? { level, destination: join(home, 'caravan.log'), tell: told.warn }
        : { level, destination: 2 },
    ),
  )
  const own: Config = { ...config, nats: { ...config.nats, port: 0 }, home, host: '127.0.0.1', port: 0 }
  const system = parts.use(await startSystem({ config: own, log, notice: told.notice, signal }))
  const running = parts.move()
  return { url: system.url, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

/** A command that was killed could not tidy up: its NATS server still runs, and its folder still lies there. */
async function removeAbandoned(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => [])
  for (const name of names.filter((one) => one.startsWith(FOLDER_PREFIX))) {
    const folder = join(tmpdir(), name)
    const leftover = await findLeftover(join(folder, 'nats')).catch(() => undefined)
    if (leftover === undefined) continue
    await endProcess(leftover, LEFTOVER_GRACE_MS).catch(() => undefined)
    await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }
}
