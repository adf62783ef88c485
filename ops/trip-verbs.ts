/** `caravan trip show | cancel | top-up`: asks the gateway of a running system, over HTTP. */
import { z } from 'zod'
import { CaravanError } from '../runtime/core/errors.ts'
import { MOST_TOP_UP_USD } from '../storage/spending/port.ts'
import type { CommandContext } from './command-context.ts'
import { usd as usdText } from './cost-report.ts'
import { EXIT } from './exit-codes.ts'
import { failureOf } from './failure-text.ts'
import { presentFailure, jsonDocument } from './refuse.ts'
import { findRunning, nobodyRuns, readUrl } from './running-system.ts'

export interface TripFlags {
  readonly url?: string
  readonly json?: boolean
  readonly by?: string
  readonly key?: string
}

/** What the gateway says, as far as it is shown. */
const Money = z.object({
  spentMicroUsd: z.number(),
  estimatedMicroUsd: z.number(),
  reservedMicroUsd: z.number(),
  toppedUpMicroUsd: z.number(),
  limitMicroUsd: z.number(),
  calls: z.number(),
})
type Money = z.infer<typeof Money>

const Summary = z.object({
  id: z.string(),
  status: z.string(),
  state: z.string(),
  agents: z.array(z.object({ agent: z.string(), state: z.string(), attempts: z.number().optional() })),
  awaitingBudget: z
    .object({
      agents: z.array(z.string()),
      scope: z.string(),
      // Of a gateway of an older version there is none.
      why: z.array(z.string()).default([]),
      resumesAt: z.string().optional(),
    })
    .optional(),
  failure: z.object({ code: z.string(), message: z.string() }).optional(),
  result: z
    .object({ missing: z.array(z.string()), failure: z.object({ message: z.string() }).optional() })
    .optional(),
})
type Summary = z.infer<typeof Summary>

const Refused = z.object({ code: z.string(), detail: z.string() })
const PATIENCE_MS = 30_000

/** Shows how a trip stands. @returns the exit code */
export async function showTrip(context: CommandContext, id: string, flags: TripFlags): Promise<number> {
  return verb(context, flags, [], async (url) => {
    const trip = Summary.parse(await ask(url, path(id)))
    const money = Money.parse(await ask(url, `${path(id)}/costs`))
    const shown = { ...trip, result: undefined, money }
    return flags.json === true ? jsonDocument(shown) : `${summaryText(trip, money)}\n`
  })
}

/** Cancels a trip. @returns the exit code */
export async function cancelTrip(context: CommandContext, id: string, flags: TripFlags): Promise<number> {
  return verb(context, flags, [], async (url) => {
    const { status } = Summary.parse(await ask(url, path(id)))
    await ask(url, `${path(id)}/cancel`, {})
    const money = Money.parse(await ask(url, `${path(id)}/costs`))
    if (flags.json === true) return jsonDocument({ id, status: 'cancelling', money })
    return `Trip ${id} ${status === 'cancelled' ? 'was cancelled before' : 'is being cancelled'}. ${moneyText(money)}\n`
  })
}

/** Gives a trip more money. @returns the exit code */
export async function topUpTrip(
  context: CommandContext,
  id: string,
  usd: string,
  flags: TripFlags,
): Promise<number> {
  const problems: string[] = []
  if (!/^\d{1,4}(\.\d{1,6})?$/.test(usd) || Number(usd) <= 0 || Number(usd) > MOST_TOP_UP_USD)
    problems.push(
      `<usd> is ${JSON.stringify(usd)}: give US dollars above 0 and up to ${MOST_TOP_UP_USD}, with at most 6 decimals, such as 0.5.`,
    )
  if (flags.by !== undefined && (flags.by.trim() === '' || flags.by.length > 200))
    problems.push(`--by is ${JSON.stringify(flags.by)}: give a name of 1 to 200 characters.`)
  if (flags.key !== undefined && !/^[\w-]{1,128}$/.test(flags.key))
    problems.push(`--key is ${JSON.stringify(flags.key)}: give 1 to 128 letters, digits, "-" or "_".`)
  return verb(context, flags, problems, async (url) => {
    const by = flags.by ?? context.user() ?? 'unknown'
    const body = { usd: Number(usd), by, ...(flags.key === undefined ? {} : { topUpId: flags.key }) }
    const { money } = z.object({ money: Money }).parse(await ask(url, `${path(id)}/top-up`, body))
    if (flags.json === true) return jsonDocument({ id, status: 'toppedUp', money })
    return `Trip ${id} may cost ${usdText(money.limitMicroUsd)} USD now. ${moneyText(money)}\n`
  })
}

async function verb(
  context: CommandContext,
  { url: given, json = false }: TripFlags,
  problems: readonly string[],
  run: (url: string) => Promise<string>,
): Promise<number> {
  try {
    if (problems.length > 0)
      throw new CaravanError('command.option.invalid', problems.join('\n'), { data: { problems } })
    const config = await context.config()
    const url = given === undefined ? await findRunning(config) : readUrl(given)
    if (url === undefined) throw nobodyRuns(config.port)
    context.out.write(await run(url))
    return EXIT.ok
  } catch (error) {
    return presentFailure(context, json, failureOf(error, await context.debug()))
  }
}

const path = (id: string) => `/trips/${encodeURIComponent(id)}`

/** @throws CaravanError the gateway's own refusal; `system.unreachable` */
async function ask(url: string, where: string, body?: object): Promise<unknown> {
  const post =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  let answer: Response
  let said: unknown
  try {
    answer = await fetch(`${url}${where}`, { ...post, signal: AbortSignal.timeout(PATIENCE_MS) })
    said = await answer.json()
  } catch (cause) {
    throw new CaravanError(
      'system.unreachable',
      `No Caravan answers at ${url}: start one with "caravan start", or give its address with --url.`,
      { retryable: true, cause, data: { url } },
    )
  }
  if (answer.ok) return said
  const refused = Refused.safeParse(said)
  throw new CaravanError(
    'trip.refused',
    refused.success ? refused.data.detail : `The answer was ${answer.status}.`,
  )
}

function summaryText(trip: Summary, money: Money): string {
  const { id, status, state, agents, awaitingBudget: wait } = trip
  const until =
    wait?.resumesAt === undefined
      ? `caravan trip top-up ${id} <usd> lets it go on`
      : `it goes on by itself at ${wait.resumesAt.slice(0, 16).replace('T', ' ')} UTC, or after a top-up`
  const failure = trip.failure ?? trip.result?.failure
  return [
    `Trip ${id}`,
    `  status    ${status}${status === 'running' ? ` (${state})` : ''}`,
    `  agents    ${agents.length === 0 ? 'none has begun' : agents.map((one) => `${one.agent} ${one.state}`).join(', ')}`,
    ...(wait === undefined
      ? []
      : [`  waits     for money (limit per ${wait.scope}) for ${wait.agents.join(', ')}: ${until}`]),
    ...(wait?.why ?? []).map((line) => `  needs     ${line}`),
    ...(failure === undefined ? [] : [`  failed    ${failure.message}`]),
    ...(trip.result?.missing ?? []).map((line) => `  missing   ${line}`),
    `  money     ${moneyText(money)}`,
  ].join('\n')
}

function moneyText(money: Money): string {
  const { spentMicroUsd, estimatedMicroUsd, reservedMicroUsd, toppedUpMicroUsd, limitMicroUsd, calls } = money
  const more = [
    estimatedMicroUsd === 0 ? '' : `${usdText(estimatedMicroUsd)} of it estimated`,
    reservedMicroUsd === 0 ? '' : `${usdText(reservedMicroUsd)} more reserved`,
    toppedUpMicroUsd === 0 ? '' : `${usdText(toppedUpMicroUsd)} topped up`,
  ].filter((part) => part !== '')
  const spent = `${usdText(spentMicroUsd)} of ${usdText(limitMicroUsd)} USD spent on ${calls} ${calls === 1 ? 'call' : 'calls'}`
  return `${[spent, ...more].join(', ')}.`
}
