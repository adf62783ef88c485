/** How trips of older machine versions go on in the current one (docs/adr/0009). */

/** An actor between two versions, as far as a step looks at it. */
interface Between {
  readonly context: unknown
}

/** Version 1 never waited for money. Its states and timers are all here under their names. */
function fromVersion1<S extends Between>(snapshot: S): S {
  const context = {
    ...(snapshot.context as object),
    wait: undefined,
    toppedUp: false,
    givenUp: false,
  }
  return { ...snapshot, context }
}

/** Steps by the version that each leaves. */
export const tripMigrations = { '1': fromVersion1 } as const
