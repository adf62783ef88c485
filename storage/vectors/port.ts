/**
 * Where vectors lie and are searched. Every call names its tenant, and nothing of another one is ever seen, counted or
 * removed. All vectors of one index have the same length and are compared by their cosine.
 */

export interface VectorRecord {
  /** A UUID. Storing under an id replaces what lay there. */
  readonly id: string
  readonly tenant: string
  /** Searches match them exactly. Names and values of at most 256 characters. */
  readonly labels: Readonly<Record<string, string>>
  readonly vector: Float32Array
  /** Comes back as it is; at most {@link MAX_PAYLOAD_CHARACTERS}. */
  readonly payload: string
  /** In ms since 1970. */
  readonly storedAt: number
  /** In ms since 1970: from then on it is never found, and it is removed some time later. */
  readonly expiresAt: number
}

/** A record as it comes back. */
export type StoredVector = Omit<VectorRecord, 'vector'>

export interface VectorMatch extends StoredVector {
  /** Cosine, -1 to 1. */
  readonly score: number
}

/** The largest payload, in characters (I10). */
export const MAX_PAYLOAD_CHARACTERS = 262_144

export interface VectorScope {
  readonly tenant: string
  /** All of these have to be equal. Default: none. */
  readonly labels?: Readonly<Record<string, string>>
}

export interface VectorSearch extends VectorScope {
  readonly vector: Float32Array
  readonly limit: number
  /** The lowest score that counts. */
  readonly atLeast: number
}

/**
 * An index. Every call rejects with CaravanError `vectors.unavailable`, which is retryable, while what it is kept in cannot
 * be reached or written; with the signal's reason when aborted.
 */
export interface Vectors extends AsyncDisposable {
  /** @throws CaravanError `vectors.record.invalid` for a record that breaks a limit, or a vector of another length */
  upsert(record: VectorRecord, signal: AbortSignal): Promise<void>
  /** The best first. */
  search(query: VectorSearch, signal: AbortSignal): Promise<readonly VectorMatch[]>
  get(tenant: string, id: string, signal: AbortSignal): Promise<StoredVector | undefined>
  /** The newest first. */
  list(scope: VectorScope & { readonly limit: number }, signal: AbortSignal): Promise<readonly StoredVector[]>
  /** False when there was none. */
  remove(tenant: string, id: string, signal: AbortSignal): Promise<boolean>
  /** For health reports; never rejects. */
  state(): Promise<{ readonly ok: boolean; readonly detail: string }>
}

export type VectorsEvent =
  /** A damaged record was removed: what it held has to be made again. */
  { readonly type: 'vectors:damaged'; readonly id: string; readonly reason: string }

export type ObserveVectors = (event: VectorsEvent) => void
