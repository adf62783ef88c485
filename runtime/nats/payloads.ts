/** Values in, stored bytes out, and back: the codec for all of them, the claim check for those that no message holds. */
import type { ClaimCheck, Owner } from './claim-check.ts'
import { encodeReference, Reference, type Codec } from './codec.ts'

/** Stored bytes; with the reference, if that is what they are. */
export interface Packed {
  readonly bytes: Uint8Array
  readonly reference?: Reference
}

export class Payloads {
  readonly codec: Codec
  readonly claims: ClaimCheck
  readonly #inline: () => number

  /** @param inline above how many encoded bytes a payload is stored apart */
  constructor(codec: Codec, claims: ClaimCheck, inline: () => number) {
    this.codec = codec
    this.claims = claims
    this.#inline = inline
  }

  /**
   * What to store at a subject for a value. A promise only when it had to be stored apart, which is then done (I1: before
   * the message or record that refers to it).
   * @param subject the one that it is read from, to which an encrypted payload is bound
   */
  pack(value: unknown, subject: string, owner: Owner): Packed | Promise<Packed> {
    const bytes = this.codec.encode(value, subject)
    if (bytes.length <= this.#inline()) return { bytes }
    return this.claims
      .put(owner, bytes)
      .then((reference) => ({ bytes: encodeReference(reference), reference }))
  }

  /** Inverse of {@link pack}; a promise only for what was stored apart. @throws CaravanError, also by the promise */
  open(bytes: Uint8Array, subject: string): unknown {
    const value = this.codec.decode(bytes, subject)
    return value instanceof Reference ? this.#fetch(value, subject) : value
  }

  async #fetch(reference: Reference, subject: string): Promise<unknown> {
    const value = this.codec.decode(await this.claims.get(reference), subject)
    return value instanceof Reference ? undefined : value // an object is never a reference itself: no shape fits nothing
  }
}
