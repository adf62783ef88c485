/** The context of trips in the process, for tests of those who use it. */
import type { SectionName, StoredSection, TripContext } from '../../storage/trip-context/port.ts'

export interface TestTripContext extends TripContext {
  /** The names that were read, in order. */
  readonly reads: string[]
}

export function memoryTripContext(): TestTripContext {
  const sections = new Map<string, StoredSection>()
  const reads: string[] = []
  const keyOf = ({ tenant, trip, section }: SectionName) => `${tenant}/${trip}/${section}`
  let revision = 0
  return {
    reads,
    write: async (name, value) => {
      sections.set(keyOf(name), { value: structuredClone(value), revision: ++revision })
      return revision
    },
    read: async (name) => {
      reads.push(name.section)
      return sections.get(keyOf(name))
    },
    ended: async () => undefined,
    state: async () => ({ ok: true, detail: 'in this process' }),
    [Symbol.asyncDispose]: async () => undefined,
  }
}
