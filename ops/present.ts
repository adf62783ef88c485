/** Watching a trip to its end in a terminal or for a program, and presenting what it ended with. */
import type { CommandContext } from './command-context.ts'
import { EXIT } from './exit-codes.ts'
import { jsonDocument } from './refuse.ts'
import { sheetFor } from './terminal/layout.ts'
import { planText } from './terminal/plan-text.ts'
import { showProgress } from './terminal/progress.ts'
import { watchTrip, type TripEnd, type WatchCall } from './trip-watcher.ts'

/** How a command presents things. */
export interface Presentation {
  readonly json: boolean
  readonly color: boolean
}

/** Watches with progress on standard error. */
export async function watchWithProgress(
  { err }: CommandContext,
  { color }: Presentation,
  call: Omit<WatchCall, 'onStep' | 'onAccepted' | 'onBroken' | 'onWaiting'>,
): Promise<TripEnd> {
  const sheet = sheetFor(err, color)
  // Shown from the first step on: a request that is refused has none.
  await using shown = new AsyncDisposableStack()
  let progress: ReturnType<typeof showProgress> | undefined
  return await watchTrip({
    ...call,
    onAccepted: (trip, notes) => {
      err.write(`Trip ${trip}\n`)
      for (const note of notes) err.write(`  ${note}\n`)
    },
    onBroken: () => {
      const text = 'The connection broke; trying again.'
      if (progress === undefined) err.write(`${text}\n`)
      else progress.say(text)
    },
    onWaiting: (trip) => {
      const text = `The money for models is used up, the trip waits. To let it go on: caravan trip top-up ${trip} 0.5 --url ${call.url}`
      if (progress === undefined) err.write(`${text}\n`)
      else progress.say(text)
    },
    onStep: (step) => {
      progress ??= shown.use(showProgress(err, sheet))
      progress.step(step)
    },
  })
}

/** Prints the end of a trip. @returns the exit code */
export function presentEnd(
  { out }: CommandContext,
  { json, color }: Presentation,
  end: TripEnd & { type: 'ended' },
): number {
  const { result, locale } = end
  out.write(json ? jsonDocument(result) : planText(result, locale, sheetFor(out, color)))
  return result.status === 'success' || result.status === 'degraded' ? EXIT.ok : EXIT.failed
}
