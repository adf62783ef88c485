/**
 * The shared pool: answers that many trips ask for and that are the same for all of them (exchange rates, facts of a place,
 * later results of tools). Whoever asks first makes the answer, everybody else who asks meanwhile waits for that one, on
 * whichever host. A pool only saves work: an answer that is not there, or cannot be reached, is made again.
 */

/** How an answer is made when nobody has it. */
export interface Making<T> {
  /** How long an answer stays good, in ms from when it was made. */
  readonly ttlMs: number
  /**
   * Makes the answer: plain data that JSON carries unchanged. Aborted only when everybody on this host who waits for it has given up, so it must not capture what
   * belongs to a single asker. Rejections reach all who wait and are not stored.
   */
  readonly make: (signal: AbortSignal) => Promise<T>
  /**
   * Reads a stored answer, which another version of the program may have written: undefined for one that does not fit, and
   * it is made anew.
   */
  readonly read: (stored: unknown) => T | undefined
}

export type PoolState =
  /** Answers are shared by the hosts that name the same place. */
  | { readonly shared: true; readonly reachable: boolean; readonly detail: string }
  /** Answers are shared within this process. */
  | { readonly shared: false; readonly detail: string }

export interface Pool extends AsyncDisposable {
  /**
   * Gives a copy of the answer to `key`, made at most once by all who ask at the same time.
   * @param key names the question, and the version of what the answer looks like: `rates/1/USD`. At most 512 characters.
   * @throws what `make` throws; the signal's reason when aborted; CaravanError `pool.key.invalid`, `pool.closed`
   */
  getOrMake<T>(key: string, making: Making<T>, signal: AbortSignal): Promise<T>
  /** For health reports: answers at once, from what the pool knows, or within a second. */
  state(): Promise<PoolState>
}

/** What a pool tells whoever watches it. */
export type PoolEvent =
  /** The shared store cannot be used: until further notice answers are shared within this process only. */
  | { readonly type: 'pool:away'; readonly reason: string }
  | { readonly type: 'pool:back'; readonly awayMs: number }
  /** An answer was made and not stored. */
  | { readonly type: 'pool:unstored'; readonly key: string; readonly reason: string }

export type ObservePool = (event: PoolEvent) => void
