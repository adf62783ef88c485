/** The scorecard: scores beside the committed ones, which must not fall. */
import { table } from '../terminal/table.ts'
import committed from './committed.json' with { type: 'json' }
import { shareOf, type Evaluation, type Score } from './evaluate.ts'

/** Per check the least share of trips that pass, 0 to 1, of the fixed requests and of random ones. */
export interface Committed {
  readonly fixed: Readonly<Record<string, number>>
  readonly random: Readonly<Record<string, number>>
}

/** What the offline provider reached. A check without an entry must be passed by every trip. */
export const COMMITTED: Committed = committed

/** A score with what it must not fall below. */
export interface Line extends Score {
  readonly share: number
  readonly least: number
  readonly fell: boolean
}

/** Wide enough for the longest line: the table is for files as well. */
const WIDTH = 200

/** Parts of trips: less than this is rounding. */
const HAIR = 1e-9

export function linesOf({ scores }: Evaluation, least: Readonly<Record<string, number>>): readonly Line[] {
  return scores.map((score) => {
    const share = shareOf(score)
    const must = least[score.check] ?? 1
    return { ...score, share, least: must, fell: share < must - HAIR }
  })
}

/** For people: a table, then what failed with how to see it again. */
export function scorecardText(title: string, lines: readonly Line[]): readonly string[] {
  const rows = lines.map(({ check, what, judged, passed, share, least, fell }) => [
    check,
    `${passed}/${judged}`,
    percent(share),
    fell ? `${percent(least)} !` : percent(least),
    what,
  ])
  const head = [
    { title: 'check' },
    { title: 'passed', side: 'right' },
    { title: 'score', side: 'right' },
    { title: 'at least', side: 'right' },
    { title: 'what' },
  ] as const
  const examples = lines.flatMap(({ check, examples }) =>
    examples.map(({ name, about, faults }) => `  ${check}: ${name} (${about}): ${faults.join('; ')}`),
  )
  return [
    title,
    ...table(head, rows, { width: WIDTH, paint: (_, text) => text }),
    ...(examples.length === 0 ? [] : ['Failed, for example:', ...examples]),
  ]
}

function percent(share: number): string {
  return `${(Math.floor(share * 1_000) / 10).toFixed(1)} %`
}
