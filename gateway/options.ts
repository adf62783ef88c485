/** What a gateway is made of, and its limits. */
import type { NatsConnection } from '@nats-io/nats-core'
import type { RequestPorts } from '../machines/messages/index.ts'
import type { tripMachine } from '../machines/trip/trip-machine.ts'
import type { ActorDefinition, Client, Clock } from '../runtime/index.ts'
import type { Spending } from '../storage/spending/port.ts'
import type { ProgressFeed } from '../storage/progress/port.ts'
import type { OnGatewayEvent } from './events.ts'

/** What a health check found. */
export interface Health {
  /** Whether everything works that trips cannot do without. */
  readonly ok: boolean
  readonly parts: Readonly<
    Record<
      string,
      {
        readonly ok: boolean
        readonly detail?: string
        /** Trips only take longer, or cost more, without it. */
        readonly optional?: boolean
      }
    >
  >
}

/** What the page may know of this installation; anybody who can open the page can read it. */
export interface PageSettings {
  readonly version?: string
  /** One sentence under the title, e.g. that plans are made without any model. */
  readonly notice?: string
}

/** The trip actor, as far as its outside goes: who answers its agents is no business of a gateway. */
export type TripActor = ActorDefinition<typeof tripMachine>

export interface GatewayOptions {
  readonly client: Client
  readonly clock: Clock
  /** The definition of the trip actor; its input is an accepted request, and it takes `trip.cancel` and `trip.topUp`. */
  readonly trip: TripActor
  /** The clock, the places and the currencies that acceptance needs. */
  readonly ports: Omit<RequestPorts, 'tenant' | 'id'>
  /** A fresh trip id for a request without a request id: letters, digits, `-` and `_`. */
  readonly newId: () => string
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /** For the way in over NATS; without it there is none. The caller owns it. */
  readonly nats?: NatsConnection
  /** Where agents' words are heard while they write; without it nobody watches them. */
  readonly progress?: Pick<ProgressFeed, 'watch'>
  /** First tokens of the subjects. */
  readonly prefix: string
  /** What trips cost, and top-ups. The caller owns it. */
  readonly spending: Pick<Spending, 'lines' | 'topUp' | 'trip'>
  /** What `GET /metrics` says; absent: it is refused. */
  readonly metrics?: { readonly contentType: string; text(): Promise<string> }
  readonly health: () => Promise<Health>
  readonly settings?: PageSettings
  /** Default `default`: who asks, until requests are authenticated. */
  readonly tenant?: string
  /** Origins beside its own whose pages may use this gateway, such as `https://trips.example`. */
  readonly origins?: readonly string[]
  readonly limits?: Partial<GatewayLimits>
  readonly onEvent?: OnGatewayEvent
}

export interface GatewayLimits {
  readonly sockets: number
  /** Trips per socket. */
  readonly subscriptions: number
  /** Trips that are watched at once; each is one journal reader and its log in memory. */
  readonly watches: number
  readonly bufferBytes: number
  readonly heartbeatMs: number
  /** How long the reader of a trip that nobody watches any more is kept. */
  readonly lingerMs: number
  /** Requests over NATS that are worked on at once, and that may wait. */
  readonly natsConcurrency: number
  readonly natsWaiting: number
  /** How long a shutdown waits for requests in hand and for sockets to say goodbye. */
  readonly drainMs: number
  readonly healthMs: number
}

/** Each with its reason; every one can be changed through the options. */
export const DEFAULT_LIMITS: GatewayLimits = {
  sockets: 1_000, // some 300 KB each at the very worst: 300 MB
  subscriptions: 20, // a screen full of trips
  watches: 1_000, // some 100 KB each once the trip has its result
  bufferBytes: 262_144, // a result with room to spare; the kernel buffers as much again
  heartbeatMs: 30_000, // below the minute after which proxies drop silent connections
  lingerMs: 5_000, // longer than a reload takes
  natsConcurrency: 64,
  natsWaiting: 1_000,
  drainMs: 5_000,
  healthMs: 3_000,
}
