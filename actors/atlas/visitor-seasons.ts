/**
 * Times of the year that change a visit more than one day off does: fasting months, new-year weeks, weeks when a whole
 * country travels. Said as a note with dates; those by the moon are computed and may be a day off.
 */
import { Temporal } from 'temporal-polyfill'
import { orthodoxEaster, westernEaster } from './easter.ts'

/** A season that touches a stay. */
export interface VisitorSeason {
  readonly name: string
  /** First and last day, `YYYY-MM-DD`. */
  readonly from: string
  readonly to: string
  /** What it means for a visitor, one or two sentences. */
  readonly effect: string
  /** The moon or the weather decides: the dates may be some days off. */
  readonly about: boolean
}

type Span = readonly [from: Temporal.PlainDate, to: Temporal.PlainDate]

interface Rule {
  readonly name: string
  readonly countries: ReadonlySet<string>
  /** The spans that begin in a year. */
  readonly spans: (year: number) => readonly Span[]
  readonly effect: string
  /** Sights may be closed on its days, though no calendar of public holidays says so. */
  readonly closes?: true
}

const RAMADAN_STRICT = 'AE AF BD BH DJ DZ EG IQ IR JO KM KW LY MA MR MV OM PK PS QA SA SD SO SY TN YE BN'
const FASTS_STRICTLY = new Set(RAMADAN_STRICT.split(' '))
const RAMADAN_MILD = 'AL BA GM GN ID KG KZ LB ML MY NE SN TJ TM TR UZ XK'
const HOLY_WEEK = 'ES PT IT MT MX GT SV HN NI CR PA CO EC PE BO CL AR PY PH'
const CHRISTMAS = 'AT BE CH CZ DE DK FI GB HU IE IS LU NL NO PL SE SI SK AU NZ CA US'

const RULES: readonly Rule[] = [
  {
    name: 'Ramadan',
    countries: set(RAMADAN_STRICT),
    spans: ramadan,
    effect:
      'By day many restaurants outside hotels are closed, hours are short, and one does not eat, drink or smoke in public; the evenings are long and festive, and Eid at the end closes almost everything for days.',
  },
  {
    name: 'Ramadan',
    countries: set(RAMADAN_MILD),
    spans: ramadan,
    effect:
      'Some restaurants close by day and hours can be shorter; the evenings are festive, and at Eid, at the end, many people travel.',
  },
  {
    name: 'Lunar New Year',
    countries: set('CN HK MO TW SG MY VN KR'),
    spans: lunarNewYear,
    effect:
      'Families travel: trains and flights sell out long before, and many restaurants and shops close for several days.',
  },
  {
    name: 'National Day week',
    countries: set('CN'),
    spans: fixed([10, 1], [10, 7]),
    effect: 'The whole country travels: sights are packed and trains sell out.',
  },
  {
    name: 'Golden Week',
    countries: set('JP'),
    spans: fixed([4, 29], [5, 5]),
    effect: 'The whole country travels: reserve trains and rooms early, expect queues at sights.',
  },
  {
    name: 'Obon',
    countries: set('JP'),
    spans: fixed([8, 11], [8, 16]),
    effect: 'Many people travel home: trains are full, and small shops and restaurants may close.',
  },
  {
    name: 'New Year',
    countries: set('JP'),
    spans: fixed([12, 29], [1, 3]),
    effect: 'Museums and many restaurants are closed for days; shrines are crowded.',
  },
  {
    name: 'Songkran and the new year of mid-April',
    countries: set('TH LA KH MM'),
    spans: fixed([4, 13], [4, 16]),
    closes: true,
    effect: 'Water fights in every street, full trains and buses, and many shops closed.',
  },
  {
    name: 'Holy Week',
    countries: set(HOLY_WEEK),
    spans: (year) => [[westernEaster(year).subtract({ days: 7 }), westernEaster(year)]],
    effect:
      'Processions and family holidays: rooms and buses are booked out, and from Thursday to Sunday many shops close.',
  },
  {
    name: 'Orthodox Holy Week',
    countries: set('GR CY RO BG RS MK ME GE ET'),
    spans: (year) => [[orthodoxEaster(year).subtract({ days: 2 }), orthodoxEaster(year).add({ days: 1 })]],
    effect:
      'From Good Friday to Easter Monday most shops and many museums close; ferries and buses are full.',
  },
  {
    name: 'Carnival',
    countries: set('BR'),
    spans: (year) => [
      [westernEaster(year).subtract({ days: 51 }), westernEaster(year).subtract({ days: 46 })],
    ],
    closes: true,
    effect: 'Streets belong to the parades; banks, museums and many shops close, and rooms cost a multiple.',
  },
  {
    name: 'Nowruz',
    countries: set('AZ'),
    spans: fixed([3, 20], [3, 24]),
    closes: true,
    effect: 'Five days off with bonfires and sweets: families are at home, and many sights and shops close.',
  },
  {
    name: 'Nowruz',
    countries: set('KZ KG TJ TM UZ'),
    spans: fixed([3, 21], [3, 23]),
    closes: true,
    effect: 'Feasts, games and great pots of sumalak in the squares; offices and many sights close.',
  },
  {
    name: 'Nowruz',
    countries: set('IR'),
    spans: fixed([3, 20], [4, 2]),
    closes: true,
    effect:
      'The country travels for two weeks: buses and rooms are booked out, and many shops and kitchens close in the first days.',
  },
  {
    name: 'The Day of the Dead',
    countries: set('MX'),
    spans: fixed([10, 31], [11, 2]),
    effect:
      'Altars, marigolds and nights by candlelight in the cemeteries, above all in Oaxaca and Michoacán: go quietly and ask before you photograph. Rooms there are booked months before.',
  },
  {
    name: 'Ferragosto',
    countries: set('IT'),
    spans: fixed([8, 8], [8, 22]),
    effect: 'Cities empty: many family-run shops and restaurants are closed, and the coast is full.',
  },
  {
    name: 'Advent',
    countries: set('DE AT CH CZ HU PL SK SI HR EE LV LU BE LI'),
    spans: fixed([11, 25], [12, 23]),
    effect:
      'Christmas markets fill the squares of the larger towns: at their best after dark on a weekday, crowded on Saturdays.',
  },
  {
    name: 'Christmas',
    countries: set(CHRISTMAS),
    spans: fixed([12, 24], [12, 26]),
    effect:
      'From the afternoon of the 24th or on the 25th almost everything closes and public transport is thin or stops: reserve meals and check connections.',
  },
]

/** Seasons of a country that touch a stay, both dates included, in order of their beginning. */
export function visitorSeasons(iso2: string, arrive: string, leave: string): readonly VisitorSeason[] {
  const start = Temporal.PlainDate.from(arrive)
  const end = Temporal.PlainDate.from(leave)
  const found: VisitorSeason[] = []
  for (const rule of RULES) {
    if (!rule.countries.has(iso2)) continue
    for (let year = start.year - 1; year <= end.year; year += 1) {
      for (const [from, to] of rule.spans(year)) {
        if (Temporal.PlainDate.compare(to, start) < 0 || Temporal.PlainDate.compare(from, end) > 0) continue
        const about = rule.spans === ramadan || rule.spans === lunarNewYear
        found.push({
          name: rule.name,
          from: from.toString(),
          to: to.toString(),
          effect: rule.effect,
          about,
        })
      }
    }
  }
  return found.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
}

/** The season on whose days sights may be closed though it is no public holiday; undefined on other days. */
export function closingSeason(iso2: string, date: string): string | undefined {
  const rules = RULES.filter(({ closes, countries }) => closes === true && countries.has(iso2))
  if (rules.length === 0) return undefined
  const year = Number(date.slice(0, 4))
  return rules.find(({ spans }) =>
    spans(year).some(([from, to]) => from.toString() <= date && date <= to.toString()),
  )?.name
}

/** Ramadan, in a country where restaurants rest by day, if it touches a stay. */
export function fastingSeason(iso2: string, arrive: string, leave: string): VisitorSeason | undefined {
  if (!FASTS_STRICTLY.has(iso2)) return undefined
  return visitorSeasons(iso2, arrive, leave).find(({ name }) => name === 'Ramadan')
}

/** Whether a date is in Ramadan in a country where restaurants rest by day. */
export function fastsByDay(iso2: string, date: string): boolean {
  return fastingSeason(iso2, date, date) !== undefined
}

function set(countries: string): ReadonlySet<string> {
  return new Set(countries.split(' '))
}

type MonthDay = readonly [month: number, day: number]

function fixed([month, day]: MonthDay, [lastMonth, lastDay]: MonthDay): Rule['spans'] {
  return (year) => [
    [
      Temporal.PlainDate.from({ year, month, day }),
      Temporal.PlainDate.from({ year: lastMonth < month ? year + 1 : year, month: lastMonth, day: lastDay }),
    ],
  ]
}

/** Made when a country first asks for it: most trips meet no calendar by the moon, and its rules take a while to load. */
function byTheMoon(calendar: 'islamic-umalqura' | 'chinese'): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(`en-u-ca-${calendar}`, { month: 'numeric', day: 'numeric', timeZone: 'UTC' })
}

const spansByYear = new Map<string, readonly Span[]>()

/** The ninth months of the Umm al-Qura calendar that begin in a Gregorian year: one, seldom two. */
function ramadan(year: number): readonly Span[] {
  return remembered(`ramadan ${year}`, () => {
    const islamic = byTheMoon('islamic-umalqura')
    return daysOf(year, islamic, '9/1').map((from) => {
      const monthLater = from.add({ days: 29 })
      return [from, monthDay(islamic, monthLater) === '9/30' ? monthLater : monthLater.subtract({ days: 1 })]
    })
  })
}

/** From the eve of the first day of the first Chinese month to its seventh day. */
function lunarNewYear(year: number): readonly Span[] {
  return remembered(`lunar ${year}`, () =>
    daysOf(year, byTheMoon('chinese'), '1/1').map((first) => [
      first.subtract({ days: 1 }),
      first.add({ days: 6 }),
    ]),
  )
}

function daysOf(year: number, calendar: Intl.DateTimeFormat, wanted: string): Temporal.PlainDate[] {
  const first = Temporal.PlainDate.from({ year, month: 1, day: 1 })
  return Array.from({ length: first.daysInYear }, (_, n) => first.add({ days: n })).filter(
    (date) => monthDay(calendar, date) === wanted,
  )
}

/** "9/1" of the first day of the ninth month; leap months, which have letters or "bis", never match. */
function monthDay(calendar: Intl.DateTimeFormat, date: Temporal.PlainDate): string {
  const parts = calendar.formatToParts(Date.UTC(date.year, date.month - 1, date.day))
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('month')}/${part('day')}`
}

function remembered(key: string, make: () => readonly Span[]): readonly Span[] {
  const known = spansByYear.get(key)
  if (known) return known
  const fresh = make()
  spansByYear.set(key, fresh)
  return fresh
}
