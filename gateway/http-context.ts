/** What the routes are made of. */
import type { OnGatewayEvent } from './events.ts'
import type { GatewayOptions } from './options.ts'
import type { PageFile } from './page-files.ts'
import type { Trips } from './trips.ts'

export interface HttpContext {
  readonly trips: Trips
  readonly page: ReadonlyMap<string, PageFile>
  readonly options: GatewayOptions
  readonly healthMs: number
  readonly isClosing: () => boolean
  readonly onEvent: OnGatewayEvent
}
