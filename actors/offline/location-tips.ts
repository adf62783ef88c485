/** Practical tips about a stop, from facts about its country. */
import type { TripRequest } from '../../machines/messages/index.ts'
import { type CountryFacts, countryFacts } from '../atlas/index.ts'

/** Tips for one stop; what is the same at home is left out. */
export function placeTips(facts: CountryFacts | undefined, request: TripRequest): string[] {
  if (!facts) return []
  const home = request.origin ? countryFacts(request.origin.country) : undefined
  const abroad = home?.code !== facts.code
  const tips: string[] = []
  if (facts.tapWater !== undefined && abroad) tips.push(facts.tapWater)
  if (facts.tipping !== undefined && abroad) tips.push(`Tipping: ${facts.tipping}`)
  const missing = adapterFor(facts, home)
  if (missing !== undefined) tips.push(missing)
  if (home && abroad && home.drivingSide !== facts.drivingSide) {
    tips.push(`Traffic keeps ${facts.drivingSide} in ${facts.name}: look the other way before crossing.`)
  }
  if (request.travelers.children > 0)
    tips.push('Carry a note of where you stay for each child, with a phone number.')
  return tips
}

function adapterFor(facts: CountryFacts, home: CountryFacts | undefined): string | undefined {
  if (!facts.plugs || !home?.plugs) return undefined
  const fits = home.plugs.some((plug) => facts.plugs?.includes(plug) === true)
  return fits
    ? undefined
    : `Bring a plug adapter: sockets in ${facts.name} are type ${facts.plugs.join('/')}.`
}
