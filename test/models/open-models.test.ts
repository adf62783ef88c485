/** What the configuration makes of models: the table, the routes, who answers, and every reason not to start. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfig } from '../../ops/config.ts'
import { agentOptions, openModels, type ModelEvent } from '../../ops/models.ts'
import { memorySpending } from '../../storage/spending/memory.ts'
import { DEFAULT_LIMITS } from '../../storage/spending/port.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import { startTestNats } from '../kit/nats.ts'
import { failure } from './setup.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caravan-models-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const spending = memorySpending({ limits: DEFAULT_LIMITS, clock: systemClock, jitter: () => 0.5 })

async function opened(env: Record<string, string>, servers: string | string[] = 'localhost:1') {
  const notices: string[] = []
  const events: ModelEvent[] = []
  const models = await openModels({
    config: readConfig(env),
    nats: { connect: { servers } },
    name: 'test',
    spending,
    observe: (event) => events.push(event),
    notice: (line) => notices.push(line),
  })
  return { models, notices, events }
}

async function table(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

it('without a key open data answers, and that is said', async () => {
  const { models, notices } = await opened({})
  expect(models).toMatchObject({ binding: undefined, breakers: undefined })
  expect(models.about).toBe('offline (no provider has a key: open data answers)')
  expect(notices).toEqual([])
})

it('with a key its provider answers', async () => {
  const { models, notices } = await opened({
    OPENAI_API_KEY: 'k',
    ANTHROPIC_API_KEY: 'k',
    WEATHER_AGENT_PROVIDER: 'offline',
  })
  expect(models.about).toBe('openai (gpt-5, gpt-5-mini, gpt-5-nano), offline, then anthropic')
  expect(models.binding?.routes.planning[0].model).toBe('gpt-5')
  expect(notices).toEqual([])
  const config = readConfig({ AGENT_TIMEOUT_SECONDS: '45' })
  expect(agentOptions(config, models)).toMatchObject({
    timeoutMs: 45_000,
    attempts: 3,
    models: models.binding,
  })
})

it('says what it does not follow', async () => {
  const { notices } = await opened({
    OPENAI_API_KEY: 'k',
    PLANNING_AGENT_MAX_TOKENS: '500000',
    BUDGET_AGENT_TEMPERATURE: '0.3',
  })
  expect(notices).toEqual([
    'planning: gpt-5 answers with at most 128000 tokens, not 500000.',
    'budget: gpt-5-nano takes no temperature: none is sent.',
  ])
})

it('does not start with models that nobody can price, and names them all', async () => {
  const error = await failure(
    opened({ OPENAI_API_KEY: 'k', DEFAULT_MODEL_TIER1: 'llama-4', WEATHER_AGENT_MODEL: 'mine' }),
  )
  expect(error.code).toBe('models.invalid')
  // Two agents ask it, and it is told once.
  expect(error.message.match(/models\.llama-4:/g)).toHaveLength(1)
  expect(error.message).toContain('mine')
  const MODEL_TABLES = await table(
    'own.json',
    JSON.stringify({ models: { 'llama-4': { like: 'gpt-5' }, mine: { like: 'gpt-5-nano' } } }),
  )
  const { models } = await opened({
    OPENAI_API_KEY: 'k',
    DEFAULT_MODEL_TIER1: 'llama-4',
    WEATHER_AGENT_MODEL: 'mine',
    MODEL_TABLES,
  })
  expect(models.binding?.routes.weather[0].model).toBe('mine')
})

it.each([
  ['no JSON', '{', ['which is no JSON']],
  [
    'wrong entries',
    '{"models": {"a": {"price": {"input": -1}}, "b": {"colour": 1}}}',
    ['models.a.price.input', 'models.a.price.output', 'models.b'],
  ],
  [
    'unknown models',
    '{"models": {"a": {"like": "nothing"}, "b": {}}}',
    ['models.a.like', 'models.b: it is not known'],
  ],
])('a table with %s is refused with everything that is wrong', async (name, text, parts) => {
  const MODEL_TABLES = await table(`${name}.json`, text)
  const error = await failure(opened({ OPENAI_API_KEY: 'k', MODEL_TABLES }))
  expect(error.code).toBe('models.invalid')
  for (const part of parts) expect(error.message).toContain(part)
})

it('a table that is not there is refused', async () => {
  const error = await failure(opened({ MODEL_TABLES: join(folder, 'nowhere.json') }))
  expect(error).toMatchObject({ code: 'models.invalid' })
  expect(error.message).toContain('ENOENT')
})

it('breakers are shared over NATS when they are on', async () => {
  const env = { OPENAI_API_KEY: 'k', CIRCUIT_BREAKER_ENABLED: 'true', CIRCUIT_BREAKER_THRESHOLD: '1' }
  await using nats = await startTestNats()
  const one = await opened(env, nats.url)
  const two = await opened(env, nats.url)
  await using first = one.models
  await using second = two.models
  const signal = AbortSignal.timeout(10_000)
  const model = { provider: 'openai', model: 'gpt-5' }
  await first.breakers?.report(model, 'failed', signal)
  await expect.poll(() => second.breakers?.closedFor(model, signal), { timeout: 10_000 }).toBeGreaterThan(0)
  expect([...one.events, ...two.events]).toEqual([])
  const error = await failure(opened(env, 'localhost:1'))
  expect(error.code).toBe('nats.unreachable')
})
