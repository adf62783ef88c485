/** Texts as vectors: the closer two meanings, the larger the cosine of their vectors. */
export interface Embedder extends AsyncDisposable {
  /** Names the model: vectors of different ones must never be compared. */
  readonly name: string
  /** Length of every vector. */
  readonly dimensions: number
  /**
   * One vector per text, in order.
   * @throws CaravanError `embeddings.failed`, which is retryable; the signal's reason when aborted
   */
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]>
}
