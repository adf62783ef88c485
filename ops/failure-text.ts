/** What is said when a command fails: one sentence for what has a name, an apology for what is a bug. */
import { inspect } from 'node:util'
import { CaravanError } from '../runtime/core/errors.ts'
import { EXIT } from './exit-codes.ts'
import { signalExitCode, Stopped } from './signals.ts'

/** How a command failed. */
export interface Failure {
  /** A stable code, for programs. */
  readonly code: string
  /** For people; several lines when several things are wrong. */
  readonly text: string
  readonly exitCode: number
}

/** Errors that are somebody's input rather than a failure of ours. */
const BAD_INPUT = new Set([
  'actors.module.invalid',
  'command.option.invalid',
  'bench.option.invalid',
  'chaos.option.invalid',
  'config.invalid',
  'config.unreadable',
  'evaluate.option.invalid',
  'models.invalid',
  'simulate.option.invalid',
  'url.invalid',
])

/** @param debug whether causes and stacks are told as well */
export function failureOf(error: unknown, debug: boolean): Failure {
  const details = debug ? `\n${inspect(error, { depth: 6 })}` : ''
  // Node's own timers wrap the reason for which they were aborted.
  const stopped = error instanceof Error && error.name === 'AbortError' ? error.cause : error
  if (stopped instanceof Stopped) {
    return { code: 'stopped', text: stopped.message, exitCode: signalExitCode(stopped.signal) }
  }
  if (error instanceof CaravanError) {
    const exitCode = BAD_INPUT.has(error.code) ? EXIT.badInput : EXIT.failed
    return { code: error.code, text: `${error.message}${details}`, exitCode }
  }
  const name = error instanceof Error ? ('code' in error ? String(error.code) : error.name) : 'unknown'
  const more = debug ? '' : ' Run it again with LOG_LEVEL=debug to see where.'
  const text = `This is a bug in Caravan (${name}): please report it.${more}${details}`
  return { code: 'bug', text, exitCode: EXIT.failed }
}
