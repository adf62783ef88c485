/**
 * The raw reference: the writes of as many trips as were measured, in the same order, number and size, fenced and
 * delivered and acked, at the same concurrency, from one process - and nothing else: no machine, schema, codec or state.
 */
import {
  AckPolicy,
  DeliverPolicy,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { serveParent } from './child.ts'
import type { SampledWrite } from './sample.ts'

export interface RawRequest {
  readonly servers: string
  readonly prefix: string
  /** Trips before the measured ones. */
  readonly warmUp: number
  readonly trips: number
  readonly concurrency: number
  readonly writes: readonly SampledWrite[]
}

export interface RawAnswer {
  readonly seconds: number
  readonly publishes: number
  readonly deliveries: number
}

/** As the runtime's own intake has it. */
const PREFETCH = 256

serveParent(measure, async () => undefined)

async function measure({
  servers,
  prefix,
  warmUp,
  trips,
  concurrency,
  writes,
}: RawRequest): Promise<RawAnswer> {
  const nc = await connect({ servers, noAsyncTraces: true })
  const js = jetstream(nc)
  const jsm = await jetstreamManager(nc)
  const names = { journal: `${prefix}_J`, queue: `${prefix}_Q`, plain: `${prefix}_P` }
  const shared = { storage: StorageType.File, num_replicas: 1 }
  await jsm.streams.add({ ...shared, name: names.journal, subjects: [`${prefix}.j.>`] })
  await jsm.streams.add({ ...shared, name: names.plain, subjects: [`${prefix}.p.>`] })
  await jsm.streams.add({
    ...shared,
    name: names.queue,
    subjects: [`${prefix}.q.>`],
    retention: RetentionPolicy.Workqueue,
  })
  await jsm.consumers.add(names.queue, {
    durable_name: 'raw',
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    max_ack_pending: PREFETCH * 4,
  })
  const perTrip = writes.filter(({ kind }) => kind === 'delivered').length
  const total = (warmUp + trips) * perTrip
  let delivered = 0
  let allDelivered: () => void = () => undefined
  const drained = new Promise<void>((resolve) => (allDelivered = resolve))
  const consumer = await js.consumers.get(names.queue, 'raw')
  const messages = await consumer.consume({
    max_messages: PREFETCH,
    callback: (m) => {
      m.ack()
      delivered += 1
      if (delivered === total) allDelivered()
    },
  })

  const payloads = writes.map(({ bytes }) => Buffer.alloc(bytes, 'x'))
  const keys = [...new Set(writes.map(({ key }) => key))]
  const actors = writes.map(({ key }) => keys.indexOf(key))
  let next = 0
  const lane = async (end: number) => {
    while (next < end) {
      const trip = next++
      const fences = new Map<number, number>()
      for (const [index, { kind }] of writes.entries()) {
        const payload = payloads[index] ?? Buffer.alloc(0)
        const actor = actors[index] ?? 0
        if (kind === 'journal') {
          const expect = { lastSubjectSequence: fences.get(actor) ?? 0 }
          fences.set(actor, (await js.publish(`${prefix}.j.${trip}.${actor}`, payload, { expect })).seq)
        } else {
          const subject = `${prefix}.${kind === 'delivered' ? 'q' : 'p'}.${trip}.${actor}`
          await js.publish(subject, payload, { msgID: `${trip}.${index}` })
        }
      }
    }
  }
  const lanes = (end: number) => Promise.all(Array.from({ length: concurrency }, () => lane(end)))
  await lanes(warmUp)
  const begun = performance.now()
  await lanes(warmUp + trips)
  if (total > 0) await drained
  const seconds = (performance.now() - begun) / 1_000
  await messages.close()
  for (const name of Object.values(names)) await jsm.streams.delete(name)
  await nc.close()
  return { seconds, publishes: trips * writes.length, deliveries: trips * perTrip }
}
