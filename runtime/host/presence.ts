/**
 * A host's place among the others: it announces itself, hears who else is there, and notices when it was taken for dead.
 * Only liveness (I2): what it believes wrongly costs work, never a state.
 */
import { errorData } from '../core/errors.ts'
import type { HostEntry } from '../core/membership.ts'
import type { HostContext } from './context.ts'

/** How many announcements fit into an entry's life: three may get lost. */
const BEATS_PER_TTL = 4

export interface PresenceOptions {
  /** What to announce now. */
  readonly entry: () => HostEntry
  /** Called with every list of hosts; this host is always in it. */
  readonly onHosts: (hosts: readonly HostEntry[]) => void
  /** Called once when a host that started later bears this one's id: that one is meant, this one is over. */
  readonly onReplaced: () => void
  /** Called when this host may have been taken for dead: what it holds may be another's by now. */
  readonly onLapsed: () => void
}

export class Presence {
  readonly #context: HostContext
  readonly #options: PresenceOptions
  #hosts: readonly HostEntry[] = []
  #heldUntil = 0
  #lapsed = false
  #informed = false
  #cancelBeat: () => void = () => undefined
  #endWatch: () => void = () => undefined
  #ended = false

  constructor(context: HostContext, options: PresenceOptions) {
    this.#context = context
    this.#options = options
  }

  /** False from the moment when others may believe that this host is dead, until it has announced itself again. */
  get held(): boolean {
    return !this.#ended && !this.#lapsed && this.#context.clock.monotonic() < this.#heldUntil
  }

  /** By the monotonic clock: before it nobody takes this host for dead, whatever becomes of it meanwhile. */
  get heldUntil(): number {
    return this.#heldUntil
  }

  /** False until it has heard who is there, and again from when it may be taken for dead: others may have come since (R18). */
  get informed(): boolean {
    return this.#informed && this.held
  }

  /** Who was there when this host last heard of it. */
  get hosts(): readonly HostEntry[] {
    return this.#hosts
  }

  /** Resolves when this host is announced and has been told of the others. @throws CaravanError of the driver */
  async start(): Promise<void> {
    await this.announce()
    this.#arm()
    const endWatch = await this.#context.driver.membership.watch((hosts) => this.#hear(hosts))
    if (this.#ended) endWatch()
    else this.#endWatch = endWatch
  }

  /** Announces at once: for changes that others should know of. @throws CaravanError of the driver */
  async announce(): Promise<void> {
    if (this.#ended) return // the entry may be a successor's
    const { clock, driver } = this.#context
    const from = clock.monotonic()
    await driver.membership.announce(this.#options.entry())
    this.#checkHeld() // it may have come too late, though before the next beat would have noticed
    this.#heldUntil = Math.max(this.#heldUntil, from + driver.membership.ttlMs)
    if (clock.monotonic() < this.#heldUntil) this.#lapsed = false
  }

  /** Ends the announcements and removes the entry; a server that is away forgets it by itself. */
  async leave(): Promise<void> {
    if (this.#ended) return
    this.#end()
    const { driver, hostId } = this.#context
    await driver.membership.withdraw(hostId).catch((error: unknown) => this.#tell('withdraw', error))
  }

  #end(): void {
    this.#ended = true
    this.#cancelBeat()
    this.#endWatch()
  }

  #hear(hosts: readonly HostEntry[]): void {
    if (this.#ended || !this.held) return
    const own = this.#options.entry()
    const named = hosts.find(({ id }) => id === own.id)
    if (named !== undefined && named.since > own.since) {
      this.#end()
      this.#options.onReplaced()
      return
    }
    const known = named?.since === own.since
    this.#informed = true
    this.#hosts = known ? hosts : [...hosts.filter((host) => host !== named), own]
    this.#options.onHosts(this.#hosts)
    if (!known) void this.#beat() // forgotten, for example by a server that was restarted, or a predecessor's entry
  }

  #arm(): void {
    this.#cancelBeat()
    if (this.#ended) return
    const { clock, driver } = this.#context
    this.#cancelBeat = clock.timer(driver.membership.ttlMs / BEATS_PER_TTL, () => {
      this.#arm()
      void this.#beat()
    })
  }

  #checkHeld(): void {
    if (this.held || this.#lapsed || this.#heldUntil === 0) return
    this.#lapsed = true
    this.#informed = false
    this.#context.observe({ type: 'host:lapsed', host: this.#context.hostId })
    this.#options.onLapsed()
  }

  async #beat(): Promise<void> {
    this.#checkHeld()
    try {
      await this.announce()
    } catch (error) {
      this.#tell('announcement', error)
    }
  }

  #tell(what: string, error: unknown): void {
    this.#context.observe({ type: 'driver:retry', what, error: errorData(error) })
  }
}
