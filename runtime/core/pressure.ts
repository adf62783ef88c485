/** How much waits in a store and how full it is: what admission decides by (R16). Read now and then, not for each message. */
import type { Address } from './address.ts'

export interface Pressure {
  /** Messages and tasks that wait or are in hand; timers that are not due do not count. */
  readonly backlog: number
  /** The same for each partition of an entity kind, as `<kind>/<partition>`. */
  readonly inboxes: Readonly<Record<string, number>>
  /** Bytes that are stored. */
  readonly bytes: number
  /** Every limit of the store that there is, and what of it is used; both in bytes. */
  readonly limits: readonly { readonly of: string; readonly used: number; readonly most: number }[]
}

export interface PressureGauge {
  read(): Promise<Pressure>
  /** How many messages lie in one actor's inbox. */
  mailbox(address: Address, kind: string): Promise<number>
}
