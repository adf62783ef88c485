/** What a trip ends with: the plan a traveller reads, and how the agents got there. */
import { z } from 'zod'
import { AgentTask } from './agent-task.ts'
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
export const Failure = z.object({ code: z.string(), message: z.string(), retryable: z.boolean().optional() })
export type Failure = z.infer<typeof Failure>

export const AgentReport = z.object({
  agent: z.enum(AGENTS),
  outcome: z.enum(['answered', 'failed', 'stopped', 'pending']),
  provider: z.string(),
  attempts: z.int().nonnegative(),
  retries: z.int().nonnegative(),
  failure: Failure.optional(),
})
export type AgentReport = z.infer<typeof AgentReport>

export const TripResult = z.object({
  id: z.string(),
  status: z.enum(['success', 'degraded', 'failed', 'cancelled']),
  /** Present unless the trip ended before it could be composed. */
  tripPlan: TripPlan.optional(),
  agentCoordination: z.object({ agentsInvolved: z.array(z.enum(AGENTS)), agents: z.array(AgentReport) }),
  /** What the agents had found, when there is no plan to show it in. */
  sections: AgentTask.shape.sections.optional(),
  /** What is missing and why, in sentences, when the status is not success. */
  missing: z.array(z.string()),
  failure: Failure.optional(),
  /** Plan version; 1 until trips can be modified. */
  version: z.int().positive(),
})
export type TripResult = z.infer<typeof TripResult>
