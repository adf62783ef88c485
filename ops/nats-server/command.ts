import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** How a child process ended, with what it printed. */
export interface CommandResult {
  /** Exit code; `null` when a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Settings of {@link runCommand}. */
export interface CommandOptions {
  readonly cwd?: string
  /** The child's whole environment. Default: this process's own. */
  readonly env?: NodeJS.ProcessEnv
  /** Ends the child, and everything it started, and rejects with the signal's reason. */
  readonly signal?: AbortSignal
  /** Milliseconds after which the child is ended and the result is a rejection. Default: no limit. */
  readonly timeoutMs?: number
}

/** Enough for any apt run; a child that prints more is misbehaving and only its first part matters. */
const OUTPUT_LIMIT = 4 * 1024 * 1024

/**
 * Runs a program to its end without a shell and collects its output as UTF-8.
 * A non-zero exit is a result; a program that cannot be started, an abort or a timeout is a rejection.
 */
export async function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  options.signal?.throwIfAborted()
  const deadline = options.timeoutMs === undefined ? undefined : AbortSignal.timeout(options.timeoutMs)
  const signals = [options.signal, deadline].filter((one) => one !== undefined)
  const ended = AbortSignal.any(signals)

  // A group of its own: apt works through helper processes, and an abort has to reach those as well.
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // Fails when the program cannot be run; only a started one is certain to have streams.
  await once(child, 'spawn')
  const stdout = collect(child.stdout)
  const stderr = collect(child.stderr)
  const closed = new Promise<number | null>((resolve) => {
    child.once('close', (code) => resolve(code))
  })
  let harder: NodeJS.Timeout | undefined
  const stop = (): void => {
    signalGroup(child.pid, 'SIGTERM')
    harder = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), 2_000)
  }
  ended.addEventListener('abort', stop, { once: true })
  if (ended.aborted) stop()
  try {
    const code = await closed
    ended.throwIfAborted()
    return { code, stdout: stdout(), stderr: stderr() }
  } finally {
    ended.removeEventListener('abort', stop)
    clearTimeout(harder)
  }
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = []
  let size = 0
  stream.on('data', (chunk: Buffer) => {
    if (size < OUTPUT_LIMIT) chunks.push(chunk)
    size += chunk.length
  })
  return () => Buffer.concat(chunks).toString('utf8')
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch {
    // Already gone.
  }
}
