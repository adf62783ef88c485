/**
 * Ideas for a place without a guide. They say what to look for and never that it exists; there are few of them on
 * purpose, since a thin plan that is honest is worth more than a full one that is made up.
 */
import type { ResolvedPlace } from '../../machines/messages/index.ts'
import type { Interest } from '../atlas/sights/index.ts'
import { weeklyRestDay } from '../atlas/weekly-rest.ts'
import { type Candidate, keyOf } from './activity-candidate.ts'

interface Idea {
  readonly title: (place: string) => string
  readonly kind: string
  readonly minutes: number
  readonly setting: Candidate['setting']
  readonly bestTime: Candidate['bestTime']
  readonly interests: readonly Interest[]
  /** Can be chosen so that it is step-free. */
  readonly level: boolean
  readonly why: string
  readonly tip?: string
}

const IDEAS: readonly Idea[] = [
  {
    title: (place) => `A slow walk through the centre of ${place}`,
    kind: 'neighbourhood',
    minutes: 120,
    setting: 'outdoor',
    bestTime: 'morning',
    interests: ['culture', 'history', 'architecture', 'photography'],
    level: true,
    why: 'Start at the main square or street and look for the oldest buildings: the quickest way to read a place.',
    tip: 'Ask at the tourist office, or where you stay, what people here are proud of.',
  },
  {
    title: (place) => `Look for the market of ${place}`,
    kind: 'market',
    minutes: 90,
    setting: 'mixed',
    bestTime: 'morning',
    interests: ['food', 'culture', 'shopping', 'family'],
    level: true,
    why: 'Where there is a market hall or a market day, it shows what is grown, cooked and eaten here.',
    tip: 'Market days differ: ask the evening before.',
  },
  {
    title: (place) => `Look for a park or a waterside walk in ${place}`,
    kind: 'park',
    minutes: 90,
    setting: 'outdoor',
    bestTime: 'afternoon',
    interests: ['nature', 'relaxation', 'family', 'photography'],
    level: true,
    why: 'An unhurried hour outdoors where people of the place spend theirs.',
  },
  {
    title: (place) => `The town or regional museum, if ${place} has one`,
    kind: 'museum',
    minutes: 90,
    setting: 'indoor',
    bestTime: 'any',
    interests: ['museums', 'history', 'art', 'culture'],
    level: true,
    why: 'Local museums explain what a walk only shows, and they work in any weather.',
    tip: 'Many museums close one day a week, often Monday: check first.',
  },
  {
    title: (place) => `A marked trail near ${place}, two to three hours`,
    kind: 'hike',
    minutes: 180,
    setting: 'outdoor',
    bestTime: 'morning',
    interests: ['hiking', 'nature', 'photography'],
    level: false,
    why: 'Look for a way-marked loop on a hiking map or ask locally; none has been checked for this plan.',
    tip: 'Take water, and turn back in time for daylight.',
  },
  {
    title: (place) => `A longer walk into the country around ${place}`,
    kind: 'hike',
    minutes: 210,
    setting: 'outdoor',
    bestTime: 'morning',
    interests: ['hiking', 'nature'],
    level: false,
    why: 'Ask for a way-marked one that goes further out; none has been checked for this plan.',
  },
  {
    title: (place) => `A long regional lunch in ${place}`,
    kind: 'lunch',
    minutes: 90,
    setting: 'indoor',
    bestTime: 'midday',
    interests: ['food', 'relaxation', 'culture'],
    level: true,
    why: 'Ask what is only cooked around here and take the time that it deserves.',
    tip: 'Places full of local people at noon are rarely wrong.',
  },
  {
    title: (place) => `The finest old building of ${place}`,
    kind: 'church',
    minutes: 60,
    setting: 'indoor',
    bestTime: 'any',
    interests: ['architecture', 'culture', 'history', 'art'],
    level: false,
    why: 'Church, mosque, temple or town hall: the one on which the town spent most; look for it on the skyline.',
    tip: 'In a place of worship dress for it and keep out of services.',
  },
  {
    title: (place) => `A high point with a view over ${place}`,
    kind: 'viewpoint',
    minutes: 60,
    setting: 'outdoor',
    bestTime: 'afternoon',
    interests: ['photography', 'nature', 'hiking'],
    level: false,
    why: 'A hill, tower or upper street, if there is one, shows how the place lies in its country.',
  },
  {
    title: (place) => `Crafts and small shops of ${place}`,
    kind: 'street',
    minutes: 90,
    setting: 'mixed',
    bestTime: 'afternoon',
    interests: ['shopping', 'art', 'culture'],
    level: true,
    why: 'Look for what is made here rather than brought here.',
  },
  {
    title: (place) => `Swimming where people of ${place} swim`,
    kind: 'beach',
    minutes: 150,
    setting: 'outdoor',
    bestTime: 'midday',
    interests: ['beach', 'family', 'relaxation', 'nature'],
    level: false,
    why: 'Sea, lake, river or pool: ask for the safe spot; this plan does not know which there is.',
  },
  {
    title: (place) => `A pool, bath or spa in ${place}`,
    kind: 'bath',
    minutes: 120,
    setting: 'indoor',
    bestTime: 'any',
    interests: ['relaxation', 'family'],
    level: true,
    why: 'Two restful hours that do not depend on the weather.',
  },
  {
    title: (place) => `Playground, farm or animal park near ${place}`,
    kind: 'park',
    minutes: 120,
    setting: 'outdoor',
    bestTime: 'any',
    interests: ['family', 'nature'],
    level: true,
    why: 'Children need a place where nobody has to be quiet; ask families here for theirs.',
  },
  {
    title: (place) => `Where ${place} goes out in the evening`,
    kind: 'street',
    minutes: 120,
    setting: 'mixed',
    bestTime: 'evening',
    interests: ['nightlife', 'food'],
    level: true,
    why: 'Follow the voices: one lively street is enough in a small place.',
  },
  {
    title: (place) => `A concert, match or performance in ${place}`,
    kind: 'show',
    minutes: 120,
    setting: 'indoor',
    bestTime: 'evening',
    interests: ['culture', 'nightlife', 'art'],
    level: true,
    why: 'Posters and the local paper tell what is on; visitors are rarely expected and always welcome.',
  },
]

/**
 * The general ideas for a place, the most useful first. Walks into unknown country are only proposed to those who
 * came for them.
 */
export function genericCandidates(place: ResolvedPlace, preferences: readonly Interest[]): Candidate[] {
  const walker = preferences.includes('hiking') || preferences.includes('nature')
  return IDEAS.filter(({ kind }) => kind !== 'hike' || walker).map((idea, i) => ({
    key: keyOf(idea.title(place.label)),
    title: idea.title(place.name),
    kind: idea.kind,
    lat: place.lat,
    lon: place.lon,
    located: false,
    minutes: idea.minutes,
    setting: idea.setting,
    paid: false,
    interests: idea.interests,
    accessible: idea.level,
    bestTime: idea.bestTime,
    why: idea.why,
    ...(idea.tip !== undefined && { tip: idea.tip }),
    ...closedOn(idea.kind, place.country),
    dayTrip: false,
    basis: 'generic',
    // The first of them is how one gets to know a place.
    ...(i === 0 && { opening: true }),
    // Below what any guide names.
    prominence: 0.5 * (1 - i / IDEAS.length),
  }))
}

/** What an unknown town most likely has closed: small museums on Mondays, markets and shops on the day of rest. */
function closedOn(kind: string, country: string): Pick<Candidate, 'closedOn'> {
  if (kind === 'museum') return { closedOn: ['monday'] }
  const rest = kind === 'market' || kind === 'street' ? weeklyRestDay(country) : undefined
  return rest === undefined ? {} : { closedOn: [rest] }
}
