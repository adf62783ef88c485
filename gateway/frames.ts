/**
 * The frames of `caravan.v1`, both ways, as zod schemas; every type is derived from them. `docs/protocol.md` describes
 * the same frames for people, and a test compares the two lists.
 */
import { z } from 'zod'

/** The subprotocol that a client may name when it connects. */
export const SUBPROTOCOL = 'caravan.v1'

const TripId = z.string().min(1).max(128)
const Cursor = z.int().nonnegative()
/** Chosen by the client, repeated in the answer. */
const Ref = z.string().max(128).optional()

/** What a client may send. Unknown fields are refused, so that a misspelled `cursor` is not silently a fresh start. */
export const CLIENT_FRAMES = {
  'trip.subscribe': z.strictObject({
    type: z.literal('trip.subscribe'),
    trip: TripId,
    cursor: Cursor.optional(),
    ref: Ref,
  }),
  'trip.unsubscribe': z.strictObject({ type: z.literal('trip.unsubscribe'), trip: TripId, ref: Ref }),
  // The request is checked by its own parser, which finds every problem at once.
  'trip.plan': z.strictObject({ type: z.literal('trip.plan'), request: z.unknown(), ref: Ref }),
  'trip.cancel': z.strictObject({ type: z.literal('trip.cancel'), trip: TripId, ref: Ref }),
  ping: z.strictObject({ type: z.literal('ping'), ref: Ref }),
} as const

export type ClientFrameType = keyof typeof CLIENT_FRAMES
export type ClientFrame = z.infer<(typeof CLIENT_FRAMES)[ClientFrameType]>

/** Whether a text names a frame that clients may send. */
export function isClientFrameType(type: unknown): type is ClientFrameType {
  return typeof type === 'string' && Object.hasOwn(CLIENT_FRAMES, type)
}

const Status = z.enum(['active', 'done', 'error', 'stopped'])

/** How a trip stands: `running` until its root is final. */
export const TripStatus = z.enum(['running', 'success', 'degraded', 'failed', 'cancelled'])
export type TripStatus = z.infer<typeof TripStatus>

const Failure = z.object({ code: z.string(), message: z.string() })

const Problem = z.object({
  path: z.string(),
  code: z.string(),
  message: z.string(),
  value: z.unknown().optional(),
  expected: z.string().optional(),
  suggestions: z.array(z.string()).readonly().optional(),
})

/** Where one agent stands. `queued`: its task waits for a host. `restarting`: it ended in error and begins anew soon. */
export const AgentState = z.object({
  agent: z.string(),
  actor: z.string(),
  kind: z.string(),
  generation: z.int(),
  state: z.string(),
  status: Status,
  attempts: z.int().optional(),
  turn: z.int().optional(),
  at: z.iso.datetime().optional(),
})
export type AgentState = z.infer<typeof AgentState>

const CauseView = z.object({ type: z.string(), name: z.string().optional() })
const Outcome = z.enum([
  'created',
  'handled',
  'ignored',
  'claimed',
  'stopped',
  'failed',
  'quarantined',
  'repaired',
  'released',
  'restarted',
  'parked',
  'migrated',
])

/** One turn of one actor, as its journal record tells it. */
export const TransitionFrame = z.object({
  type: z.literal('trip.transition'),
  trip: TripId,
  cursor: Cursor,
  at: z.iso.datetime(),
  actor: z.string(),
  agent: z.string(),
  kind: z.string(),
  generation: z.int(),
  turn: z.int(),
  cause: CauseView,
  outcome: Outcome,
  reason: z.string().optional(),
  state: z.string(),
  status: Status,
  attempts: z.int().optional(),
  /** What was handled in the same turn before `cause`, in order: messages that were in hand together share a record. */
  earlier: z
    .array(
      z.object({
        cause: CauseView,
        outcome: Outcome,
        reason: z.string().optional(),
        state: z.string(),
        /** When that was before the frame's `at`. */
        at: z.iso.datetime().optional(),
      }),
    )
    .optional(),
  /** Agents whose task this turn handed out. */
  started: z.array(z.string()).optional(),
  /** The accepted request, on the turn that created the trip. */
  request: z.unknown().optional(),
})
export type TransitionFrame = z.infer<typeof TransitionFrame>

const SnapshotFrame = z.object({
  type: z.literal('trip.snapshot'),
  trip: TripId,
  cursor: Cursor,
  state: z.string(),
  status: TripStatus,
  agents: z.array(AgentState).readonly(),
  request: z.unknown().optional(),
  reports: z.unknown().optional(),
})

/** What the server sends. */
export const SERVER_FRAMES = {
  hello: z.object({
    type: z.literal('hello'),
    protocol: z.literal(SUBPROTOCOL),
    limits: z.object({ subscriptions: z.int(), frameBytes: z.int() }),
    heartbeatMs: z.int(),
  }),
  'trip.accepted': z.object({
    type: z.literal('trip.accepted'),
    trip: TripId,
    status: z.union([z.literal('accepted'), TripStatus]),
    notes: z.array(z.string()).readonly(),
    ref: Ref,
  }),
  'trip.subscribed': z.object({
    type: z.literal('trip.subscribed'),
    trip: TripId,
    resumed: z.boolean(),
    from: Cursor,
    to: Cursor,
    missing: z.enum(['expired', 'ahead']).optional(),
    ref: Ref,
  }),
  'trip.snapshot': SnapshotFrame,
  'trip.transition': TransitionFrame,
  'trip.progress': z.object({
    type: z.literal('trip.progress'),
    trip: TripId,
    agent: z.string(),
    attempt: z.int(),
    provider: z.string(),
    model: z.string(),
    characters: z.int(),
    text: z.string(),
    at: z.iso.datetime(),
  }),
  'trip.caughtUp': z.object({ type: z.literal('trip.caughtUp'), trip: TripId, cursor: Cursor }),
  'trip.result': z.object({
    type: z.literal('trip.result'),
    trip: TripId,
    cursor: Cursor,
    status: TripStatus,
    result: z.unknown().optional(),
    failure: Failure.optional(),
  }),
  'trip.gap': z.object({ type: z.literal('trip.gap'), trip: TripId, after: Cursor, until: Cursor }),
  'trip.unsubscribed': z.object({ type: z.literal('trip.unsubscribed'), trip: TripId, ref: Ref }),
  'trip.cancelling': z.object({ type: z.literal('trip.cancelling'), trip: TripId, ref: Ref }),
  pong: z.object({ type: z.literal('pong'), ref: Ref }),
  error: z.object({
    type: z.literal('error'),
    code: z.string(),
    message: z.string(),
    problems: z.array(Problem).readonly().optional(),
    trip: z.string().optional(),
    ref: Ref,
  }),
} as const

export type ServerFrame = z.infer<(typeof SERVER_FRAMES)[keyof typeof SERVER_FRAMES]>

/** Close codes beyond the standard's own; what each asks of the client is in `docs/protocol.md`. */
export const CLOSE = { goingAway: 1001, tooSlow: 1013 } as const
