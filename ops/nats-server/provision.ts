import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { PrivateApt } from './apt.ts'
import type { PackageSource } from './apt.ts'
import { NatsServerError } from './errors.ts'
import { inspectPackageSystem } from './mirror.ts'
import type { PackageSystem } from './mirror.ts'
import { compareVersions, SERVER_FLOOR } from '../../runtime/nats/server-version.ts'
import { askVersion } from './version.ts'

/** Settings of {@link provisionNatsServer}. */
export interface ProvisionOptions {
  /** Where the binary is put; created on demand. */
  readonly cacheDir: string
  /** Oldest accepted version. Default {@link SERVER_FLOOR}. */
  readonly minimum?: string
  /** Another architecture in Debian's notation, for example `arm64`; its binary is kept apart and not tried out. */
  readonly arch?: string
  /** Where to fetch from. Default: what this machine's apt is set up with. */
  readonly system?: PackageSystem
  /** Ends the download; nothing is left behind. */
  readonly signal?: AbortSignal
  /** Receives one line per step. Default: nobody. */
  readonly onNotice?: (line: string) => void
}

/** Suites recent enough, best first. A release of its own lags years behind. */
const SUITES = {
  debian: { component: 'main', suites: ['testing', 'sid'] },
  ubuntu: { component: 'universe', suites: ['devel'] },
} as const

const WORK_PREFIX = '.work-'

/** A work folder of that age belongs to a process that was killed, in milliseconds. */
const ABANDONED_MS = 60 * 60 * 1000

/** Path of the binary kept in a cache folder; that of another architecture has a folder of its own. */
export function cachedBinary(cacheDir: string, arch?: string): string {
  return join(cacheDir, 'bin', ...(arch === undefined ? [] : [arch]), 'nats-server')
}

/**
 * Fetches a nats-server from the package mirror this machine is set up with, without root and without
 * installing anything: apt checks the archive's signature, and the program is moved into the cache folder in one step.
 * Several processes may do so at once; each works in a folder of its own and the last one's copy stays.
 * @throws NatsServerError `nats.server.provision-failed` with the reason; the cache folder is as it was before
 * @throws the signal's reason when aborted
 */
export async function provisionNatsServer(
  options: ProvisionOptions,
): Promise<{ path: string; version: string }> {
  const { cacheDir, signal } = options
  try {
    const system = options.system ?? (await inspectPackageSystem(signal))
    await mkdir(cacheDir, { recursive: true })
    await removeAbandoned(cacheDir)
    const work = await mkdtemp(join(cacheDir, WORK_PREFIX))
    try {
      return await provisionIn(work, system, options)
    } finally {
      await rm(work, { recursive: true, force: true, maxRetries: 3 })
    }
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof NatsServerError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new NatsServerError('nats.server.provision-failed', reason, { cause: error })
  }
}

async function provisionIn(
  work: string,
  system: PackageSystem,
  options: ProvisionOptions,
): Promise<{ path: string; version: string }> {
  const minimum = options.minimum ?? SERVER_FLOOR
  const foreign = options.arch !== undefined && options.arch !== system.architecture
  const apt = new PrivateApt(work, options.arch ?? system.architecture, options.signal)
  const packaged = await selectSource(apt, system, minimum, options.onNotice ?? (() => undefined))

  const unpacked = await apt.unpack('nats-server')
  const fresh = await findProgram(unpacked)
  const version = foreign ? packaged : await askVersion(fresh, options.signal)
  if (compareVersions(version, minimum) < 0) throw new Error(`the mirror's nats-server is only ${version}`)

  const path = cachedBinary(options.cacheDir, foreign ? options.arch : undefined)
  await mkdir(join(path, '..'), { recursive: true })
  await chmod(fresh, 0o755)
  // The licence asks for its text to go with every copy; a package without it is no reason to fail.
  const licence = join(unpacked, 'usr/share/doc/nats-server/copyright')
  await copyFile(licence, join(path, '..', 'nats-server.copyright')).catch(() => undefined)
  await rename(fresh, path)
  return { path, version }
}

/** Points apt at the first source with a recent enough package and returns that package's upstream version. */
async function selectSource(
  apt: PrivateApt,
  system: PackageSystem,
  minimum: string,
  notice: (line: string) => void,
): Promise<string> {
  const { component, suites } = SUITES[system.distribution]
  let reason = 'the mirror of this machine was not asked'
  let retryable = false
  for (const mirror of system.mirrors) {
    for (const suite of suites) {
      notice(`Looking for nats-server ${minimum} or newer in ${suite} on this machine's package mirror.`)
      const source = { mirror, suite, component, keyring: system.keyring }
      let outcome = await apt.update(source)
      if (outcome.kind === 'unknown-key') {
        const keyring = await newerKeyring(apt, system, mirror)
        if (keyring !== undefined) outcome = await apt.update({ ...source, keyring })
      }
      if (outcome.kind !== 'ready') {
        notice(`${suite} cannot be used: ${outcome.reason}`)
        reason =
          outcome.kind === 'failed'
            ? outcome.reason
            : "this machine's package mirror is signed with a key that is not known here"
        retryable = outcome.kind === 'failed'
        continue
      }
      const newest = await apt.newest('nats-server')
      const version = newest === undefined ? undefined : upstreamVersion(newest)
      if (version !== undefined && compareVersions(version, minimum) >= 0) return version
      reason = `this machine's package mirror has ${version === undefined ? 'no nats-server' : `only nats-server ${version}`}`
    }
  }
  throw new NatsServerError('nats.server.provision-failed', reason, { retryable })
}

/**
 * An installed release may be older than the key its successor is signed with. The newer keys are then taken
 * from the installed release or the stable one, provided that the keys at hand do verify it.
 */
async function newerKeyring(
  apt: PrivateApt,
  system: PackageSystem,
  mirror: string,
): Promise<string | undefined> {
  const name = `${system.distribution}-archive-keyring`
  const package_ = system.distribution === 'ubuntu' ? 'ubuntu-keyring' : name
  const suites = system.distribution === 'debian' ? [system.codename, 'stable'] : [system.codename]
  for (const suite of suites) {
    if (suite === undefined) continue
    const source: PackageSource = { mirror, suite, component: 'main', keyring: system.keyring }
    if ((await apt.update(source)).kind !== 'ready') continue
    const folder = join(await apt.unpack(package_), 'usr/share/keyrings')
    const files = await readdir(folder)
    const file = [`${name}.pgp`, `${name}.gpg`].find((one) => files.includes(one))
    if (file !== undefined) return join(folder, file)
  }
  return undefined
}

/** `1:2.15.1+ds-1` is upstream's `2.15.1`; a tilde marks a pre-release. */
export function upstreamVersion(packageVersion: string): string {
  return packageVersion
    .replace(/^\d+:/, '')
    .replace(/-[^-]*$/, '')
    .replace(/\+.*$/, '')
    .replace('~', '-')
}

async function findProgram(unpacked: string): Promise<string> {
  for (const folder of ['usr/sbin', 'usr/bin']) {
    const path = join(unpacked, folder, 'nats-server')
    const found = await stat(path).catch(() => undefined)
    if (found?.isFile() === true) return path
  }
  throw new Error('the package does not contain the program')
}

async function removeAbandoned(cacheDir: string): Promise<void> {
  for (const name of await readdir(cacheDir)) {
    if (!name.startsWith(WORK_PREFIX)) continue
    const path = join(cacheDir, name)
    const age = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now())
    if (age > ABANDONED_MS) await rm(path, { recursive: true, force: true })
  }
}
