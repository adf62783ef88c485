/** What an answer says that is not so. A finding is a value: a path, and what would be right. */

/** `legs.0.distanceKm: it is 350 km, not 3500`. */
export type Finding = string

/** Collects findings under a path. */
export interface Findings {
  readonly all: readonly Finding[]
  /** @param wrong nothing is noted when it is false */
  readonly note: (wrong: boolean, path: string, right: string) => void
}

/** Findings beyond this many help nobody, and stand in the journal (I10). */
const MAX_FINDINGS = 20

export function findings(): Findings {
  const all: Finding[] = []
  return {
    all,
    note: (wrong, path, right) => {
      if (wrong && all.length < MAX_FINDINGS) all.push(`${path}: ${right}`)
    },
  }
}
