/**
 * Whether the store under a running host is still the one that it knows (R17): looked at after every reconnect, when a write
 * finds no stream, and now and then. What is wrong is told once, in words for an operator; the fence keeps actors safe
 * meanwhile (I2), and those that are ahead of their store are quarantined one by one (host/commit.ts).
 */
import type { JetStreamManager, StreamInfo } from '@nats-io/jetstream'
import { systemClock } from '../core/clock.ts'
import { errorData } from '../core/errors.ts'
import type { Observe } from '../core/runtime-event.ts'
import { epochOf } from './epoch.ts'
import type { Subjects } from './subjects.ts'
import { streamInfo } from './topology.ts'

/** Between two looks without any occasion. */
const EVERY_MS = 10_000
/** After an occasion: many writes fail at once. */
const SOON_MS = 100
/** After a look that came to nothing or found no store: whoever mends it waits for the hosts. */
const RETRY_MS = 1_000

/** What the way there and back may take, and good clocks differ by. */
const MAX_SKEW_MS = 1_000

interface Watched {
  readonly jsm: JetStreamManager
  readonly subjects: Subjects
  readonly observe: Observe
  /** Makes streams again that nothing rests on; resolves with their names. */
  readonly remake: () => Promise<readonly string[]>
}

export class StoreWatch {
  readonly #watched: Watched
  #epoch: string
  /** The highest sequence of the journal that this process has seen. */
  #seen = 0
  #told = ''
  #skewed = false
  #timer: NodeJS.Timeout | undefined
  #looking = false
  /** An occasion came while a look was under way, whose answers may be older. */
  #again = false
  /** How many looks have begun; only the last one's findings count. */
  #looks = 0
  #closed = false

  constructor(watched: Watched, epoch: string) {
    this.#watched = watched
    this.#epoch = epoch
    this.#arm(SOON_MS)
  }

  /** Takes note of a record that is stored. */
  saw(sequence: number): void {
    if (sequence > this.#seen) this.#seen = sequence
  }

  /** Something was not where it should be. */
  lookSoon(): void {
    if (this.#looking) this.#again = true
    else this.#arm(SOON_MS)
  }

  /** There is a connection again. A look that is under way asked over the one that is gone, and would wait in vain. */
  reconnected(): void {
    this.#looks += 1
    this.#looking = false
    this.#arm(SOON_MS)
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
  }

  #arm(ms: number): void {
    clearTimeout(this.#timer)
    if (this.#closed) return
    this.#timer = setTimeout(() => void this.#look(), ms)
    this.#timer.unref()
  }

  async #look(): Promise<void> {
    this.#looks += 1
    const number = this.#looks
    const isLast = () => number === this.#looks
    this.#looking = true
    this.#again = false
    let next = EVERY_MS
    try {
      if ((await this.#compare(isLast)) === 'lost') next = RETRY_MS
    } catch (error) {
      next = RETRY_MS
      // A look that was under way when the connection was closed on purpose is not tried again, and no news.
      if (!this.#closed && isLast())
        this.#watched.observe({ type: 'driver:retry', what: 'check of the store', error: errorData(error) })
    } finally {
      if (isLast()) {
        this.#looking = false
        this.#arm(this.#again ? SOON_MS : next)
      }
    }
  }

  async #compare(isLast: () => boolean): Promise<'there' | 'lost' | 'overtaken'> {
    const { jsm, subjects, observe, remake } = this.#watched
    const { streams } = subjects
    const seen = this.#seen // before the server is asked: what is stored meanwhile is no surprise
    const [journal, inbox] = await Promise.all([
      streamInfo(jsm, streams.journal),
      streamInfo(jsm, streams.inbox),
    ])
    if (!isLast()) return 'overtaken'
    if (journal === undefined || inbox === undefined) {
      const missing = [
        ...(journal === undefined ? [streams.journal] : []),
        ...(inbox === undefined ? [streams.inbox] : []),
      ]
      this.#tell(
        missing.join(),
        missing,
        `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} gone. Work waits: restore the streams from a backup, or delete what is left of them and restart the hosts to begin anew.`,
      )
      return 'lost'
    }
    this.#told = ''
    this.#compareClocks(journal)
    const epoch = epochOf(journal)
    if (epoch !== this.#epoch) {
      this.#tell(
        epoch,
        [streams.journal],
        `The store was replaced: ${streams.journal} is another one than this host knows. Actors that it knew are quarantined when they are next used.`,
      )
      this.#epoch = epoch
      this.#seen = journal.state.last_seq
    } else if (journal.state.last_seq < seen) {
      observe({
        type: 'store:rolled-back',
        stream: streams.journal,
        seen,
        found: journal.state.last_seq,
        reason: `${streams.journal} ends at ${journal.state.last_seq}, but this host has seen ${seen}: it is an older copy, or a power cut took what had not reached the disk. Actors that are ahead of it are quarantined when they are next used.`,
      })
      this.#seen = journal.state.last_seq
    }
    this.saw(journal.state.last_seq)
    for (const stream of await remake()) observe({ type: 'store:remade', stream })
    return 'there'
  }

  /** Deadlines are written by a host's clock, and durable timers fire by the server's. */
  #compareClocks({ ts }: StreamInfo & { readonly ts?: string }): void {
    const offset = ts === undefined ? 0 : Math.round(Date.parse(ts) - systemClock.now())
    const skewed = Math.abs(offset) > MAX_SKEW_MS
    if (skewed && !this.#skewed) {
      const reason = `The clock of the NATS server is ${Math.abs(offset)} ms ${offset > 0 ? 'ahead of' : 'behind'} this machine's: keep both in time, or timers fire that much too ${offset > 0 ? 'early' : 'late'}.`
      this.#watched.observe({ type: 'clock:skewed', offsetMs: offset, reason })
    }
    this.#skewed = skewed
  }

  #tell(key: string, streams: readonly string[], reason: string): void {
    if (this.#told === key) return
    this.#told = key
    this.#watched.observe({ type: 'store:lost', streams, reason })
  }
}
