/** Sums that add up, against the sections they sum and the limit of the request. */
import type { AgentTask, BudgetSection, PriceRange } from '../../machines/messages/index.ts'
import { currencyRate } from '../atlas/index.ts'
import { purseOf } from '../offline/prices.ts'
import type { Findings } from './finding.ts'

/** How far a rate may be off the open data's. */
const RATE_SHARE = 0.02

export function checkBudget(
  { request, sections }: AgentTask,
  section: BudgetSection,
  { note }: Findings,
): void {
  const { lines, days, total, undated } = section
  const purse = purseOf(request)
  note(section.currency !== purse.currency, 'currency', `the trip is priced in ${purse.currency}`)
  for (const name of ['low', 'expected', 'high'] as const) {
    const sum = lines.reduce((all, { price }) => all + price[name], 0)
    note(total[name] !== sum, `total.${name}`, `the lines sum up to ${sum}`)
  }
  const byDay = days.reduce((all, { expected }) => all + expected, 0) + undated
  note(
    total.expected !== byDay,
    'days',
    `the days and what is undated sum up to ${byDay}, the lines to ${total.expected}`,
  )

  // Sums in another currency than the budget's are not compared with it.
  const limit = purse.note === undefined ? request.budget?.amount : undefined
  note(
    section.limit !== limit,
    'limit',
    limit === undefined ? 'the request has no limit' : `the limit of the request is ${limit}`,
  )
  const remaining = limit === undefined ? undefined : limit - total.expected
  note(
    section.remaining !== remaining,
    'remaining',
    remaining === undefined ? 'there is no limit' : `of the limit ${remaining} remain`,
  )
  const over = remaining !== undefined && remaining < 0
  note(
    (limit === undefined) !== (section.verdict === 'no limit') || over !== (section.verdict === 'over'),
    'verdict',
    limit === undefined ? 'it is "no limit"' : over ? 'it is "over"' : 'it is "within" or "tight"',
  )

  const dates = sections.planning?.days.map(({ date }) => date)
  if (dates !== undefined)
    note(
      days.length !== dates.length || days.some(({ date }, i) => date !== dates[i]),
      'days',
      'every day of the trip must stand there once',
    )
  const { transport, accommodation } = sections
  if (transport !== undefined)
    checkLine(
      section,
      'transport',
      transport.legs.map(({ price }) => price),
      note,
    )
  if (accommodation !== undefined)
    checkLine(
      section,
      'accommodation',
      accommodation.stays.map((stay) => stay.total),
      note,
    )
  for (const [i, { from, to, rate }] of section.rates.entries()) {
    const known = currencyRate(from, to)?.rate
    note(
      known !== undefined && Math.abs(rate - known) > known * RATE_SHARE,
      `rates.${i}`,
      `1 ${from} is ${known} ${to}`,
    )
  }
}

/** A category's line is what its agent found. */
function checkLine(
  { lines }: BudgetSection,
  category: 'transport' | 'accommodation',
  prices: readonly PriceRange[],
  note: Findings['note'],
): void {
  const found = prices.reduce((sum, { expected }) => sum + expected, 0)
  const line = lines
    .filter((one) => one.category === category)
    .reduce((sum, { price }) => sum + price.expected, 0)
  note(line !== found, 'lines', `${category} comes to ${found}, not ${line}`)
}
