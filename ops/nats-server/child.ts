import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { NatsServerError } from './errors.ts'

/** How a server ended: its exit code, or the signal that ended it. */
export interface ServerExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A spawned server that may not be ready yet. */
export interface ServerChild {
  readonly pid: number
  /** Settles when the process has ended; never rejects. */
  readonly exited: Promise<ServerExit>
  /** Whether {@link ServerChild.exited} has settled. */
  hasExited(): boolean
  /** The end of what it printed besides its log: reasons for not even reading its configuration, and panics. */
  complaints(): string
  /** Sends a signal, unless it has ended. */
  signal(name: NodeJS.Signals): void
}

const COMPLAINTS_LIMIT = 16 * 1024

/** The servers this process answers for. */
const alive = new Set<ServerChild>()

/**
 * Spawns a server in a process group (and session) of its own.
 * @throws NatsServerError `nats.server.start-failed` when the binary cannot be run
 */
export async function spawnServer(binary: string, config: string, folder: string): Promise<ServerChild> {
  const child = await startProgram(binary, ['-c', config], folder)
  let ended = false
  let complaints = ''
  child.stderr.setEncoding('utf8')
  child.stderr.on('data', (text: string) => {
    complaints = (complaints + text).slice(-COMPLAINTS_LIMIT)
  })
  const exited = new Promise<ServerExit>((resolve) => {
    child.once('close', (code, signal) => {
      ended = true
      alive.delete(server)
      if (alive.size === 0) process.off('exit', stopAll)
      resolve({ code, signal })
    })
  })
  const server: ServerChild = {
    pid: child.pid ?? 0,
    exited,
    hasExited: () => ended,
    complaints: () => complaints,
    signal: (name) => void child.kill(name),
  }
  if (alive.size === 0) process.on('exit', stopAll)
  alive.add(server)
  return server
}

async function startProgram(
  program: string,
  args: string[],
  cwd: string,
): Promise<ChildProcessByStdio<null, null, Readable>> {
  try {
    // Its log goes to a file that it opens itself: a pipe would break, and the server with it, when this
    // process is killed.
    const child = spawn(program, args, { cwd, detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
    await once(child, 'spawn')
    return child
  } catch (error) {
    throw new NatsServerError('nats.server.start-failed', `${program} cannot be run as a program.`, {
      cause: error,
      data: { binary: program },
    })
  }
}

/** Whoever leaves by `process.exit` without stopping its servers gets no chance to wait, but they still end. */
function stopAll(): void {
  for (const server of alive) server.signal('SIGTERM')
}
