/** What the outside world does in one seed. */
import type { Random } from '../../runtime/testing/random.ts'
import { alarmRoot, counterRoot, talkerRoot } from './roots/entities.ts'
import type { Root } from './roots/root.ts'
import { surveyRoot } from './roots/survey.ts'
import { bossRoot, crewRoot, teamRoot, treeRoot } from './roots/workers.ts'

const MAKERS = [
  counterRoot,
  talkerRoot,
  bossRoot,
  teamRoot,
  treeRoot,
  alarmRoot,
  crewRoot,
  surveyRoot,
] as const

/**
 * @param span how long the outside world has things to say, in ms
 * @param given whether one of the roots has to be of a kind that changes, and how many counters come beside the others
 */
export function workload(
  random: Random,
  span: number,
  { upgraded, more }: { readonly upgraded: boolean; readonly more: number },
): readonly Root[] {
  const count = 2 + random.below(3)
  const beside = Array.from({ length: more }, (_, index) => counterRoot(random, `m${index}`, span))
  const roots = Array.from({ length: count }, (_, index) => {
    const make = upgraded && index === 0 ? surveyRoot : random.pick(MAKERS)
    return make(random, `r${index}`, span)
  })
  return [...roots, ...beside]
}
