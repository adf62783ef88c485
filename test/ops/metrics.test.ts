/** What is counted: the guide's names and labels, equal to the ledger; the runtime's own; where it is told. */
import { devNull } from 'node:os'
import { describe, expect, it } from 'vitest'
import { openLog } from '../../ops/log.ts'
import { counted } from '../../ops/metrics/counted.ts'
import { startMetrics, type Metrics } from '../../ops/metrics/metrics.ts'
import { serveMetrics } from '../../ops/metrics/metrics-server.ts'
import { travelActors, type TravelOptions } from '../../actors/index.ts'
import { fixtureRequest, fixtureSection } from '../../ops/bench/fixture-sections.ts'
import { callId, effectIdentity } from '../../runtime/index.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import { runHost } from '../../runtime/host/host.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { memorySpending } from '../../storage/spending/memory.ts'
import { DEFAULT_LIMITS, type Spending } from '../../storage/spending/port.ts'
import { ask } from '../gateway/ask.ts'
import { startWorld } from '../gateway/world.ts'
import { until } from '../kit/until.ts'
import { entryOf, reservationOf } from '../spending/calls.ts'

const money = { limits: DEFAULT_LIMITS, tracking: true, alerts: true }
const never = new AbortController().signal

/** Samples of a page, by name and labels as they stand there. */
function samples(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]))
}

async function pageOf(metrics: Metrics) {
  return samples(await metrics.text())
}

/** Adds up all samples of a name, whatever their labels. */
function total(page: ReadonlyMap<string, number>, name: string): number {
  return [...page].filter(([key]) => key.startsWith(`${name}{`)).reduce((sum, [, value]) => sum + value, 0)
}

/** Money that tells these metrics what happens to it. */
function spendingFor(metrics: Metrics, limits = DEFAULT_LIMITS): Spending {
  return memorySpending({ limits, clock: systemClock, observe: metrics.observeSpending, jitter: () => 0 })
}

/** The page after a trip that was planned to its end. */
async function planned(
  metrics: Metrics,
  answer: NonNullable<TravelOptions['answer']>,
  options: TravelOptions = {},
) {
  const { trip, all } = travelActors({ backoffMs: 5, ...options, answer })
  const host = await runHost({ actors: all, driver: memoryDriver(), observe: metrics.observe })
  const ref = host.ref(trip, 't')
  await ref.create(fixtureRequest('t'))
  await until(async () => (await ref.snapshot())?.status === 'done')
  await host.stop()
  return await pageOf(metrics)
}

describe('metrics', () => {
  it('of agents are equal to the ledger, and have the names and labels of the guide', async () => {
    const metrics = startMetrics({ money })
    await using spending = spendingFor(metrics, { ...DEFAULT_LIMITS, requestMicroUsd: 500_000 })
    for (const [n, agent] of ['planning', 'weather', 'planning'].entries()) {
      await spending.reserve(reservationOf(`c${n}`, { agent }), never)
      await spending.settle(entryOf(`c${n}`, { agent, microUsd: 12_345 + n }), never)
    }
    await spending.settle(entryOf('c0', { microUsd: 99 }), never) // again: counts once
    await spending.reserve(reservationOf('lost', { provider: 'azure' }), never)
    const estimated = {
      inputTokens: 0,
      cachedInputTokens: 0,
      outputTokens: 0,
      estimated: true,
      outcome: 'unknown',
    }
    await spending.settle(entryOf('lost', { provider: 'azure', microUsd: 100_000, ...estimated }), never)
    await spending.settle(entryOf('hit', { cacheHit: true, microUsd: 0 }), never)
    await spending.reserve(reservationOf('dear', { worstMicroUsd: 900_000 }), never)
    const page = await pageOf(metrics)
    const entries = await Array.fromAsync(spending.entries({}, never))
    expect(Math.round(total(page, 'agent_cost_total') * 1e6)).toBe(
      entries.reduce((sum, { microUsd }) => sum + microUsd, 0),
    )
    expect(page.get('agent_requests_total{agent_type="planning",status="success"}')).toBe(2)
    expect(page.get('agent_requests_total{agent_type="planning",status="error"}')).toBe(1)
    expect(page.get('agent_requests_total{agent_type="planning",status="cached"}')).toBe(1)
    expect(page.get('agent_requests_total{agent_type="planning",status="refused"}')).toBe(1)
    expect(page.get('agent_tokens_total{agent_type="weather",token_type="prompt"}')).toBe(1_200)
    expect(page.get('agent_tokens_total{agent_type="weather",token_type="completion"}')).toBe(300)
    expect(page.get('agent_request_duration_seconds_count{agent_type="weather"}')).toBe(1)
    expect(page.get('caravan_estimated_cost_total{agent_type="planning"}')).toBe(0.1)
    expect(page.get('caravan_spending_refused_total{scope="request"}')).toBe(1)
    const azure =
      'gen_ai_operation_name="chat",gen_ai_provider_name="azure.ai.openai",gen_ai_request_model="gpt-5"'
    expect(page.get(`gen_ai_client_operation_duration_seconds_count{${azure},error_type="unknown"}`)).toBe(1)
    const bounds = [...page.keys()].filter((key) => /^gen_ai_client_token_usage_bucket.*"input"/.test(key))
    expect(bounds.map((key) => /le="([^"]+)"/.exec(key)?.[1]).slice(-3)).toEqual([
      '16777216',
      '67108864',
      '+Inf',
    ])
  })

  it('of an embedding are its tokens and its cost: it is no request of its agent', async () => {
    const metrics = startMetrics({ money })
    await using spending = spendingFor(metrics)
    const about = { model: 'text-embedding-3-small', operation: 'embeddings' } as const
    await spending.reserve(reservationOf('e', about), never)
    await spending.settle(entryOf('e', { ...about, inputTokens: 40, outputTokens: 0, microUsd: 1 }), never)
    // Left behind by a host that died: whoever ends it knows what it was.
    await spending.reserve(reservationOf('lost', { ...about, actor: 'same' }), never)
    await spending.reserve(reservationOf('next', { ...about, actor: 'same' }), never)
    const page = await pageOf(metrics)
    expect(total(page, 'agent_requests_total')).toBe(0)
    expect(page.get('agent_tokens_total{agent_type="planning",token_type="prompt"}')).toBe(40)
    expect(total(page, 'agent_cost_total')).toBeCloseTo((1 + reservationOf('x').worstMicroUsd) / 1e6, 9)
    const count = [...page].filter(
      ([key]) =>
        key.startsWith('gen_ai_client_operation_duration_seconds_count') && key.includes('embeddings'),
    )
    expect(count.reduce((sum, [, value]) => sum + value, 0)).toBe(2)
  })

  it('of costs are absent when costs are not to be told', async () => {
    const metrics = startMetrics({ money: { ...money, tracking: false } })
    metrics.observeSpending({ type: 'spending:settled', entry: entryOf('1') })
    const text = await metrics.text()
    expect(text).toContain('agent_requests_total{agent_type="planning",status="success"} 1')
    expect(text).not.toMatch(/agent_cost_total|agent_tokens_total/)
  })

  it('of a trip without models: each attempt once, nothing runs at the end, turns by kind', async () => {
    const metrics = startMetrics({ money })
    await using spending = spendingFor(metrics)
    const page = await planned(metrics, async ({ task, attempt }, signal) => {
      if (task.agent === 'weather' && attempt === 1) throw new Error('no')
      if (task.agent === 'activity') {
        const identity = effectIdentity(signal)
        const id = identity === undefined ? 'none' : callId(identity)
        await spending.reserve(reservationOf(id, { agent: 'activity' }), signal)
        await spending.settle(entryOf(id, { agent: 'activity' }), signal)
      }
      return { provider: 'fixture', section: fixtureSection(task.agent) }
    })
    const count = (agent: string, status: string) =>
      page.get(`agent_requests_total{agent_type="${agent}",status="${status}"}`)
    expect([count('planning', 'success'), count('weather', 'success'), count('weather', 'error')]).toEqual([
      1, 1, 1,
    ])
    expect(count('activity', 'success')).toBe(1) // once, by its entry of the ledger
    expect(page.get('agent_active_requests{agent_type="planning"}')).toBe(0)
    expect(page.get('caravan_turns_total{kind="trip",outcome="created"}')).toBe(1)
    expect(total(page, 'caravan_relays_total')).toBeGreaterThan(7)
    expect(page.get('process_cpu_user_seconds_total')).toBeGreaterThan(0)
  })

  it('of attempts that made no call are no successes, and one that money was refused to twice is one', async () => {
    const metrics = startMetrics({ money })
    await using spending = spendingFor(metrics)
    using log = openLog({ level: 'silent', destination: devNull })
    const told = counted(log, metrics)
    const dear = { worstMicroUsd: 2_000_000 }
    const page = await planned(
      metrics,
      async ({ task: { agent, request } }, signal) => {
        const identity = effectIdentity(signal)
        const id = identity === undefined ? 'none' : callId(identity)
        const failed = (code: string) => ({ provider: 'x', failure: { code, message: 'm' } })
        if (agent === 'weather') {
          told.observeModels({
            type: 'call:unmade',
            callId: id,
            trip: request.id,
            agent,
            code: 'model.resting',
          })
          return failed('model.resting')
        }
        if (agent === 'activity') {
          for (const _ of ['the wanted call', 'a cheaper one'])
            await spending.reserve(reservationOf(id, { agent, ...dear }), signal)
          return failed('agent.timeout')
        }
        if (agent === 'location') {
          await spending.reserve(reservationOf(id, { agent, ...dear }), signal)
          await spending.reserve(reservationOf(id, { agent }), signal)
          await spending.settle(entryOf(id, { agent, outcome: 'agent.answer.invalid' }), signal)
        }
        return { provider: 'fixture', section: fixtureSection(agent) }
      },
      { attempts: 1 },
    )
    const counts = [...page].filter(([key]) => key.startsWith('agent_requests_total{'))
    const of = (agent: string) =>
      Object.fromEntries(
        counts
          .filter(([key]) => key.includes(`"${agent}"`))
          .map(([key, n]) => [/status="(\w+)"/.exec(key)?.[1], n]),
      )
    expect({ weather: of('weather'), activity: of('activity'), location: of('location') }).toEqual({
      weather: { error: 1 },
      activity: { refused: 1 },
      location: { error: 1 },
    })
    // The call itself ended well.
    expect([...page.keys()].filter((key) => key.includes('error_type'))).toEqual([])
  })

  it('are told by a gateway when they are on, and refused with the way to have them when not', async () => {
    const metrics = startMetrics({ money })
    await using world = await startWorld({ host: false, gateway: { metrics } })
    const answer = await fetch(`${world.url}/metrics`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, metrics.contentType])
    expect(await answer.text()).toContain('# TYPE agent_active_requests gauge')
    await using plain = await startWorld({ host: false })
    expect(await ask(plain, '/metrics')).toMatchObject({ status: 404, body: { code: 'metrics.off' } })
  })

  it('of a host are told on a port of their own, and nothing else is', async () => {
    await using server = await serveMetrics(startMetrics({ money }), '127.0.0.1', 0)
    const page = await fetch(server.url)
    expect([page.status, (await page.text()).includes('agent_requests_total')]).toEqual([200, true])
    expect((await fetch(server.url.replace('/metrics', '/'))).status).toBe(404)
    expect((await fetch(server.url, { method: 'POST' })).status).toBe(405)
  })
})
