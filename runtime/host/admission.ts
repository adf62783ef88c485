/**
 * Admission (R16): new roots are refused early, well below the limits of the store, so that what is above them is left for
 * work that was admitted: that is never refused by policy. The inbox itself has no limit, since a work queue that drops its
 * oldest drops in silence. One actor's mailbox is bounded for senders outside; actors among themselves are not held.
 *
 * Decided by what was so a moment ago (a second, and what this process has sent since), so it costs nothing per message and
 * many senders together can overshoot by what they send in that time.
 */
import { addressText, partitionOf, type Address } from '../core/address.ts'
import type { Clock } from '../core/clock.ts'
import type { Driver } from '../core/driver.ts'
import { CaravanError } from '../core/errors.ts'
import type { Pressure } from '../core/pressure.ts'

export interface AdmissionLimits {
  /**
   * Messages and tasks that may wait, over all kinds, before new roots are refused. Default 20,000: a thousand roots
   * with seven children each that all wait at once have 7,000.
   */
  readonly backlog: number
  /** How full the store may be, as a share of each limit that it has. Default 0.8: a fifth is for what was admitted. */
  readonly fullness: number
  /** Messages that may wait for one actor before outside senders are refused. Default 1,000. */
  readonly mailbox: number
  /** Bytes that must be free where the store lies; asked with the rest, if the process can know. */
  readonly free?: { readonly least: number; readonly read: () => Promise<number> }
}

export const DEFAULT_ADMISSION: AdmissionLimits = { backlog: 20_000, fullness: 0.8, mailbox: 1_000 }

/** How long what was read of the store counts. */
const FRESH_MS = 1_000

interface Reading extends Pressure {
  readonly free: number
}

export class Admission {
  readonly #driver: Driver
  readonly #clock: Clock
  readonly #limits: AdmissionLimits
  #reading: Reading | undefined
  #readAt = -Infinity
  #running: Promise<void> | undefined
  /** What this process has sent since the last reading, in all and to each actor that was looked at. */
  #sent = 0
  readonly #mailboxes = new Map<string, number>()

  constructor(driver: Driver, clock: Clock, limits: Partial<AdmissionLimits> = {}) {
    this.#driver = driver
    this.#clock = clock
    this.#limits = { ...DEFAULT_ADMISSION, ...limits }
  }

  /**
   * Lets a message that may make a root pass.
   * @throws CaravanError `admission.refused`, retryable, unless the root is there already
   */
  async root(address: Address, kind: string): Promise<void> {
    await this.#look()
    const why = this.#full(this.#reading)
    if (why === undefined || (await this.#isAdmitted(address, kind))) return
    throw new CaravanError(
      'admission.refused',
      `${addressText(address)} is not taken on now: ${why}. What was accepted goes on; try again later.`,
      { retryable: true, data: { actor: addressText(address), why } },
    )
  }

  /**
   * Lets a message to an actor pass.
   * @throws CaravanError `mailbox.full`, retryable
   */
  async message(address: Address, kind: string): Promise<void> {
    await this.#look()
    const { mailbox } = this.#limits
    this.#sent += 1
    const partition = `${kind}/${partitionOf(address, this.#driver.partitions)}`
    // No mailbox holds more than its partition: nearly always that is answer enough.
    const isRoomy = (this.#reading?.inboxes[partition] ?? 0) + this.#sent <= mailbox
    if (isRoomy && this.#mailboxes.size === 0) return
    const actor = addressText(address)
    const counted = this.#mailboxes.get(actor)
    if (isRoomy) {
      if (counted !== undefined) this.#mailboxes.set(actor, counted + 1)
      return
    }
    const waiting = counted ?? (await this.#driver.pressure.mailbox(address, kind))
    this.#mailboxes.set(actor, waiting + 1)
    if (waiting < mailbox) return
    throw new CaravanError(
      'mailbox.full',
      `${waiting} messages wait for ${actor}, which is as many as may: try again when it has handled some.`,
      { retryable: true, data: { actor, waiting, most: mailbox } },
    )
  }

  /** It has a journal, or its create is waiting for a host. */
  async #isAdmitted(address: Address, kind: string): Promise<boolean> {
    if ((await this.#driver.tail(address)) !== undefined) return true
    return (await this.#driver.pressure.mailbox(address, kind)) > 0
  }

  #full(reading: Reading | undefined): string | undefined {
    if (reading === undefined) return undefined // it cannot be known: storing will tell
    const { backlog, fullness, free } = this.#limits
    const waiting = reading.backlog + this.#sent
    if (waiting > backlog) return `${waiting} messages and tasks wait, ${backlog} may`
    for (const { of, used, most } of reading.limits)
      if (used > most * fullness) return `${of} is ${Math.round((used / most) * 100)} % full`
    if (free !== undefined && reading.free < free.least)
      return `the disk of the store has ${Math.round(reading.free / 1e6)} MB left`
    return undefined
  }

  /**
   * Sees to it that what is known is fresh; after a pause the first caller waits for it, and under load nobody does. What was
   * sent since belongs to what was read: both are looked at together, afterwards.
   */
  async #look(): Promise<void> {
    const age = this.#clock.monotonic() - this.#readAt
    if (age < FRESH_MS) return
    this.#running ??= this.#read().finally(() => (this.#running = undefined))
    if (age >= 2 * FRESH_MS) await this.#running
  }

  async #read(): Promise<void> {
    const sent = this.#sent
    try {
      const [pressure, free = Infinity] = await Promise.all([
        this.#driver.pressure.read(),
        this.#limits.free?.read(),
      ])
      this.#reading = { ...pressure, free }
    } catch {
      this.#reading = undefined // a store that is away refuses by itself
    }
    this.#readAt = this.#clock.monotonic()
    this.#sent -= sent // what was sent while it was read may not be in it
    this.#mailboxes.clear()
  }
}
