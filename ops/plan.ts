/** `caravan plan`: checks the request, finds or starts a system, watches the trip, prints the plan. */
import { randomUUID } from 'node:crypto'
import { parseTripRequest } from '../machines/messages/index.ts'
import type { CommandContext } from './command-context.ts'
import type { Config } from './config.ts'
import { failureOf } from './failure-text.ts'
import { flagProblem, requestOf, type FlagProblem, type GivenFlags } from './plan-flags.ts'
import { presentEnd, watchWithProgress } from './present.ts'
import { presentFailure, presentProblems } from './refuse.ts'
import { requestPorts } from './request-ports.ts'
import type { OwnSystem } from './own-system.ts'
import { findRunning, readUrl } from './running-system.ts'
import { signalExitCode, watchSignals } from './signals.ts'

export interface PlanCall {
  readonly destinations: readonly string[]
  readonly flags: GivenFlags
  readonly json: boolean
  /** What is wrong with the command line beyond the values of its flags. */
  readonly problems: readonly FlagProblem[]
}

/** Plans one trip. @returns the exit code */
export async function plan(context: CommandContext, call: PlanCall): Promise<number> {
  const { json } = call
  try {
    const { request, problems } = requestOf(call.destinations, call.flags)
    const wrong = [...call.problems, ...problems, ...requestProblems(request)]
    if (wrong.length > 0) return presentProblems(context, json, wrong)

    const config = await context.config()
    using signals = watchSignals((signal) => process.exit(signalExitCode(signal)))
    const say = (line: string) => context.err.write(`${line}\n`)
    const { stop } = signals
    await using system = await reach(call.flags['url']?.at(-1), config, say, stop)
    // Planning again after a broken connection must not be a second trip.
    const named = { ...request, requestId: request['requestId'] ?? randomUUID() }
    const look = { json, color: config.color }
    const end = await watchWithProgress(context, look, {
      url: system.url,
      what: { request: named },
      signal: stop,
    })
    if (end.type === 'refused') return presentProblems(context, json, end.problems.map(flagProblem))
    return presentEnd(context, look, end)
  } catch (error) {
    return presentFailure(context, json, failureOf(error, await context.debug()))
  }
}

/** The same check as the gateway's, so that a wrong request starts nothing and waits for nobody. */
function requestProblems(request: Readonly<Record<string, unknown>>): FlagProblem[] {
  const parsed = parseTripRequest(request, { ...requestPorts, tenant: 'default', id: () => 'unused' })
  return parsed.ok ? [] : parsed.problems.map(flagProblem)
}

async function reach(
  given: string | undefined,
  config: Config,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<OwnSystem> {
  const url = given === undefined ? await findRunning(config) : readUrl(given)
  if (url !== undefined) {
    say(`Planning on ${url}.`)
    return { url, [Symbol.asyncDispose]: () => Promise.resolve() }
  }
  say('No Caravan runs here; one is started for this plan.')
  // Loaded only now: most of the program is not needed to refuse a request or to use a system that runs.
  const { startOwn } = await import('./own-system.ts')
  return await startOwn(config, { notice: say, warn: say }, signal)
}
