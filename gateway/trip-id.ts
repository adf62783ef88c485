/** Ids of trips: made from the sender's key where there is one, so that the same key is the same trip everywhere. */
import { createHash } from 'node:crypto'

/** 26 of 32 characters of a base 32 hash: 130 bits, so that two keys never meet. */
const LENGTH = 26
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** The id of the trip that this tenant asked for under this request id: no gateway has to remember anything. */
export function tripIdOf(tenant: string, requestId: string): string {
  const hash = createHash('sha256').update(tenant).update('\0').update(requestId).digest()
  let id = ''
  let bits = 0
  let value = 0
  for (const byte of hash) {
    value = (value << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      id += ALPHABET[(value >> bits) & 31] ?? ''
    }
    value &= (1 << bits) - 1
  }
  return id.slice(0, LENGTH)
}

/** Whether a text can be the id of a trip: what is not is unknown, without asking anybody. */
export function isTripId(text: string): boolean {
  return /^[\w-]{1,128}$/.test(text)
}

const KEY = /^[A-Za-z0-9_-]{1,128}$/

/** An `Idempotency-Key` header, bare or as a quoted string; undefined when it is not usable as a request id. */
export function readKey(header: string): string | undefined {
  const text = /^"(.*)"$/.exec(header.trim())?.[1] ?? header.trim()
  return KEY.test(text) ? text : undefined
}
