/** Practical tips about a stop, from facts about its country. */
import type { ResolvedPlace, TripRequest } from '../../machines/messages/index.ts'
import { countryInSentence, dayAndMonth } from '../../machines/trip/wording.ts'
import {
  cityEvents,
  type CountryFacts,
  countryFacts,
  type Holiday,
  holidaysEffect,
  type VisitorSeason,
  visitorSeasons,
  weeklyRest,
} from '../atlas/index.ts'

/** When a stop is, `YYYY-MM-DD`, and its public holidays. */
interface Stay {
  readonly arrive: string
  readonly leave: string
  readonly holidays: readonly Holiday[]
}

/** Tips for one stop, what changes its days first; what is the same at home is left out. */
export function placeTips(
  place: ResolvedPlace,
  facts: CountryFacts | undefined,
  request: TripRequest,
  stay: Stay,
): string[] {
  if (!facts) return []
  const home = request.origin ? countryFacts(request.origin.country) : undefined
  const abroad = home?.code !== facts.code
  const tips: string[] = calendarTips(place, facts.code, stay)
  if (seesNorthernLights(place, stay))
    tips.push(
      'Clear, dark nights may show northern lights: go where there are no lamps and look north; nobody can promise them.',
    )
  if (facts.tapWater !== undefined && abroad) tips.push(facts.tapWater)
  if (facts.tipping !== undefined && abroad) tips.push(`Tipping: ${facts.tipping}`)
  if (abroad) tips.push(...facts.health)
  const missing = adapterFor(facts, home)
  if (missing !== undefined) tips.push(missing)
  if (home?.drivingSide && facts.drivingSide && home.drivingSide !== facts.drivingSide) {
    tips.push(
      `Traffic keeps ${facts.drivingSide} in ${countryInSentence(facts.name)}: look the other way before crossing.`,
    )
  }
  if (request.travelers.children > 0)
    tips.push('Carry a note of where you stay for each child, with a phone number.')
  return tips
}

/** Degrees north between which they stand overhead when they come. */
const AURORA = { from: 63.5, to: 73 } as const
/** Months with nights that are dark for long there. */
const DARK_MONTHS = new Set(['09', '10', '11', '12', '01', '02', '03'])

function seesNorthernLights({ lat }: ResolvedPlace, { arrive, leave }: Stay): boolean {
  return lat >= AURORA.from && lat <= AURORA.to && arrive < leave && DARK_MONTHS.has(arrive.slice(5, 7))
}

function calendarTips(place: ResolvedPlace, country: string, { arrive, leave, holidays }: Stay): string[] {
  const seasons = visitorSeasons(country, arrive, leave)
  const events = cityEvents(place, arrive, leave)
  // A town that keeps the country's season in its own way says all of it, also where it begins a day earlier.
  const ofTheCountry = seasons.filter(
    ({ from, to }) => !events.some((event) => event.from <= from && event.to >= to),
  )
  // A month of fasting or of markets says nothing of the holidays that fall into it.
  const short = seasons.filter(({ name }) => name !== 'Ramadan' && name !== 'Advent')
  const within = (date: string) => short.some(({ from, to }) => from <= date && date <= to)
  const rest = weeklyRest(country, arrive, leave)
  // What a season says of its days needs no second sentence.
  const effect = holidaysEffect(holidays.filter(({ date }) => !within(date)))
  return [
    ...[...events, ...ofTheCountry].map(seasonText),
    ...(effect === undefined ? [] : [effect]),
    ...(rest === undefined ? [] : [rest]),
  ]
}

function seasonText({ name, from, to, effect, about }: VisitorSeason): string {
  const dates = `${dayAndMonth(from)} to ${dayAndMonth(to)} ${to.slice(0, 4)}`
  return `${name} is ${about ? 'about ' : ''}${dates}. ${effect}`
}

function adapterFor(facts: CountryFacts, home: CountryFacts | undefined): string | undefined {
  if (!facts.plugs || !home?.plugs) return undefined
  const fits = home.plugs.some((plug) => facts.plugs?.includes(plug) === true)
  return fits
    ? undefined
    : `Bring a plug adapter: sockets in ${countryInSentence(facts.name)} are type ${facts.plugs.join('/')}.`
}
