/** What every command is given: where to say things, and the configuration once it is asked for. */
import { userInfo } from 'node:os'
import type { Config } from './config.ts'

export interface CommandContext {
  /** The result goes here; nothing else does when a program reads it. */
  readonly out: NodeJS.WriteStream
  /** Everything that is said on the way. */
  readonly err: NodeJS.WriteStream
  /** Reads the environment and the `.env` file. @throws CaravanError `config.invalid`, `config.unreadable` */
  readonly config: () => Promise<Config>
  /** Whether causes and stacks are wanted; false as well when the configuration cannot be read. */
  readonly debug: () => Promise<boolean>
  /** The name of the user; undefined when the system has none for them. */
  readonly user: () => string | undefined
  /** Sets what the program exits with. */
  readonly exit: (code: number) => void
}

/** The context of this process. */
export function processContext(exit: (code: number) => void): CommandContext {
  // Loaded when it is asked for: `--help` and a mistyped flag need none.
  const config = async () => {
    const { loadEnvironment, readConfig } = await import('./config.ts')
    return readConfig(loadEnvironment())
  }
  const { stdout: out, stderr: err } = process
  return { out, err, config, debug: () => wantsDetails(config), user: userName, exit }
}

function userName(): string | undefined {
  try {
    return userInfo().username
  } catch {
    return undefined // a container's user may have no entry
  }
}

async function wantsDetails(config: () => Promise<Config>): Promise<boolean> {
  try {
    const { logLevel } = await config()
    return ['debug', 'trace'].includes(logLevel)
  } catch {
    return false
  }
}
