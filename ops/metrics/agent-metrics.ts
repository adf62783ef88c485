/**
 * What agents do and cost: the product guide's five metrics, and the histograms of OpenTelemetry's GenAI conventions. Everything that
 * costs is counted from entries of the ledger, so that the sums of all hosts are the ledger's.
 */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import { parseAddress, type RuntimeEvent } from '../../runtime/index.ts'
import type { Log } from '../log.ts'
import { MICRO_USD, type LedgerEntry, type SpendingEvent } from '../../storage/spending/port.ts'

/** Bounds of the conventions: seconds, and tokens. */
const DURATION_BUCKETS = Array.from({ length: 14 }, (_, n) => 0.01 * 2 ** n)
const TOKEN_BUCKETS = Array.from({ length: 14 }, (_, n) => 4 ** n)
/** An agent's request takes from a moment to its attempt timeout. */
const REQUEST_BUCKETS = [0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 20, 30, 60]

/** What the conventions call the providers. */
const GEN_AI_PROVIDERS: Readonly<Record<string, string>> = { azure: 'azure.ai.openai' }

export interface AgentMetrics {
  readonly observe: (event: RuntimeEvent) => void
  readonly observeSpending: (event: SpendingEvent) => void
  readonly observeModels: Log['observeModels']
}

/** An attempt that runs. What its call becomes is told on the way, and counted once. */
interface Attempt {
  readonly at: number
  /** A ledger entry stands for it, or will: that is counted instead. */
  paid: boolean
  /** How it will have ended, unless it is paid. */
  unpaid: 'refused' | 'error' | undefined
}

/** @param costs whether tokens and money are told (`COST_TRACKING_ENABLED`) */
export function agentMetrics(register: Registry, costs: boolean): AgentMetrics {
  const registers = [register]
  const requests = new Counter({
    name: 'agent_requests_total',
    help: 'Attempts of agents that ended, by how: success, error, refused (no money), cached.',
    labelNames: ['agent_type', 'status'],
    registers,
  })
  const duration = new Histogram({
    name: 'agent_request_duration_seconds',
    help: 'How long an attempt of an agent took.',
    labelNames: ['agent_type'],
    buckets: REQUEST_BUCKETS,
    registers,
  })
  const active = new Gauge({
    name: 'agent_active_requests',
    help: 'Attempts of agents that run on this host now.',
    labelNames: ['agent_type'],
    registers,
  })
  const money = costs ? moneyMetrics(register) : undefined
  const calls = callMetrics(register)
  const running = new Map<string, Attempt>()
  const attemptOf = (callId: string) => running.get(callId.slice(0, callId.lastIndexOf('.')))
  const paid = (callId: string) => {
    const attempt = attemptOf(callId)
    if (attempt !== undefined) attempt.paid = true
  }

  return {
    observe: (event) => {
      if (event.type !== 'effect:started' && event.type !== 'effect:completed') return
      const agent_type = agentOf(event.actor)
      const key = `${event.actor}~${event.effect}.${event.generation}`
      if (event.type === 'effect:started') {
        running.set(key, { at: performance.now(), paid: false, unpaid: undefined })
        return active.inc({ agent_type })
      }
      active.dec({ agent_type })
      const attempt = running.get(key)
      running.delete(key)
      if (attempt === undefined || attempt.paid) return
      requests.inc({ agent_type, status: attempt.unpaid ?? (event.ok ? 'success' : 'error') })
      duration.observe({ agent_type }, (performance.now() - attempt.at) / 1_000)
    },
    observeSpending: (event) => {
      switch (event.type) {
        case 'spending:reserved':
          return paid(event.reservation.callId)
        case 'spending:refused': {
          if (event.reservation.operation === 'embeddings') return undefined
          // It may be tried once more with a cheaper call, so it is counted at its end.
          const attempt = attemptOf(event.reservation.callId)
          if (attempt === undefined)
            return requests.inc({ agent_type: event.reservation.agent, status: 'refused' })
          attempt.unpaid = 'refused'
          return undefined
        }
        case 'spending:settled': {
          const { entry } = event
          money?.(entry)
          if (!entry.cacheHit) calls(entry)
          if (entry.operation === 'embeddings') return undefined // a step on the way of an attempt, not one
          paid(entry.callId)
          requests.inc({ agent_type: entry.agent, status: statusOf(entry) })
          return duration.observe({ agent_type: entry.agent }, entry.latencyMs / 1_000)
        }
        default:
          return undefined
      }
    },
    observeModels: (event) => {
      if (event.type !== 'call:unmade') return
      const attempt = attemptOf(event.callId)
      if (attempt !== undefined) attempt.unpaid = 'error'
    },
  }
}

function moneyMetrics(register: Registry): (entry: LedgerEntry) => void {
  const registers = [register]
  const tokens = new Counter({
    name: 'agent_tokens_total',
    help: 'Tokens that providers reported: prompt (cached ones among them) and completion (reasoning among them).',
    labelNames: ['agent_type', 'token_type'],
    registers,
  })
  const cost = new Counter({
    name: 'agent_cost_total',
    help: 'US dollars, as the ledger has them; what nobody reported at its worst case.',
    labelNames: ['agent_type'],
    registers,
  })
  const estimated = new Counter({
    name: 'caravan_estimated_cost_total',
    help: 'The part of agent_cost_total that is estimated, in US dollars.',
    labelNames: ['agent_type'],
    registers,
  })
  return ({ agent: agent_type, inputTokens, outputTokens, microUsd, estimated: isEstimated }) => {
    tokens.inc({ agent_type, token_type: 'prompt' }, inputTokens)
    tokens.inc({ agent_type, token_type: 'completion' }, outputTokens)
    cost.inc({ agent_type }, microUsd / MICRO_USD)
    if (isEstimated) estimated.inc({ agent_type }, microUsd / MICRO_USD)
  }
}

function callMetrics(register: Registry): (entry: LedgerEntry) => void {
  const common = ['gen_ai_operation_name', 'gen_ai_provider_name', 'gen_ai_request_model'] as const
  const duration = new Histogram({
    name: 'gen_ai_client_operation_duration_seconds',
    help: 'Duration of a call to a model, in seconds.',
    labelNames: [...common, 'error_type'],
    buckets: DURATION_BUCKETS,
    registers: [register],
  })
  const usage = new Histogram({
    name: 'gen_ai_client_token_usage',
    help: 'Tokens of a call to a model that were billed.',
    labelNames: [...common, 'gen_ai_token_type'],
    buckets: TOKEN_BUCKETS,
    registers: [register],
  })
  return (entry) => {
    const labels = {
      gen_ai_operation_name: entry.operation ?? 'chat',
      gen_ai_provider_name: GEN_AI_PROVIDERS[entry.provider] ?? entry.provider,
      gen_ai_request_model: entry.model,
    }
    // An answer that does not fit is no failure of the call.
    const wellEnded = statusOf(entry) !== 'error' || entry.outcome.startsWith('agent.answer.')
    const failed = wellEnded ? {} : { error_type: entry.outcome }
    duration.observe({ ...labels, ...failed }, entry.latencyMs / 1_000)
    if (entry.inputTokens + entry.outputTokens === 0) return // nobody reported any
    usage.observe({ ...labels, gen_ai_token_type: 'input' }, entry.inputTokens)
    if (entry.operation !== 'embeddings')
      usage.observe({ ...labels, gen_ai_token_type: 'output' }, entry.outputTokens)
  }
}

function statusOf({ cacheHit, outcome }: LedgerEntry): 'success' | 'error' | 'cached' {
  return cacheHit ? 'cached' : outcome === 'complete' ? 'success' : 'error'
}

/** The agent whose actor this is: its own step of the address. */
function agentOf(actor: string): string {
  const { path, rootKind } = parseAddress(actor)
  return path.at(-1)?.id ?? rootKind
}
