/** What to do on a day for which nothing is left: a part of town to stroll through, or nothing at all, and said so. */
import type { ActivitySection } from '../../machines/messages/index.ts'
import { dayAndMonth } from '../../machines/trip/wording.ts'
import { guideOf, isOwnGuide } from '../atlas/sights/guide-of.ts'
import type { CityGuide } from '../atlas/sights/index.ts'
import { HOT } from './activity-hours.ts'
import type { FilledFrame } from './activity-plan.ts'
import type { Wishes } from './activity-wishes.ts'
import { clockOf } from './day-clock.ts'
import type { DayFrame } from './day-frame.ts'

type Item = ActivitySection['days'][number]['items'][number]
type District = CityGuide['districts'][number]

/** After lunch, which leaves the morning to sleep in; later where the sun is at its worst then. */
const AFTER_LUNCH = 14 * 60
const AFTER_HEAT = 16 * 60
const MINUTES = 180
const LEAST = 60
/** Days at a place from which one lives there; whoever is to leave sooner knows nobody yet and has no laundry to do. */
const LIVES_THERE = 14

/** What people do who live somewhere for weeks; each once, so that no two free days read alike. */
const AT_HOME: readonly { readonly title: string; readonly why: string }[] = [
  {
    title: 'Rest day',
    why: 'Nothing is planned: sleep in, and go back to what you liked best so far, at another hour than before.',
  },
  {
    title: 'A day to settle in',
    why: 'Laundry, groceries and a haircut are easier here than you think; then a long coffee where they know you by now.',
  },
  {
    title: 'To the last stop and back',
    why: 'Take any bus or tram to where it ends and walk back as far as you like: no guide leads there.',
  },
  {
    title: 'A day at home',
    why: 'Buy in the morning what looks best, cook it, read, write: who stays for weeks need not go out.',
  },
  {
    title: 'A day that somebody here chooses',
    why: 'Ask your host or a neighbour what they would do with it; they know what no guide does.',
  },
  {
    title: 'A lesson',
    why: 'An hour of the language, of a dance or of a dish shows more of a place than its tenth museum.',
  },
  {
    title: 'A day of rest in the middle of it',
    why: 'A park bench, a library or the water: somewhere to sit for hours without paying for it.',
  },
  {
    title: 'One thing again',
    why: 'The second visit is the better one: an hour with what you hurried past in the first week.',
  },
  {
    title: 'A day for what you put off',
    why: 'Postcards, presents, the shop you passed every morning: an errand is a walk with an end to it.',
  },
]

/** Gives the item of an empty whole day; asks it day by day, so that no part of town comes twice. */
export class RestDays {
  readonly #named = new Set<string>()
  readonly #wishes: Wishes
  readonly #daysAt: ReadonlyMap<string, number>
  #days = 0

  /** @param frames the whole trip as it is planned: what it leads to already is nothing new */
  constructor(frames: readonly FilledFrame[], wishes: Wishes) {
    this.#wishes = wishes
    for (const { slots } of frames) for (const { candidate } of slots) this.#named.add(candidate.title)
    const byPlace = Map.groupBy(frames, ({ frame }) => frame.place.id)
    this.#daysAt = new Map(
      [...byPlace].map(([id, own]) => [id, new Set(own.map(({ frame }) => frame.date)).size]),
    )
  }

  /** One item, or none when the day has no hour for it. */
  itemsFor(frame: DayFrame): Item[] {
    const window = frame.spans.toSorted((a, b) => b.to - b.from - (a.to - a.from))[0]
    if (!window) return []
    const begin = (frame.conditions.typical?.high ?? 0) >= HOT ? AFTER_HEAT : AFTER_LUNCH
    const start = window.to >= begin + MINUTES ? Math.max(window.from, begin) : window.from
    const end = Math.min(window.to, start + MINUTES)
    if (end - start < LEAST) return []
    return [{ ...this.#idea(frame), start: clockOf(start), end: clockOf(end) }]
  }

  #idea(frame: DayFrame): Omit<Item, 'start' | 'end'> {
    const { place } = frame
    if (frame.silent)
      return {
        title: 'Nyepi, the day of silence',
        kind: 'free',
        why: 'Nobody leaves the house from six in the morning on, visitors included: a book, the garden of where you stay, and the stars at night.',
        setting: 'mixed',
        serves: [],
        basis: 'generic',
      }
    const guide = guideOf(place)
    const district = guide && isOwnGuide(place, guide) ? this.#fresh(guide) : undefined
    if (district) {
      this.#named.add(district.name)
      return {
        title: `An unhurried afternoon in ${district.name}`,
        kind: 'neighbourhood',
        why: `${district.why} A day without a programme: stay where you like it.`,
        lat: district.lat,
        lon: district.lon,
        setting: 'outdoor',
        serves: [],
        basis: 'curated',
      }
    }
    const lives = (this.#daysAt.get(place.id) ?? 0) >= LIVES_THERE
    const idea = guide && (lives || this.#days === 0) ? AT_HOME[this.#days] : undefined
    this.#days += 1
    return {
      title: idea
        ? `${idea.title}, ${dayAndMonth(frame.date)}`
        : `Free time in ${place.name}, ${dayAndMonth(frame.date)}`,
      kind: 'free',
      why:
        idea?.why ??
        (guide
          ? 'Everything known here is on other days: keep this one for what you liked best, or for rest.'
          : 'No more is known here of this place: ask people there what they would do, or rest.'),
      setting: 'mixed',
      serves: [],
      basis: 'generic',
    }
  }

  /** A part of town that no item of the plan is called after; none for who needs to know that it is level. */
  #fresh({ districts }: CityGuide): District | undefined {
    if (this.#wishes.stepFree) return undefined
    const named = [...this.#named]
    return districts.find(({ name }) => !named.some((title) => title.includes(name)))
  }
}
