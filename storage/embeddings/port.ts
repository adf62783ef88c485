/** Texts as vectors: the closer two meanings, the larger the cosine of their vectors. */
export interface Embedder extends AsyncDisposable {
  /** Names the model: vectors of different ones must never be compared. */
  readonly name: string
  /** Length of every vector. */
  readonly dimensions: number
  /**
   * One vector per text, in order.
   * @param payer whose money it may cost; without one only what costs nothing is given: of a model of one's own, or known already
   * @returns undefined: it would have cost something that nobody pays, or its provider is left alone for a while
   * @throws CaravanError `embeddings.failed`; the signal's reason when aborted
   */
  embed(
    texts: readonly string[],
    signal: AbortSignal,
    payer?: EmbeddingPayer,
  ): Promise<readonly Float32Array[] | undefined>
}

/** Sets money aside for a call before it is made, and settles it afterwards. */
export interface EmbeddingPayer {
  /**
   * Makes the call if there is money for it.
   * @returns what the call gave; undefined when the money was refused, and it was not made
   * @throws what the call throws; CaravanError `spending.unavailable`
   */
  pay<T>(call: PaidEmbedding<T>, signal: AbortSignal): Promise<T | undefined>
}

/** One call that costs money, in micro-USD. */
export interface PaidEmbedding<T> {
  readonly provider: string
  readonly model: string
  readonly worstMicroUsd: number
  /** What it may take at most. */
  readonly timeoutMs: number
  readonly run: () => Promise<{
    readonly value: T
    /** What the provider reported; absent: unknown. */
    readonly used?: { readonly inputTokens: number; readonly microUsd: number }
  }>
}
