/** The budget as an aligned table, with what would save money. */
import type { BudgetSection } from '../../machines/messages/index.ts'
import type { Formats } from './formats.ts'
import { columnsOf, hang, pad, type Sheet } from './layout.ts'

/** The lines of the budget. */
export function budgetLines(budget: BudgetSection, formats: Formats, sheet: Sheet): string[] {
  const { currency, total, limit, remaining } = budget
  const money = (minor: number) => formats.exact(minor, currency)
  const rows = [
    ...budget.lines.map(({ category, price }) => ({ name: category, price })),
    { name: 'total', price: total },
  ].map(
    ({ name, price }) => [name, money(price.expected), `${money(price.low)} – ${money(price.high)}`] as const,
  )
  const single = [
    ...(limit === undefined ? [] : [['your budget', money(limit)] as const]),
    ...(remaining === undefined
      ? []
      : [[remaining < 0 ? 'over it by' : 'left', money(Math.abs(remaining))] as const]),
  ]
  const widest = (column: 0 | 1, least: number) =>
    Math.max(
      least,
      ...rows.map((row) => columnsOf(row[column])),
      ...single.map((row) => columnsOf(row[column])),
    )
  const [names, sums] = [widest(0, 0), widest(1, 'expected'.length)]
  const ranges = Math.max('range'.length, ...rows.map((row) => columnsOf(row[2])))
  const line = (name: string, sum: string, range = '') =>
    `  ${pad(name, names)}  ${pad(sum, sums, 'right')}  ${pad(range, ranges, 'right')}`.trimEnd()
  const rule = `  ${'─'.repeat(names + sums + ranges + 4)}`
  const body = rows.map((row) => line(...row))
  return [
    sheet.paint('dim', line('', 'expected', 'range')),
    ...body.slice(0, -1),
    sheet.paint('dim', rule),
    sheet.paint('bold', body.at(-1) ?? ''),
    ...single.map(([name, sum]) => sheet.paint(verdictPaint(budget), line(name, sum))),
    ...budget.savings.flatMap(({ text, saves }) =>
      hang('  * ', `${text} (saves ${formats.money(saves, currency)})`, sheet),
    ),
    ...budget.rates.flatMap(({ from, to, rate, date }) =>
      hang('  ', `1 ${from} = ${Number(rate.toPrecision(5))} ${to} (indicative, ${date})`, sheet, 'dim'),
    ),
  ]
}

function verdictPaint({ verdict }: BudgetSection): 'green' | 'yellow' | 'red' {
  return verdict === 'over' ? 'red' : verdict === 'tight' ? 'yellow' : 'green'
}
