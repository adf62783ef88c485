/** A model in this process: it answers as open data would unless it is told otherwise, and counts what it was asked. */
import type {
  ModelProvider,
  ModelReply,
  ModelRequest,
  ProviderName,
  Route,
  Routes,
} from '../../actors/models/port.ts'
import { modelTable } from '../../actors/models/model-table.ts'
import { estimateTokens } from '../../actors/models/model-table.ts'
import { asking, type Ask, type AskPorts, type Progress } from '../../actors/ask.ts'
import type { AskEvent } from '../../actors/call-money.ts'
import { AGENTS, type AgentName } from '../../machines/messages/index.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import { memorySpending } from '../../storage/spending/memory.ts'
import { DEFAULT_LIMITS, type LedgerEntry, type SpendingLimits } from '../../storage/spending/port.ts'

export const USAGE = { inputTokens: 1_000, cachedInputTokens: 200, outputTokens: 500 }

/** What the reference block of a prompt says: the answer of a model that adds nothing of its own. */
export function referenceIn(user: string): string {
  return /<data name="reference">\n(.*)\n<\/data>/.exec(user)?.[1] ?? '{}'
}

/** Which agent asks, by the name of the schema. */
export function agentOf(request: ModelRequest): AgentName {
  return request.schema.name.replace('_section', '') as AgentName
}

export type Behaviour = (
  request: ModelRequest,
  n: number,
  signal: AbortSignal,
) => Promise<Partial<ModelReply> | string>

/** Answers with the reference: a plain text is a complete answer. */
export const honest: Behaviour = async ({ user }) => referenceIn(user)

export interface FakeModel extends ModelProvider {
  readonly asked: ModelRequest[]
}

export function fakeModel(name: ProviderName, behaviour: Behaviour = honest): FakeModel {
  const asked: ModelRequest[] = []
  return {
    name,
    asked,
    call: async (request, { signal, onText }) => {
      signal.throwIfAborted()
      asked.push(request)
      const said = await behaviour(request, asked.length, signal)
      const given = typeof said === 'string' ? { text: said } : said
      const reply: ModelReply = { finish: 'complete', text: '', usage: USAGE, model: request.model, ...given }
      for (let at = 0; at < reply.text.length; at += 200) onText?.(reply.text.slice(at, at + 200))
      return reply
    },
  }
}

export const ROUTE: Route = {
  provider: 'openai',
  model: 'gpt-5-mini',
  tier: 2,
  maxTokens: 8_192,
  temperature: undefined,
}
export const SECOND: Route = {
  provider: 'anthropic',
  model: 'claude-haiku-4-5',
  tier: 3,
  maxTokens: 4_096,
  temperature: 0.3,
}

/** The same routes for every agent. */
export function routesTo(...routes: [Route, ...Route[]]): Routes {
  return Object.fromEntries(AGENTS.map((agent) => [agent, routes])) as unknown as Routes
}

export interface Desk {
  readonly ask: Ask
  readonly entries: () => Promise<readonly LedgerEntry[]>
  readonly spending: ReturnType<typeof memorySpending>
  readonly events: readonly AskEvent[]
  readonly progress: readonly Progress[]
  readonly routes: Routes
}

export function desk(
  models: readonly ModelProvider[],
  options: Partial<Pick<AskPorts, 'routes' | 'gate' | 'knowledge' | 'promptBudget'>> & {
    readonly limits?: Partial<SpendingLimits>
    readonly timeoutMs?: number
    readonly wrap?: (spending: ReturnType<typeof memorySpending>) => ReturnType<typeof memorySpending>
  } = {},
): Desk {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const store = memorySpending({ limits, clock: systemClock, jitter: () => 0.5 })
  const spending = options.wrap?.(store) ?? store
  const table = modelTable()
  const events: AskEvent[] = []
  const progress: Progress[] = []
  const routes = options.routes ?? routesTo(ROUTE)
  const ask = asking({
    routes,
    providers: Object.fromEntries(models.map((model) => [model.name, model])),
    accounts: {
      spending,
      costOf: table.costOf,
      worstCostOf: table.worstCostOf,
      estimateTokens,
      clock: systemClock,
    },
    timeoutMs: () => options.timeoutMs ?? 5_000,
    onProgress: (piece) => progress.push(piece),
    observe: (event) => events.push(event),
    ...(options.promptBudget === undefined ? {} : { promptBudget: options.promptBudget }),
    ...(options.gate === undefined ? {} : { gate: options.gate }),
    ...(options.knowledge === undefined ? {} : { knowledge: options.knowledge }),
  })
  const entries = () => Array.fromAsync(store.entries({}, AbortSignal.timeout(5_000)))
  return { ask, entries, spending: store, events, progress, routes }
}
