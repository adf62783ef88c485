/** One day of a plan: its items by the clock, what the weather is like, what to know. */
import type { TimedItem, TripPlan } from '../../machines/messages/index.ts'
import type { Formats } from './formats.ts'
import { hang, pad, type Sheet } from './layout.ts'

/** `09:00 – 11:30` and the blank behind it. */
const CLOCK_COLUMNS = 15

/** The lines of one day. */
export function dayLines(day: TripPlan['days'][number], formats: Formats, sheet: Sheet): string[] {
  const remarks = [
    ...(day.holiday === undefined ? [] : [`Public holiday: ${day.holiday}.`]),
    ...(day.rainPlan === undefined ? [] : [day.rainPlan]),
    ...day.notes,
  ]
  return [
    '',
    ...hang('', `${formats.day(day.date)}   ${day.place}`, sheet, 'cyan'),
    ...hang('  ', day.theme, sheet),
    ...(day.weather === undefined ? [] : hang('  ', weatherText(day.weather), sheet, 'dim')),
    ...day.items.flatMap((item) => itemLines(item, day.date, formats, sheet)),
    ...remarks.flatMap((remark) => hang('  * ', remark, sheet)),
  ]
}

function weatherText({
  highC,
  lowC,
  text,
  daylight,
}: NonNullable<TripPlan['days'][number]['weather']>): string {
  const degrees =
    highC === undefined || lowC === undefined ? '' : `${Math.round(lowC)} to ${Math.round(highC)} °C. `
  const light =
    daylight.sunrise === undefined || daylight.sunset === undefined
      ? ''
      : ` Sun ${daylight.sunrise} – ${daylight.sunset}.`
  return `${degrees}${text}${light}`
}

function itemLines(item: TimedItem, date: string, formats: Formats, sheet: Sheet): string[] {
  const cost = item.cost === undefined ? '' : `, ${formats.price(item.cost)}`
  const [head = '', ...more] = hang(
    `  ${pad(clock(item, date, formats), CLOCK_COLUMNS)}`,
    `${item.title}${cost}`,
    sheet,
  )
  const indent = ' '.repeat(CLOCK_COLUMNS + 2)
  const details = [item.why, item.tip].filter((text) => text !== undefined)
  return [head, ...more, ...details.flatMap((text) => hang(indent, text, sheet, 'dim'))]
}

/** Local times; an end on another date, or in another zone, says so. */
function clock({ start, end, startZone, endZone }: TimedItem, date: string, formats: Formats): string {
  const from = start.slice(11)
  const to = end.slice(11)
  if (start === end && startZone === endZone) return from
  const endDate = end.slice(0, 10)
  return endDate === date ? `${from} – ${to}` : `${from} – ${to}, ${formats.short(endDate)}`
}
