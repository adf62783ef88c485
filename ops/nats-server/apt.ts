import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from './command.ts'
import type { CommandResult } from './command.ts'

/** One suite of one archive. */
export interface PackageSource {
  readonly mirror: string
  /** For example `testing`. */
  readonly suite: string
  /** For example `main`. */
  readonly component: string
  /** File with the keys the suite must be signed with; `undefined`: the keys apt trusts on this machine. */
  readonly keyring: string | undefined
}

/** How reading a source's index went. */
export type UpdateOutcome =
  | { readonly kind: 'ready' }
  /** Signed with a key that is not in the keyring: refused. */
  | { readonly kind: 'unknown-key'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string }

/**
 * What must not be taken over from the machine's own configuration, whatever it says. Images of containers keep no caches;
 * ours go with the folder, and without them every command reads the whole index again.
 */
const CONFIGURATION = `
#clear APT::Default-Release;
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
APT::Get::AllowUnauthenticated "false";
APT::Update::Error-Mode "any";
Acquire::AllowInsecureRepositories "false";
Acquire::AllowWeakRepositories "false";
Acquire::AllowDowngradeToInsecureRepositories "false";
Acquire::Languages "none";
Acquire::PDiffs "false";
Acquire::Retries "3";
Dir::Cache::pkgcache "pkgcache.bin";
Dir::Cache::srcpkgcache "srcpkgcache.bin";
`

/**
 * An apt with a single source and a state of its own. The machine's package lists, its list of installed
 * packages and its hooks stay out of it; its proxies and credentials still apply.
 */
export class PrivateApt {
  readonly #folder: string
  readonly #architecture: string
  readonly #signal: AbortSignal | undefined

  /**
   * @param folder an existing folder that apt may fill; the caller removes it
   * @param architecture in Debian's notation, for example `arm64`
   * @param signal ends a running apt
   */
  constructor(folder: string, architecture: string, signal?: AbortSignal) {
    this.#folder = folder
    this.#architecture = architecture
    this.#signal = signal
  }

  /** Turns to another source and reads its index, checking the archive's signature. */
  async update(source: PackageSource): Promise<UpdateOutcome> {
    await rm(this.#at('lists'), { recursive: true, force: true })
    for (const part of ['lists/partial', 'cache/archives/partial', 'state']) {
      await mkdir(this.#at(part), { recursive: true })
    }
    await writeFile(this.#at('status'), '')
    await writeFile(this.#at('apt.conf'), CONFIGURATION)
    await writeFile(this.#at('only.sources'), this.#describe(source))
    const result = await this.#run('apt-get', ['update'])
    const output = `${result.stdout}\n${result.stderr}`
    if (/NO_PUBKEY|Missing key/.test(output)) return { kind: 'unknown-key', reason: complaint(output) }
    // Depending on its version apt may call a source it could not read a mere warning.
    const ok = result.code === 0 && !/^(Err:|E:|W: Failed)|is not signed/m.test(output)
    return ok ? { kind: 'ready' } : { kind: 'failed', reason: complaint(output) }
  }

  /** The newest version of a package in the current source, in Debian's notation; `undefined` if it has none. */
  async newest(name: string): Promise<string | undefined> {
    const result = await this.#run('apt-cache', ['show', '--no-all-versions', name])
    return /^Version: *(\S+)/m.exec(result.stdout)?.[1]
  }

  /** The names of the libraries that a package depends on, in the current source; the C library's left out. */
  async librariesOf(name: string): Promise<readonly string[]> {
    const without = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances']
    const flags = ['--recurse', ...without.map((one) => `--no-${one}`)]
    const { stdout } = await this.#run('apt-cache', ['depends', ...flags, name])
    const names = stdout.split('\n').filter((line) => /^lib[a-z\d.+-]+$/.test(line))
    // Every machine has a C library, and any but the loader's own breaks programs.
    return names.filter((one) => !/^libc(?:6|rypt1|-bin)$/.test(one))
  }

  /**
   * Fetches a package from the current source, checked against the signed index, and unpacks it without running
   * any script of it.
   * @param others packages to be unpacked into the same folder
   * @returns the folder it was unpacked into
   * @throws Error with apt's own complaint
   */
  async unpack(name: string, others: readonly string[] = []): Promise<string> {
    const downloads = this.#at(`${name}.download`)
    const unpacked = this.#at(`${name}.unpacked`)
    for (const folder of [downloads, unpacked]) {
      await rm(folder, { recursive: true, force: true })
      await mkdir(folder)
    }
    const fetched = await this.#run('apt-get', ['download', name, ...others], downloads)
    const files = (await readdir(downloads)).filter((one) => one.endsWith('.deb'))
    if (fetched.code !== 0 || files.length <= others.length) throw new Error(complaint(fetched.stderr))
    for (const file of files) {
      const extracted = await runCommand(
        'dpkg-deb',
        ['--extract', join(downloads, file), unpacked],
        this.#options(),
      )
      if (extracted.code !== 0) throw new Error(complaint(extracted.stderr))
    }
    return unpacked
  }

  async #run(program: string, args: string[], cwd: string = this.#folder): Promise<CommandResult> {
    const settings = {
      'APT::Architecture': this.#architecture,
      'APT::Architectures': this.#architecture,
      'Dir::Etc::sourcelist': this.#at('only.sources'),
      'Dir::Etc::sourceparts': '/dev/null',
      'Dir::Etc::preferences': '/dev/null',
      'Dir::Etc::preferencesparts': '/dev/null',
      'Dir::State': this.#at('state'),
      'Dir::State::lists': this.#at('lists'),
      'Dir::State::status': this.#at('status'),
      'Dir::Cache': this.#at('cache'),
      'Dir::Log': this.#folder,
      // As root apt drops to a user that may not write here.
      ...(process.getuid?.() === 0 ? { 'APT::Sandbox::User': 'root' } : {}),
    }
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])
    return await runCommand(
      program,
      ['-q', '-c', this.#at('apt.conf'), ...flags, ...args],
      this.#options(cwd),
    )
  }

  #options(cwd: string = this.#folder): { cwd: string; env: NodeJS.ProcessEnv; signal?: AbortSignal } {
    // Complaints are searched for words, so they must not be translated.
    const env = { ...process.env, LC_ALL: 'C' }
    return { cwd, env, ...(this.#signal === undefined ? {} : { signal: this.#signal }) }
  }

  #describe({ mirror, suite, component, keyring }: PackageSource): string {
    const fields = {
      Types: 'deb',
      URIs: mirror,
      Suites: suite,
      Components: component,
      Architectures: this.#architecture,
      Targets: 'Packages',
      ...(keyring === undefined ? {} : { 'Signed-By': keyring }),
    }
    return Object.entries(fields)
      .map(([name, value]) => `${name}: ${value}\n`)
      .join('')
  }

  #at(name: string): string {
    return join(this.#folder, name)
  }
}

function complaint(output: string): string {
  const lines = output.split('\n').filter((line) => /^[EW]: /.test(line))
  return (lines[0] ?? 'apt failed without saying why')
    .replace(/^[EW]: /, '')
    .replace(/\s+/g, ' ')
    .trim()
}
