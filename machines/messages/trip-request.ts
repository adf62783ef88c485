/** The accepted request: what every machine and agent works from, after all bad input was refused. */
import { z } from 'zod'
import { IsoDate, Money, ResolvedPlace } from './basics.ts'

/** What a traveller can ask for; each changes the plan. */
export const PREFERENCES = [
  'food',
  'culture',
  'nature',
  'hiking',
  'beach',
  'nightlife',
  'family',
  'architecture',
  'museums',
  'shopping',
  'history',
  'art',
  'relaxation',
  'photography',
] as const

/** A request that was accepted: places resolved, dates fixed, money in minor units. */
export const TripRequest = z.object({
  /** The trip's id, which is also its actor's id. */
  id: z.string(),
  tenant: z.string(),
  /** In the traveller's order; at least one. */
  destinations: z.array(ResolvedPlace).min(1),
  origin: ResolvedPlace.optional(),
  /** First day, inclusive. */
  start: IsoDate,
  /** Last day, inclusive; nights = days - 1. */
  end: IsoDate,
  travelers: z.object({ adults: z.int().min(1), children: z.int().min(0) }),
  /** Absent: no limit was given. */
  budget: Money.optional(),
  /** Currency of every sum in the plan (the budget's, else USD). */
  currency: z.string().length(3),
  preferences: z.array(z.enum(PREFERENCES)),
  /** Free text as given, each line at most a limit long. */
  constraints: z.array(z.string()),
  specialRequirements: z.array(z.string()),
  priority: z.enum(['standard', 'high', 'low']),
  /** Nothing is answered from earlier answers; absent: it may be. */
  fresh: z.literal(true).optional(),
  /** BCP 47. */
  locale: z.string(),
  /** What acceptance decided for the traveller: "Paris, France was taken; also: ...", unknown preference wording. */
  notes: z.array(z.string()),
})
export type TripRequest = z.infer<typeof TripRequest>
