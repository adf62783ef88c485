/** How dear the places of a trip are, in a sentence of the budget. */
import type { PlanningSection } from '../../machines/messages/index.ts'
import { LEVELS_DATE } from '../atlas/index.ts'
import { levelAt, tierOf, type Tier } from './prices-tiers.ts'

const ARTICLE: Readonly<Record<Tier, string>> = {
  'capital or metropolis': 'a capital or metropolis',
  'tourist hot spot': 'a tourist hot spot',
  city: 'a city',
  'small town': 'a small town',
}

const MONTH = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })

/** One note on the tier of each place and its prices against the United States; none without a night or a day there. */
export function tierNotes({ stops }: PlanningSection): readonly string[] {
  const places = [...new Map(stops.map(({ place }) => [place.id, place])).values()]
  const told = places.map((place) => {
    const percent = (goods: 'rooms' | 'meals') => Math.round(levelAt(place, goods) * 100)
    return `${place.name} as ${ARTICLE[tierOf(place)]} (rooms ${percent('rooms')}, meals ${percent('meals')})`
  })
  return told.length === 0
    ? []
    : [
        `Price levels of ${MONTH.format(new Date(LEVELS_DATE))}, with the United States as a whole at 100: ${told.join('; ')}.`,
      ]
}
