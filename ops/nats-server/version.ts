import { runCommand } from './command.ts'
import { systemCode } from './errors.ts'

/** A healthy binary answers `--version` in milliseconds; a slow disk gets some patience. */
const ANSWER_MS = 10_000

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
