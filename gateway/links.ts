/** Where an accepted trip can be looked at. */
export interface TripLinks {
  readonly self: string
  readonly cancel: string
  readonly journal: string
  /** The WebSocket: `trip.subscribe` with the trip's id. */
  readonly live: string
  readonly page: string
}

/** The path of the WebSocket. */
export const SOCKET_PATH = '/agent-coordination'

/** Paths on the gateway that answered. */
export function tripLinks(id: string): TripLinks {
  const self = `/trips/${id}`
  return { self, cancel: `${self}/cancel`, journal: `${self}/journal`, live: SOCKET_PATH, page: `/#${id}` }
}
