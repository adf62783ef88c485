/** The named points at which a host is killed, as what the runtime tells its observer there. */
import { fileURLToPath } from 'node:url'
import type { HostPlan } from '../../ops/chaos/evidence.ts'
import type { RuntimeEvent } from '../../runtime/index.ts'

/** The program that hosts. */
export const HOST_ENTRY = fileURLToPath(new URL('host-process.ts', import.meta.url))

export interface CrashPlan extends HostPlan {
  /** Where it kills itself: at which occurrence of which point. */
  readonly point?: { readonly name: PointName; readonly occurrence: number }
}

/** What both crash tests ask of a host: more slots than trips need, answers that take 50 to 500 ms. */
export const HOST_SHAPE = { slots: 400, callMs: [50, 500] } as const

export const POINTS = {
  'before commit': (event) => event.type === 'turn:committing',
  'after commit': (event) => event.type === 'turn:committed',
  /** After one relay of several. */
  'between relays': (event) => event.type === 'outbox:relayed' && event.index < event.size - 1,
  'before ack': (event) => event.type === 'message:acking',
  'between claim and effect': (event) => event.type === 'worker:claimed',
  'between effect and append': (event) => event.type === 'effect:completed' && event.ok,
  // The same points where they mean something else: the last turn of a trip, and a worker's last.
  'before the commit of a result': (event) =>
    event.type === 'turn:committing' && event.cause === 'effect.done',
  'after the commit of a result': (event) => event.type === 'turn:committed' && event.cause === 'effect.done',
  'before the ack of a task': (event) => event.type === 'message:acking' && event.actor.split('/').length > 2,
  'before the ack of a message': (event) =>
    event.type === 'message:acking' && event.actor.split('/').length === 2,
  'after the feed': (event) => event.type === 'outbox:relayed' && event.item === 'feed',
} as const satisfies Record<string, (event: RuntimeEvent) => boolean>

export type PointName = keyof typeof POINTS

export const POINT_NAMES = Object.keys(POINTS) as readonly PointName[]

export function hasReached(name: PointName, event: RuntimeEvent): boolean {
  return POINTS[name](event)
}
