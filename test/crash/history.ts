/** Reads everything that the run left in JetStream, with the server's own timestamps. */
import { DeliverPolicy, jetstream, jetstreamManager, type JsMsg } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import type { FeedEvent, TurnRecord } from '../../runtime/index.ts'
import { unpackParts } from '../../runtime/core/shared-parts.ts'
import { decode } from '../../runtime/nats/codec.ts'
import { subjects } from '../../runtime/nats/subjects.ts'

export interface Stored<T> {
  readonly sequence: number
  /** When the server stored it, in milliseconds since the epoch. */
  readonly at: number
  readonly value: T
}

export interface History {
  readonly journal: readonly Stored<TurnRecord>[]
  readonly feed: readonly Stored<FeedEvent>[]
  readonly dead: readonly Stored<unknown>[]
  /** Subjects of what is left in the work queue. */
  readonly inbox: readonly string[]
}

export async function readHistory(servers: string, prefix: string): Promise<History> {
  const nc = await connect({ servers })
  const js = jetstream(nc)
  const jsm = await jetstreamManager(nc)
  const { streams } = subjects(prefix, 1)

  async function* everything(stream: string): AsyncGenerator<JsMsg> {
    const { state } = await jsm.streams.info(stream)
    if (state.messages === 0) return
    const consumer = await js.consumers.get(stream, { deliver_policy: DeliverPolicy.All })
    const messages = await consumer.consume({ max_messages: 500 })
    for await (const m of messages) {
      yield m
      if (m.info.pending === 0) break
    }
    await messages.close()
  }
  async function collect<T>(stream: string, parse: (data: Uint8Array) => T): Promise<readonly Stored<T>[]> {
    const all: Stored<T>[] = []
    for await (const m of everything(stream)) {
      all.push({ sequence: m.seq, at: m.info.timestampNanos / 1e6, value: parse(m.data) })
    }
    return all
  }
  try {
    const left = await jsm.streams.info(streams.inbox, { subjects_filter: '>' })
    return {
      journal: await collect(streams.journal, (data) => unpackParts(decode(data)) as TurnRecord),
      feed: await collect(streams.feed, (data) => JSON.parse(new TextDecoder().decode(data)) as FeedEvent),
      dead: await collect(streams.dead, decode),
      inbox: Object.keys(left.state.subjects ?? {}),
    }
  } finally {
    await nc.close()
  }
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
