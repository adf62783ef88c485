/**
 * What becomes of poison (I11, R13). Judged by defects, never by deliveries: host deaths, lost fences and consumer resets
 * deliver again too. What says that it may be tried again, and what newer code can read, is no defect.
 */
import type { Address } from '../core/address.ts'
import { CaravanError, errorData } from '../core/errors.ts'
import type { Delivery, Tail } from '../core/driver.ts'
import type { Cause, Message, Task } from '../core/message.ts'
import type { TurnRecord } from '../core/turn-record.ts'
import { isBarren, MAX_BARREN_CLAIMS, quarantineTurn } from '../kernel/quarantine.ts'
import { commit, readTail } from './commit.ts'
import type { HostContext } from './context.ts'
import { deadLetter } from './dead-letter.ts'
import { relay } from './relay.ts'
import { checkFormat, pauseReason } from './version-choice.ts'

/** How often one message or task may fail by a defect before its actor is quarantined. */
export const MAX_DEFECTS = 5

/** Of how many messages or tasks at once defects are counted. */
const MAX_COUNTED = 1_000

/** Defects per message or task. They are forgotten with the host; a new one finds them out again in seconds. */
export class Defects {
  readonly #counts = new Map<
    string,
    { readonly count: number; readonly last: unknown; readonly after: string | undefined }
  >()

  /** @param after names the last record then, if it counts only as long as nothing is appended (R13) */
  count(id: string, error: unknown, after?: string): void {
    if (!isDefect(error)) return
    const before = this.#counts.get(id)
    const count = before?.after === after ? (before?.count ?? 0) + 1 : 1
    this.#counts.set(id, { count, last: error, after })
    if (this.#counts.size <= MAX_COUNTED) return
    for (const [oldest] of this.#counts) {
      this.#counts.delete(oldest)
      return
    }
  }

  /** The last defect when there were too many, else undefined. */
  tooMany(id: string): unknown {
    const found = this.#counts.get(id)
    return found !== undefined && found.count >= MAX_DEFECTS ? found.last : undefined
  }

  /** Whether the last defect came after this record, and nothing was appended since. */
  isAfter(id: string, { nonce }: TurnRecord): boolean {
    return this.#counts.get(id)?.after === nonce
  }

  forget(id: string): void {
    this.#counts.delete(id)
  }
}

function isDefect(error: unknown): boolean {
  return pauseReason(error) === undefined && !(error instanceof CaravanError && error.retryable)
}

/**
 * Quarantines an actor by a fenced record (I2). `unknown`: it has no journal, so nothing of it can be set aside; `already`: it
 * is quarantined; `spared`: its last record, read through the leader, is not what `poisoned` looks for.
 */
export async function setAside(
  context: HostContext,
  address: Address,
  cause: Cause,
  failure: unknown,
  poisoned: (last: TurnRecord) => boolean = () => true,
): Promise<'quarantined' | 'already' | 'spared' | 'unknown'> {
  for (;;) {
    const tail = await readTail(context, address)
    if (tail === undefined) return 'unknown'
    checkFormat(tail.record)
    if (tail.record.quarantine !== undefined) {
      await relay(context, tail.record) // who wrote it may have fallen, or be at it still: nothing is acked before (I3)
      return 'already'
    }
    if (!poisoned(tail.record)) return 'spared'
    const draft = quarantineTurn(tail.record, cause, errorData(failure), context.clock.now())
    const record = context.sign(draft)
    const result = await commit(context, address, record, tail.sequence)
    if (result.status === 'conflict') continue
    const { actor, kind, quarantine } = record
    context.observe({
      type: 'actor:quarantined',
      actor,
      kind,
      code: quarantine?.code ?? '',
      reason: record.reason ?? '',
    })
    await relay(context, record)
    return 'quarantined'
  }
}

/** The actor of a message that fails for good; or the message alone, when it was to make its actor, or to free it in vain. */
export async function setMessageAside(
  context: HostContext,
  address: Address,
  delivery: Delivery<Message>,
  poison: unknown,
): Promise<'quarantined' | 'dead'> {
  if ((await setAside(context, address, delivery.value, poison)) === 'quarantined') return 'quarantined'
  const { code, message: reason } = errorData(poison)
  await deadLetter(context, 'message', delivery, { code, reason })
  delivery.ack()
  return 'dead'
}

/** A worker that was claimed again and again and nothing came of it. What is its last record then. */
export async function setBarrenAside(
  context: HostContext,
  address: Address,
  task: Task,
): Promise<Tail | undefined> {
  const cause = { type: 'claim', id: `${task.id}~poison`, host: context.hostId, number: 0 } as const
  const failure = new CaravanError(
    'worker.barren',
    `${task.to} was claimed ${MAX_BARREN_CLAIMS} times in a row and nothing came of it: look for what ends its hosts.`,
  )
  await setAside(context, address, cause, failure, isBarren)
  return readTail(context, address)
}
