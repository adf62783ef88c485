/** How far consumers are behind, asked of the server whenever somebody reads the metrics. */
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { Gauge, type Registry } from 'prom-client'

/** Whoever scrapes waits no longer than this. */
const PATIENCE_MS = 3_000

/** Adds gauges per consumer of the inbox; without a server that answers they are absent and `caravan_lag_known` is 0. */
export function lagMetrics(register: Registry, nc: NatsConnection, stream: string): void {
  const registers = [register]
  const known = new Gauge({
    name: 'caravan_lag_known',
    help: '1 when the server said how far consumers are behind.',
    registers,
  })
  const waiting = new Gauge({
    name: 'caravan_consumer_lag',
    help: 'Messages or tasks that wait for a consumer.',
    labelNames: ['consumer'],
    registers,
  })
  const inHand = new Gauge({
    name: 'caravan_consumer_in_hand',
    help: 'Messages or tasks delivered and not acknowledged yet.',
    labelNames: ['consumer'],
    registers,
  })
  const redelivered = new Gauge({
    name: 'caravan_consumer_redelivered',
    help: 'Of those in hand, how many were delivered more than once.',
    labelNames: ['consumer'],
    registers,
    // One look serves all gauges: prom-client collects them one after the other.
    collect: async () => {
      for (const gauge of [waiting, inHand, redelivered]) gauge.reset()
      try {
        manager ??= await jetstreamManager(nc, { timeout: PATIENCE_MS, checkAPI: false })
        for await (const one of manager.consumers.list(stream)) {
          waiting.set({ consumer: one.name }, one.num_pending)
          inHand.set({ consumer: one.name }, one.num_ack_pending)
          redelivered.set({ consumer: one.name }, one.num_redelivered)
        }
        known.set(1)
      } catch {
        known.set(0) // told by the gauge itself: the other metrics are as good as ever
      }
    },
  })
  let manager: JetStreamManager | undefined
}
