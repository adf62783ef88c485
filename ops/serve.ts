/** A program that serves in this terminal until somebody ends it: the first signal drains it, a second one leaves at once. */
import { closeSync, openSync } from 'node:fs'
import { CaravanError } from '../runtime/core/errors.ts'
import { EXIT } from './exit-codes.ts'
import { openLog, type Log, type LogTarget } from './log.ts'
import { systemCode } from './nats-server/errors.ts'
import { signalExitCode, watchSignals } from './signals.ts'

/** What serves. Disposing of it stops it in order. */
export interface Serving extends AsyncDisposable {
  /** Resolves with one sentence when it cannot go on by itself; never otherwise. */
  readonly broken: Promise<string>
}

export interface ServeOptions<T extends Serving> {
  readonly log: LogTarget
  /** Lines for the person at the terminal, and warnings. */
  readonly say: (line: string) => void
  readonly warn: (line: string) => void
  readonly start: (log: Log, signal: AbortSignal) => Promise<T>
  /** What is said once it serves. */
  readonly ready: (serving: T) => string
  /** What is said when it is left without waiting. */
  readonly left: string
}

/**
 * Where a part that runs alone writes its log.
 * @param logFile a file, or undefined for standard error
 * @param warn told when the file cannot be written any more
 * @throws CaravanError `command.option.invalid` when it cannot be written at all
 */
export function logOf(
  level: LogTarget['level'],
  logFile: string | undefined,
  warn: (line: string) => void,
): LogTarget {
  if (logFile !== undefined) checkLogFile(logFile)
  return { level, destination: logFile ?? 2, ...(logFile === undefined ? {} : { tell: warn }) }
}

/** Whoever starts a program hears now that its log would be lost. */
function checkLogFile(path: string): void {
  try {
    closeSync(openSync(path, 'a'))
  } catch (error) {
    throw new CaravanError(
      'command.option.invalid',
      `--log-file is ${JSON.stringify(path)}, which cannot be written (${systemCode(error) ?? 'unknown'}): give a file in a folder that is there and yours.`,
      { cause: error },
    )
  }
}

/** Runs until a signal, or until it cannot go on. @returns the exit code */
export async function serve<T extends Serving>(options: ServeOptions<T>): Promise<number> {
  const { say, warn } = options
  using signals = watchSignals((signal) => {
    warn(options.left)
    process.exit(signalExitCode(signal))
  })
  using log = openLog(options.log)
  const serving = await options.start(log, signals.stop)
  say(options.ready(serving))
  const why = await Promise.race([serving.broken, stopped(signals.stop)])
  if (why === undefined) say('Stopping: what runs is finished or kept. Ctrl-C again leaves at once.')
  else warn(why)
  await serving[Symbol.asyncDispose]()
  say('Stopped.')
  return why === undefined ? EXIT.ok : EXIT.failed
}

function stopped(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}
