/** Recorded journals: what some version of the code really wrote, in the order of the journal. */
import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import type { TurnRecord } from '../../runtime/core/turn-record.ts'
import { travelActors, type TravelActors } from '../../actors/index.ts'
import { fixtureSection } from '../../ops/bench/fixture-sections.ts'
import type { AgentName } from '../../machines/messages/index.ts'

export interface History {
  /** Version of Caravan that wrote it. */
  readonly caravan: string
  readonly records: readonly TurnRecord[]
}

export async function readHistory(path: string): Promise<History> {
  return JSON.parse(gunzipSync(await readFile(path)).toString()) as History
}

/** The planner with short fixed answers; the first attempt of `flaky` fails. */
export function fixtureActors(flaky?: AgentName): TravelActors {
  return travelActors({
    backoffMs: 20,
    answer: async ({ task, attempt }) => {
      if (task.agent === flaky && attempt === 1) throw new Error('the line is busy')
      return { provider: 'fixture', section: fixtureSection(task.agent) }
    },
  })
}
