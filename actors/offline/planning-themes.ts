/** One line that says what a day is about, from the traveller's interests in turn. */
import type { PlanningSection, ResolvedPlace, TripRequest } from '../../machines/messages/index.ts'

type Interest = TripRequest['preferences'][number]

const THEMES: Readonly<Record<Interest, string>> = {
  food: 'markets and local cooking',
  culture: 'culture and everyday life',
  nature: 'parks, water and views',
  hiking: 'a walk out of town',
  beach: 'by the water',
  nightlife: 'a slow day and a long evening',
  family: 'things children like',
  architecture: 'buildings and streets',
  museums: 'museums',
  shopping: 'shops and markets',
  history: 'history on the ground',
  art: 'art and galleries',
  relaxation: 'taking it easy',
  photography: 'views and good light',
}

const USUAL: readonly Interest[] = ['culture', 'food', 'history', 'nature', 'museums', 'shopping']

/** No beach is this high up. Metres. */
const BEACH_METRES = 250

/** Theme of a day. `daysHere` counts from the day of arrival at the stop. */
export function dayTheme(
  kind: PlanningSection['days'][number]['kind'],
  place: ResolvedPlace,
  daysHere: number,
  request: TripRequest,
  freeMinutes: number,
): string {
  const { name } = place
  if (freeMinutes === 0) return kind === 'departure' ? `Leaving ${name}` : `Getting to ${name}`
  if (kind === 'departure') return `A last look at ${name}`
  if (kind === 'only') return `A day in ${name}`
  if (daysHere === 0) return freeMinutes < 240 ? `Arriving in ${name}` : `First walk through ${name}`
  const named = request.preferences.filter(
    (interest) => interest !== 'beach' || place.elevation < BEACH_METRES,
  )
  const wanted = named.length > 0 ? named : USUAL
  const interest = wanted[(daysHere - 1) % wanted.length] ?? 'culture'
  // From the third round on the same word would only repeat.
  return daysHere > wanted.length * 2 ? `An open day in ${name}` : `${name}: ${THEMES[interest]}`
}
