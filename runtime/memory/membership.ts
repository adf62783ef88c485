/** Membership in the process: entries age by the driver's clock. */
import type { Clock } from '../core/clock.ts'
import { byId, type HostEntry, type Membership } from '../core/membership.ts'

export function memoryMembership(clock: Clock, ttlMs: number): Membership & { close(): void } {
  const entries = new Map<string, { readonly entry: HostEntry; readonly cancel: () => void }>()
  const watchers = new Set<() => void>()
  const changed = () => {
    for (const tell of watchers) queueMicrotask(tell)
  }
  const remove = (id: string) => {
    entries.get(id)?.cancel()
    if (entries.delete(id)) changed()
  }
  const list = () => byId([...entries.values()].map(({ entry }) => entry))
  return {
    ttlMs,
    announce: async (entry) => {
      entries.get(entry.id)?.cancel()
      const cancel = clock.timer(ttlMs, () => remove(entry.id))
      entries.set(entry.id, { entry: JSON.parse(JSON.stringify(entry)) as HostEntry, cancel })
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
