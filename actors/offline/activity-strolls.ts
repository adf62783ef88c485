/** Parts of town as something to do: what a guide says of a district tells whom an afternoon there is for. */
import type { CityGuide, Interest } from '../atlas/sights/index.ts'
import { distanceKm } from '../atlas/index.ts'
import { type Candidate, keyOf } from './activity-candidate.ts'

type District = CityGuide['districts'][number]

/** What the line on a district says it has. */
const SAYS: readonly (readonly [Interest, RegExp])[] = [
  ['nightlife', /\b(?:bars?|pubs?|clubs?|night(?:s|life)?|late(?:-night)?|live music|jazz|goes out)\b/i],
  ['beach', /\b(?:beach(?:es)?|surf|sands?|swim(?:ming)?)\b/i],
  [
    'food',
    /\b(?:restaurants?|caf[eé]s?|food|eat(?:ing)?|trattorias?|tapas|brunch|tables|tea|wine|hotpot|delis|cakes|bistros?|kitchens?|bakeries|seafood|tavernas?)\b/i,
  ],
  [
    'shopping',
    /\b(?:shops?|shopping|boutiques?|malls?|markets?|bazaars?|design|makers?|crafts?|antiques)\b/i,
  ],
  ['art', /\b(?:galler(?:y|ies)|murals?|artists?|studios|street art|painted)\b/i],
  ['museums', /\bmuseums?\b/i],
  [
    'nature',
    /\b(?:leafy|parks?|gardens?|green|trees?|lake|lakeside|riverside|mountains?|forest|jungle|palms?)\b/i,
  ],
  ['relaxation', /\b(?:calm|calmer|quiet|relaxed|sea air|slow|restful|village)\b/i],
  [
    'history',
    /\b(?:old|oldest|medieval|Roman|colonial|historic|ancient|walled|bastion(?:ed|s)?|ruins?|mosques?|palaces?|church(?:es)?|temples?|lanes)\b/i,
  ],
  [
    'architecture',
    /\b(?:fa[cç]ades?|arcades?|mansions?|villas?|wooden|towers?|art nouveau|domes?|squares?|houses|fronts|stairs|baroque|deco|gabled)\b/i,
  ],
  ['family', /\b(?:famil(?:y|ies)|child(?:ren)?)\b/i],
]

const MINUTES = 120
/** A part of town that was good for everything would be in every plan. */
const MOST_INTERESTS = 2
/** Two words on the same corner are one thing to do. */
const SAME_PLACE_KM = 0.35
/** After all sights of the guide, and before general ideas. */
const PROMINENCE = -0.1

/**
 * Strolls through the districts of a guide that have something of their own: not one that a sight is called after or
 * stands for already, and none that is only told to be a place to sleep.
 */
export function strollsOf({ districts, sights }: CityGuide): Candidate[] {
  return districts.flatMap((district) => {
    const interests = interestsOf(district)
    const known = sights.some(
      ({ name, kind, lat, lon }) =>
        sharesName(name, district.name) ||
        (['neighbourhood', 'street', 'food-street', 'square'].includes(kind) &&
          distanceKm({ lat, lon }, district) < SAME_PLACE_KM),
    )
    if (interests.length === 0 || known) return []
    const evening = interests[0] === 'nightlife'
    const title = `${evening ? 'An evening' : 'A stroll'} in ${district.name}`
    const stroll: Candidate = {
      key: keyOf(title),
      title,
      kind: 'neighbourhood',
      lat: district.lat,
      lon: district.lon,
      located: true,
      minutes: MINUTES,
      setting: 'outdoor',
      paid: false,
      interests,
      accessible: false,
      bestTime: evening ? 'evening' : 'any',
      why: district.why,
      dayTrip: false,
      basis: 'curated',
      prominence: PROMINENCE,
    }
    return [stroll]
  })
}

/** What it is for, in the order of its guide's own words; nothing for a place that is close to the trains. */
export function interestsOf({ why }: Pick<District, 'why'>): Interest[] {
  if (
    /\b(?:hotels?|guest ?houses?|homestays?|rooms?|station|airport|buses|cheap|prices|value|lodges?)\b/i.test(
      why,
    )
  )
    return []
  return (
    SAYS.map(([interest, pattern]) => ({ interest, at: why.search(pattern) }))
      .filter(({ at }) => at >= 0)
      .toSorted((a, b) => a.at - b.at)
      .map(({ interest }) => interest)
      // Quiet streets are a reason to rest there only where nothing else is told first.
      .filter((interest, i) => interest !== 'relaxation' || i === 0)
      .slice(0, MOST_INTERESTS)
  )
}

/** "Old Town" is the district and half of the sights: only whole names count. */
function sharesName(sight: string, district: string): boolean {
  const names = district.split(/ and | & |, | \(|\)|\//).filter((part) => part.length > 3)
  return names.some((name) => sight.toLowerCase().includes(name.toLowerCase()))
}
