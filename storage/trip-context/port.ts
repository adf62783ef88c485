/**
 * What the agents of one trip know of each other's work: a section per agent, with a revision, read one at a time by whoever
 * declares that it needs it. It is knowledge, not state: the journal decides what a trip is, and an agent whose colleague's
 * section is not there yet, or not any more, works without it. So nothing here is fenced, and nothing waits for it.
 */

export interface SectionName {
  readonly tenant: string
  readonly trip: string
  /** The agent whose section it is. */
  readonly section: string
}

export interface StoredSection {
  readonly value: unknown
  /** Grows with every write to the same trip's context. */
  readonly revision: number
}

export interface TripContext extends AsyncDisposable {
  /**
   * Stores a section; replaces the one before. Undefined when it could not be stored, which {@link TripContextEvent} tells.
   * @throws the signal's reason when aborted
   */
  write(name: SectionName, value: unknown, signal: AbortSignal): Promise<number | undefined>
  /** Undefined when it is not there, or cannot be read here. @throws the signal's reason when aborted */
  read(name: SectionName, signal: AbortSignal): Promise<StoredSection | undefined>
  /** The trip has ended: its sections go after the time that was configured. Idempotent. */
  ended(trip: string): Promise<void>
  /** For health reports; never rejects. */
  state(): Promise<{ readonly ok: boolean; readonly detail: string }>
}

export type TripContextEvent =
  /** Agents go on without. */
  | {
      readonly type: 'context:failed'
      readonly what: 'write' | 'read' | 'end'
      readonly trip: string
      readonly reason: string
    }

export type ObserveTripContext = (event: TripContextEvent) => void

/** How a section is written; bound to where it lies. */
export interface SectionCodec {
  encode(value: unknown, subject: string): Uint8Array
  /** @throws what says that it cannot be read here */
  decode(payload: Uint8Array, subject: string): unknown
}

/**
 * A trip under way forgets a section that nobody wrote for so long, in ms: also the end of what a host left behind that died
 * before it could tell the end of a trip.
 */
export const FORGOTTEN_AFTER_MS = 24 * 3_600_000
/** The largest section as it is stored, in bytes (I10): half of what a NATS server takes by default. */
export const MAX_SECTION_BYTES = 512 * 1_024
