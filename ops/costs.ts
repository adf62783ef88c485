/** `caravan costs`: reads the ledger and says what it adds up to. */
import { CaravanError } from '../runtime/core/errors.ts'
import type { TenantMoney, TripMoney, WindowMoney } from '../storage/spending/port.ts'
import type { CommandContext } from './command-context.ts'
import { COST_GROUPS, CostSums, usd, type CostGroup, type CostReport } from './cost-report.ts'
import { EXIT } from './exit-codes.ts'
import { failureOf } from './failure-text.ts'
import { natsOf, Problems } from './operator/operate.ts'
import { jsonDocument, presentFailure } from './refuse.ts'
import { signalExitCode, watchSignals } from './signals.ts'
import { reached, spendingOver } from './spending.ts'
import { sheetFor, type Sheet } from './terminal/layout.ts'
import { table } from './terminal/table.ts'
import { SERVERS } from './variables.ts'

export interface CostsFlags {
  readonly by?: string
  readonly from?: string
  readonly to?: string
  readonly trip?: string
  readonly tenant?: string
  readonly json?: boolean
  readonly nats?: string
}

/** What was asked for, checked. */
interface Asked {
  readonly by: CostGroup
  readonly tenant: string
  readonly trip: string | undefined
  /** Start of the first day, and end of the last one. */
  readonly from: number | undefined
  readonly to: number | undefined
}

/** Prints the report. @returns the exit code */
export async function costs(context: CommandContext, flags: CostsFlags): Promise<number> {
  const { json = false } = flags
  try {
    const { asked, servers } = read(flags)
    const config = await context.config()
    if (!config.money.tracking)
      throw new CaravanError(
        'costs.off',
        'Costs are not told, because COST_TRACKING_ENABLED is false. The ledger is kept all the same.',
      )
    using signals = watchSignals((signal) => process.exit(signalExitCode(signal)))
    await using parts = new AsyncDisposableStack()
    const nats = await natsOf(servers, config, signals.stop)
    const connection = await reached({ nats, name: 'caravan-costs' })
    parts.defer(() => connection.close())
    const spending = parts.use(await spendingOver(connection, { config, observe: () => undefined }))
    const { by, tenant, trip, from, to } = asked
    const query = {
      tenant,
      ...(trip === undefined ? {} : { trip }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    }
    const sums = new CostSums()
    for await (const entry of spending.entries(query, signals.stop)) sums.add(entry)
    const report = sums.report()
    const [money, ofTrip] = await Promise.all([
      spending.totals(tenant, signals.stop),
      trip === undefined ? undefined : spending.trip(tenant, trip, signals.stop),
    ])
    if (json)
      context.out.write(jsonDocument({ tenant, ...report, limits: money, ...(ofTrip && { trip: ofTrip }) }))
    else context.out.write(`${textOf(report, by, money, ofTrip, sheetFor(context.out, config.color))}\n`)
    return EXIT.ok
  } catch (error) {
    return presentFailure(context, json, failureOf(error, await context.debug()))
  }
}

/** @throws CaravanError `command.option.invalid` that names everything wrong at once */
function read(flags: CostsFlags): { readonly asked: Asked; readonly servers: readonly string[] | undefined } {
  const problems = new Problems()
  const by = problems.oneOf('--by', flags.by, COST_GROUPS) ?? 'day'
  const from = day(problems, '--from', flags.from)
  const last = day(problems, '--to', flags.to)
  if (from !== undefined && last !== undefined && last < from) problems.add('--to is before --from.')
  for (const flag of ['trip', 'tenant'] as const) {
    const text = flags[flag]
    if (text !== undefined && (text.trim() === '' || text.length > 128))
      problems.add(`--${flag} is ${JSON.stringify(text)}: give 1 to 128 characters.`)
  }
  const servers = flags.nats === undefined ? undefined : SERVERS.safeParse(flags.nats)
  if (servers?.success === false)
    problems.add(`--nats is ${JSON.stringify(flags.nats)}: give host:port, or several separated by commas.`)
  problems.throwIfAny()
  const { tenant = 'default', trip } = flags
  const to = last === undefined ? undefined : last + DAY_MS
  return { asked: { by, tenant, trip, from, to }, servers: servers?.data }
}

const DAY_MS = 86_400_000

/** Midnight UTC of a calendar date. */
function day(problems: Problems, flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(text)) return time
  problems.add(`${flag} is ${JSON.stringify(text)}: give a calendar date written YYYY-MM-DD.`)
  return undefined
}

function textOf(
  report: CostReport,
  by: CostGroup,
  money: TenantMoney,
  trip: TripMoney | undefined,
  sheet: Sheet,
): string {
  const { total } = report
  const estimated =
    total.estimatedMicroUsd === 0 ? '' : `, of which ${usd(total.estimatedMicroUsd)} USD are estimated`
  const head =
    total.calls + total.cacheHits === 0
      ? 'No call of a model has been paid for.'
      : `${usd(total.microUsd)} USD for ${total.calls} ${total.calls === 1 ? 'call' : 'calls'}${estimated}.`
  const number = (value: number) => value.toLocaleString('en')
  const rows = report[by].map((line) => [
    line.of,
    number(line.calls),
    number(line.inputTokens),
    number(line.cachedInputTokens),
    number(line.outputTokens),
    number(line.cacheHits),
    usd(line.estimatedMicroUsd),
    usd(line.microUsd),
  ])
  const right = (title: string) => ({ title, side: 'right' as const })
  const columns = [
    // An id of a trip is there to be copied.
    { title: by, flexible: by !== 'trip' },
    ...['calls', 'input', 'cached', 'output', 'from cache', 'estimated', 'USD'].map(right),
  ]
  const reserved = money.open.reduce((sum, { worstMicroUsd }) => sum + worstMicroUsd, 0)
  const limits = [
    windowText('This hour', money.hour),
    windowText('This day', money.day),
    ...(trip === undefined
      ? []
      : [
          `This trip  ${usd(trip.spentMicroUsd)} of ${usd(trip.limitMicroUsd)} USD, ${usd(trip.reservedMicroUsd)} more reserved, ${usd(trip.toppedUpMicroUsd)} topped up`,
        ]),
    ...(reserved === 0
      ? []
      : [
          `Reserved   ${usd(reserved)} USD for ${money.open.length} ${money.open.length === 1 ? 'call' : 'calls'} under way`,
        ]),
  ]
  return [head, ...(rows.length === 0 ? [] : ['', ...table(columns, rows, sheet)]), '', ...limits].join('\n')
}

function windowText(name: string, { usedMicroUsd, limitMicroUsd, endsAt }: WindowMoney): string {
  const until = new Date(endsAt).toISOString().slice(0, 16).replace('T', ' ')
  return `${name.padEnd(10)} ${usd(usedMicroUsd)} of ${usd(limitMicroUsd)} USD used, until ${until} UTC`
}
