/**
 * What a host keeps of its entities in memory, bounded in bytes (I10): the least recently used idle ones go first. An entity
 * that is not in memory costs nothing but one read when it is needed again.
 */

/** Entities kept in memory, in bytes of their records as stored. In memory a record takes a few times that. */
export const DEFAULT_CACHE_BYTES = 32 * 1_024 * 1_024
/** What an entity takes beside its record. */
const ENTRY_BYTES = 1_024

/** What is cached. */
export interface Cached {
  readonly bytes: number
  readonly idle: boolean
}

export class ResidentCache {
  readonly #limit: number
  /** In the order of use, the latest last. */
  readonly #entries = new Map<string, { readonly cached: Cached; bytes: number; readonly drop: () => void }>()
  #bytes = 0

  constructor(limitBytes: number) {
    this.#limit = limitBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Takes it in, or notes that it is used. `drop` is called when it has to go; it calls {@link forget}. */
  use(key: string, cached: Cached, drop: () => void): void {
    const bytes = this.#entries.get(key)?.bytes ?? ENTRY_BYTES
    this.forget(key)
    this.#entries.set(key, { cached, bytes, drop })
    this.#bytes += bytes
  }

  /** Its size may have changed; makes room if need be. */
  measure(key: string): void {
    const entry = this.#entries.get(key)
    if (entry !== undefined) {
      this.#bytes -= entry.bytes
      entry.bytes = entry.cached.bytes + ENTRY_BYTES
      this.#bytes += entry.bytes
    }
    if (this.#bytes <= this.#limit) return
    for (const { cached, drop } of this.#entries.values()) {
      if (cached.idle) drop()
      if (this.#bytes <= this.#limit) return
    }
  }

  forget(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0
    this.#entries.delete(key)
  }
}
