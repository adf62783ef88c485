/** What a trip ends with: the plan a traveller reads, and how the agents got there. */
import { z } from 'zod'
import { AgentTask } from './agent-task.ts'
import { CacheHit, ModelCall, TokenUsage } from './model-calls.ts'
import { IsoDate, LocalTime, PriceRange, ResolvedPlace, Source } from './basics.ts'
import {
  AccommodationSection,
  AGENTS,
  BudgetSection,
  LocationSection,
  TransportSection,
  WeatherSection,
} from './sections.ts'

/** Something in the plan that does not fit; resolving is not automatic, so it is listed with what it touches. */
export const Conflict = z.object({
  kind: z.enum([
    'over-budget',
    'dates',
    'overlap',
    'impossible-transfer',
    'bad-weather',
    'holiday',
    'uncovered-night',
    'no-connection',
  ]),
  severity: z.enum(['info', 'warning', 'error']),
  text: z.string(),
  sections: z.array(z.enum(AGENTS)),
  date: IsoDate.optional(),
  options: z.array(z.string()),
})
export type Conflict = z.infer<typeof Conflict>

export const TimedItem = z.object({
  kind: z.enum(['transfer', 'check-in', 'check-out', 'activity', 'meal']),
  title: z.string(),
  start: LocalTime,
  startZone: z.string(),
  end: LocalTime,
  endZone: z.string(),
  why: z.string().optional(),
  tip: z.string().optional(),
  lat: z.number().optional(),
  lon: z.number().optional(),
  cost: PriceRange.optional(),
})
export type TimedItem = z.infer<typeof TimedItem>

export const TripDay = z.object({
  date: IsoDate,
  weekday: z.string(),
  place: z.string(),
  timeZone: z.string(),
  kind: z.enum(['arrival', 'full', 'transfer', 'departure', 'only']),
  theme: z.string(),
  weather: WeatherSection.shape.days.element.optional(),
  holiday: z.string().optional(),
  items: z.array(TimedItem),
  rainPlan: z.string().optional(),
  notes: z.array(z.string()),
})

export const TripPlan = z.object({
  title: z.string(),
  start: IsoDate,
  end: IsoDate,
  currency: z.string(),
  stops: z.array(
    z.object({ place: ResolvedPlace, arrive: IsoDate, leave: IsoDate, nights: z.int(), why: z.string() }),
  ),
  days: z.array(TripDay),
  legs: TransportSection.shape.legs,
  stays: AccommodationSection.shape.stays,
  places: LocationSection.shape.places,
  map: z.array(z.object({ name: z.string(), lat: z.number(), lon: z.number(), kind: z.string() })),
  budget: BudgetSection.optional(),
  tips: z.array(z.string()),
  conflicts: z.array(Conflict),
  notes: z.array(z.string()),
  sources: z.array(Source),
})
export type TripPlan = z.infer<typeof TripPlan>

/** Why an agent gave nothing. */
export const Failure = z.object({
  code: z.string(),
  message: z.string(),
  retryable: z.boolean().optional(),
  /** With `budget.exhausted`: which limit is in the way. */
  scope: z.enum(['request', 'hour', 'day']).optional(),
  /** With `budget.exhausted`: when that limit renews itself, in ms since 1970; absent when only a top-up lifts it. */
  resumesAt: z.int().optional(),
  /** The same as a wait in ms from when it was refused: a machine has no clock. */
  resumesInMs: z.int().nonnegative().optional(),
})
export type Failure = z.infer<typeof Failure>

export const AgentReport = z.object({
  agent: z.enum(AGENTS),
  outcome: z.enum(['answered', 'failed', 'stopped', 'pending']),
  provider: z.string(),
  attempts: z.int().nonnegative(),
  /** Attempts after the first, on whatever route. */
  retries: z.int().nonnegative(),
  /** The model that answered; absent where none did. */
  model: z.string().optional(),
  /** Changes to another model or provider; absent: none. */
  fallbacks: z.int().positive().optional(),
  /** Rounds in which a model mended its answer; absent: none. */
  repairs: z.int().positive().optional(),
  /** Every call to a model; absent: none was made. */
  calls: z.array(ModelCall).optional(),
  /** Present when the answer came from an earlier, equal enough question. */
  cacheHit: CacheHit.optional(),
  failure: Failure.optional(),
})
export type AgentReport = z.infer<typeof AgentReport>

/** What the agents' ways add up to. */
export const CoordinationTotals = z.object({
  attempts: z.int().nonnegative(),
  retries: z.int().nonnegative(),
  fallbacks: z.int().nonnegative(),
  repairs: z.int().nonnegative(),
  cacheHits: z.int().nonnegative(),
})
export type CoordinationTotals = z.infer<typeof CoordinationTotals>

/** One agent's calls to one model. */
export const ModelCost = TokenUsage.extend({
  agent: z.enum(AGENTS),
  provider: z.string(),
  model: z.string(),
  calls: z.int().positive(),
  /** Millionths of a US dollar. */
  microUsd: z.int().nonnegative(),
  /** True when the worst case was assumed for some of them. */
  estimated: z.boolean(),
})
export type ModelCost = z.infer<typeof ModelCost>

export const TripCost = z.object({
  /** Millionths of a US dollar; 0 when nothing was paid for. */
  microUsd: z.int().nonnegative(),
  byAgent: z.array(ModelCost).readonly(),
})
export type TripCost = z.infer<typeof TripCost>

export const TripResult = z.object({
  id: z.string(),
  status: z.enum(['success', 'degraded', 'failed', 'cancelled']),
  /** Present unless the trip ended before it could be composed. */
  tripPlan: TripPlan.optional(),
  agentCoordination: z.object({
    agentsInvolved: z.array(z.enum(AGENTS)),
    agents: z.array(AgentReport),
    /** Absent in results that an older version wrote. */
    totals: CoordinationTotals.optional(),
  }),
  /** Absent in results that an older version wrote. */
  cost: TripCost.optional(),
  /** What the agents had found, when there is no plan to show it in. */
  sections: AgentTask.shape.sections.optional(),
  /** What is missing and why, in sentences, when the status is not success. */
  missing: z.array(z.string()),
  failure: Failure.optional(),
  /** Plan version; 1 until trips can be modified. */
  version: z.int().positive(),
})
export type TripResult = z.infer<typeof TripResult>
