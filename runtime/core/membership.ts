/**
 * Who is there: hosts announce themselves and hear of each other. Membership gives liveness, never safety (I2): a host
 * that believes in an old list only does work that the fence refuses.
 */

/** One kind that a host serves. */
export interface ServedKind {
  readonly kind: string
  readonly type: 'entity' | 'worker'
  /** Tasks of this kind at once; 0 for entities, which have no slots. */
  readonly slots: number
  /** Machine versions that this host can read (R18). */
  readonly versions: readonly string[]
}

/** What a host says about itself. */
export interface HostEntry {
  readonly id: string
  /** Version of Caravan. */
  readonly version: string
  readonly kinds: readonly ServedKind[]
  /** Tasks at once over all kinds. */
  readonly slots: number
  readonly load: { readonly tasks: number; readonly residents: number }
  /** Format bytes of payloads that it can read (R18). */
  readonly codecs: readonly number[]
  /** Ids of the encryption keys that it holds. */
  readonly keyIds: readonly string[]
  /** When it started, in milliseconds since the epoch by its own clock. */
  readonly since: number
  /** It knows of workers that began beside their parent, and sees to those of a host that is gone; absent in older hosts. */
  readonly beside?: true
  /** It leaves: it owns nothing any more and takes no tasks. */
  readonly draining: boolean
}

/** The driver's part of membership. An entry that is not announced again within {@link Membership.ttlMs} is gone. */
export interface Membership {
  /** How long an entry lives after its last announcement, in ms. */
  readonly ttlMs: number
  /** Stores the entry, over an earlier one with its id; resolves when the server holds it. @throws CaravanError retryable */
  announce(entry: HostEntry): Promise<void>
  /** Removes an entry at once. @throws CaravanError retryable */
  withdraw(id: string): Promise<void>
  /** The entries that live now, ordered by id. @throws CaravanError retryable */
  list(): Promise<readonly HostEntry[]>
  /**
   * Calls `onChange` with the whole list: once before it resolves, then whenever an entry comes, changes or goes. What the
   * watch may have missed is found by listing again now and then. Returns what ends it.
   */
  watch(onChange: (hosts: readonly HostEntry[]) => void): Promise<() => void>
}

export function byId(entries: Iterable<HostEntry>): readonly HostEntry[] {
  return [...entries].sort((a, b) => (a.id < b.id ? -1 : 1))
}
