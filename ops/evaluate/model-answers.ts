/** Agents that ask the configured models in this process: the same prompts, retries, repairs and limits, without a system. */
import { createActor, fromPromise, toPromise } from 'xstate'
import { asking, type Ask } from '../../actors/ask.ts'
import { timeoutOf } from '../../actors/index.ts'
import { promptBudget } from '../../actors/models/model-room.ts'
import { estimateTokens } from '../../actors/models/model-table.ts'
import type { ProviderName, Routes } from '../../actors/models/port.ts'
import { startModelProviders } from '../../actors/models/providers.ts'
import { DEFAULT_BACKOFF_MS, DEFAULT_JITTER } from '../../machines/agent/agent-limits.ts'
import {
  createAgentMachine,
  type AttemptInput,
  type AttemptReply,
} from '../../machines/agent/agent-machine.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import { CaravanError } from '../../runtime/index.ts'
import { memorySpending } from '../../storage/spending/memory.ts'
import type { Config } from '../config.ts'
import { planModels } from '../models.ts'
import type { Answerer } from './planned-trip.ts'

/** Time for a model's answer to be settled after its own timeout. */
const GRACE_MS = 5_000

/** How agents are run on what answers one attempt. */
export interface AgentRun {
  readonly ask: Ask
  readonly routes: Routes
  readonly attempts: number
  readonly timeoutMs?: number
}

/** Runs each agent's machine to its end, as a worker does. */
export function agentsOn({ ask, routes, attempts, timeoutMs }: AgentRun): Answerer {
  return async (task, signal) => {
    const attempt = fromPromise<AttemptReply, AttemptInput>(({ input, signal: own }) =>
      ask(input, AbortSignal.any([own, signal])),
    )
    const machine = createAgentMachine(task.agent, {
      attempts,
      backoffMs: DEFAULT_BACKOFF_MS,
      jitter: DEFAULT_JITTER,
      timeoutMs: timeoutOf(task.agent, timeoutMs === undefined ? {} : { timeoutMs }) + GRACE_MS,
      routes: routes[task.agent].length,
      repairs: 1,
    }).provide({ actors: { attempt } })
    const actor = createActor(machine, { input: { task } }).start()
    const stop = () => actor.stop()
    signal.addEventListener('abort', stop, { once: true })
    try {
      const end = await toPromise(actor)
      if (end.outcome === 'answered') return { section: end.section }
      return { why: `${end.failure.code}: ${end.failure.message}` }
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }
}

/**
 * Every agent on one provider, with its keys, models and limits from the configuration. Money is counted in this process:
 * the limits hold for this evaluation, and nothing of it is in the ledger.
 * @throws CaravanError `evaluate.provider.unconfigured` without its key; `models.invalid`
 */
export async function modelAnswerer(config: Config, provider: ProviderName): Promise<Answerer> {
  if (config.models.providers[provider] === undefined)
    throw new CaravanError(
      'evaluate.provider.unconfigured',
      `The provider ${provider} has no key: set it as docs/models.md says, and try it with caravan doctor.`,
    )
  // What is set for each agent stays, but for who answers it.
  const agents = Object.fromEntries(
    Object.entries(config.models.routes.agents ?? {}).map(([agent, own]) => [agent, { ...own, provider }]),
  )
  const settings = { ...config.models, routes: { ...config.models.routes, agents, provider } }
  const { table, routes } = await planModels(settings)
  const timeoutMs = config.models.timeoutMs
  const ask = asking({
    routes,
    providers: await startModelProviders(config.models.providers, { table, clock: systemClock }),
    accounts: {
      spending: memorySpending({ limits: config.money.limits, clock: systemClock, jitter: Math.random }),
      costOf: table.costOf,
      worstCostOf: table.worstCostOf,
      estimateTokens,
      clock: systemClock,
    },
    promptBudget: (route, fixed) =>
      promptBudget(route, table.factsOf(route.model)?.context, fixed, config.models.promptTokens),
    timeoutMs: (agent) => timeoutOf(agent, timeoutMs === undefined ? {} : { timeoutMs }),
  })
  return agentsOn({
    ask,
    routes,
    attempts: config.attempts,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  })
}
