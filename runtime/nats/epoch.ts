/**
 * The epoch of a store (R17): a random name that all its streams carry in their metadata from the moment they are made.
 * Streams of different epochs do not belong together, and a store that lost a stream is not filled up with an empty one:
 * that would be guessing. At boot such a store is refused; under a running host it is reported, and its work waits.
 */
import { randomUUID } from 'node:crypto'
import type { StreamInfo } from '@nats-io/jetstream'
import { CaravanError } from '../core/errors.ts'

export const EPOCH_KEY = 'caravan_epoch'

export function newEpoch(): string {
  return randomUUID()
}

/** Streams of earlier versions carry none: then it is made of when the stream was made, the same for all who ask. */
export function epochOf({ config, created }: StreamInfo): string {
  return config.metadata?.[EPOCH_KEY] ?? `made ${created}`
}

/** Whether anything was ever stored in a stream; one that was made a moment ago by another host is still empty. */
function isUsed(info: StreamInfo | undefined): boolean {
  return (info?.state.last_seq ?? 0) > 0
}

/**
 * Whether the two streams that everything rests on belong together.
 * @throws CaravanError `store.lost`
 */
export function checkTogether(
  names: { readonly journal: string; readonly inbox: string },
  journal: StreamInfo | undefined,
  inbox: StreamInfo | undefined,
): void {
  if (journal !== undefined && inbox !== undefined) {
    const marked = [journal, inbox].every(({ config }) => config.metadata?.[EPOCH_KEY] !== undefined)
    if (!marked || epochOf(journal) === epochOf(inbox)) return
    if (!isUsed(journal) && !isUsed(inbox)) return
    throw lost(`${names.journal} and ${names.inbox} are of different stores (their epochs differ)`, [
      names.journal,
      names.inbox,
    ])
  }
  if (journal === undefined && isUsed(inbox))
    throw lost(`${names.journal} is missing, but ${names.inbox} has been used`, [names.journal])
  if (inbox === undefined && isUsed(journal))
    throw lost(`${names.inbox} is missing, but ${names.journal} has been used`, [names.inbox])
}

export function lost(what: string, streams: readonly string[]): CaravanError {
  return new CaravanError(
    'store.lost',
    `The store is not whole: ${what}. Restore both streams from one backup, or delete what is left of them to begin anew; nothing is done until then.`,
    { data: { streams } },
  )
}
