/**
 * What each of the seven agents hands over. `planning` goes first and fixes the frame: who sleeps where, and per day
 * the window a transfer may use and the windows left for activities. The five researchers work at the same time, each
 * inside that frame, so that none has to wait for another; `budget` adds up what they found.
 */
import { z } from 'zod'
import { ClockTime, IsoDate, LocalTime, PriceRange, ResolvedPlace, Source } from './basics.ts'

/** The seven agents, in the order in which a reader expects them. */
export const AGENTS = [
  'planning',
  'location',
  'transport',
  'accommodation',
  'activity',
  'weather',
  'budget',
] as const
export type AgentName = (typeof AGENTS)[number]

const Window = z.object({ from: ClockTime, to: ClockTime })

export const MODES = ['walk', 'train', 'high-speed-train', 'bus', 'car', 'ferry', 'flight'] as const

/** One calendar day of the frame. */
export const PlannedDay = z.object({
  date: IsoDate,
  /** Index into `stops` of the place the day is spent in (the arrival place on a transfer day). */
  stop: z.int().nonnegative(),
  kind: z.enum(['arrival', 'full', 'transfer', 'departure', 'only']),
  theme: z.string(),
  /** Local time reserved for the leg of this day (index into transport's `legs`), if any. */
  transfer: Window.extend({ leg: z.int().nonnegative() }).optional(),
  /** A second leg on the same date: the way back of a trip that has no night. */
  laterTransfer: Window.extend({ leg: z.int().nonnegative() }).optional(),
  /** A requested place that got no night and is visited from this day's stop; `free` holds what the outing leaves. */
  visit: Window.extend({
    place: ResolvedPlace,
    mode: z.enum(MODES),
    minutesEachWay: z.int().positive(),
  }).optional(),
  /** Local windows that activities may use, in order, not overlapping, never inside `transfer`. */
  free: z.array(Window),
  /** How full the day may be: arrival and departure days, children, altitude and jet lag lower it. */
  pace: z.enum(['light', 'normal', 'full']),
  notes: z.array(z.string()),
})

export const PlanningSection = z.object({
  stops: z
    .array(
      z.object({
        place: ResolvedPlace,
        arrive: IsoDate,
        leave: IsoDate,
        nights: z.int().nonnegative(),
        why: z.string(),
      }),
    )
    .min(1),
  /** Every date from start to end, once. */
  days: z.array(PlannedDay).min(1),
  /** Legs that transport fills, in order: origin (if any) to first stop, between stops, last stop to origin. */
  legs: z.array(z.object({ from: ResolvedPlace, to: ResolvedPlace, date: IsoDate })),
  /** Nights (named by the evening's date) between start and end spent travelling: no stay covers them. */
  nightsInTransit: z.array(z.object({ date: IsoDate, leg: z.int().nonnegative() })).optional(),
  flexibility: z.array(z.string()),
  notes: z.array(z.string()),
  sources: z.array(Source),
})
export type PlanningSection = z.infer<typeof PlanningSection>

const LegOption = z.object({
  mode: z.enum(MODES),
  /** Door to door, with check-in and transfers to stations or airports. */
  durationMinutes: z.int().positive(),
  /** Per group, one way. */
  price: PriceRange,
  /** Per person, one way, CO2 equivalent. */
  co2Kg: z.number().nonnegative(),
  why: z.string(),
})

export const TransportSection = z.object({
  /** One entry per planned leg, same order. */
  legs: z.array(
    LegOption.extend({
      from: ResolvedPlace,
      to: ResolvedPlace,
      /** Great circle. */
      distanceKm: z.number().nonnegative(),
      /** Door to door, local at `from`. */
      depart: LocalTime,
      departZone: z.string(),
      /** Local at `to`. */
      arrive: LocalTime,
      arriveZone: z.string(),
      /** "nonstop likely", "usually one stop, e.g. via FRA"; airports named where real. Never a flight number. */
      details: z.array(z.string()),
      alternatives: z.array(LegOption),
    }),
  ),
  /** How to get around in each stop, same order as stops. */
  local: z.array(z.object({ place: z.string(), text: z.string(), perDay: PriceRange })),
  notes: z.array(z.string()),
  sources: z.array(Source),
})
export type TransportSection = z.infer<typeof TransportSection>

export const LocationSection = z.object({
  /** One per stop, same order. */
  places: z.array(
    z.object({
      place: ResolvedPlace,
      about: z.string(),
      languages: z.array(z.string()),
      currency: z.string(),
      /** `1 EUR = 157.20 JPY (indicative, 2026-09-29)`; absent when the currency is the trip's own or unknown. */
      exchange: z.string().optional(),
      timeZone: z.string(),
      /** Hours ahead of the origin on arrival; absent without origin. */
      hoursFromOrigin: z.number().optional(),
      plugs: z.string().optional(),
      drivingSide: z.enum(['left', 'right']).optional(),
      emergency: z.string().optional(),
      callingCode: z.string().optional(),
      districts: z.array(z.object({ name: z.string(), why: z.string() })),
      dishes: z.array(z.string()),
      /** Dates of a season in which hardly anybody serves food by day; absent where the stay touches none. */
      fasting: z.object({ name: z.string(), from: IsoDate, to: IsoDate }).optional(),
      altitude: z.string().optional(),
      /** Public holidays within the stay. */
      holidays: z.array(z.object({ date: IsoDate, name: z.string() })),
      tips: z.array(z.string()),
    }),
  ),
  notes: z.array(z.string()),
  sources: z.array(Source),
})
export type LocationSection = z.infer<typeof LocationSection>

export const AccommodationSection = z.object({
  /** Covers every night of the trip once. Price bands, never an invented hotel. */
  stays: z.array(
    z.object({
      stop: z.int().nonnegative(),
      place: ResolvedPlace,
      checkIn: IsoDate,
      checkOut: IsoDate,
      nights: z.int().positive(),
      band: z.enum(['budget', 'moderate', 'comfort', 'luxury']),
      area: z.string().optional(),
      rooms: z.int().positive(),
      perNight: PriceRange,
      total: PriceRange,
      why: z.string(),
      alternatives: z.array(
        z.object({
          band: z.enum(['budget', 'moderate', 'comfort', 'luxury']),
          perNight: PriceRange,
          text: z.string(),
        }),
      ),
    }),
  ),
  notes: z.array(z.string()),
  sources: z.array(Source),
})
export type AccommodationSection = z.infer<typeof AccommodationSection>

export const ActivitySection = z.object({
  /** One per planned day, same dates; items ordered, inside the day's free windows, walking time between them kept. */
  days: z.array(
    z.object({
      date: IsoDate,
      items: z.array(
        z.object({
          title: z.string(),
          kind: z.string(),
          start: ClockTime,
          end: ClockTime,
          why: z.string(),
          tip: z.string().optional(),
          lat: z.number().optional(),
          lon: z.number().optional(),
          setting: z.enum(['indoor', 'outdoor', 'mixed']),
          /** Which of the traveller's preferences it serves. */
          serves: z.array(z.string()),
          /** For the whole group; absent = free. */
          cost: PriceRange.optional(),
          /** `curated`, `gazetteer` or `generic`: how much is known. */
          basis: z.enum(['curated', 'gazetteer', 'generic']),
        }),
      ),
      /** What to do instead when it rains. */
      rainPlan: z.string().optional(),
    }),
  ),
  notes: z.array(z.string()),
  sources: z.array(Source),
})
export type ActivitySection = z.infer<typeof ActivitySection>

export const WeatherSection = z.object({
  /** One per planned day. */
  days: z.array(
    z.object({
      date: IsoDate,
      /** Typical values for the month, not a forecast; absent where no climate data is near. */
      highC: z.number().optional(),
      lowC: z.number().optional(),
      /** Share of days with rain in the month, 0..1. */
      rainChance: z.number().min(0).max(1).optional(),
      text: z.string(),
      daylight: z.object({
        kind: z.enum(['normal', 'polar-night', 'midnight-sun']),
        sunrise: ClockTime.optional(),
        sunset: ClockTime.optional(),
        hours: z.number().min(0).max(24),
      }),
    }),
  ),
  packing: z.array(z.string()),
  notes: z.array(z.string()),
  sources: z.array(Source),
})
export type WeatherSection = z.infer<typeof WeatherSection>

export const BUDGET_CATEGORIES = [
  'transport',
  'accommodation',
  'activities',
  'food',
  'local transport',
  'reserve',
] as const

export const BudgetSection = z.object({
  currency: z.string(),
  /** Sums of `expected` to the minor unit: total = sum of lines = sum of days + undated. */
  lines: z.array(z.object({ category: z.enum(BUDGET_CATEGORIES), price: PriceRange, how: z.string() })),
  days: z.array(z.object({ date: IsoDate, expected: z.int().nonnegative() })),
  /** The part of the total that belongs to no date of the trip: the reserve. */
  undated: z.int().nonnegative(),
  total: PriceRange,
  limit: z.int().positive().optional(),
  /** limit - total.expected; negative = over budget. Absent without a limit. */
  remaining: z.int().optional(),
  verdict: z.enum(['within', 'tight', 'over', 'no limit']),
  /** What would help, what is noticed least first, with what each saves: at most three from open data. */
  savings: z.array(z.object({ text: z.string(), saves: z.int().nonnegative() })),
  rates: z.array(
    z.object({ from: z.string(), to: z.string(), rate: z.number(), date: z.string(), source: z.string() }),
  ),
  notes: z.array(z.string()),
  sources: z.array(Source),
})
export type BudgetSection = z.infer<typeof BudgetSection>

/** Schema of each agent's answer. */
export const SECTION_SCHEMAS = {
  planning: PlanningSection,
  location: LocationSection,
  transport: TransportSection,
  accommodation: AccommodationSection,
  activity: ActivitySection,
  weather: WeatherSection,
  budget: BudgetSection,
} as const satisfies Record<AgentName, z.ZodType>

export type Sections = { [A in AgentName]?: z.infer<(typeof SECTION_SCHEMAS)[A]> }
