/** What the operator's commands share: checked flags, a connection to the NATS of the system, and how they fail. */
import type { Observe } from '../../runtime/core/runtime-event.ts'
import { CaravanError, connectOperator, parseAddress, type Operator } from '../../runtime/index.ts'
import type { CommandContext } from '../command-context.ts'
import type { Config } from '../config.ts'
import { failureOf } from '../failure-text.ts'
import { openNats, usualServer, type SystemNats } from '../nats.ts'
import { presentFailure } from '../refuse.ts'
import { signalExitCode, watchSignals } from '../signals.ts'
import { sheetFor, type Sheet } from '../terminal/layout.ts'
import { SERVERS } from '../variables.ts'

/** Flags that every command of an operator has. */
export interface OperatorFlags {
  readonly json?: boolean
  readonly nats?: string
}

/** What a command works with. */
export interface Desk {
  readonly operator: Operator
  readonly json: boolean
  readonly sheet: Sheet
  /** The result. */
  readonly print: (text: string) => void
  /** What is said beside it. */
  readonly say: (text: string) => void
  /** Cursors of journal records that could not be read so far; each has been said. */
  readonly passedOver: ReadonlySet<number>
  readonly now: number
  /** Aborts when the command is to end. */
  readonly stop: AbortSignal
}

/** Collects what is wrong with a command line, to be told at once. */
export class Problems {
  readonly #all: string[] = []

  add(problem: string): void {
    this.#all.push(problem)
  }

  /** A whole number that was given, or the one for when none was. */
  whole(flag: string, text: string | undefined, least: number, most: number, otherwise: number): number {
    if (text === undefined) return otherwise
    const value = Number(text)
    if (/^\d{1,15}$/.test(text) && value >= least && value <= most) return value
    this.add(`${flag} is ${JSON.stringify(text)}: give a whole number from ${least} to ${most}.`)
    return otherwise
  }

  /** One of a list, or nothing. */
  oneOf<T extends string>(flag: string, text: string | undefined, accepted: readonly T[]): T | undefined {
    const found = accepted.find((one) => one === text)
    if (text !== undefined && found === undefined)
      this.add(`${flag} is ${JSON.stringify(text)}: give one of ${accepted.join(', ')}.`)
    return found
  }

  address(what: string, text: string): void {
    try {
      parseAddress(text)
    } catch {
      this.add(
        `${what} is ${JSON.stringify(text)}: give kind/id, and for children /childId.generation behind it.`,
      )
    }
  }

  /** @throws CaravanError `command.option.invalid` */
  throwIfAny(): void {
    if (this.#all.length === 0) return
    throw new CaravanError('command.option.invalid', this.#all.join('\n'), { data: { problems: this.#all } })
  }
}

/** Runs an operator's command; what goes wrong is told in its own words. @returns the exit code */
export async function operate(
  context: CommandContext,
  flags: OperatorFlags,
  check: (problems: Problems) => void,
  run: (desk: Desk) => Promise<number>,
): Promise<number> {
  const { json = false } = flags
  try {
    const problems = new Problems()
    check(problems)
    const config = await context.config()
    const servers = flags.nats === undefined ? undefined : SERVERS.safeParse(flags.nats)
    if (servers?.success === false)
      problems.add(`--nats is ${JSON.stringify(flags.nats)}: give host:port, or several separated by commas.`)
    problems.throwIfAny()
    using signals = watchSignals((signal) => process.exit(signalExitCode(signal)))
    const say = (text: string) => void context.err.write(`${text}\n`)
    const passedOver = new Set<number>()
    await using operator = await reach(servers?.data, config, signals.stop, (event) => {
      if (event.type !== 'journal:unreadable' || passedOver.has(event.cursor)) return
      passedOver.add(event.cursor)
      const { code, message } = event.error
      say(
        `caravan: The record at cursor ${event.cursor} cannot be read and is passed over (${code}): ${message}`,
      )
    })
    return await run({
      operator,
      json,
      sheet: sheetFor(context.out, config.color),
      print: (text) => context.out.write(`${text}\n`),
      say,
      passedOver,
      // oxlint-disable-next-line no-restricted-properties -- ages are shown, nothing depends on them
      now: Date.now(),
      stop: signals.stop,
    })
  } catch (error) {
    return presentFailure(context, json, failureOf(error, await context.debug()))
  }
}

async function reach(
  given: readonly string[] | undefined,
  config: Config,
  signal: AbortSignal,
  observe: Observe,
): Promise<Operator> {
  const nats = await natsOf(given, config, signal)
  return connectOperator({
    ...nats.connect,
    ...config.payloads,
    name: 'caravan-operator',
    observe,
    connection: { ...nats.connect.connection, timeout: CONNECT_MS, waitOnFirstConnect: false },
  })
}

/** `--nats`, else `NATS_URL`, else the server of the Caravan that runs on this data folder, else where one usually is. */
export async function natsOf(
  given: readonly string[] | undefined,
  config: Config,
  signal: AbortSignal,
): Promise<SystemNats> {
  const servers = given ?? config.nats.servers ?? [await usualServer(config)]
  const quiet = { notice: () => undefined, onRestart: () => undefined }
  return openNats({ ...config, nats: { ...config.nats, servers } }, quiet, signal)
}

/** Somebody waits at a terminal. */
const CONNECT_MS = 3_000
