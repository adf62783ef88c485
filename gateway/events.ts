/** What happens inside a gateway, as typed events: logs and metrics subscribe, nothing here logs by itself. */
import type { ErrorData } from '../runtime/index.ts'

/** The way a request came in. */
export type Via = 'http' | 'websocket' | 'nats'

export type GatewayEvent =
  | { readonly type: 'gateway:listening'; readonly url: string }
  | { readonly type: 'gateway:closing' }
  | { readonly type: 'gateway:closed' }
  | { readonly type: 'trip:accepted'; readonly trip: string; readonly via: Via; readonly repeated: boolean }
  | { readonly type: 'trip:refused'; readonly via: Via; readonly codes: readonly string[] }
  | { readonly type: 'socket:opened'; readonly socket: number }
  | { readonly type: 'socket:closed'; readonly socket: number; readonly code: number }
  | { readonly type: 'socket:gap'; readonly socket: number; readonly trip: string }
  | { readonly type: 'socket:dead'; readonly socket: number; readonly unsentBytes: number }
  | { readonly type: 'watch:opened'; readonly trip: string }
  | { readonly type: 'watch:closed'; readonly trip: string }
  | { readonly type: 'watch:retry'; readonly trip: string; readonly error: ErrorData }
  | { readonly type: 'request:failed'; readonly what: string; readonly error: ErrorData }

/** Called synchronously; must not throw. */
export type OnGatewayEvent = (event: GatewayEvent) => void
