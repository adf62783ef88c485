import { z } from 'zod'
import { PREFERENCES } from '../../../machines/messages/trip-request.ts'

/**
 * The shape of a curated city guide: one hand-written JSON file per city under `data/`.
 * The files are prose as much as data, so the schema is strict about what a planner relies on
 * (coordinates, hours, enums) and short about words (one line each).
 */

/** What sort of place a sight is. */
const SIGHT_KINDS = [
  'museum',
  'temple',
  'church',
  'viewpoint',
  'park',
  'market',
  'palace',
  'neighbourhood',
  'beach',
  'hike',
  'monument',
  'gallery',
  'zoo',
  'show',
  'garden',
  'food-street',
  'bath',
  'boat',
  'square',
  'castle',
  'nature',
  'street',
  'bridge',
  'theatre',
  'stadium',
  'other',
] as const

/** Weekday names as the guides write them, Monday first. */
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/** The part of the day a sight is at its best. */
const BEST_TIMES = ['morning', 'midday', 'afternoon', 'evening', 'any'] as const

/** Whether a sight is under a roof: decides what survives a rainy day. */
const SETTINGS = ['indoor', 'outdoor', 'mixed'] as const

const latitude = z.number().min(-90).max(90)
const longitude = z.number().min(-180).max(180)
const line = z.string().trim().min(8)

/** One thing to see or do. */
export const Sight = z.strictObject({
  /** As the place spells it, with a common English name where usual. */
  name: z.string().trim().min(3),
  kind: z.enum(SIGHT_KINDS),
  lat: latitude,
  lon: longitude,
  /** A typical visit, in hours; a day trip counts travel from the city too: up to a full day of 8, or more for the one that people come for. */
  hours: z.number().min(0.5).max(13),
  setting: z.enum(SETTINGS),
  /** Whether a ticket (or a paid activity) is the point of going; never a price. */
  paid: z.boolean(),
  goodFor: z.array(z.enum(PREFERENCES)).min(1),
  /** Largely step-free for a wheelchair user; false when in doubt. */
  accessible: z.boolean(),
  bestTime: z.enum(BEST_TIMES),
  /** Months (1-12) in which it makes sense; absent means all year. */
  season: z.array(z.int().min(1).max(12)).min(1).optional(),
  /** Weekdays it is closed, only where that is stable common knowledge. */
  closedOn: z.array(z.enum(WEEKDAYS)).min(1).optional(),
  /** Why go. */
  why: line.max(119),
  /** What a visitor regrets not having known. */
  tip: line.max(160).optional(),
  /** Metres above the sea at its highest, where thin air is felt: nothing for the first days of a stay. */
  altitude: z.int().min(3000).max(6000).optional(),
  /** True when it is more than 15 km from the centre and fills the day. */
  dayTrip: z.literal(true).optional(),
})

/** A part of town worth staying in or strolling through. */
const District = z.strictObject({
  name: z.string().trim().min(2),
  lat: latitude,
  lon: longitude,
  why: line.max(119),
})

/** A whole city guide. */
export const CityGuide = z.strictObject({
  city: z.string().trim().min(2),
  /** ISO 3166-1 alpha-2. */
  country: z.string().regex(/^[A-Z]{2}$/),
  lat: latitude,
  lon: longitude,
  districts: z.array(District).min(3).max(6),
  /** Local things to eat. */
  dishes: z.array(z.string().trim().min(3)).min(3).max(5),
  /** Eight are two full days; a guide of 16 or more is one for a week, and has something for every traveller. */
  sights: z.array(Sight).min(8).max(24),
  /** Says to whoever reads a plan that a person wrote this. */
  source: z.literal('curated'),
})

/** One thing to see or do. */
export type Sight = z.infer<typeof Sight>
/** A whole city guide. */
export type CityGuide = z.infer<typeof CityGuide>
/** An interest a traveller can name. */
export type Interest = (typeof PREFERENCES)[number]
/** A weekday name, lower case. */
export type Weekday = (typeof WEEKDAYS)[number]
/** The part of the day a sight is at its best. */
export type BestTime = (typeof BEST_TIMES)[number]
