/**
 * One tenant's purse as this process changes it: whatever is asked while a write is under way goes into the next one together, so
 * that a busy host makes one write for many calls, and hosts seldom meet.
 */
import type { Clock } from '../../runtime/core/clock.ts'
import { CaravanError } from '../../runtime/core/errors.ts'
import type { Purse } from './purse.ts'
import { forget, remember } from './purse.ts'
import type { SpendingStore, StoredPurse } from './store.ts'

/** A pure change of a purse, with an answer for who asked. It may be applied to several states before one is written. */
export interface Change<A> {
  /** A trip that has to be there. */
  readonly trip?: string
  /** Id of a top-up, or of a call, that the ledger has by now and the purse has not: this change brings it. */
  readonly brings?: string
  /** It is the end of a call, which makes room or hardly takes any. */
  readonly ends?: true
  readonly apply: (purse: Purse, now: number) => readonly [Purse, A]
}

/** Writes that others were faster than, before it is given up: with four hosts more than two in a row were not seen. */
const MOST_CONFLICTS = 100
/** Changes in one write (I10). */
const MOST_TOGETHER = 500

interface Waiting {
  readonly change: Change<unknown>
  readonly done: (answer: unknown) => void
  readonly failed: (error: unknown) => void
}

export class TenantPurse {
  readonly #store: SpendingStore
  readonly #tenant: string
  readonly #clock: Clock
  readonly #jitter: () => number
  #waiting: Waiting[] = []
  #running: Promise<void> | undefined
  /** What was last written from here: true unless somebody else wrote since. */
  #known: StoredPurse | undefined

  constructor(store: SpendingStore, tenant: string, clock: Clock, jitter: () => number) {
    this.#store = store
    this.#tenant = tenant
    this.#clock = clock
    this.#jitter = jitter
  }

  /** @returns the answer, once the state it was given for is stored @throws CaravanError `spending.unavailable`, `spending.busy` */
  change<A>(change: Change<A>): Promise<A> {
    return new Promise((done, failed) => {
      this.#waiting.push({ change, done: (answer) => done(answer as A), failed })
      this.#running ??= this.#run()
    })
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    await this.#running
  }

  async #run(): Promise<void> {
    await Promise.resolve() // what is asked in the same moment goes together
    while (this.#waiting.length > 0) {
      await this.#carryOut(this.#waiting.splice(0, MOST_TOGETHER))
    }
    this.#running = undefined // in the same step as the look at what waits: nobody is left waiting
  }

  /** Who asks for more than a purse can hold does not keep calls from ending: those are carried out first then, and apart. */
  async #carryOut(together: readonly Waiting[]): Promise<void> {
    try {
      const answers = await this.#commit(together.map(({ change }) => change))
      together.forEach(({ done }, index) => done(answers[index]))
    } catch (error) {
      this.#known = undefined
      const full = error instanceof CaravanError && error.code === 'spending.full'
      const ending = together.filter(({ change }) => change.ends)
      if (full && ending.length > 0 && ending.length < together.length) {
        await this.#carryOut(ending)
        await this.#carryOut(together.filter(({ change }) => !change.ends))
        return
      }
      const told = full
        ? new CaravanError('spending.busy', error.message, { retryable: true, cause: error })
        : error
      for (const { failed } of together) failed(told)
    }
  }

  async #commit(changes: readonly Change<unknown>[]): Promise<readonly unknown[]> {
    for (let conflicts = 0; conflicts < MOST_CONFLICTS; conflicts++) {
      const fresh = this.#known === undefined
      const stored = (this.#known ??= await this.#store.read(this.#tenant))
      let purse = await this.#withTrips(stored.purse, changes)
      const answers: unknown[] = []
      for (const { apply } of changes) {
        const [next, answer] = apply(purse, this.#clock.now())
        purse = next
        answers.push(answer)
      }
      if (purse === stored.purse) {
        if (fresh) return answers
        this.#known = undefined // an answer without a write has to rest on what is stored now
        continue
      }
      purse = forget(purse)
      const revision = await this.#store.write(this.#tenant, purse, stored.revision)
      this.#known = revision === undefined ? undefined : { purse, revision }
      if (revision !== undefined) return answers
      await this.#clock.sleep(this.#jitter() * Math.min(2 ** conflicts, 50))
    }
    throw new CaravanError(
      'spending.busy',
      `The purse of tenant ${this.#tenant} was changed by others ${MOST_CONFLICTS} times in a row.`,
      { retryable: true },
    )
  }

  async #withTrips(purse: Purse, changes: readonly Change<unknown>[]): Promise<Purse> {
    let whole = purse
    for (const { trip, brings } of changes) {
      if (trip === undefined || whole.trips[trip] !== undefined) continue
      // Asked anew after each conflict: between two looks somebody may have spent, and the trip been left out again.
      const { entries, topUps } = await this.#store.history(this.#tenant, trip)
      const spent = entries.filter(({ callId }) => callId !== brings).map(({ microUsd }) => microUsd)
      const history = {
        spentMicroUsd: spent.reduce((total, one) => total + one, 0),
        topUps: Object.fromEntries(Object.entries(topUps).filter(([id]) => id !== brings)),
      }
      whole = remember(whole, trip, history, this.#clock.now())
    }
    return whole
  }
}
