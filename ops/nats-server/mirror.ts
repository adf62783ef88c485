import { readFile } from 'node:fs/promises'
import { accessSync, constants } from 'node:fs'
import { runCommand } from './command.ts'
import { NatsServerError } from './errors.ts'

/** What is known about the machine's package system. */
export interface PackageSystem {
  readonly distribution: 'debian' | 'ubuntu'
  /** Name of the installed release (`bookworm`), when the system tells. */
  readonly codename: string | undefined
  /** Addresses the machine itself fetches packages from, its own release's first. */
  readonly mirrors: readonly string[]
  /** The distribution's signing keys, or `undefined` to rely on the keys apt trusts already. */
  readonly keyring: string | undefined
  /** The machine's architecture in Debian's notation, for example `amd64`. */
  readonly architecture: string
}

/**
 * Asks apt which mirror this machine uses; nothing is contacted.
 * @throws NatsServerError `nats.server.provision-failed` where there is no apt or it has no usable source
 */
export async function inspectPackageSystem(signal?: AbortSignal): Promise<PackageSystem> {
  const release = parseRelease(await readFile('/etc/os-release', 'utf8').catch(() => ''))
  if (release.distribution === undefined) throw unusable('this is not a Debian or Ubuntu system')
  const { distribution, codename } = release
  const options = { timeoutMs: 30_000, ...(signal === undefined ? {} : { signal }) }
  const architecture = await runCommand('dpkg', ['--print-architecture'], options).catch((error: unknown) => {
    signal?.throwIfAborted()
    throw unusable('this system has no apt', error)
  })
  const targets = await runCommand(
    'apt-get',
    [
      'indextargets',
      '--no-release-info',
      // Only what the sources say is asked for: what the machine has fetched from them is much to read.
      '-o',
      'Dir::State::lists=/nonexistent',
      '--format',
      '$(RELEASE) $(COMPONENT) $(REPO_URI)',
      'Created-By: Packages',
    ],
    options,
  ).catch((error: unknown) => {
    signal?.throwIfAborted()
    throw unusable('this system has no apt', error)
  })
  const mirrors = rankMirrors(targets.stdout, codename)
  if (mirrors.length === 0) throw unusable('apt has no package source on this system')
  return {
    distribution,
    codename,
    mirrors,
    keyring: findKeyring(distribution),
    architecture: architecture.stdout.trim(),
  }
}

/** Reads `/etc/os-release`. A derivative counts as the distribution it names as its base. */
export function parseRelease(text: string): {
  distribution: 'debian' | 'ubuntu' | undefined
  codename: string | undefined
} {
  const value = (key: string): string | undefined =>
    new RegExp(`^${key}=["']?([^"'\\n]*)`, 'm').exec(text)?.[1] || undefined
  const names = [value('ID') ?? '', ...(value('ID_LIKE') ?? '').split(' ')]
  const distribution = (['ubuntu', 'debian'] as const).find((one) => names.includes(one))
  // Debian itself may be named as Ubuntu's base, never the other way round.
  return { distribution, codename: value('VERSION_CODENAME') }
}

/** Overlays of a release; they do not carry the suites looked for. */
const OVERLAY = /security|updates|backports|proposed|debug/

/**
 * Picks the addresses of main archives from apt's list of `RELEASE COMPONENT ADDRESS` lines, without repeats,
 * those of the installed release first.
 */
export function rankMirrors(targets: string, codename: string | undefined): string[] {
  const entries = targets
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([release, component, address]) =>
      release !== undefined && component === 'main' && address !== undefined ? [{ release, address }] : [],
    )
    .filter(({ release }) => !OVERLAY.test(release))
  const own = entries.filter(({ release }) => release === codename)
  return [...new Set([...own, ...entries].map(({ address }) => address))]
}

function findKeyring(distribution: string): string | undefined {
  return ['pgp', 'gpg']
    .map((ending) => `/usr/share/keyrings/${distribution}-archive-keyring.${ending}`)
    .find((path) => {
      try {
        accessSync(path, constants.R_OK)
        return true
      } catch {
        return false
      }
    })
}

function unusable(why: string, cause?: unknown): NatsServerError {
  return new NatsServerError('nats.server.provision-failed', why, { cause })
}
