/** `caravan start`: the whole system in this terminal, until somebody ends it. */
import { join } from 'node:path'
import type { Config } from './config.ts'
import { LOG_FILE, prepareDataFolder } from './data-folder.ts'
import { EXIT } from './exit-codes.ts'
import { openLog } from './log.ts'
import { signalExitCode, watchSignals } from './signals.ts'
import { startSystem, type System } from './system.ts'

export interface StartOptions {
  readonly config: Config
  /** The log goes to standard error as JSON lines, instead of into the data folder. */
  readonly logToStderr: boolean
  /** Lines for the person at the terminal, and warnings. */
  readonly say: (line: string) => void
  readonly warn: (line: string) => void
}

/** Runs until a signal, or until it cannot go on. @returns the exit code */
export async function start({ config, logToStderr, say, warn }: StartOptions): Promise<number> {
  using signals = watchSignals((signal) => {
    warn('Left at once; what was running goes on at the next start.')
    // The NATS server is told to end on the way out.
    process.exit(signalExitCode(signal))
  })
  const logFile = join(config.home, LOG_FILE)
  // With NATS elsewhere and the log on standard error nothing is kept here.
  if (!logToStderr || config.nats.servers === undefined) await prepareDataFolder(config.home)
  using log = openLog({
    level: config.logLevel,
    destination: logToStderr ? 2 : logFile,
    ...(logToStderr ? {} : { tell: warn }),
  })
  const system = await startSystem({ config, log, notice: say, signal: signals.stop })
  const kept = config.nats.servers === undefined ? config.home : 'in NATS'
  say(readyText(system, logToStderr ? kept : `${kept} (log: ${logFile})`))
  if (isOpen(config.host)) {
    warn(
      `Everybody who reaches this machine can plan trips here: HOST is ${config.host} and nobody is asked for a password.`,
    )
  }

  const why = await Promise.race([system.broken, stopped(signals.stop)])
  if (why === undefined) say('Stopping: what runs is finished or kept. Ctrl-C again leaves at once.')
  else warn(why)
  await system[Symbol.asyncDispose]()
  say('Stopped.')
  return why === undefined ? EXIT.ok : EXIT.failed
}

function readyText(system: System, data: string): string {
  return [
    'Caravan is ready.',
    `  open      ${system.url}`,
    `  NATS      ${system.nats}`,
    `  provider  ${system.provider}`,
    `  data      ${data}`,
    'Ctrl-C stops it.',
  ].join('\n')
}

function stopped(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}

function isOpen(host: string): boolean {
  return !['127.0.0.1', '::1', 'localhost'].includes(host) && !host.startsWith('127.')
}
