/** How many tasks of each agent run at once on one host, by profile. */
import type { AgentName } from '../machines/messages/index.ts'

/** The profiles of `ENVIRONMENT`. */
export const PROFILES = ['development', 'staging', 'production'] as const
export type Profile = (typeof PROFILES)[number]

/** Slots per agent on each host; the cluster's pool is that times the hosts that live. */
export type Pools = Readonly<Record<AgentName, number>>

/** From the product guide: more of what many trips wait for, less of what is quick. */
export const POOLS = {
  development: {
    planning: 1,
    transport: 1,
    location: 1,
    accommodation: 1,
    activity: 1,
    budget: 1,
    weather: 1,
  },
  staging: { planning: 1, transport: 1, location: 2, accommodation: 2, activity: 2, budget: 1, weather: 1 },
  production: {
    planning: 3,
    transport: 3,
    location: 5,
    accommodation: 4,
    activity: 5,
    budget: 2,
    weather: 2,
  },
} as const satisfies Record<Profile, Pools>
