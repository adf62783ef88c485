/** `caravan show`: watches a trip of a running system to its end, which may be now, and prints its plan. */
import { CaravanError } from '../runtime/core/errors.ts'
import type { CommandContext } from './command-context.ts'
import { failureOf } from './failure-text.ts'
import { presentEnd, watchWithProgress } from './present.ts'
import { presentFailure } from './refuse.ts'
import { findRunning, nobodyRuns, readUrl } from './running-system.ts'
import { signalExitCode, watchSignals } from './signals.ts'

export interface ShowCall {
  readonly trip: string
  readonly url?: string
  readonly json: boolean
}

/** Shows one trip. @returns the exit code */
export async function show(context: CommandContext, { trip, url: given, json }: ShowCall): Promise<number> {
  try {
    const config = await context.config()
    using signals = watchSignals((signal) => process.exit(signalExitCode(signal)))
    const url = given === undefined ? await findRunning(config) : readUrl(given)
    if (url === undefined) throw nobodyRuns(config.port)
    const look = { json, color: config.color }
    const end = await watchWithProgress(context, look, { url, what: { trip }, signal: signals.stop })
    if (end.type === 'refused') throw new CaravanError('trip.refused', end.message)
    return presentEnd(context, look, end)
  } catch (error) {
    return presentFailure(context, json, failureOf(error, await context.debug()))
  }
}
