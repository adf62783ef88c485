/** One day of a plan: its items by the clock, what the weather is like, what to know. */
import type { TimedItem, TripPlan } from '../../machines/messages/index.ts'
import type { Formats } from './formats.ts'
import { hang, pad, type Sheet } from './layout.ts'

/** `09:00 – 11:30 +1` and the blank behind it. */
const CLOCK_COLUMNS = 17

/** The lines of one day. */
export function dayLines(day: TripPlan['days'][number], formats: Formats, sheet: Sheet): string[] {
  const remarks = [
    ...(day.holiday === undefined ? [] : [`Public holiday: ${day.holiday}.`]),
    ...(day.rainPlan === undefined ? [] : [day.rainPlan]),
    ...day.notes,
  ]
  return [
    '',
    ...hang('', `${formats.day(day.date)} · ${day.place}`, sheet, 'cyan'),
    ...hang('  ', day.theme, sheet),
    ...(day.weather === undefined ? [] : hang('  ', day.weather.text, sheet, 'dim')),
    ...day.items.flatMap((item) => itemLines(item, formats, sheet)),
    ...remarks.flatMap((remark) => hang('  * ', remark, sheet)),
  ]
}

function itemLines(item: TimedItem, formats: Formats, sheet: Sheet): string[] {
  const cost = item.cost === undefined ? '' : `, ${formats.price(item.cost)}`
  const [head = '', ...more] = hang(`  ${pad(clock(item), CLOCK_COLUMNS)}`, `${item.title}${cost}`, sheet)
  const indent = ' '.repeat(CLOCK_COLUMNS + 2)
  const details = [item.why, item.tip].filter((text) => text !== undefined)
  return [head, ...more, ...details.flatMap((text) => hang(indent, text, sheet, 'dim'))]
}

/** Local times; an end on another date says by how many days. */
function clock({ start, end }: TimedItem): string {
  const days = (Date.parse(end.slice(0, 10)) - Date.parse(start.slice(0, 10))) / 86_400_000
  const from = start.slice(11)
  const to = end.slice(11)
  if (from === to && days === 0) return from
  return `${from} – ${to}${days === 0 ? '' : ` ${days > 0 ? '+' : '−'}${Math.abs(days)}`}`
}
