/** What the outside world does in one seed. */
import type { Random } from '../../runtime/testing/random.ts'
import { alarmRoot, counterRoot, talkerRoot } from './roots/entities.ts'
import type { Root } from './roots/root.ts'
import { bossRoot, crewRoot, teamRoot, treeRoot } from './roots/workers.ts'

const MAKERS = [counterRoot, talkerRoot, bossRoot, teamRoot, treeRoot, alarmRoot, crewRoot] as const

/** @param span how long the outside world has things to say, in ms */
export function workload(random: Random, span: number): readonly Root[] {
  const count = 2 + random.below(3)
  return Array.from({ length: count }, (_, index) => random.pick(MAKERS)(random, `r${index}`, span))
}
