/** The processes that host: each hosts once, and nothing but the journal goes from one to the next. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HostPlan } from './evidence.ts'

/** How one host ended. */
export interface HostEnd {
  readonly host: string
  readonly pid: number
  /** When its plan was handed to it, and when it was seen dead: milliseconds since the epoch. */
  readonly from: number
  readonly to: number
  readonly signal: NodeJS.Signals | null
  readonly code: number | null
  readonly complaints: string
}

export interface HostProcess {
  readonly host: string
  readonly pid: number
  /** Resolves when it hosts, or has ended before. */
  readonly up: Promise<unknown>
  readonly ended: Promise<HostEnd>
  signal(name: NodeJS.Signals): void
}

interface Process {
  readonly child: ChildProcess
  readonly loaded: Promise<unknown>
  readonly exited: Promise<unknown>
  complaints: string
}

/** Processes that have loaded their code stand by, so that a restart takes as long as connecting does. */
export class HostProcesses implements AsyncDisposable {
  /** Every end so far, in order. */
  readonly ends: HostEnd[] = []
  readonly #entry: string
  readonly #all = new Set<Process>()
  readonly #standby: Process[] = []
  readonly #killAll = () => {
    for (const { child } of this.#all) child.kill('SIGKILL')
  }

  /** @param standby how many: lives shorter than loading takes need more than one */
  constructor(entry: string, standby = 2) {
    this.#entry = entry
    for (let i = 0; i < standby; i++) this.#standby.push(this.#spawn())
    process.on('exit', this.#killAll) // a paused one would never see that its parent has gone
  }

  async start(plan: HostPlan): Promise<HostProcess> {
    const process = this.#standby.shift() ?? this.#spawn()
    this.#standby.push(this.#spawn())
    await process.loaded
    const from = Date.now()
    const { child } = process
    const pid = child.pid ?? 0
    const up = sign(child)
    child.stdin?.write(`${JSON.stringify(plan)}\n`)
    const ended = process.exited.then(() => {
      const { signalCode: signal, exitCode: code } = child
      const end = { host: plan.host, pid, from, to: Date.now(), signal, code, complaints: process.complaints }
      this.ends.push(end)
      return end
    })
    return { host: plan.host, pid, up, ended, signal: (name) => void child.kill(name) }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    process.off('exit', this.#killAll)
    this.#killAll()
    await Promise.all([...this.#all].map(({ exited }) => exited))
  }

  #spawn(): Process {
    const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'caravan-compile-cache') }
    // A process group of its own: Ctrl-C at the terminal is for the run to understand, not for its hosts.
    const child = spawn(process.execPath, [this.#entry], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env,
      detached: true,
    })
    child.stdin.on('error', () => undefined) // it may die while its plan is being written
    const one: Process = {
      child,
      loaded: sign(child),
      exited: once(child, 'close').then(() => this.#all.delete(one)),
      complaints: '',
    }
    child.stderr.setEncoding('utf8')
    child.stderr.on('data', (text: string) => (one.complaints = (one.complaints + text).slice(-4_000)))
    this.#all.add(one)
    return one
  }
}

/** The next thing that it says on standard output, or its end. */
function sign(child: ChildProcess): Promise<unknown> {
  const { stdout } = child
  return Promise.race([stdout === null ? undefined : once(stdout, 'data'), once(child, 'exit')])
}
