/**
 * Retention (R15): some time after a root has ended, its descendants and its own older records go. Its last record stays as
 * its tombstone: the result can still be asked for, and a create that comes late meets it instead of an empty journal.
 *
 * A sweep walks the roots' records in their order from a stored bookmark. It may run anywhere and twice at once: what it
 * purges is bounded by sequences that it has seen, of a root that was final then and can never be anything else again.
 */
import { addressText, parseAddress, type Address } from '../core/address.ts'
import type { Driver } from '../core/driver.ts'
import { errorData } from '../core/errors.ts'
import type { Bookmark } from '../core/history.ts'
import type { Clock } from '../core/clock.ts'
import type { Observe } from '../core/runtime-event.ts'
import { isFinal } from '../core/turn-record.ts'

/** Root records that are looked at before the bookmark is kept: what a crash repeats. */
const STRIDE = 500
/** Ended roots with living descendants that are remembered; beyond them the bookmark waits (I10). */
export const MAX_CLOSING = 1_000
/** A twentieth of the time that history is kept, within these bounds: nobody waits for a purge to the second. */
const SWEEP_EVERY_MS = { least: 250, most: 300_000 } as const

export interface Swept {
  /** Roots that lost history. */
  readonly roots: number
  readonly records: number
  /** Ended roots that keep theirs because a descendant has not ended. */
  readonly closing: number
}

export interface RetentionContext {
  readonly driver: Pick<Driver, 'history' | 'dropTask' | 'purgePayloads'>
  readonly clock: Clock
  readonly observe: Observe
}

/**
 * Sweeps once.
 * @param keepMs how long history is kept after a root's end
 * @throws CaravanError when the store cannot be reached; what was done stays done
 */
export async function sweep(
  { driver, clock, observe }: RetentionContext,
  keepMs: number,
  signal?: AbortSignal,
): Promise<Swept> {
  const { history } = driver
  const before = clock.now() - keepMs
  const start: Bookmark = (await history.bookmark()) ?? { sequence: 0, closing: [] }
  const closing = new Set<string>()
  let [roots, records] = [0, 0]
  const look = async (root: Address) => {
    const purged = await retire(driver, root, before)
    if (purged === 'closing') {
      closing.add(addressText(root))
    } else if (purged > 0) {
      roots += 1
      records += purged
      observe({ type: 'retention:purged', actor: addressText(root), records: purged })
    }
  }
  for (const root of start.closing) {
    if (signal?.aborted) return { roots, records, closing: start.closing.length }
    await look(parseAddress(root))
  }
  let { sequence } = start
  const keep = () => history.keepBookmark({ sequence, closing: [...closing] })
  let looked = new Set<string>()
  for await (const found of history.roots(sequence)) {
    // In order, so everything behind this one is younger still.
    if (found.storedAt >= before || closing.size >= MAX_CLOSING || signal?.aborted) break
    const root = addressText(found.address)
    if (!looked.has(root)) {
      looked.add(root)
      await look(found.address)
    }
    sequence = found.sequence
    if (looked.size < STRIDE) continue
    looked = new Set()
    await keep()
  }
  const moved = sequence !== start.sequence || closing.size !== start.closing.length
  if (moved && !signal?.aborted) await keep()
  return { roots, records, closing: closing.size }
}

/** @returns how many records went; `closing`: a descendant has not ended */
async function retire(
  driver: RetentionContext['driver'],
  root: Address,
  before: number,
): Promise<number | 'closing'> {
  const { history } = driver
  const tail = await history.last(root)
  // A later record of this root comes later in the walk, and is judged then by its own age.
  if (tail?.record === undefined || !isFinal(tail.record.snapshot) || tail.storedAt >= before) return 0
  let descendantsUpTo = 0
  const tasks: { readonly address: Address; readonly kind: string }[] = []
  for await (const { record, address, sequence, storedAt } of history.tails({ root, only: 'descendants' })) {
    // One that cannot be read here may be alive; one that has just ended may still be read by who waits for it.
    if (record === undefined || !isFinal(record.snapshot) || storedAt >= before) return 'closing'
    descendantsUpTo = Math.max(descendantsUpTo, sequence)
    if (record.type === 'worker') tasks.push({ address, kind: record.kind })
  }
  // A task that outlived its journal would begin again from nothing.
  for (const { address, kind } of tasks) await driver.dropTask(address, kind)
  // Before the records: those bring a sweep that is cut short here again.
  await driver.purgePayloads(root)
  return history.purge(root, { rootBefore: tail.sequence, descendantsUpTo })
}

/** Sweeps now and then until it is disposed. */
export interface Retention extends AsyncDisposable {}

/**
 * @param isMine whether this host sweeps now; of many hosts one is enough, and several are harmless
 */
export function startRetention(
  context: RetentionContext & { readonly jitter: () => number },
  keepMs: number,
  isMine: () => boolean,
): Retention {
  const { clock, observe, jitter } = context
  const end = new AbortController()
  const every = Math.min(Math.max(keepMs / 20, SWEEP_EVERY_MS.least), SWEEP_EVERY_MS.most)
  let running = Promise.resolve()
  let cancel: () => void = () => undefined
  const once = async () => {
    try {
      if (!isMine()) return
      const swept = await sweep(context, keepMs, end.signal)
      if (swept.roots > 0) observe({ type: 'retention:swept', ...swept })
    } catch (error) {
      if (!end.signal.aborted) observe({ type: 'retention:failed', error: errorData(error) })
    }
  }
  const arm = () => {
    cancel = clock.timer(every * (1 - jitter() / 2), () => {
      running = once().finally(() => {
        if (!end.signal.aborted) arm()
      })
    })
  }
  arm()
  return {
    [Symbol.asyncDispose]: async () => {
      end.abort()
      cancel()
      await running
    },
  }
}
