/** What every command is given: where to say things, and the configuration once it is asked for. */
import { loadEnvironment, readConfig, type Config } from './config.ts'

export interface CommandContext {
  /** The result goes here; nothing else does when a program reads it. */
  readonly out: NodeJS.WriteStream
  /** Everything that is said on the way. */
  readonly err: NodeJS.WriteStream
  /** Reads the environment and the `.env` file. @throws CaravanError `config.invalid`, `config.unreadable` */
  readonly config: () => Config
  /** Whether causes and stacks are wanted; false as well when the configuration cannot be read. */
  readonly debug: () => boolean
  /** Sets what the program exits with. */
  readonly exit: (code: number) => void
}

/** The context of this process. */
export function processContext(exit: (code: number) => void): CommandContext {
  const config = () => readConfig(loadEnvironment())
  return { out: process.stdout, err: process.stderr, config, debug: () => wantsDetails(config), exit }
}

function wantsDetails(config: () => Config): boolean {
  try {
    return ['debug', 'trace'].includes(config().logLevel)
  } catch {
    return false
  }
}
