/** The money of an embedding: reserved and settled like a call of a model, in the name of the agent whose question it is about. */
import type { ModelCall } from '../machines/messages/index.ts'
import { CaravanError } from '../runtime/index.ts'
import type { EmbeddingPayer } from '../storage/embeddings/port.ts'
import { NO_TOKENS, outcomeOf, record, SETTLE_MS, type CallName, type MoneyPorts } from './call-money.ts'

/** @param paid is added to: what the trip has to account for, beside the ledger */
export function embeddingPayer(ports: MoneyPorts, name: CallName, paid: ModelCall[]): EmbeddingPayer {
  const { spending, clock } = ports.accounts
  let calls = 0
  return {
    pay: async ({ provider, model, worstMicroUsd, timeoutMs, run }, signal) => {
      calls += 1
      const begun = clock.now()
      const call = {
        ...name,
        callId: `${name.callId}.embedding${calls}`,
        // Not the agent itself: its own next reservation must not end this one.
        actor: `${name.actor}~embedding`,
      }
      const { callId, tenant, trip, actor, agent, attempt } = call
      const reserved = await spending.reserve(
        {
          callId,
          tenant,
          trip,
          actor,
          agent,
          attempt,
          provider,
          model,
          worstMicroUsd,
          operation: 'embeddings',
          expiresAt: begun + timeoutMs + SETTLE_MS,
        },
        signal,
      )
      if (reserved.status === 'refused') return undefined
      const settle = async (
        outcome: string,
        used: { readonly inputTokens: number; readonly microUsd: number } | undefined,
      ) => {
        const estimated = used === undefined
        const { inputTokens, microUsd } = used ?? { inputTokens: 0, microUsd: worstMicroUsd }
        const latencyMs = Math.max(0, Math.round(clock.now() - begun))
        const went = { ...NO_TOKENS, inputTokens, latencyMs, microUsd, estimated, cacheHit: false, outcome }
        paid.push({
          provider,
          model,
          ...(inputTokens === 0 ? {} : { usage: { ...NO_TOKENS, inputTokens } }),
          microUsd,
          ...(estimated ? { estimated } : {}),
        })
        await record(ports, { ...call, route: { provider, model } }, { ...went, operation: 'embeddings' })
      }
      try {
        const { value, used } = await run()
        await settle('complete', used)
        return value
      } catch (error) {
        const unbilled = error instanceof CaravanError && error.data['unbilled'] === true
        await settle(outcomeOf(error), unbilled ? { inputTokens: 0, microUsd: 0 } : undefined)
        throw error
      }
    },
  }
}
