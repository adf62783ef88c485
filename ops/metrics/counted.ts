/** Counting what is told to the log. The library that counts is loaded only where somebody wants metrics. */
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import type { Metrics } from './metrics.ts'

/** Metrics if they are wanted. */
export async function metricsIf(
  wanted: boolean,
  config: Pick<Config, 'money'>,
): Promise<Metrics | undefined> {
  if (!wanted) return undefined
  const { startMetrics } = await import('./metrics.ts')
  return startMetrics(config)
}

/** The log, whose events are counted as well. */
export function counted(log: Log, metrics: Metrics | undefined): Log {
  if (metrics === undefined) return log
  return {
    ...log,
    observe: (event) => {
      log.observe(event)
      metrics.observe(event)
    },
    observeSpending: (event) => {
      log.observeSpending(event)
      metrics.observeSpending(event)
    },
    observeModels: (event) => {
      log.observeModels(event)
      metrics.observeModels(event)
    },
    [Symbol.dispose]: () => log[Symbol.dispose](),
  }
}
