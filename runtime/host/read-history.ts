/** Reading a journal honestly: what retention has removed is told, never passed over (R15). */
import { addressText, type Address } from '../core/address.ts'
import type { Driver, JournalEntry } from '../core/driver.ts'
import { CaravanError } from '../core/errors.ts'
import type { ReadOptions } from './client.ts'

/**
 * The entries of a root and its descendants.
 * @throws CaravanError `journal.expired` when some of what was asked for has been removed, unless `partial` is set
 */
export async function* readHistory(
  driver: Driver,
  root: Address,
  options: ReadOptions,
): AsyncGenerator<JournalEntry> {
  const { after = 0, partial = false } = options
  if (!partial && after > 0) {
    const first = await driver.history.first(root)
    if (first?.record !== undefined && first.record.turn > 1 && after < first.sequence) throw expired(root)
  }
  let checked = partial || after > 0
  for await (const entry of driver.read(root, options)) {
    // A journal begins with its root's first turn: only retention takes that away.
    if (!checked && (entry.address.path.length > 0 || entry.record.turn > 1)) throw expired(root)
    checked = true
    yield entry
  }
}

function expired(root: Address): CaravanError {
  const actor = addressText(root)
  return new CaravanError(
    'journal.expired',
    `The history of ${actor} was removed some time after it had ended; its last record, with its result, is kept.`,
    { data: { actor } },
  )
}
