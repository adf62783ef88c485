/** The whole program on a model server of our own: seven agents on it, its plug pulled, its words watched, its calls aborted. */
import { describe, expect, it } from 'vitest'
import { AGENTS, TripResult } from '../../machines/messages/index.ts'
import { talk } from '../gateway/talk.ts'
import { startModelServer, type ModelCall, type ScriptedReply } from '../kit/model-server.ts'
import { until } from '../kit/until.ts'
import { caravan, freePort, PATIENCE_MS, startCaravan, temporaryHome } from '../ops/caravan-process.ts'
import { referenceIn } from './fake-model.ts'

const TRIP = ['Lisbon', 'Porto', '--from', 'London', '--days', '5', '--budget', '3000', '--json']

const agentIn = ({ schemaName = '' }: ModelCall) => schemaName.replace('_section', '')
/** What a model says that adds nothing to open data. */
const honest = ({ user }: ModelCall): ScriptedReply => ({
  text: referenceIn(user),
  usage: { input: 9_000, output: 2_000 },
})

describe('caravan on models', { timeout: 3 * PATIENCE_MS }, () => {
  it('plans a trip with all seven agents on the server that OPENAI_BASE_URL names', async () => {
    await using server = await startModelServer(honest)
    const ended = await caravan(['plan', ...TRIP], {
      PORT: String(await freePort()),
      OPENAI_API_KEY: 'sk-secret-of-the-test',
      OPENAI_BASE_URL: server.openAiUrl,
      PLANNING_AGENT_MODEL: 'gpt-5-mini',
    })
    expect(ended).toMatchObject({ code: 0 })
    const result = TripResult.parse(JSON.parse(ended.stdout))
    expect(result).toMatchObject({ status: 'success', missing: [] })
    expect(result.agentCoordination.agents.map(({ provider }) => provider)).toEqual(
      AGENTS.map(() => 'openai'),
    )
    expect(server.calls.map(agentIn).toSorted()).toEqual([...AGENTS].toSorted())
    // An agent's own variable goes before its tier.
    const models = Object.fromEntries(server.calls.map((call) => [agentIn(call), call.model]))
    expect(models).toMatchObject({ planning: 'gpt-5-mini', transport: 'gpt-5', weather: 'gpt-5-nano' })
    const { input, output } = server.reported()
    const lines = result.cost?.byAgent ?? []
    expect(lines.reduce((sum, line) => sum + line.inputTokens, 0)).toBe(input)
    expect(lines.reduce((sum, line) => sum + line.outputTokens, 0)).toBe(output)
    expect(result.cost?.microUsd).toBeGreaterThan(0)
    for (const text of [ended.stdout, ended.stderr, ...server.calls.map(({ user, system }) => user + system)])
      expect(text).not.toContain('sk-secret-of-the-test')
  })

  it('falls back to the other provider when the plug of the first is pulled in the middle', async () => {
    let pull = () => undefined as void
    const first = await startModelServer((call) => {
      if (agentIn(call) !== 'planning') return { hang: true }
      setTimeout(() => pull(), 50)
      return honest(call)
    })
    await using second = await startModelServer(honest)
    pull = () => void first[Symbol.asyncDispose]()
    const ended = await caravan(['plan', ...TRIP], {
      PORT: String(await freePort()),
      OPENAI_API_KEY: 'k',
      OPENAI_BASE_URL: first.openAiUrl,
      ANTHROPIC_API_KEY: 'k',
      ANTHROPIC_BASE_URL: second.url,
      MODEL_FALLBACK: 'providers',
      ORCHESTRATOR_RETRY_ATTEMPTS: '1',
    })
    expect(ended).toMatchObject({ code: 0 })
    const result = TripResult.parse(JSON.parse(ended.stdout))
    expect(result.status).toBe('success')
    const providers = Object.fromEntries(
      result.agentCoordination.agents.map(({ agent, provider }) => [agent, provider]),
    )
    expect(providers).toMatchObject({
      planning: 'openai',
      transport: 'anthropic',
      weather: 'anthropic',
      budget: 'anthropic',
    })
    expect(result.agentCoordination.totals?.fallbacks).toBe(6)
  })

  it('lets watchers read along, and a cancelled trip aborts its calls', async () => {
    await using server = await startModelServer((call) =>
      agentIn(call) === 'planning' ? { ...honest(call), pieceSize: 100, pieceDelayMs: 30 } : { hang: true },
    )
    await using home = await temporaryHome()
    await using system = await startCaravan(home.path, {
      PORT: String(await freePort()),
      OPENAI_API_KEY: 'k',
      OPENAI_BASE_URL: server.openAiUrl,
    })
    using client = await talk(`${system.url.replace('http', 'ws')}/agent-coordination`)
    client.send({ type: 'trip.plan', request: { destinations: ['Lisbon'], durationDays: 10 }, ref: 'p' })
    const { trip } = await client.frame('trip.accepted')
    client.send({ type: 'trip.subscribe', trip, cursor: 0 })
    const words = await client.frame('trip.progress', ({ agent }) => agent === 'planning')
    expect(words).toMatchObject({ trip, attempt: 1, provider: 'openai', model: 'gpt-5' })
    expect(words.text.length).toBeGreaterThan(0)
    const running = await until(
      () => server.calls.filter((call) => agentIn(call) !== 'planning').length === 5 && server.calls,
    )
    client.send({ type: 'trip.cancel', trip })
    expect((await client.frame('trip.result')).status).toBe('cancelled')
    await until(() => running.every(({ gone }) => gone.aborted))
    // What a call wrote is in no record.
    expect(client.all('trip.transition').some((frame) => JSON.stringify(frame).includes('characters'))).toBe(
      false,
    )
  })
})
