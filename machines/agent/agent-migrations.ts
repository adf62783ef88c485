/** How agents of older machine versions go on in the current one (docs/adr/0009). */
import type { AgentContext } from './agent-machine.ts'

/** An actor between two versions, as far as a step looks at it. */
interface Between {
  readonly value: unknown
  readonly context: unknown
}

/**
 * Version 1 had one route and no repair, and kept no account of calls. Its states are all here under their names, so its
 * attempts, timeouts and backoffs go on as they are.
 */
function fromVersion1<S extends Between>(snapshot: S): S {
  const { task, attempt, answer, failure } = snapshot.context as Pick<
    AgentContext,
    'task' | 'attempt' | 'answer' | 'failure'
  >
  const context: AgentContext = {
    task,
    attempt,
    route: 0,
    tries: attempt,
    mended: 0,
    repairs: 0,
    answer,
    repair: undefined,
    failure,
    retryAfterMs: undefined,
    calls: [],
  }
  return { ...snapshot, context }
}

/** Steps by the version that each leaves. */
export const agentMigrations = { '1': fromVersion1 } as const
