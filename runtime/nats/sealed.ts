/**
 * Encrypted payloads: AES-256-GCM under a key that has an id, so that old and new keys can lie in one stream.
 *
 * Layout after the format byte: length of the key id (1 byte), key id, salt (16), counter (8), ciphertext, tag (16). Every
 * process derives a key of its own from the shared one and its random salt (HKDF-SHA-256) and counts its payloads, so
 * that no nonce can repeat. Random nonces under the shared key itself would have to stop after 2^32 payloads (NIST SP
 * 800-38D, 8.3), which is ten days at 5,000 a second. What stands before the ciphertext and the subject that the payload is
 * read from are authenticated with it: a payload that is moved to another actor does not open.
 */
import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto'
import { CaravanError } from '../core/errors.ts'

/** A key of 32 bytes and the name by which payloads say that they need it. As a KeyObject it shows in no log. */
export interface EncryptionKey {
  /** 1 to 32 letters, digits, `-` or `_`. */
  readonly id: string
  readonly key: KeyObject
}

const KEY_BYTES = 32
const SALT_BYTES = 16
const COUNTER_BYTES = 8
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** Derived keys kept for reading: one per process that has written lately. */
const MAX_DERIVED = 1_000

/** @throws CaravanError `codec.key.invalid` for an id or a length that cannot be; the key itself is in no message. */
export function encryptionKey(id: string, key: Uint8Array): EncryptionKey {
  if (!/^[\w-]{1,32}$/.test(id) || key.length !== KEY_BYTES) {
    throw new CaravanError(
      'codec.key.invalid',
      `An encryption key needs an id of 1 to 32 letters, digits, "-" or "_", and ${KEY_BYTES} bytes; this one has ${key.length}.`,
    )
  }
  return { id, key: createSecretKey(key) }
}

/** Seals and opens payloads with the keys of one process. */
export class Seals {
  readonly keyIds: readonly string[]
  readonly #keys: ReadonlyMap<string, KeyObject>
  readonly #derived = new Map<string, KeyObject>()
  readonly #salt = randomBytes(SALT_BYTES)
  #count = 0n

  constructor(keys: readonly EncryptionKey[]) {
    this.keyIds = keys.map(({ id }) => id)
    this.#keys = new Map(keys.map(({ id, key }) => [id, key]))
  }

  /** @param format the byte that the sealed payload begins with */
  seal(format: number, keyId: string, plain: Uint8Array, subject: string): Uint8Array {
    const id = Buffer.from(keyId)
    const head = 2 + id.length + SALT_BYTES + COUNTER_BYTES
    const out = Buffer.allocUnsafe(head + plain.length + TAG_BYTES)
    out[0] = format
    out[1] = id.length
    out.set(id, 2)
    out.set(this.#salt, 2 + id.length)
    out.writeBigUInt64BE(this.#count++, head - COUNTER_BYTES)
    const cipher = createCipheriv('aes-256-gcm', this.#keyFor(keyId, this.#salt), nonceOf(out, head))
    cipher.setAAD(boundTo(out.subarray(0, head), subject))
    out.set(cipher.update(plain), head)
    cipher.final()
    out.set(cipher.getAuthTag(), head + plain.length)
    return out
  }

  /** @throws CaravanError `codec.key.unknown`; `message.undecodable` when it was damaged, moved or sealed with another key */
  open(sealed: Uint8Array, subject: string): Uint8Array {
    const body = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.length)
    const head = 2 + (body[1] ?? 0) + SALT_BYTES + COUNTER_BYTES
    if (body.length < head + TAG_BYTES) throw unopened()
    const keyId = body.toString('latin1', 2, 2 + (body[1] ?? 0))
    if (!/^[\w-]{1,32}$/.test(keyId)) throw unopened()
    const key = this.#keyFor(keyId, body.subarray(head - COUNTER_BYTES - SALT_BYTES, head - COUNTER_BYTES))
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(body, head))
    decipher.setAAD(boundTo(body.subarray(0, head), subject))
    decipher.setAuthTag(body.subarray(body.length - TAG_BYTES))
    try {
      const plain = decipher.update(body.subarray(head, body.length - TAG_BYTES))
      decipher.final()
      return plain
    } catch (cause) {
      throw unopened(cause)
    }
  }

  #keyFor(keyId: string, salt: Uint8Array): KeyObject {
    const name = `${keyId} ${Buffer.from(salt).toString('latin1')}`
    const known = this.#derived.get(name)
    if (known !== undefined) return known
    const shared = this.#keys.get(keyId)
    if (shared === undefined) {
      throw new CaravanError(
        'codec.key.unknown',
        `A payload is encrypted with key "${keyId}", which this process was not given: add it to the keys of every host.`,
        { data: { keyId } },
      )
    }
    const bits = hkdfSync('sha256', shared, salt, 'caravan payload', KEY_BYTES)
    const key = createSecretKey(Buffer.from(bits))
    if (this.#derived.size >= MAX_DERIVED) this.#derived.clear()
    this.#derived.set(name, key)
    return key
  }
}

/** The counter, with zeros before it. */
function nonceOf(sealed: Buffer, head: number): Uint8Array {
  const nonce = Buffer.alloc(NONCE_BYTES)
  sealed.copy(nonce, NONCE_BYTES - COUNTER_BYTES, head - COUNTER_BYTES, head)
  return nonce
}

function boundTo(head: Uint8Array, subject: string): Uint8Array {
  return Buffer.concat([head, Buffer.from(subject)])
}

function unopened(cause?: unknown): CaravanError {
  return new CaravanError(
    'message.undecodable',
    'An encrypted payload does not open: it is damaged, was moved from another subject, or two keys share one id.',
    { cause },
  )
}
