/** What an agent is asked: the request and the sections that are known when it starts. */
import { z } from 'zod'
import {
  AccommodationSection,
  ActivitySection,
  AGENTS,
  LocationSection,
  PlanningSection,
  TransportSection,
  WeatherSection,
} from './sections.ts'
import { TripRequest } from './trip-request.ts'

export const AgentTask = z.object({
  agent: z.enum(AGENTS),
  request: TripRequest,
  /** Planning gets none, the five researchers get planning's, budget gets all that were answered. */
  sections: z.object({
    planning: PlanningSection.optional(),
    location: LocationSection.optional(),
    transport: TransportSection.optional(),
    accommodation: AccommodationSection.optional(),
    activity: ActivitySection.optional(),
    weather: WeatherSection.optional(),
  }),
})
export type AgentTask = z.infer<typeof AgentTask>
