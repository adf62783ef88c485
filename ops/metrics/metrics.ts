/** The metrics of one process, in Prometheus' text format. They begin at zero with it: Prometheus adds up processes and restarts. */
import type { NatsConnection } from '@nats-io/nats-core'
import { collectDefaultMetrics, Registry } from 'prom-client'
import type { Observe } from '../../runtime/index.ts'
import type { ObserveSpending } from '../../storage/spending/port.ts'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import { agentMetrics } from './agent-metrics.ts'
import { lagMetrics } from './lag.ts'
import { runtimeMetrics } from './runtime-metrics.ts'

export interface Metrics {
  readonly observe: Observe
  readonly observeSpending: ObserveSpending
  readonly observeModels: Log['observeModels']
  readonly contentType: string
  /** Everything as text. */
  text(): Promise<string>
  /** Also tells how far the consumers of an installation are behind. */
  watchLag(nc: NatsConnection, prefix: string): void
}

export function startMetrics({ money }: Pick<Config, 'money'>): Metrics {
  const register = new Registry()
  collectDefaultMetrics({ register })
  const agents = agentMetrics(register, money.tracking)
  const parts = [agents, runtimeMetrics(register)]
  return {
    observe: (event) => {
      for (const part of parts) part.observe(event)
    },
    observeSpending: (event) => {
      for (const part of parts) part.observeSpending(event)
    },
    observeModels: agents.observeModels,
    contentType: register.contentType,
    text: () => register.metrics(),
    watchLag: (nc, prefix) => lagMetrics(register, nc, `${prefix.replaceAll('.', '_').toUpperCase()}_INBOX`),
  }
}
