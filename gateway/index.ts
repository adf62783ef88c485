/** The gateway's public door. */
export { startGateway, type Gateway } from './gateway.ts'
export {
  DEFAULT_LIMITS,
  type GatewayLimits,
  type GatewayOptions,
  type Health,
  type PageSettings,
  type TripActor,
} from './options.ts'
export type { GatewayEvent, OnGatewayEvent } from './events.ts'
export { CLIENT_FRAMES, SERVER_FRAMES, SUBPROTOCOL, type ClientFrame, type ServerFrame } from './frames.ts'
