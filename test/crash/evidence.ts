/** What hosts write down about themselves: lines that survive their deaths. */
import { readFile } from 'node:fs/promises'
import type { RuntimeEvent } from '../../runtime/index.ts'
import type { PointName } from './points.ts'

/** What a host process is told on its standard input. */
export interface HostPlan {
  readonly host: string
  readonly servers: string
  readonly prefix: string
  readonly seed: string
  readonly evidence: string
  /** Where it kills itself: at which occurrence of which point. */
  readonly point?: { readonly name: PointName; readonly occurrence: number }
}

interface At {
  /** Milliseconds since the epoch, with fractions. */
  readonly at: number
  readonly host: string
}

interface Call extends At {
  readonly trip: string
  readonly agent: string
  readonly attempt: number
}

export type Evidence =
  | ({ readonly what: 'up' } & At)
  | ({ readonly what: 'started' | 'completed' } & Call)
  | ({ readonly what: 'died'; readonly point: PointName } & At)
  | ({ readonly what: 'note'; readonly event: RuntimeEvent } & At)

export async function readEvidence(file: string): Promise<readonly Evidence[]> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Evidence)
}
