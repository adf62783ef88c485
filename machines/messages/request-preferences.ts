/** The words people use for what they like, and the preference each stands for. */
import { PREFERENCES } from './trip-request.ts'

/** What a traveller can ask for. */
export type Preference = (typeof PREFERENCES)[number]

/** Other words for each preference, lower case, one space between words. The preference's own name need not be listed. */
export const PREFERENCE_SYNONYMS: Readonly<Record<Preference, readonly string[]>> = {
  food: [
    'cuisine',
    'gastronomy',
    'dining',
    'restaurants',
    'culinary',
    'local food',
    'street food',
    'wine',
    'foodie',
  ],
  culture: ['cultural', 'traditions', 'local culture', 'temples', 'theatre', 'theater', 'music'],
  nature: ['outdoors', 'outdoor', 'landscapes', 'parks', 'national parks', 'wildlife', 'scenery', 'gardens'],
  hiking: ['hike', 'hikes', 'trekking', 'walking', 'mountains', 'adventure'],
  beach: ['beaches', 'sea', 'seaside', 'coast', 'swimming', 'snorkeling', 'snorkelling', 'surfing'],
  nightlife: ['bars', 'clubs', 'clubbing', 'party', 'parties', 'pubs'],
  family: ['kids', 'children', 'family friendly', 'family fun', 'theme parks'],
  architecture: ['buildings', 'design', 'cathedrals', 'castles'],
  museums: ['museum', 'exhibitions', 'science'],
  shopping: ['shops', 'markets', 'malls', 'fashion', 'souvenirs'],
  history: ['historic', 'historical', 'heritage', 'ancient sites', 'ruins', 'archaeology'],
  art: ['arts', 'galleries', 'art galleries', 'street art', 'painting'],
  relaxation: ['relax', 'relaxing', 'wellness', 'spa', 'spas', 'yoga', 'hot springs', 'onsen', 'slow travel'],
  photography: ['photo', 'photos', 'viewpoints', 'sunsets'],
}

const BY_WORD: ReadonlyMap<string, Preference> = new Map(
  PREFERENCES.flatMap((name) => [name, ...PREFERENCE_SYNONYMS[name]].map((word) => [word, name] as const)),
)

/** Preferences as they were understood. */
export interface ReadPreferences {
  /** Each once, in the order in which they were given. */
  readonly preferences: readonly Preference[]
  /** Words that stand for none of them, each as a constraint, so that no wish is lost. */
  readonly constraints: readonly string[]
  readonly notes: readonly string[]
}

/** Maps the words to preferences; a word that is not known is kept as a constraint and said so. */
export function readPreferences(words: readonly string[]): ReadPreferences {
  const preferences = new Set<Preference>()
  const unknown = new Set<string>()
  for (const word of words) {
    const preference = BY_WORD.get(
      word
        .trim()
        .toLowerCase()
        .replaceAll(/[\s_-]+/g, ' '),
    )
    if (preference === undefined) unknown.add(word.trim())
    else preferences.add(preference)
  }
  const lost = [...unknown]
  return {
    preferences: [...preferences],
    constraints: lost.map((word) => `Preference: ${word}`),
    notes: lost.map(
      (word) =>
        `The preference "${word}" is not one of ${PREFERENCES.join(', ')}; it was kept as a constraint.`,
    ),
  }
}
