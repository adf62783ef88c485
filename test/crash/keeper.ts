/** Keeps one host alive: whenever it dies, another takes its place at once. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { HostPlan } from './evidence.ts'

const ENTRY = fileURLToPath(new URL('host-process.ts', import.meta.url))

/** Processes that have loaded their code ahead; lives shorter than loading takes need more than one. */
const STANDBY = 2

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

interface Process {
  readonly child: ChildProcess
  readonly loaded: Promise<unknown>
  readonly exited: Promise<unknown>
  complaints: string
}

/**
 * A process that has loaded its code stands by, so that a restart takes as long as connecting does. Each process hosts
 * once: nothing but the journal goes from one to the next.
 */
export class Keeper implements AsyncDisposable {
  readonly ends: HostEnd[] = []
  readonly #all = new Set<Process>()
  readonly #standby: Process[] = []
  #current: Process | undefined

  constructor() {
    for (let i = 0; i < STANDBY; i++) this.#standby.push(this.#spawn())
  }

  /** Starts a host by its plan; `ended` resolves with its end. */
  async start(plan: HostPlan): Promise<{ readonly ended: Promise<HostEnd> }> {
    const process = this.#standby.shift() ?? this.#spawn()
    this.#standby.push(this.#spawn())
    await process.loaded
    this.#current = process
    const from = Date.now()
    process.child.stdin?.write(`${JSON.stringify(plan)}\n`)
    const ended = process.exited.then(() => {
      const { child, complaints } = process
      const { signalCode: signal, exitCode: code } = child
      const end = { host: plan.host, pid: child.pid ?? 0, from, to: Date.now(), signal, code, complaints }
      this.ends.push(end)
      return end
    })
    return { ended }
  }

  /** `kill -9` of the current host. */
  kill(): void {
    this.#current?.child.kill('SIGKILL')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { child } of this.#all) child.kill('SIGKILL')
    await Promise.all([...this.#all].map(({ exited }) => exited))
  }

  #spawn(): Process {
    const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'caravan-compile-cache') }
    const child = spawn(process.execPath, [ENTRY], { stdio: ['pipe', 'pipe', 'pipe'], env })
    child.stdin.on('error', () => undefined) // it may die while its plan is being written
    const one: Process = {
      child,
      loaded: Promise.race([once(child.stdout, 'data'), once(child, 'exit')]),
      exited: once(child, 'close').then(() => this.#all.delete(one)),
      complaints: '',
    }
    child.stderr.setEncoding('utf8')
    child.stderr.on('data', (text: string) => (one.complaints = (one.complaints + text).slice(-4_000)))
    this.#all.add(one)
    return one
  }
}
