/**
 * Dead letters on JetStream. The body of a letter is the original as it lay in its stream, byte for byte; what is known
 * about it is one header. So a list reads headers only, a damaged payload needs no room for an encoding of its own, and
 * going back is a copy.
 */
import {
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  type StoredMsg,
} from '@nats-io/jetstream'
import { headers, type MsgHdrs } from '@nats-io/nats-core'
import { addressText, parseAddress, type Address } from '../core/address.ts'
import type {
  DeadLetter,
  DeadLetterFilter,
  DeadLetterHead,
  DeadLetterStore,
  Origin,
  StoredDeadLetter,
} from '../core/dead-letters.ts'
import { CaravanError, errorData } from '../core/errors.ts'
import { store } from './publish.ts'
import { scan } from './scan.ts'
import type { Receiver, Subjects } from './subjects.ts'

/** Longest id and reason in a header, in characters: headers share the server's max_payload with the body. */
const MAX_ID = 256
const MAX_REASON = 400
const HEADER = 'Caravan-Letter'

/** What the header says; receiver and what it is are in the subject. */
type Noted = Pick<DeadLetterHead, 'id' | 'code' | 'reason' | 'at' | 'origin'> & { readonly cut?: number }

export interface DeadLetterContext {
  readonly js: JetStreamClient
  readonly jsm: JetStreamManager
  readonly subjects: Subjects
  /** Bytes of a payload that the server takes. */
  readonly limit: () => number
  /** To and from the bytes that would lie at a subject; an encrypted payload may be bound to it. */
  readonly encode: (value: unknown, subject: string, owner: Address | 'dead') => Promise<Uint8Array>
  readonly decode: (payload: Uint8Array, subject: string) => Promise<unknown>
}

/** Stores a letter. One delivery is one letter, however often it is put away; what comes back again is another. */
export async function putDeadLetter(context: DeadLetterContext, letter: DeadLetter): Promise<void> {
  const { js, subjects, limit, encode } = context
  const receiver = receiverOf(letter)
  const subject = subjects.dead(letter.what, receiver)
  const from = origin(subjects, letter.what, receiver, letter.origin) ?? subject
  const raw = 'raw' in letter ? letter.raw : await encode(letter.message, from, receiver?.address ?? 'dead')
  // Somebody else's payload may fill what the server takes to the last byte; such a one cannot go back whole.
  const body = raw.subarray(0, limit())
  const noted: Noted = {
    id: letter.id.slice(0, MAX_ID),
    code: letter.code,
    reason: letter.reason.slice(0, MAX_REASON),
    at: letter.at,
    ...(letter.origin === undefined ? {} : { origin: letter.origin }),
    ...(body.length === raw.length ? {} : { cut: raw.length }),
  }
  const note = headers()
  note.set(HEADER, JSON.stringify(noted))
  const place = letter.origin === undefined ? '' : ` ${letter.origin.stream}.${letter.origin.sequence}`
  await store(js, subject, body, {
    headers: note,
    // Without its place, a message that came back and failed again within the window would be dropped as a repetition.
    msgID: `${letter.what} ${letter.id.slice(0, MAX_ID)}${place}`,
  })
}

/** The letters of a store that are already there. */
export function deadLetterStore(context: DeadLetterContext): DeadLetterStore {
  const { js, jsm, subjects, decode } = context
  const stream = subjects.streams.dead

  async function read(number: number): Promise<StoredMsg | undefined> {
    if (!Number.isSafeInteger(number) || number < 1) return undefined
    try {
      return (await jsm.streams.getMessage(stream, { seq: number })) ?? undefined
    } catch (cause) {
      throw new CaravanError('nats.unreachable', 'The dead letters could not be read; try again.', {
        retryable: true,
        cause,
      })
    }
  }

  async function get(number: number): Promise<StoredDeadLetter | undefined> {
    const stored = await read(number)
    if (stored === undefined) return undefined
    const { data: raw } = stored
    const head = headOf(subjects, stored.subject, number, stored.header, raw.length)
    const from = origin(subjects, head.what, receiverOf(head), head.origin) ?? stored.subject
    let message: unknown
    try {
      message = await decode(raw, from)
    } catch (error) {
      if (!(error instanceof CaravanError) || error.retryable) throw error
      message = undefined // shown as bytes
    }
    return { ...head, message, raw }
  }

  async function drop(number: number): Promise<boolean> {
    if (!Number.isSafeInteger(number) || number < 1) return false
    try {
      return await jsm.streams.deleteMessage(stream, number, false)
    } catch (cause) {
      if (cause instanceof JetStreamApiError) return false // gone already
      throw new CaravanError('nats.unreachable', 'The dead letter could not be removed; try again.', {
        retryable: true,
        cause,
      })
    }
  }

  async function redrive(number: number, { raw = false } = {}): Promise<void> {
    const letter = await get(number)
    if (letter === undefined)
      throw new CaravanError(
        'dead-letter.unknown',
        `There is no dead letter ${number}; it may be gone already.`,
      )
    const target = targetOf(subjects, letter, raw)
    // No id of the original: the server would drop it silently if it came within the window. This one makes a redrive
    // that is repeated after a lost answer one delivery.
    await store(js, target, letter.raw, { msgID: `redrive ${stream}.${number}` })
    await drop(number)
  }

  return {
    async *list(filter: DeadLetterFilter = {}): AsyncGenerator<DeadLetterHead> {
      const { kind, actor, after = 0 } = filter
      const found = scan(js, jsm, stream, {
        filters: [subjects.deadOf(kind, actor)],
        from: after + 1,
        headersOnly: true,
      })
      for await (const m of found) {
        const bytes = Number(m.headers?.get('Nats-Msg-Size') ?? 0)
        yield headOf(subjects, m.subject, m.seq, m.headers, bytes)
      }
    },
    get,
    drop,
    redrive,
  }
}

/** Where a letter goes back to. */
function targetOf(subjects: Subjects, letter: StoredDeadLetter, raw: boolean): string {
  const { number, what, message } = letter
  if (what === 'feed') {
    throw new CaravanError(
      'dead-letter.feed',
      `Dead letter ${number} is an event that was too large for the feed; nobody is waiting for it, so it can only be dropped.`,
    )
  }
  if (message === undefined && !raw) {
    throw new CaravanError(
      'dead-letter.unreadable',
      `Dead letter ${number} cannot be decoded by this version, so it would only come back: upgrade first, or send the bytes back as they are with --raw.`,
    )
  }
  if (letter.bytes !== letter.raw.length) {
    throw new CaravanError(
      'dead-letter.unreadable',
      `Dead letter ${number} holds only the first ${letter.raw.length} of ${letter.bytes} bytes; it can only be dropped.`,
    )
  }
  const target = origin(subjects, what, receiverOf(letter), letter.origin)
  if (target !== undefined) return target
  throw new CaravanError(
    'dead-letter.unreadable',
    `Dead letter ${number} does not say where it came from; it can only be dropped.`,
  )
}

function receiverOf({ kind, actor }: Pick<DeadLetterHead, 'kind' | 'actor'>): Receiver | undefined {
  return kind === undefined || actor === undefined ? undefined : { kind, address: parseAddress(actor) }
}

/** The subject that a letter's content lay at; undefined when it lay at none. */
function origin(
  subjects: Subjects,
  what: DeadLetterHead['what'],
  receiver: Receiver | undefined,
  place: Origin | undefined,
): string | undefined {
  if (place !== undefined) return place.subject
  if (receiver === undefined) return undefined
  if (what === 'message') return subjects.inbox(receiver.address, receiver.kind)
  return what === 'task' ? subjects.task(receiver.address, receiver.kind) : undefined
}

function headOf(
  subjects: Subjects,
  subject: string,
  number: number,
  header: MsgHdrs | undefined,
  bytes: number,
): DeadLetterHead {
  const noted = notedIn(header)
  const receiver = subjects.receiver(subject)
  const what = subject.slice(subjects.prefix.length + '.dead.'.length).split('.')[0]
  return {
    number,
    what: what as DeadLetterHead['what'],
    bytes: noted.cut ?? bytes,
    ...noted,
    ...(receiver === undefined ? {} : { kind: receiver.kind, actor: addressText(receiver.address) }),
  }
}

function notedIn(header: MsgHdrs | undefined): Noted {
  const text = header?.get(HEADER) ?? ''
  try {
    return JSON.parse(text) as Noted
  } catch (error) {
    return { id: '?', code: 'unknown', reason: `Its note cannot be read: ${errorData(error).message}`, at: 0 }
  }
}
