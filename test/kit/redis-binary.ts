/**
 * A real Redis for tests, without root: one on the path, else the one of this machine's packages, unpacked into the cache
 * folder with the libraries that it needs. Checked by apt like any package; nothing is installed.
 */
import { accessSync, constants } from 'node:fs'
import { chmod, copyFile, cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { PrivateApt } from '../../ops/nats-server/apt.ts'
import { runCommand } from '../../ops/nats-server/command.ts'
import { defaultCacheDir } from '../../ops/nats-server/locate.ts'
import { inspectPackageSystem } from '../../ops/nats-server/mirror.ts'

/** A redis-server that runs here. */
export interface RedisBinary {
  readonly path: string
  /** Its libraries, for LD_LIBRARY_PATH; undefined: the system's own do. */
  readonly libraries: string | undefined
}

/** The server is in this package too: one program, that looks at the name it is called by. */
const PACKAGE = 'redis-tools'
const PROGRAM = 'usr/bin/redis-check-rdb'

let found: Promise<RedisBinary> | undefined

/** @throws Error with one sentence that says what to do when there is none */
export function testRedisBinary(): Promise<RedisBinary> {
  found ??= locate()
  return found
}

async function locate(): Promise<RedisBinary> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, 'redis-server')
    if (folder.startsWith('/') && isExecutable(path)) return { path, libraries: undefined }
  }
  const cache = join(defaultCacheDir(process.env), '..', 'redis')
  const kept = { path: join(cache, 'bin', 'redis-server'), libraries: join(cache, 'lib') }
  if (isExecutable(kept.path)) return kept
  try {
    await provision(cache)
    return kept
  } catch (error) {
    // Another test process may have been faster.
    if (isExecutable(kept.path)) return kept
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(
      `These tests need a real Redis, and none is on the path or could be fetched (${why}): install redis-server.`,
      { cause: error },
    )
  }
}

async function provision(cache: string): Promise<void> {
  await mkdir(join(cache, '..'), { recursive: true })
  const work = await mkdtemp(`${cache}.work-`)
  try {
    const system = await inspectPackageSystem()
    const apt = new PrivateApt(work, system.architecture)
    const component = system.distribution === 'debian' ? 'main' : 'universe'
    const suites = [system.codename, 'stable', 'testing'].filter((suite) => suite !== undefined)
    await selectSource(apt, system.mirrors, suites, component, system.keyring)
    const ready = join(work, 'ready')
    for (const folder of ['bin', 'lib']) await mkdir(join(ready, folder), { recursive: true })
    const unpacked = await apt.unpack(PACKAGE, await apt.librariesOf(PACKAGE))
    await copyFile(join(unpacked, PROGRAM), join(ready, 'bin', 'redis-server'))
    await collectLibraries(unpacked, join(ready, 'lib'))
    await chmod(join(ready, 'bin', 'redis-server'), 0o755)
    await checkRuns(ready)
    await rename(ready, cache)
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function selectSource(
  apt: PrivateApt,
  mirrors: readonly string[],
  suites: readonly string[],
  component: string,
  keyring: string | undefined,
): Promise<void> {
  let reason = 'this machine names no package mirror'
  for (const mirror of mirrors) {
    for (const suite of suites) {
      const outcome = await apt.update({ mirror, suite, component, keyring })
      if (outcome.kind === 'ready' && (await apt.newest(PACKAGE)) !== undefined) return
      reason = outcome.kind === 'ready' ? `the mirror has no ${PACKAGE}` : outcome.reason
    }
  }
  throw new Error(reason)
}

/** Libraries lie in folders named after the architecture. */
async function collectLibraries(unpacked: string, into: string): Promise<void> {
  for (const root of ['lib', 'usr/lib']) {
    const folders = await readdir(join(unpacked, root), { withFileTypes: true }).catch(() => [])
    for (const folder of folders.filter((one) => one.isDirectory() && one.name.includes('-linux-'))) {
      const from = join(unpacked, root, folder.name)
      for (const file of await readdir(from)) {
        if (/\.so(\.|$)/.test(file)) await cp(join(from, file), join(into, file), { verbatimSymlinks: true })
      }
    }
  }
}

async function checkRuns(folder: string): Promise<void> {
  const env = { ...process.env, LD_LIBRARY_PATH: join(folder, 'lib') }
  const { code, stderr } = await runCommand(join(folder, 'bin', 'redis-server'), ['--version'], { env })
  if (code !== 0) throw new Error(`the fetched redis-server does not run: ${stderr.trim()}`)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
