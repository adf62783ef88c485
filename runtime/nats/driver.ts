/** The NATS driver: the port of `runtime/core/driver.ts` on JetStream. Upholds I2 by `append`; everything else is delivery. */
import { JetStreamApiError, jetstream, jetstreamManager, type JsMsg } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { addressText, parseAddress, rootAddress, type Address } from '../core/address.ts'
import { systemClock } from '../core/clock.ts'
import type { DeadLetter } from '../core/dead-letters.ts'
import type { Driver } from '../core/driver.ts'
import { CaravanError, errorData } from '../core/errors.ts'
import type { Observe } from '../core/runtime-event.ts'
import { AckInbox, type StoreOptions } from './ack-inbox.ts'
import { ClaimCheck, type Owner } from './claim-check.ts'
import { READABLE_FORMATS } from './codec.ts'
import { openConnection } from './connection.ts'
import { deadLetterStore, putDeadLetter, type DeadLetterContext } from './dead-letters.ts'
import { historyOf } from './history.ts'
import type { IntakeContext } from './intake-context.ts'
import { olderWaits, takePartition, takeTasks, TASK_ACK_WAIT_MS } from './intake.ts'
import { journalOf } from './journal.ts'
import { ensureHosts, membershipOf } from './membership.ts'
import { codecOf, INLINE_BYTES, type NatsDriverOptions } from './options.ts'
import { Payloads } from './payloads.ts'
import { pressureOf } from './pressure.ts'
import { store } from './publish.ts'
import { stopHintsOf } from './stop-hints.ts'
import { StoreWatch } from './store-watch.ts'
import { subjects, type Subjects } from './subjects.ts'
import { checkServerVersion } from './server-version.ts'
import { DEFAULT_PARTITIONS, ensureStreams, requireStore } from './topology.ts'

export type { NatsDriverOptions } from './options.ts'

/** A worker has no timers among the schedules but this one: its own task, parked. */
const PARKED = { id: 'parked', generation: 0 }
/** Bytes kept free below the server's max_payload for headers and subject. */
const HEADER_RESERVE = 2_048

/**
 * Connects and makes the streams if they are missing, unless only an existing store will do. The connection is never given
 * up by itself: it reconnects for ever with jitter, and whoever waits for an answer retries.
 * @throws CaravanError `codec.key.invalid`, `nats.unreachable`, `nats.unauthorized`, `nats.server.too-old`,
 * `nats.jetstream.off`, `store.lost`, `store.none`
 */
export async function natsDriver(
  options: NatsDriverOptions,
): Promise<Driver & { readonly connection: NatsConnection }> {
  const { prefix = 'caravan', replicas = 1, observe = () => undefined } = options
  const codec = codecOf(options)
  const nc = await openConnection(options)
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
    const ensure = () =>
      ensureStreams(jsm, (n) => subjects(prefix, n), options.partitions ?? DEFAULT_PARTITIONS, replicas)
    if (options.existing === true) await requireStore(jsm, subjects(prefix, DEFAULT_PARTITIONS))
    const { partitions, epoch, remade } = await ensure()
    for (const stream of remade) observe({ type: 'store:remade', stream })
    const s = subjects(prefix, partitions)
    const remake = async () => (await ensure()).remade
    const watch = new StoreWatch({ jsm, subjects: s, observe, remake }, epoch)
    await ensureHosts(jsm, s.hosts, replicas)
    let maxPayload = nc.info?.max_payload ?? 1_048_576
    // Without a connection nothing is known of the server: what it said last still holds.
    const limit = () => (maxPayload = nc.info?.max_payload ?? maxPayload) - HEADER_RESERVE
    const out = new AckInbox(nc, options.connection?.inboxPrefix, () => watch.lookSoon())
    const inline = () => Math.min(limit(), options.maxMessageBytes ?? INLINE_BYTES)
    const payloads = new Payloads(codec, new ClaimCheck(out, jsm, s, limit), inline)
    const {
      open: openRecord,
      referenceOf,
      ...journal
    } = journalOf({ out, js, jsm, s, payloads, observe, saw: (sequence) => watch.saw(sequence) })
    /** Stores a value at a subject, or at another one from which the server delivers it to that subject. */
    const put = async (subject: string, owner: Owner, value: unknown, more: PutOptions = {}) => {
      const { at = subject, ...publish } = more
      const packed = payloads.pack(value, subject, owner)
      await store(out, at, (packed instanceof Promise ? await packed : packed).bytes, publish)
    }
    const letters: DeadLetterContext = {
      js,
      jsm,
      subjects: s,
      limit,
      encode: async (value, subject, owner) => (await payloads.pack(value, subject, owner)).bytes,
      decode: async (payload, subject) => payloads.open(payload, subject),
    }
    const deadLetter = (letter: DeadLetter) => putDeadLetter(letters, letter)
    const onReconnect = reconnects(nc, out)
    onReconnect(() => watch.reconnected())
    const context: IntakeContext = {
      nc,
      js,
      jsm,
      out,
      subjects: s,
      observe,
      payloads,
      undecodable: async (m, error) => setAside(m, error, s, deadLetter, observe),
      onReconnect,
    }
    return {
      connection: nc,
      partitions,
      writeFor: (readers) => codec.writeFor(readers),
      purgePayloads: async (root) => {
        const stored = await referenceOf(root)
        await payloads.claims.purge(root, stored === undefined ? [] : [stored.object])
      },
      taskAckWaitMs: TASK_ACK_WAIT_MS,
      reads: { codecs: READABLE_FORMATS, keyIds: codec.keyIds },
      membership: membershipOf({ nc, js, jsm, bucket: s.hosts, replicas, observe, onReconnect }),
      closed: nc.closed().then((error) => error ?? undefined),
      ...journal,
      send: async (message) => {
        const to = parseAddress(message.to)
        await put(s.inbox(to, message.kind), to, message, { msgID: message.id })
      },
      enqueue: async (task) => {
        const to = parseAddress(task.to)
        await put(s.task(to, task.kind), to, task, { msgID: task.id })
      },
      scheduleTask: async (task, at) => {
        const to = parseAddress(task.to)
        const target = s.task(to, task.kind)
        await put(target, to, task, { at: s.timer(to, task.kind, PARKED), schedule: scheduleAt(at, target) })
      },
      dropTask: async (address, kind) => {
        await Promise.all([remove(s.task(address, kind)), purge(s.timer(address, kind, PARKED))])
      },
      ...stopHintsOf(nc, s.stop, onReconnect),
      schedule: async (message, at) => {
        const to = parseAddress(message.to)
        const target = s.inbox(to, message.kind)
        const timer = s.timer(to, message.kind, message.timer)
        await put(target, to, message, { at: timer, schedule: scheduleAt(at, target) })
      },
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
      pressure: pressureOf(jsm, s),
      history: historyOf(js, jsm, s, openRecord),
      takePartition: (kind, partition, deliver) => takePartition(context, kind, partition, deliver),
      olderWaits: ({ value, origin }, after = 0) =>
        olderWaits(context, s.inbox(parseAddress(value.to), value.kind), origin.sequence, after),
      takeTasks: (kind, free, deliver) => takeTasks(context, kind, free, deliver),
      [Symbol.asyncDispose]: async () => {
        watch.close()
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

type PutOptions = StoreOptions & { readonly at?: string }

function scheduleAt(at: number, target: string): NonNullable<StoreOptions['schedule']> {
  return { specification: { at: new Date(at) }, target }
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
  const at = systemClock.now()
  try {
    await deadLetter({ id, what: 'undecodable', code, reason, at, origin, ...about, raw: m.data })
  } catch (failure) {
    observe({ type: 'driver:retry', what: `setting ${id} aside`, error: errorData(failure) })
    return m.nak(1_000)
  }
  observe({ type: 'message:dead', actor: about.actor ?? m.subject, id, reason })
  m.ack()
}
