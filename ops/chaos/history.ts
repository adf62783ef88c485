/** Reads everything that a run left in JetStream, with the server's own timestamps; of each record what can be judged. */
import { DeliverPolicy, jetstream, jetstreamManager, type JsMsg } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import type { TripResult } from '../../machines/messages/index.ts'
import type { FeedEvent, TurnRecord } from '../../runtime/index.ts'
import { unpackParts } from '../../runtime/core/shared-parts.ts'
import { decode } from '../../runtime/nats/codec.ts'
import { subjects } from '../../runtime/nats/subjects.ts'

/** One message that a record says was handled. */
export interface Handled {
  readonly outcome: TurnRecord['outcome']
  readonly cause: TurnRecord['cause']['type']
  /** `id.generation` of the child that the cause speaks of. */
  readonly child?: string
  readonly error?: string
}

/** One record of the journal, without its data: a long run has more of that than memory. */
export interface Step extends Handled {
  readonly sequence: number
  /** When the server stored it, in milliseconds since the epoch. */
  readonly at: number
  readonly turn: number
  readonly host: string
  /** Messages that were handled in the same turn before. */
  readonly earlier?: readonly Handled[]
  readonly status: TurnRecord['snapshot']['status']
  readonly claim?: number
  /** How often each open effect was started. */
  readonly starts: Readonly<Record<string, number>>
  /** `type id` of each event for the feed. */
  readonly emitted: readonly string[]
  /** Of a root that has ended. */
  readonly result?: Pick<TripResult, 'status' | 'missing'> & {
    readonly agents: readonly {
      readonly agent: string
      readonly outcome: string
      readonly attempts: number
    }[]
  }
}

export interface StoredEvent {
  readonly sequence: number
  readonly at: number
  readonly root: string
  readonly type: string
  readonly id: string
}

export interface History {
  /** By actor, each in order. */
  readonly journal: ReadonlyMap<string, readonly Step[]>
  readonly feed: readonly StoredEvent[]
  readonly dead: readonly unknown[]
  /** Subjects of what is left in the work queue. */
  readonly inbox: readonly string[]
}

export async function readHistory(servers: string, prefix: string): Promise<History> {
  const nc = await connect({ servers })
  const js = jetstream(nc)
  const jsm = await jetstreamManager(nc)
  const { streams } = subjects(prefix, 1)

  async function each(stream: string, take: (m: JsMsg) => void): Promise<void> {
    const { state } = await jsm.streams.info(stream)
    if (state.messages === 0) return
    const consumer = await js.consumers.get(stream, { deliver_policy: DeliverPolicy.All })
    const messages = await consumer.consume({ max_messages: 500 })
    for await (const m of messages) {
      take(m)
      if (m.info.pending === 0) break
    }
    await messages.close()
  }
  try {
    const journal = new Map<string, Step[]>()
    await each(streams.journal, (m) => {
      const record = unpackParts(decode(m.data)) as TurnRecord
      const step = stepOf(record, m.seq, storedAt(m))
      const steps = journal.get(record.actor)
      if (steps === undefined) journal.set(record.actor, [step])
      else steps.push(step)
    })
    const feed: StoredEvent[] = []
    await each(streams.feed, (m) => {
      const { type, id, actor } = JSON.parse(new TextDecoder().decode(m.data)) as FeedEvent
      feed.push({ sequence: m.seq, at: storedAt(m), root: actor.id, type, id })
    })
    const dead: unknown[] = []
    await each(streams.dead, (m) => dead.push(decode(m.data)))
    const left = await jsm.streams.info(streams.inbox, { subjects_filter: '>' })
    return { journal, feed, dead, inbox: Object.keys(left.state.subjects ?? {}) }
  } finally {
    await nc.close()
  }
}

/** Exported for tests of the verdict. */
export function stepOf(record: TurnRecord, sequence: number, at: number): Step {
  const { turn, host, earlier, snapshot, claim, effects, outbox } = record
  const ended = snapshot.status === 'done' && !record.actor.includes('/', record.actor.indexOf('/') + 1)
  const result = ended ? (snapshot.output as TripResult | undefined) : undefined
  return {
    sequence,
    at,
    turn,
    host,
    ...handled(record),
    ...(earlier === undefined ? {} : { earlier: earlier.map(handled) }),
    status: snapshot.status,
    ...(claim === undefined ? {} : { claim: claim.number }),
    starts: Object.fromEntries(Object.entries(effects).map(([id, effect]) => [id, effect.starts])),
    emitted: outbox.flatMap((item) => (item.do === 'feed' ? [`${item.event.type} ${item.id}`] : [])),
    ...(result === undefined
      ? {}
      : {
          result: {
            status: result.status,
            missing: result.missing,
            agents: result.agentCoordination.agents.map(({ agent, outcome: how, attempts }) => ({
              agent,
              outcome: how,
              attempts,
            })),
          },
        }),
  }
}

function handled({ cause, outcome }: Pick<TurnRecord, 'cause' | 'outcome'>): Handled {
  return {
    outcome,
    cause: cause.type,
    ...('child' in cause ? { child: `${cause.child.id}.${cause.child.generation}` } : {}),
    ...('error' in cause ? { error: cause.error.message } : {}),
  }
}

function storedAt(m: JsMsg): number {
  return m.info.timestampNanos / 1e6
}

/** How many messages the work queue holds. */
export async function inboxSize(servers: string, prefix: string): Promise<number> {
  const nc = await connect({ servers })
  try {
    const { state } = await (await jetstreamManager(nc)).streams.info(subjects(prefix, 1).streams.inbox)
    return state.messages
  } finally {
    await nc.close()
  }
}
