/**
 * The claim check: a payload that is too large for a message is stored apart, in chunks, before the message that refers to
 * it (docs/adr/0006). It lies under its actor's root, so that one purge by subject takes everything of a root with it.
 */
import { JetStreamApiError, type JetStreamManager } from '@nats-io/jetstream'
import { nuid } from '@nats-io/nats-core'
import { escapeToken, type Address } from '../core/address.ts'
import { tooLarge } from '../core/encode-json.ts'
import { CaravanError } from '../core/errors.ts'
import type { AckInbox } from './ack-inbox.ts'
import { MAX_VALUE_BYTES, Reference } from './codec.ts'
import { store } from './publish.ts'
import type { Subjects } from './subjects.ts'

const NO_MESSAGE_FOUND = 10037
/** Bytes per chunk, if the server takes as much. */
const CHUNK_BYTES = 512 * 1_024
/** The largest object: a value of the greatest size, and what encoding adds to one that does not compress. */
const MAX_OBJECT_BYTES = MAX_VALUE_BYTES + 1_024
/** Chunks that are read at once. */
const READS_AT_ONCE = 4

/** Whose payload it is: everything of a root, or of no actor. */
export type Owner = Address | 'dead'

export class ClaimCheck {
  readonly #out: AckInbox
  readonly #jsm: JetStreamManager
  readonly #subjects: Subjects
  readonly #limit: () => number

  /** @param limit the most bytes that one message may have */
  constructor(out: AckInbox, jsm: JetStreamManager, subjects: Subjects, limit: () => number) {
    this.#out = out
    this.#jsm = jsm
    this.#subjects = subjects
    this.#limit = limit
  }

  /**
   * Stores an encoded payload and gives the reference to store in its place.
   * @throws CaravanError `message.too-large`; `nats.unreachable`, `nats.no-space`, `nats.rejected`, all retryable
   */
  async put(owner: Owner, payload: Uint8Array): Promise<Reference> {
    if (payload.length > MAX_OBJECT_BYTES) throw tooLarge(payload.length, MAX_OBJECT_BYTES)
    const size = Math.min(CHUNK_BYTES, this.#limit())
    const object = `${ownerTokens(owner)}.${nuid.next()}.${size}`
    for (let at = 0; at < payload.length; at += size) {
      await store(
        this.#out,
        this.#subjects.payload(`${object}.${at / size}`),
        payload.subarray(at, at + size),
        {},
      )
    }
    return new Reference(object, payload.length)
  }

  /**
   * Reads what a reference stands for.
   * @throws CaravanError `payload.missing`, `message.undecodable`; `nats.unreachable`, retryable
   */
  async get({ object, bytes }: Reference): Promise<Uint8Array> {
    const size = Number(/^(?:dead|[\w=-]+\.[\w=-]+)\.\w+\.([1-9]\d{0,8})$/.exec(object)?.[1])
    if (!(size > 0) || bytes > MAX_OBJECT_BYTES) throw damaged(object)
    const out = Buffer.allocUnsafe(bytes)
    const chunks = Math.ceil(bytes / size)
    let next = 0
    const read = async (): Promise<void> => {
      for (let chunk = next++; chunk < chunks; chunk = next++) {
        const data = await this.#chunk(object, chunk)
        if (data.length !== Math.min(size, bytes - chunk * size)) throw damaged(object)
        out.set(data, chunk * size)
      }
    }
    await Promise.all(Array.from({ length: Math.min(READS_AT_ONCE, chunks) }, read))
    return out
  }

  /** Removes one object; only saves space, so what goes wrong is left for the purge of its root. */
  async drop({ object }: Reference): Promise<void> {
    await this.#purge(`${object}.>`).catch(() => undefined)
  }

  /**
   * Removes the objects of a root and all its descendants.
   * @param keep objects that stay: those that the root's tombstone refers to
   * @throws CaravanError `nats.unreachable`, retryable
   */
  async purge(root: Address, keep: readonly string[] = []): Promise<void> {
    const all = `${ownerTokens(root)}.>`
    try {
      if (keep.length === 0) return await this.#purge(all)
      const { payloads } = this.#subjects.streams
      const { state } = await this.#jsm.streams.info(payloads, {
        subjects_filter: this.#subjects.payload(all),
      })
      const before = this.#subjects.payload('').length
      const objects = new Set(
        Object.keys(state.subjects ?? {}).map((subject) => subject.slice(before, subject.lastIndexOf('.'))),
      )
      for (const object of objects) if (!keep.includes(object)) await this.#purge(`${object}.>`)
    } catch (cause) {
      throw unreachable(cause)
    }
  }

  async #purge(filter: string): Promise<void> {
    await this.#jsm.streams.purge(this.#subjects.streams.payloads, { filter: this.#subjects.payload(filter) })
  }

  /** Through the leader: one's own writes are seen. */
  async #chunk(object: string, chunk: number): Promise<Uint8Array> {
    try {
      const subject = this.#subjects.payload(`${object}.${chunk}`)
      const stored = await this.#jsm.streams.getMessage(this.#subjects.streams.payloads, {
        last_by_subj: subject,
      })
      if (stored !== null) return stored.data
    } catch (cause) {
      if (!(cause instanceof JetStreamApiError && cause.code === NO_MESSAGE_FOUND)) throw unreachable(cause)
    }
    throw new CaravanError(
      'payload.missing',
      `A payload was stored apart as ${object}, and is not there any more: its root was purged, or the store has lost it.`,
      { data: { object, chunk } },
    )
  }
}

function ownerTokens(owner: Owner): string {
  return owner === 'dead' ? 'dead' : `${escapeToken(owner.rootKind)}.${escapeToken(owner.rootId)}`
}

function damaged(object: string): CaravanError {
  return new CaravanError('message.undecodable', `The payload stored apart as ${object} is not whole.`, {
    data: { object },
  })
}

function unreachable(cause: unknown): CaravanError {
  return new CaravanError(
    'nats.unreachable',
    'A payload stored apart could not be reached; it is tried again.',
    {
      retryable: true,
      cause,
    },
  )
}
