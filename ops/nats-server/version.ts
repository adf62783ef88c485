import { runCommand } from './command.ts'
import { NatsServerError, systemCode } from './errors.ts'

/** The oldest server the runtime works with. */
export const MINIMUM_VERSION = '2.12.0'

/** From here on nothing is known to be missing or slow. */
export const RECOMMENDED_VERSION = '2.14.4'

/** A healthy binary answers `--version` in milliseconds; a slow disk gets some patience. */
const ANSWER_MS = 10_000

/**
 * Orders two dotted versions by their numbers: negative when `a` is older, 0 when equal, positive when newer.
 * Missing parts count as 0. A pre-release (`2.12.0-RC.1`) comes before its release.
 */
export function compareVersions(a: string, b: string): number {
  const left = parts(a)
  const right = parts(b)
  for (const index of [0, 1, 2] as const) {
    const difference = left.numbers[index] - right.numbers[index]
    if (difference !== 0) return difference
  }
  return Number(right.preRelease) - Number(left.preRelease)
}

function parts(version: string): { numbers: [number, number, number]; preRelease: boolean } {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(-)?/.exec(version.trim())
  const at = (index: number): number => Number(match?.[index] ?? 0)
  return { numbers: [at(1), at(2), at(3)], preRelease: match?.[4] !== undefined }
}

/**
 * Asks a binary for its version by running it with `--version`.
 * @returns the version without the leading `v`, for example `2.14.4`
 * @throws Error with a short reason when the file does not run or does not answer like a nats-server
 */
export async function askVersion(binary: string, signal?: AbortSignal): Promise<string> {
  const options = { timeoutMs: ANSWER_MS, ...(signal === undefined ? {} : { signal }) }
  const result = await runCommand(binary, ['--version'], options).catch((error: unknown) => {
    signal?.throwIfAborted()
    const code = systemCode(error)
    throw new Error(
      code === 'ENOENT' ? 'there is no such program' : `it cannot be run (${code ?? 'no answer'})`,
      {
        cause: error,
      },
    )
  })
  const version = /^nats-server: v(\d[\w.+-]*)/m.exec(result.stdout)?.[1]
  if (result.code !== 0 || version === undefined) {
    throw new Error('it does not answer --version like a nats-server')
  }
  return version
}

/**
 * Refuses a running server that is too old, for a server somebody else started (`NATS_URL`).
 * @param version what the server says about itself, for example `2.10.27`
 * @param minimum the oldest accepted version. Default {@link MINIMUM_VERSION}
 * @throws NatsServerError `nats.server.too-old`, naming both versions
 */
export function checkServerVersion(version: string, minimum: string = MINIMUM_VERSION): void {
  if (compareVersions(version, minimum) >= 0) return
  throw new NatsServerError(
    'nats.server.too-old',
    `The NATS server is version ${version}, but ${minimum} or newer is needed: upgrade it, or unset NATS_URL to let one be started here.`,
    { data: { version, minimum } },
  )
}
