/** The gateway's public door. */
export { startGateway, type Gateway } from './gateway.ts'
export { DEFAULT_LIMITS, type GatewayOptions, type Health } from './options.ts'
export type { GatewayEvent, OnGatewayEvent } from './events.ts'
export { CLIENT_FRAMES, SERVER_FRAMES, SUBPROTOCOL, type ServerFrame } from './frames.ts'
