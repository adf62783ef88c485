/** Small machines that together use everything that the runtime makes durable. */
import type { ActorDefinition } from '../../../runtime/kernel/definition.ts'
import { alarm, counter, echo, talker } from './entities.ts'
import { branch, leaf, tree } from './tree.ts'
import { crew } from './crew.ts'
import { newPoll, newSurvey, oldPoll, oldSurvey } from './survey.ts'
import { boss, errand, team, worker } from './workers.ts'

const LASTING: readonly ActorDefinition[] = [
  counter,
  talker,
  echo,
  boss,
  crew,
  team,
  worker,
  errand,
  tree,
  branch,
  leaf,
  alarm,
]

export const SIMULATED_ACTORS: readonly ActorDefinition[] = [...LASTING, newSurvey, newPoll]

/** What hosts run before an upgrade (R18). */
export const OLDER_ACTORS: readonly ActorDefinition[] = [...LASTING, oldSurvey, oldPoll]
