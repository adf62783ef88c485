/** Finding a system that runs already. */
import { z } from 'zod'
import { CaravanError } from '../runtime/core/errors.ts'
import type { Config } from './config.ts'
import { TELLTALE_PART } from './health-part.ts'

const HealthReport = z.object({ ok: z.boolean(), parts: z.record(z.string(), z.unknown()) })
const PROBE_MS = 2_000

/** The address that a user gave. @throws CaravanError `url.invalid` */
export function readUrl(text: string): string {
  const url = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new CaravanError(
      'url.invalid',
      `--url is ${JSON.stringify(text)}: give the address of a running Caravan, such as http://127.0.0.1:8080.`,
    )
  }
  return url.origin
}

/** The system that runs on this machine with this configuration, if one does. */
export async function findRunning(config: Config): Promise<string | undefined> {
  if (config.port === 0) return undefined
  const host =
    config.host === '0.0.0.0' ? '127.0.0.1' : config.host.includes(':') ? `[${config.host}]` : config.host
  const url = `http://${host}:${config.port}`
  try {
    const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(PROBE_MS), redirect: 'error' })
    const report = HealthReport.safeParse(await answer.json())
    return report.success && report.data.ok && TELLTALE_PART in report.data.parts ? url : undefined
  } catch {
    // Nobody there, or somebody who does not speak our language.
    return undefined
  }
}

/** What is said when a command needs a system and none runs here. */
export function nobodyRuns(port: number): CaravanError {
  return new CaravanError(
    'system.not-running',
    `No Caravan runs on port ${port} of this machine: start one with "caravan start", or give its address with --url.`,
  )
}
