/** The NATS driver: the port of `runtime/core/driver.ts` on JetStream. Upholds I2 by `append`; everything else is delivery. */
import { connect } from '@nats-io/transport-node'
import { JetStreamApiError, jetstream, jetstreamManager, type JsMsg } from '@nats-io/jetstream'
import type { ConnectionOptions, NatsConnection } from '@nats-io/nats-core'
import { addressText, parseAddress, rootAddress, type Address } from '../core/address.ts'
import type { DeadLetter } from '../core/dead-letters.ts'
import type { Driver } from '../core/driver.ts'
import { CaravanError, errorData } from '../core/errors.ts'
import type { Message } from '../core/message.ts'
import type { Observe } from '../core/runtime-event.ts'
import { unpackParts } from '../core/shared-parts.ts'
import type { TurnRecord } from '../core/turn-record.ts'
import { AckInbox, type StoreOptions } from './ack-inbox.ts'
import { decode, encode, READABLE_FORMATS } from './codec.ts'
import { deadLetterStore, putDeadLetter, type DeadLetterContext } from './dead-letters.ts'
import { historyOf } from './history.ts'
import { takePartition, takeTasks, TASK_ACK_WAIT_MS, type IntakeContext } from './intake.ts'
import { journalOf } from './journal.ts'
import { ensureHosts, membershipOf } from './membership.ts'
import { store } from './publish.ts'
import { subjects, type Subjects } from './subjects.ts'
import { checkServerVersion } from './server-version.ts'
import { DEFAULT_PARTITIONS, ensureStreams } from './topology.ts'

export interface NatsDriverOptions {
  /** `host:port` or `nats://…`; several for a cluster. */
  readonly servers: string | readonly string[]
  /** First tokens of every subject. Default `caravan`. */
  readonly prefix?: string
  /** Entity partitions when the store is made; a store keeps what it was made with. Default 16. */
  readonly partitions?: number
  readonly replicas?: number
  /** Connection name shown by the server. */
  readonly name?: string
  readonly observe?: Observe
  /** Anything else that nats.js takes: credentials, TLS. */
  readonly connection?: Partial<ConnectionOptions>
}

/** A worker has no timers among the schedules but this one: its own task, parked. */
const PARKED = { id: 'parked', generation: 0 }
/** Bytes kept free below the server's max_payload for headers and subject. */
const HEADER_RESERVE = 2_048

/**
 * Connects and makes the streams if they are missing. The connection is never given up by itself: it reconnects for ever
 * with jitter, and whoever waits for an answer retries.
 * @throws CaravanError `nats.unreachable`, `nats.server.too-old`, `nats.jetstream.off`
 */
export async function natsDriver(
  options: NatsDriverOptions,
): Promise<Driver & { readonly connection: NatsConnection }> {
  const { prefix = 'caravan', replicas = 1, observe = () => undefined } = options
  const nc = await open(options)
  try {
    checkServerVersion(nc.info?.version ?? '0')
    const js = jetstream(nc, { timeout: 5_000 })
    const jsm = await jetstreamManager(nc, { timeout: 5_000 }).catch((cause: unknown) => {
      throw new CaravanError(
        'nats.jetstream.off',
        'The NATS server runs without JetStream: start it with -js, or set NATS_URL to one that has it.',
        { cause },
      )
    })
    const partitions = await ensureStreams(
      jsm,
      (n) => subjects(prefix, n),
      options.partitions ?? DEFAULT_PARTITIONS,
      replicas,
    )
    const s = subjects(prefix, partitions)
    await ensureHosts(jsm, s.hosts, replicas)
    let maxPayload = nc.info?.max_payload ?? 1_048_576
    // Without a connection nothing is known of the server: what it said last still holds.
    const limit = () => (maxPayload = nc.info?.max_payload ?? maxPayload) - HEADER_RESERVE
    const out = new AckInbox(nc, options.connection?.inboxPrefix)
    const journal = journalOf(out, js, jsm, s, limit)
    const put = (subject: string, value: unknown, more: StoreOptions = {}) =>
      store(out, subject, encode(value, limit()), more)
    const letters: DeadLetterContext = {
      js,
      jsm,
      subjects: s,
      limit,
      encode: async (value) => encode(value, limit()),
      decode: async (payload) => decode(payload),
    }
    const deadLetter = (letter: DeadLetter) => putDeadLetter(letters, letter)
    const onReconnect = reconnects(nc, out)
    const context: IntakeContext = {
      nc,
      js,
      jsm,
      subjects: s,
      observe,
      undecodable: async (m, error) => setAside(m, error, s, deadLetter, observe),
      onReconnect,
    }
    const inboxSubject = (message: Message) => s.inbox(parseAddress(message.to), message.kind)
    return {
      connection: nc,
      partitions,
      taskAckWaitMs: TASK_ACK_WAIT_MS,
      reads: { codecs: READABLE_FORMATS, keyIds: [] },
      membership: membershipOf({ nc, js, jsm, bucket: s.hosts, replicas, observe, onReconnect }),
      closed: nc.closed().then((error) => error ?? undefined),
      ...journal,
      send: (message) => put(inboxSubject(message), message, { msgID: message.id }),
      enqueue: (task) => put(s.task(parseAddress(task.to), task.kind), task, { msgID: task.id }),
      scheduleTask: (task, at) => {
        const address = parseAddress(task.to)
        return put(s.timer(address, task.kind, PARKED), task, {
          schedule: { specification: { at: new Date(at) }, target: s.task(address, task.kind) },
        })
      },
      dropTask: async (address, kind) => {
        await Promise.all([remove(s.task(address, kind)), purge(s.timer(address, kind, PARKED))])
      },
      hintStop: (actor) => {
        if (!nc.isClosed()) nc.publish(s.stop, actor)
      },
      onStopHint: (run) => {
        const sub = nc.subscribe(s.stop, {
          callback: (error, m) => {
            if (error === null) run(m.string())
          },
        })
        return () => sub.unsubscribe()
      },
      schedule: (message, at) =>
        put(s.timer(parseAddress(message.to), message.kind, message.timer), message, {
          schedule: { specification: { at: new Date(at) }, target: inboxSubject(message) },
        }),
      cancel: (address: Address, kind, timer) => purge(s.timer(address, kind, timer)),
      publish: async (event) => {
        const body = new TextEncoder().encode(JSON.stringify(event)) // readable by any client: no format byte
        // A record is compressed, the feed is not: what fits there may not fit here, and waiting would stall its actor.
        if (body.length > limit()) {
          const { data: _, ...named } = event
          const reason = `A feed event of ${body.length} bytes exceeds the limit of ${limit()}.`
          const { kind, id } = event.actor
          const actor = addressText(rootAddress(kind, id))
          const at = Date.parse(event.at)
          const about = {
            id: event.id,
            what: 'feed',
            code: 'feed.too-large',
            reason,
            at,
            actor,
            kind,
          } as const
          return deadLetter({ ...about, message: named })
        }
        await store(out, s.feed(event.tenant, event.actor.kind, event.actor.id, event.type), body, {
          msgID: event.id,
        })
      },
      deadLetter,
      dead: deadLetterStore(letters),
      history: historyOf(js, jsm, s, async (payload) => unpackParts(decode(payload)) as TurnRecord),
      takePartition: (kind, partition, deliver) => takePartition(context, kind, partition, deliver),
      takeTasks: (kind, free, deliver) => takeTasks(context, kind, free, deliver),
      [Symbol.asyncDispose]: async () => {
        out.flush()
        if (!nc.isClosed()) await nc.close()
      },
    }

    /** Only for subjects that no consumer's filter covers: see {@link remove}. */
    function purge(filter: string): Promise<void> {
      return hint(() => jsm.streams.purge(s.streams.inbox, { filter }))
    }

    /**
     * Removes the one message of a subject by its sequence. A purge by subject would do, but when it hits a message that a
     * consumer with a wider filter has delivered, the server (2.15.1) moves that consumer's ack floor past other un-acked
     * messages and never delivers them again: it would lose the tasks of other actors (I7).
     */
    function remove(subject: string): Promise<void> {
      return hint(async () => {
        const stored = await jsm.streams.getMessage(s.streams.inbox, { last_by_subj: subject })
        if (stored !== null) await jsm.streams.deleteMessage(s.streams.inbox, stored.seq, false)
      })
    }

    async function hint(run: () => Promise<unknown>): Promise<void> {
      try {
        await run()
      } catch (cause) {
        if (cause instanceof JetStreamApiError) return // only a hint: what was not removed is ignored by its generation
        throw new CaravanError(
          'nats.unreachable',
          'The NATS server did not answer a removal; it is tried again.',
          { retryable: true, cause },
        )
      }
    }
  } catch (error) {
    await nc.close()
    throw error
  }
}

async function open(options: NatsDriverOptions): Promise<NatsConnection> {
  const servers = typeof options.servers === 'string' ? [options.servers] : [...options.servers]
  try {
    return await connect({
      servers,
      name: options.name ?? 'caravan',
      maxReconnectAttempts: -1,
      reconnectTimeWait: 250,
      reconnectJitter: 250,
      pingInterval: 5_000,
      noAsyncTraces: true, // two Error objects per request were 14 % of a profile
      ignoreAuthErrorAbort: true,
      ...options.connection,
    })
  } catch (cause) {
    throw new CaravanError(
      'nats.unreachable',
      `No NATS server answers at ${servers.join(', ')}: start one, or set NATS_URL to one that runs.`,
      {
        retryable: true,
        cause,
        data: { servers },
      },
    )
  }
}

/** One listener on the connection for all who want to know. */
function reconnects(nc: NatsConnection, out: AckInbox): (run: () => void) => () => void {
  const all = new Set<() => void>()
  void (async () => {
    for await (const { type } of nc.status()) {
      // What is published while there is no connection is dropped at the next try to make one.
      if (type === 'disconnect' || type === 'reconnect') out.disconnected()
      if (type === 'reconnect') for (const run of all) run()
    }
  })()
  return (run) => {
    all.add(run)
    return () => all.delete(run)
  }
}

/** A payload that cannot be decoded is kept as it is in the dead letters, then acked; its neighbours go on (I11). */
async function setAside(
  m: JsMsg,
  error: unknown,
  s: Subjects,
  deadLetter: (letter: DeadLetter) => Promise<void>,
  observe: Observe,
): Promise<void> {
  const { code, message: reason } = errorData(error)
  const receiver = s.receiver(m.subject)
  const id = `${m.info.stream}.${m.seq}`
  const about = receiver === undefined ? {} : { kind: receiver.kind, actor: addressText(receiver.address) }
  const origin = { stream: m.info.stream, sequence: m.seq, subject: m.subject }
  const at = Math.floor(m.info.timestampNanos / 1e6)
  try {
    await deadLetter({ id, what: 'undecodable', code, reason, at, origin, ...about, raw: m.data })
  } catch (failure) {
    observe({ type: 'driver:retry', what: `setting ${id} aside`, error: errorData(failure) })
    return m.nak(1_000)
  }
  observe({ type: 'message:dead', actor: about.actor ?? m.subject, id, reason })
  m.ack()
}
