/** The budget of a plan. */
import { h } from './dom.js'
import { date, money, priceRange } from './format.js'

const VERDICTS = {
  within: 'within the budget',
  tight: 'tight',
  over: 'over the budget',
  'no limit': 'no limit was given',
}

/** The table, the days, and what would help. */
export function budgetPart({ budget }) {
  if (budget === undefined) return undefined
  const { lines, total, limit, remaining, verdict, savings, rates, currency } = budget
  const row = ({ category, price, how }) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, category, h('span', { class: 'soft' }, how)),
      h('td', { class: 'num' }, money(price.expected, currency)),
      h('td', { class: 'num soft' }, priceRange(price)),
    )
  const foot = [
    h(
      'tr',
      { class: 'total' },
      h('th', { scope: 'row' }, 'Total'),
      h('td', { class: 'num' }, money(total.expected, currency)),
      h('td', { class: 'num soft' }, priceRange(total)),
    ),
    limit !== undefined &&
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, 'Your budget'),
        h('td', { class: 'num' }, money(limit, currency)),
        h('td', {}),
      ),
    remaining !== undefined &&
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, remaining < 0 ? 'Over by' : 'Left'),
        h('td', { class: 'num' }, money(Math.abs(remaining), currency)),
        h('td', {}),
      ),
  ]
  return h(
    'div',
    { class: 'card money' },
    h('p', {}, h('span', { class: 'badge', 'data-verdict': verdict }, VERDICTS[verdict] ?? verdict)),
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, 'For what'),
          h('th', { scope: 'col', class: 'num' }, 'Expected'),
          h('th', { scope: 'col', class: 'num' }, 'From – to'),
        ),
      ),
      h('tbody', {}, lines.map(row)),
      h('tfoot', {}, foot.filter(Boolean)),
    ),
    dayBars(budget),
    savings.length > 0 && [
      h('h4', {}, verdict === 'over' ? 'Ways to spend less' : 'What would save'),
      h(
        'ul',
        { class: 'plain' },
        savings.map(({ text, saves }) => h('li', {}, text, ' ', h('strong', {}, money(saves, currency)))),
      ),
    ],
    rates.length > 0 &&
      h(
        'p',
        { class: 'soft fine' },
        rates
          .map(
            ({ from, to, rate, date: day, source }) =>
              `1 ${from} = ${Number(rate.toPrecision(6))} ${to} (${source}, ${day})`,
          )
          .join('; '),
      ),
  )
}

function dayBars({ days, currency }) {
  const most = Math.max(...days.map(({ expected }) => expected), 1)
  return h(
    'ol',
    { class: 'day-bars', 'aria-label': 'Cost of each day' },
    days.map(({ date: day, expected }) =>
      h(
        'li',
        {},
        h('span', { class: 'soft' }, date(day)),
        h(
          'span',
          { class: 'bar-track' },
          h('span', { class: 'bar-fill', style: { width: `${(expected / most) * 100}%` } }),
        ),
        h('span', { class: 'num' }, money(expected, currency)),
      ),
    ),
  )
}
