/** `caravan cache`: the answers that may be given again. */
import { CaravanError } from '../runtime/core/errors.ts'
import type { CacheEntry, ResponseCache } from '../storage/response-cache/port.ts'
import type { CommandContext } from './command-context.ts'
import { usd } from './cost-report.ts'
import { EXIT } from './exit-codes.ts'
import { failureOf } from './failure-text.ts'
import { Problems } from './operator/operate.ts'
import { jsonDocument, presentFailure } from './refuse.ts'
import { openCache, type SharingEvent } from './sharing.ts'
import { signalExitCode, watchSignals } from './signals.ts'
import { sheetFor, type Sheet } from './terminal/layout.ts'
import { table } from './terminal/table.ts'

export interface CacheFlags {
  readonly limit?: string
  readonly tenant?: string
  readonly json?: boolean
}

interface Desk {
  readonly cache: ResponseCache
  readonly tenant: string
  readonly json: boolean
  readonly sheet: Sheet
  readonly print: (text: string) => void
  readonly stop: AbortSignal
}

const USUAL_LIMIT = 50
const MAX_LIMIT = 10_000

/** Lists the newest entries. @returns the exit code */
export function listCache(context: CommandContext, flags: CacheFlags): Promise<number> {
  const { limit } = flags
  const check = (problems: Problems) => {
    if (limit !== undefined && !(/^\d{1,5}$/.test(limit) && Number(limit) >= 1 && Number(limit) <= MAX_LIMIT))
      problems.add(`--limit is ${JSON.stringify(limit)}: give a whole number from 1 to ${MAX_LIMIT}.`)
  }
  return withCache(context, flags, check, async ({ cache, tenant, json, sheet, print, stop }) => {
    const entries = await cache.list(tenant, Number(limit ?? USUAL_LIMIT), stop)
    if (json) print(jsonDocument({ tenant, entries: entries.map(withoutAnswer) }).trimEnd())
    else print(listText(entries, sheet))
    return EXIT.ok
  })
}

/** Prints one entry with its answer. @returns the exit code */
export function showCached(context: CommandContext, id: string, flags: CacheFlags): Promise<number> {
  return withCache(context, flags, anything, async ({ cache, tenant, json, print, stop }) => {
    const entry = await cache.show(tenant, id, stop)
    if (entry === undefined) throw unknown(id)
    print(json ? jsonDocument(entry).trimEnd() : entryText(entry))
    return EXIT.ok
  })
}

/** Removes one entry. @returns the exit code */
export function removeCached(context: CommandContext, id: string, flags: CacheFlags): Promise<number> {
  return withCache(context, flags, anything, async ({ cache, tenant, json, print, stop }) => {
    if (!(await cache.remove(tenant, id, stop))) throw unknown(id)
    print(json ? jsonDocument({ removed: id }).trimEnd() : `Removed ${id}.`)
    return EXIT.ok
  })
}

const anything = () => undefined

async function withCache(
  context: CommandContext,
  flags: CacheFlags,
  check: (problems: Problems) => void,
  run: (desk: Desk) => Promise<number>,
): Promise<number> {
  const { json = false, tenant = 'default' } = flags
  try {
    const problems = new Problems()
    check(problems)
    if (tenant.trim() === '' || tenant.length > 128)
      problems.add(`--tenant is ${JSON.stringify(tenant)}: give 1 to 128 characters.`)
    problems.throwIfAny()
    const config = await context.config()
    using signals = watchSignals((signal) => process.exit(signalExitCode(signal)))
    const observe = (event: SharingEvent) => {
      if ('reason' in event) context.err.write(`${event.type}: ${event.reason}\n`)
    }
    await using cache = await openCache({ config, observe })
    return await run({
      cache,
      tenant,
      json,
      sheet: sheetFor(context.out, config.color),
      print: (text) => context.out.write(`${text}\n`),
      stop: signals.stop,
    })
  } catch (error) {
    return presentFailure(context, json, failureOf(error, await context.debug()))
  }
}

function unknown(id: string): CaravanError {
  return new CaravanError(
    'cache.unknown',
    `There is no answer ${JSON.stringify(id)}: "caravan cache list" shows those there are.`,
  )
}

function withoutAnswer(entry: CacheEntry): Omit<CacheEntry, 'answer'> {
  const { answer: _, ...rest } = entry
  return rest
}

function listText(entries: readonly CacheEntry[], sheet: Sheet): string {
  if (entries.length === 0) return 'No answer is kept.'
  const rows = entries.map(({ id, agent, model, trip, storedAt, text }) => [
    id,
    agent,
    model,
    trip,
    stamp(storedAt),
    text.replaceAll(/\s+/g, ' '),
  ])
  const columns = [
    { title: 'id' },
    { title: 'agent' },
    { title: 'model' },
    { title: 'trip', flexible: true },
    { title: 'stored' },
    { title: 'wishes' },
  ]
  return table(columns, rows, sheet).join('\n')
}

function entryText(entry: CacheEntry): string {
  const { id, agent, promptVersion, model, trip, microUsd, storedAt, expiresAt, text, answer } = entry
  return [
    id,
    `  agent     ${agent}, prompt ${promptVersion}`,
    `  model     ${model}`,
    `  trip      ${trip}`,
    `  cost      ${usd(microUsd)} USD`,
    `  stored    ${stamp(storedAt)}, kept until ${stamp(expiresAt)}`,
    `  wishes    ${text === '' ? 'none' : text.replaceAll(/\s+/g, ' ')}`,
    JSON.stringify(answer, undefined, 2),
  ].join('\n')
}

/** In UTC. */
function stamp(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}Z`
}
