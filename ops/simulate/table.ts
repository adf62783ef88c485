/** How many seeds it takes to find each mistake, as a table for docs/simulation.md. */
import { MUTATIONS } from './mutations.ts'
import { simulate } from './simulate.ts'

/** Seeds to begin at: what one run of seeds finds early another may find late. */
const STARTS = [1, 10_001, 20_001]
/** A mistake that survives so many seeds counts as not found. */
export const MUTANT_SEEDS = 5_000

export async function mutationTable(tell: (line: string) => void): Promise<string> {
  const rows = [
    `| breaks | mistake | seeds until found (from ${STARTS.join(', ')}) | median | found as |`,
    '|---|---|---|---|---|',
  ]
  for (const { breaks, why } of MUTATIONS) {
    const found = await Promise.all(
      STARTS.map((from) => simulate({ from, seeds: MUTANT_SEEDS, breaks, jobs: 1 })),
    )
    const counts = found.map(({ failed, from }) => (failed === undefined ? Infinity : failed.seed - from + 1))
    const text = (count: number | undefined) => (count === Infinity ? 'not found' : String(count))
    const median = counts.toSorted((a, b) => a - b)[1]
    const as = [...new Set(found.map(({ failed }) => failed?.violation.rule ?? 'nothing'))]
    rows.push(`| ${breaks} | ${why} | ${counts.map(text).join(', ')} | ${text(median)} | ${as.join(', ')} |`)
    tell(rows.at(-1) ?? '')
  }
  return `${rows.join('\n')}\n`
}
