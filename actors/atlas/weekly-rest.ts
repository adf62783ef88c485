/** Days of the week on which a country rests so that visitors notice. */
import { Temporal } from 'temporal-polyfill'

/** Countries where a day of the week is a day of rest that visitors notice. */
const REST: readonly (readonly [countries: ReadonlySet<string>, weekday: number, effect: string])[] = [
  [set('DE AT CH NO LI'), 7, 'On Sundays nearly all shops are closed; restaurants and museums are open.'],
  [set('PL'), 7, 'On most Sundays larger shops are closed.'],
  [
    set('IL'),
    6,
    'From Friday afternoon to Saturday evening most shops, many restaurants and public transport rest.',
  ],
  [
    set('BH DZ IR JO KW OM QA SA BD MV'),
    5,
    'Friday is the day of rest: shops and sights may open only in the afternoon.',
  ],
]

/** What the weekly day of rest means for a stay that has one; undefined where visitors hardly notice it. */
export function weeklyRest(iso2: string, arrive: string, leave: string): string | undefined {
  const rule = REST.find(([countries]) => countries.has(iso2))
  if (!rule) return undefined
  const [, weekday, effect] = rule
  const first = firstOn(Temporal.PlainDate.from(arrive), weekday)
  return Temporal.PlainDate.compare(first, leave) <= 0 ? effect : undefined
}

/** The first such weekday on or after a date. @param weekday 1 is Monday */
export function firstOn(date: Temporal.PlainDate, weekday: number): Temporal.PlainDate {
  return date.add({ days: (weekday - date.dayOfWeek + 7) % 7 })
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/** The weekday on which shops and markets of a country rest; undefined where visitors hardly notice one. */
export function weeklyRestDay(iso2: string): (typeof WEEKDAYS)[number] | undefined {
  const rule = REST.find(([countries]) => countries.has(iso2))
  return rule && WEEKDAYS[rule[1] - 1]
}

function set(countries: string): ReadonlySet<string> {
  return new Set(countries.split(' '))
}
