/** `caravan start`: the whole system in this terminal, until somebody ends it. */
import { join } from 'node:path'
import type { Config } from './config.ts'
import { LOG_FILE, prepareDataFolder } from './data-folder.ts'
import { openWarning } from './edge.ts'
import { serve } from './serve.ts'
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
  const logFile = join(config.home, LOG_FILE)
  // With NATS elsewhere and the log on standard error nothing is kept here.
  if (!logToStderr || config.nats.servers === undefined) await prepareDataFolder(config.home)
  const kept = config.nats.servers === undefined ? config.home : 'in NATS'
  return serve({
    log: {
      level: config.logLevel,
      destination: logToStderr ? 2 : logFile,
      ...(logToStderr ? {} : { tell: warn }),
    },
    say,
    warn,
    start: (log, signal) => startSystem({ config, log, notice: say, signal }),
    ready: (system) => {
      const warning = openWarning(config.host)
      if (warning !== undefined) warn(warning)
      return readyText(system, logToStderr ? kept : `${kept} (log: ${logFile})`)
    },
    // The NATS server is told to end on the way out.
    left: 'Left at once; what was running goes on at the next start.',
  })
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
