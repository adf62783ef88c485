/** The flags of `caravan host`, `caravan gateway` and `caravan hosts`: read as a whole, so that everything wrong is told at once. */
import { CaravanError } from '../runtime/core/errors.ts'
import type { Config } from './config.ts'
import { SERVERS } from './variables.ts'
import { sortOut } from './unknown-flags.ts'

/** Flags as they were typed, and what else stood on the command line. */
export interface RoleFlags {
  readonly kinds?: string
  readonly slots?: string
  readonly id?: string
  readonly nats?: string
  readonly port?: string
  readonly drain?: string
  readonly metricsPort?: string
}

export interface RoleOptions {
  readonly config: Config
  /** Undefined: all. */
  readonly kinds: readonly string[] | undefined
  /** Tasks at once, over all kinds and for each; undefined: as the configuration says. */
  readonly slots: number | undefined
  readonly id: string | undefined
  readonly drainMs: number | undefined
  /** Undefined: metrics are told nowhere. */
  readonly metricsPort: number | undefined
}

const MAX_SLOTS = 1_000
const MAX_DRAIN_S = 3_600

/**
 * @param usual the server when neither the flags nor the configuration name one
 * @param known the kinds that there are
 * @param rest words of the command line that belong to no known flag
 * @throws CaravanError `command.option.invalid` that names everything wrong at once
 */
export function readRoleOptions(
  config: Config,
  flags: RoleFlags,
  usual: string,
  known: readonly string[],
  rest: { readonly words: readonly string[]; readonly flags: readonly string[] },
): RoleOptions {
  const problems: string[] = []
  const number = (flag: string, text: string | undefined, least: number, most: number) => {
    if (text === undefined) return undefined
    const value = Number(text)
    if (!/^\d{1,6}$/.test(text) || value < least || value > most)
      problems.push(`--${flag} is ${JSON.stringify(text)}: give a whole number from ${least} to ${most}.`)
    return value
  }
  const kinds = flags.kinds?.split(',').map((kind) => kind.trim())
  const unknown = kinds?.filter((kind) => !known.includes(kind)) ?? []
  for (const kind of new Set(unknown))
    problems.push(`--kinds names ${JSON.stringify(kind)}, which is none of the kinds: ${known.join(', ')}.`)
  const slots = number('slots', flags.slots, 1, MAX_SLOTS)
  const drain = number('drain', flags.drain, 0, MAX_DRAIN_S)
  const metricsPort = number('metrics-port', flags.metricsPort, 0, 65_535)
  const port = number('port', flags.port, 0, 65_535)
  if (flags.id !== undefined && !/^[\w.-]{1,64}$/.test(flags.id))
    problems.push(`--id is ${JSON.stringify(flags.id)}: give 1 to 64 letters, digits, ".", "-" or "_".`)
  const servers = flags.nats === undefined ? undefined : SERVERS.safeParse(flags.nats)
  if (servers?.success === false)
    problems.push(`--nats is ${JSON.stringify(flags.nats)}: give host:port, or several separated by commas.`)
  const left = sortOut(rest.words, rest.flags)
  problems.push(...left.problems.map(({ message }) => message))
  problems.push(...left.operands.map((word) => `${JSON.stringify(word)} belongs to no flag of this command.`))
  if (problems.length > 0)
    throw new CaravanError('command.option.invalid', problems.join('\n'), { data: { problems } })
  const given = servers?.data ?? config.nats.servers ?? [usual]
  return {
    config: { ...config, port: port ?? config.port, nats: { ...config.nats, servers: given } },
    kinds: kinds && [...new Set(kinds)],
    slots,
    id: flags.id,
    metricsPort,
    drainMs: drain === undefined ? undefined : drain * 1_000,
  }
}
