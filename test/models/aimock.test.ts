/** The adapters against a model server that others have written, so that not only our own reading of the wire is tested. */
import { LLMock } from '@copilotkit/aimock'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { modelTable } from '../../actors/models/model-table.ts'
import { startModelProviders, type ModelProviders } from '../../actors/models/providers.ts'
import { Secret } from '../../actors/models/secret.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import { failure, KEY, question } from './setup.ts'

const mock = new LLMock({ port: 0 })
const GOOD = { city: 'Porto', days: 2 }
const signal = new AbortController().signal
let chat: ModelProviders
let responses: ModelProviders

beforeAll(async () => {
  mock.onMessage(/where/i, { content: JSON.stringify(GOOD) })
  mock.addFixture({
    match: { userMessage: /limited/ },
    response: { status: 429, retryAfter: 3, error: { message: 'slow down', type: 'rate_limit_error' } },
  })
  mock.addFixture({
    match: { userMessage: /broken/ },
    response: { content: 'x'.repeat(400) },
    chunkSize: 20,
    truncateAfterChunks: 3,
  })
  await mock.start()
  const options = { table: modelTable(), clock: { ...systemClock, now: () => 0 } }
  const openai = { apiKey: new Secret(KEY), baseUrl: `${mock.url}/v1` }
  const azure = { apiKey: new Secret(KEY), endpoint: mock.url, apiVersion: '2025-04-01-preview' }
  const anthropic = { apiKey: new Secret(KEY), baseUrl: mock.url }
  chat = await startModelProviders({ openai, azure, anthropic }, options)
  responses = await startModelProviders({ openai: { ...openai, api: 'responses' } }, options)
})
afterAll(() => mock.stop())

it.each([
  ['chat', true],
  ['azure', true],
  // It reports no tokens here, which cannot be true.
  ['responses', false],
  ['anthropic', false],
] as const)('%s', async (wire, counts) => {
  const provider = wire === 'responses' ? responses.openai : chat[wire === 'chat' ? 'openai' : wire]
  if (provider === undefined) throw new Error('no provider')
  const reply = await provider.call(question(wire), { signal })
  expect(reply).toMatchObject({ finish: 'complete' })
  expect(JSON.parse(reply.text)).toEqual(GOOD)
  expect(reply.usage !== undefined).toBe(counts)

  const limited = await failure(provider.call(question(wire, { user: 'limited' }), { signal }))
  expect(limited).toMatchObject({ code: 'model.rate-limited', data: { retryAfterMs: 3_000 } })
  // It breaks the connection, at times before its first byte has arrived.
  const broken = await failure(provider.call(question(wire, { user: 'broken' }), { signal }))
  expect(['model.unavailable', 'model.unreachable']).toContain(broken.code)
})
