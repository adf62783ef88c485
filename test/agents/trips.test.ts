/** Whole trips on models: the product guide's own scenarios, and what happens when models misbehave. */
import { describe, expect, it } from 'vitest'
import { travelActors } from '../../actors/index.ts'
import { CaravanError } from '../../runtime/index.ts'
import { AGENTS, type AgentName } from '../../machines/messages/index.ts'
import type { Route } from '../../actors/models/port.ts'
import { agentOf, fakeModel, honest, ROUTE, routesTo, SECOND, type Behaviour } from './fake-model.ts'
import { REQUEST } from './tasks.ts'
import { plan, planAll } from './trip-on-models.ts'

const busy = () =>
  new CaravanError('model.overloaded', 'too much to do', { retryable: true, data: { unbilled: true } })

/** Misbehaves for one agent, by how often that agent has asked; else honest. */
function odd(
  agent: AgentName,
  behaviour: (n: number, ...rest: Parameters<Behaviour>) => ReturnType<Behaviour>,
): Behaviour {
  let asked = 0
  return async (request, n, signal) =>
    agentOf(request) === agent
      ? await behaviour(++asked, request, n, signal)
      : await honest(request, n, signal)
}

describe('a trip on models', () => {
  it('a basic trip: all seven agents answer, and every call is in the ledger and in the result', async () => {
    const model = fakeModel('openai')
    const { result, desk, states } = await plan([model])
    expect(result).toMatchObject({ status: 'success', missing: [] })
    expect(result.agentCoordination.agentsInvolved).toEqual([...AGENTS])
    expect(result.agentCoordination.totals).toEqual({
      attempts: 7,
      retries: 0,
      fallbacks: 0,
      repairs: 0,
      cacheHits: 0,
    })
    expect(result.agentCoordination.agents.map(({ provider, model }) => `${provider}/${model}`)).toEqual(
      AGENTS.map(() => `openai/${ROUTE.model}`),
    )
    expect(model.asked.length).toBe(7)
    const entries = await desk.entries()
    expect(entries.map(({ agent }) => agent).toSorted()).toEqual([...AGENTS].toSorted())
    const sum = entries.reduce((all, { microUsd }) => all + microUsd, 0)
    expect(result.cost).toMatchObject({ microUsd: sum })
    expect(sum).toBeGreaterThan(0)
    // One claim, one answer: as many records as without a model.
    for (const agent of AGENTS) expect(states(agent)).toEqual(['attempting', 'answered'])
  })

  it('a call may take as long as its agent may, whatever was set', () => {
    const ask = async () => ({ provider: 'openai', section: {} })
    const { all } = travelActors({ models: { ask, routes: routesTo(ROUTE) }, timeoutMs: 600_000 })
    const deadlines = all
      .filter(({ type }) => type === 'worker')
      .map(({ effectDeadlineMs }) => effectDeadlineMs)
    expect(Math.min(...deadlines)).toBeGreaterThan(605_000)
  })

  it('without any model an agent writes one record, or two when it takes its time (docs/adr/0014)', async () => {
    const offline = { ...ROUTE, provider: 'offline', model: 'open-data' } as const
    const { result, desk, states } = await plan([], { routes: routesTo(offline) })
    expect(result).toMatchObject({ status: 'success', cost: { microUsd: 0, byAgent: [] } })
    for (const agent of AGENTS) expect(['answered', 'attempting answered']).toContain(states(agent).join(' '))
    expect(await desk.entries()).toEqual([])
  })

  it('an attempt that fails twice succeeds the third time', async () => {
    const model = fakeModel(
      'openai',
      odd('transport', async (n, ...asked) => {
        if (n < 3) throw busy()
        return await honest(...asked)
      }),
    )
    const { result, states } = await plan([model])
    expect(result.status).toBe('success')
    expect(result.agentCoordination.agents.find(({ agent }) => agent === 'transport')).toMatchObject({
      attempts: 3,
      retries: 2,
    })
    expect(states('transport')).toEqual([
      'attempting',
      'backingOff',
      'attempting',
      'backingOff',
      'attempting',
      'answered',
    ])
  })

  it('an answer that is wrong is mended once, and the journal shows it', async () => {
    const model = fakeModel(
      'openai',
      odd('weather', async (n, ...asked) => (n === 1 ? '{"days":"sunny"}' : await honest(...asked))),
    )
    const { result, states } = await plan([model])
    expect(result.status).toBe('success')
    expect(result.agentCoordination.totals).toMatchObject({ attempts: 7, repairs: 1 })
    expect(states('weather')).toEqual(['attempting', 'repairing', 'answered'])
    expect(result.cost?.byAgent.find(({ agent }) => agent === 'weather')).toMatchObject({ calls: 2 })
  })

  it('does not wait for a model that rests while there is another', async () => {
    const gate = {
      closedFor: async ({ provider }: Route) => (provider === ROUTE.provider ? 60_000 : undefined),
      report: async () => undefined,
    }
    const [first, second] = [fakeModel('openai'), fakeModel('anthropic')]
    const { result, states } = await plan([first, second], { routes: routesTo(ROUTE, SECOND), gate })
    expect(result.status).toBe('success')
    expect([first.asked.length, second.asked.length]).toEqual([0, 7])
    for (const agent of AGENTS) {
      expect(states(agent)).toContain('fallingBack')
      expect(states(agent)).not.toContain('backingOff')
    }
  })

  it('falls back to the next provider when the first is gone, and says so', async () => {
    const gone = fakeModel('openai', async () => {
      throw new CaravanError('model.unauthorized', 'no such key', { data: { unbilled: true } })
    })
    const { result, states } = await plan([gone, fakeModel('anthropic')], { routes: routesTo(ROUTE, SECOND) })
    expect(result.status).toBe('success')
    expect(result.agentCoordination.totals).toMatchObject({ fallbacks: 7, attempts: 14 })
    expect(states('budget')).toEqual(['attempting', 'fallingBack', 'attempting', 'answered'])
    expect(gone.asked.length).toBe(7) // a key that is wrong is not tried again
  })

  it('without any provider left a trip fails in words, with what is known', async () => {
    const dying = fakeModel('openai', async (request, n, signal) => {
      if (agentOf(request) === 'planning') return await honest(request, n, signal)
      throw new CaravanError('model.unreachable', 'the line is dead', {
        retryable: true,
        data: { unbilled: true },
      })
    })
    const { result } = await plan([dying], { attempts: 2 })
    expect(result).toMatchObject({ status: 'failed', failure: { code: 'model.unreachable' } })
    expect(result.sections?.planning).toBeDefined()
  })

  it.each([
    ['refusal', 'agent.answer.refused'],
    ['length', 'agent.answer.cut-off'],
  ] as const)('a %s is told apart in the result', async (finish, code) => {
    const model = fakeModel(
      'openai',
      odd('activity', async () => ({ finish, text: 'no' })),
    )
    const { result } = await plan([model])
    expect(result.status).toBe('degraded')
    expect(result.agentCoordination.agents.find(({ agent }) => agent === 'activity')).toMatchObject({
      outcome: 'failed',
      attempts: 1,
      failure: { code },
    })
  })

  it('fifty requests at once, each planned, each paid for once', async () => {
    const requests = Array.from({ length: 50 }, (_, n) => ({
      ...REQUEST,
      id: `many-${n}`,
      budget: { amount: 300_000 + n * 10_000, currency: 'EUR' },
    }))
    const model = fakeModel('openai')
    const all = await planAll([model], requests, {
      limits: { hourMicroUsd: 1e9, dayMicroUsd: 1e9 },
      timeoutMs: 60_000,
      waitMs: 110_000,
    })
    expect(all.map(({ result }) => result.status)).toEqual(requests.map(() => 'success'))
    expect(model.asked.length).toBe(350)
    const entries = (await all[0]?.desk.entries()) ?? []
    expect(new Set(entries.map(({ callId }) => callId)).size).toBe(350)
    const spent = entries.reduce((sum, { microUsd }) => sum + microUsd, 0)
    expect(all.reduce((sum, { result }) => sum + (result.cost?.microUsd ?? 0), 0)).toBe(spent)
    expect(spent).toBeGreaterThan(0)
  }, 120_000)
})
