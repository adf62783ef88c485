/** The command line against model servers: what a user with a key gets, and what is left when a server is unplugged. */
import { expect, it } from 'vitest'
import { modelTable } from '../../actors/models/model-table.ts'
import { AGENTS, TripResult } from '../../machines/messages/index.ts'
import { startModelServer, type ModelCall, type ModelServer } from '../kit/model-server.ts'
import { referenceIn } from '../agents/fake-model.ts'
import { caravan } from '../ops/caravan-process.ts'

const TRIP = ['plan', 'Lisbon', 'Porto', '--days', '5', '--json']
const TIMEOUT_MS = 180_000

/** Answers as open data would. */
const honest = ({ user }: ModelCall) => ({
  text: referenceIn(user),
  usage: { input: 2_000, cached: 500, output: 900 },
})

/** What all calls of a server cost, each rounded as the ledger does. */
function costOf({ calls }: ModelServer): number {
  const table = modelTable()
  const usage = { inputTokens: 2_000, cachedInputTokens: 500, outputTokens: 900 }
  return calls.reduce((sum, { model }) => sum + (table.costOf(usage, model) ?? Number.NaN), 0)
}

async function planned(
  env: Record<string, string>,
  ...more: readonly string[]
): Promise<{ code: number | null; result: TripResult; stderr: string }> {
  const { code, stdout, stderr } = await caravan([...TRIP, ...more], env)
  return { code, result: TripResult.parse(JSON.parse(stdout)), stderr }
}

it(
  'all seven agents run on a server that speaks OpenAI, and the trip costs what it reported',
  { timeout: TIMEOUT_MS },
  async () => {
    await using server = await startModelServer(honest)
    const { code, result } = await planned(
      {
        OPENAI_API_KEY: 'k',
        OPENAI_BASE_URL: server.openAiUrl,
        EMBEDDING_MODEL: 'text-embedding-3-small',
      },
      '--constraint',
      'no early mornings',
    )
    expect(code).toBe(0)
    expect(result.status).toBe('success')
    expect(result.agentCoordination.agents.map(({ agent, provider }) => `${agent} ${provider}`)).toEqual(
      AGENTS.map((agent) => `${agent} openai`),
    )
    expect(server.calls.map(({ schemaName }) => String(schemaName)).toSorted()).toEqual(
      AGENTS.map((agent) => `${agent}_section`).toSorted(),
    )
    expect(server.reported()).toEqual({ calls: 7, input: 14_000, cached: 3_500, output: 6_300 })
    // The wish is looked for once, for all agents, for less than a millionth of a dollar.
    expect(server.embeddings).toHaveLength(1)
    expect(result.cost?.microUsd).toBe(costOf(server) + 1)
  },
)

it(
  'when its plug is pulled within a trip, the next provider answers the rest',
  { timeout: TIMEOUT_MS },
  async () => {
    await using second = await startModelServer(honest)
    const first = await startModelServer(async (call) => {
      if (call.number > 1) await first[Symbol.asyncDispose]()
      return honest(call)
    })
    const { code, result } = await planned({
      OPENAI_API_KEY: 'k',
      OPENAI_BASE_URL: first.openAiUrl,
      ANTHROPIC_API_KEY: 'k',
      ANTHROPIC_BASE_URL: second.url,
      MODEL_FALLBACK: 'providers',
      ORCHESTRATOR_RETRY_ATTEMPTS: '2',
    })
    expect(code).toBe(0)
    expect(result.status).toBe('success')
    const answered = Object.fromEntries(
      result.agentCoordination.agents.map(({ agent, provider }) => [agent, provider]),
    )
    expect(answered['planning']).toBe('openai')
    expect(answered['budget']).toBe('anthropic')
    expect(result.agentCoordination.totals?.fallbacks).toBeGreaterThan(0)
    expect(second.calls.length).toBe(6)
  },
)

it('with nobody to fall back to, the trip says so', { timeout: TIMEOUT_MS }, async () => {
  await using server = await startModelServer({
    status: 401,
    message: 'Incorrect API key provided: sk-hopeless-key',
  })
  const { code, stdout, stderr } = await caravan(TRIP, {
    OPENAI_API_KEY: 'sk-hopeless-key',
    OPENAI_BASE_URL: server.openAiUrl,
    MODEL_FALLBACK: 'none',
  })
  expect(code).toBe(1)
  expect(stdout).toContain('model.unauthorized')
  expect(stdout + stderr).not.toContain('sk-hopeless')
  // Once: a key that was refused is refused again.
  expect(server.calls.length).toBe(1)
})
