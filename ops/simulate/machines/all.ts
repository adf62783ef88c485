/** Small machines that together use everything that the runtime makes durable. */
import type { ActorDefinition } from '../../../runtime/kernel/definition.ts'
import { alarm, counter, echo, talker } from './entities.ts'
import { branch, leaf, tree } from './tree.ts'
import { crew } from './crew.ts'
import { boss, team, worker } from './workers.ts'

export const SIMULATED_ACTORS: readonly ActorDefinition[] = [
  counter,
  talker,
  echo,
  boss,
  crew,
  team,
  worker,
  tree,
  branch,
  leaf,
  alarm,
]
