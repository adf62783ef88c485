/** Membership in the process: entries age by the driver's clock. */
import type { Clock } from '../core/clock.ts'
import { byId, type HostEntry, type Membership } from '../core/membership.ts'

export function memoryMembership(clock: Clock, ttlMs: number): Membership & { close(): void } {
  const entries = new Map<
    string,
    { readonly text: string; readonly entry: HostEntry; readonly cancel: () => void }
  >()
  const watchers = new Set<() => void>()
  let listed: readonly HostEntry[] | undefined
  const changed = () => {
    listed = undefined
    for (const tell of watchers) queueMicrotask(tell)
  }
  const remove = (id: string) => {
    entries.get(id)?.cancel()
    if (entries.delete(id)) changed()
  }
  const list = () => (listed ??= byId([...entries.values()].map(({ entry }) => entry)))
  return {
    ttlMs,
    announce: async (entry) => {
      const before = entries.get(entry.id)
      before?.cancel()
      const cancel = clock.timer(ttlMs, () => remove(entry.id))
      const text = JSON.stringify(entry)
      // Hosts nearly always say the same again.
      const stored = before?.text === text ? before.entry : (JSON.parse(text) as HostEntry)
      entries.set(entry.id, { text, entry: stored, cancel })
      changed()
    },
    withdraw: async (id) => remove(id),
    list: async () => list(),
    watch: async (onChange) => {
      let on = true
      const tell = () => {
        if (on) onChange(list())
      }
      watchers.add(tell)
      tell()
      return () => {
        on = false
        watchers.delete(tell)
      }
    },
    close: () => {
      for (const { cancel } of entries.values()) cancel()
      watchers.clear()
    },
  }
}
