/** The hosts of a run: so many places, each behind a proxy of its own and never empty for long. */
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Interruption } from './calls.ts'
import type { HostPlan } from './evidence.ts'
import { HostProcesses, type HostEnd, type HostProcess } from './processes.ts'
import { startProxy, type FaultProxy } from './proxy.ts'
import type { PlannedFault } from './schedule.ts'

const ENTRY = fileURLToPath(new URL('host-process.ts', import.meta.url))
/** A host that ended by itself, because it found no server, is replaced after this long. */
const AGAIN_MS = 300
/** Faults up to this length last as long as planned, whenever they began. */
const SURE_MS = 6_000
/** A fault waits until its host has been up this long. */
const SETTLED_MS = 500
/** How long a fault waits for a host to come up. */
const VICTIM_MS = 20_000
/** A drain that takes longer is a problem, and the host is killed. */
const DRAIN_LIMIT_MS = 20_000

/** What was done to hosts, as it happened. */
export type Happened = Interruption & {
  /** Whether a drain ended by itself. */
  readonly orderly?: boolean
}

interface Place {
  readonly number: number
  readonly proxy: FaultProxy
  lives: number
  current: HostProcess | undefined
  /** Until when nobody replaces its host; a fault decides that itself. */
  held: boolean
}

export class Fleet implements AsyncDisposable {
  readonly happened: Happened[] = []
  readonly #plan: (place: number, host: string, servers: string) => HostPlan
  readonly #processes = new HostProcesses(ENTRY)
  readonly #places: Place[] = []
  readonly #say: (line: string) => void
  #closing = false

  private constructor(
    plan: (place: number, host: string, servers: string) => HostPlan,
    say: (line: string) => void,
  ) {
    this.#plan = plan
    this.#say = say
  }

  /** @param plan what the host of this place (1 for the first) and name, reaching the server there, is told */
  static async start(options: {
    readonly hosts: number
    readonly port: number
    readonly plan: (place: number, host: string, servers: string) => HostPlan
    readonly say: (line: string) => void
  }): Promise<Fleet> {
    const fleet = new Fleet(options.plan, options.say)
    for (let number = 1; number <= options.hosts; number++) {
      const proxy = await startProxy(options.port)
      fleet.#places.push({ number, proxy, lives: 0, current: undefined, held: false })
    }
    await Promise.all(fleet.#places.map((place) => fleet.#occupy(place)))
    return fleet
  }

  /** Every host that has ended. */
  get ends(): readonly HostEnd[] {
    return this.#processes.ends
  }

  /** Names of the hosts that live. */
  get names(): readonly string[] {
    return this.#places.flatMap(({ current }) => (current === undefined ? [] : [current.host]))
  }

  /** Makes one fault of a host and ends it; resolves when it is over. A long one ends early when `heal` aborts. */
  async suffer(fault: PlannedFault, heal: AbortSignal): Promise<void> {
    const place = this.#places[fault.place ?? 0]
    const target = place === undefined ? undefined : await this.#victim(place)
    if (place === undefined || target === undefined) return this.#say(`nobody came to ${fault.kind}`)
    const { host } = target
    const from = Date.now()
    this.#say(`${fault.kind} ${host} for ${(fault.forMs / 1_000).toFixed(1)} s`)
    const wait = async () => {
      const surelyMs = Math.min(fault.forMs, SURE_MS)
      await delay(surelyMs)
      await delay(fault.forMs - surelyMs, undefined, { signal: heal }).catch(() => undefined)
    }
    const done = (more: Pick<Happened, 'orderly'> = {}) =>
      this.happened.push({ kind: fault.kind, host, from, to: Date.now(), ...more })
    switch (fault.kind) {
      case 'kill':
      case 'drain':
        return this.#end(place, target, fault.kind, wait, done)
      case 'pause':
        target.signal('SIGSTOP')
        await wait()
        target.signal('SIGCONT')
        break
      case 'cut':
        place.proxy.refuse(fault.forMs > 0)
        place.proxy.cut()
        await wait()
        place.proxy.refuse(false)
        break
      case 'delay':
        place.proxy.delay(fault.addedMs ?? 0)
        await wait()
        place.proxy.delay(0)
        break
      case 'half-open':
        place.proxy.stall(true)
        await wait()
        if (fault.resumes !== true) place.proxy.cut()
        place.proxy.stall(false)
        break
      case 'server':
        throw new Error('The server is no host.')
    }
    done()
  }

  /** A host that has been up for a moment: on a busy machine hosts would otherwise do nothing but start and die. */
  async #victim(place: Place): Promise<HostProcess | undefined> {
    const until = performance.now() + VICTIM_MS
    while (performance.now() < until) {
      const { current } = place
      if (current !== undefined && !place.held) {
        await current.up
        await delay(SETTLED_MS)
        if (place.current === current && !place.held) return current
      }
      await delay(50)
    }
    return undefined
  }

  async #end(
    place: Place,
    target: HostProcess,
    kind: 'kill' | 'drain',
    wait: () => Promise<unknown>,
    done: (more?: Pick<Happened, 'orderly'>) => void,
  ): Promise<void> {
    place.held = true
    target.signal(kind === 'kill' ? 'SIGKILL' : 'SIGTERM')
    const timer = setTimeout(() => target.signal('SIGKILL'), DRAIN_LIMIT_MS)
    const { signal } = await target.ended
    clearTimeout(timer)
    done(kind === 'drain' ? { orderly: signal === null } : {})
    await wait()
    place.held = false
    await this.#occupy(place)
  }

  /** Puts a host there, and another whenever it ends by itself. */
  async #occupy(place: Place): Promise<void> {
    if (this.#closing) return
    place.lives += 1
    const name = `h${place.number}-${place.lives}`
    const host = await this.#processes.start(this.#plan(place.number, name, place.proxy.url))
    place.current = host
    void this.#succeed(place, host)
  }

  async #succeed(place: Place, host: HostProcess): Promise<void> {
    await host.ended
    place.current = undefined
    if (place.held || this.#closing) return
    await delay(AGAIN_MS)
    await this.#occupy(place)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing = true
    await this.#processes[Symbol.asyncDispose]()
    await Promise.all(this.#places.map(({ proxy }) => proxy[Symbol.asyncDispose]()))
  }
}
