/** What hosts write down about themselves, outside of the store that is on trial: lines that survive their deaths. */
import { readFile } from 'node:fs/promises'
import type { RuntimeEvent } from '../../runtime/index.ts'

/** What a host process is told on its standard input. */
export interface HostPlan {
  readonly host: string
  readonly servers: string
  readonly prefix: string
  readonly seed: string
  /** Path of the file that lines are added to. */
  readonly evidence: string
  /** Concurrent tasks, per agent and over all of them. */
  readonly slots: number
  /** Shortest and longest call, in milliseconds. */
  readonly callMs: readonly [number, number]
  /** How far its clock is ahead, in milliseconds; behind when negative. Default 0. */
  readonly skewMs?: number
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
  | ({ readonly what: 'up' | 'drained' } & At)
  | ({ readonly what: 'started' | 'completed' } & Call)
  /** Its process got no turn since `since`: it was stopped, or the machine had no time for it. */
  | ({ readonly what: 'starved'; readonly since: number } & At)
  | ({ readonly what: 'died'; readonly point: string } & At)
  | ({ readonly what: 'note'; readonly event: RuntimeEvent } & At)

export type CallLine = Extract<Evidence, { readonly what: 'started' | 'completed' }>

export async function readEvidence(file: string): Promise<readonly Evidence[]> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const lines = text.split('\n')
  lines.pop() // what follows the last newline is a line that is still being written
  return lines.map((line) => JSON.parse(line) as Evidence)
}
