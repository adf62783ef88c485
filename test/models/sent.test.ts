/** What goes over the wire: the parameters of each family of models, and nothing that it refuses. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { KNOWN_MODELS } from '../../actors/models/known-models.ts'
import { withOverrides } from '../../actors/models/model-facts.ts'
import { modelTable } from '../../actors/models/model-table.ts'
import type { WireName } from '../kit/model-wire.ts'
import { modelWorld, question, type ModelWorld } from './setup.ts'

const signal = new AbortController().signal
let world: ModelWorld
beforeAll(async () => {
  const local = {
    'llama-json': { context: 8_000, maxOutput: 2_000, temperature: 1, price: { input: 0, output: 0 } },
    'llama-words': { like: 'gpt-4o', structured: 'prompt' as const, tokenParameter: 'max_tokens' as const },
  }
  const { table } = withOverrides(KNOWN_MODELS, { models: local })
  world = await modelWorld({ table: modelTable(table) })
})
afterAll(() => world[Symbol.asyncDispose]())

async function sent(wire: WireName, model: string, temperature?: number): Promise<Record<string, unknown>> {
  const more = temperature === undefined ? { model } : { model, temperature }
  await world.providers[wire].call(question(wire, more), { signal })
  return { ...world.server.calls.at(-1)?.body }
}

const STRICT = expect.objectContaining({
  additionalProperties: false,
  required: ['city', 'days', 'tip'],
})

describe('Chat Completions', () => {
  it.each(['chat', 'azure'] as const)('a reasoning model (%s)', async (wire) => {
    const body = await sent(wire, 'gpt-5-mini', 0.7)
    expect(body).toMatchObject({
      model: 'gpt-5-mini',
      max_completion_tokens: 500,
      reasoning_effort: 'low',
      response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: STRICT } },
      stream: true,
      stream_options: { include_usage: true },
      messages: [{ role: 'system', content: 'You answer questions about cities.' }, { role: 'user' }],
    })
    expect(Object.keys(body)).not.toContain('temperature')
    expect(Object.keys(body)).not.toContain('max_tokens')
  })

  it('a model that takes a temperature', async () => {
    const body = await sent('chat', 'gpt-4o', 0.7)
    expect(body).toMatchObject({ temperature: 0.7, max_completion_tokens: 500 })
    expect(Object.keys(body)).not.toContain('reasoning_effort')
  })

  it('a model that knows JSON but no schema', async () => {
    const body = await sent('chat', 'llama-json', 1.9)
    expect(body).toMatchObject({ max_tokens: 500, temperature: 1, response_format: { type: 'json_object' } })
    expect(JSON.stringify(body['messages'])).toContain('JSON schema, named \\"answer\\"')
    expect(Object.keys(body)).not.toContain('max_completion_tokens')
  })

  it('a model that is only asked in words', async () => {
    const body = await sent('chat', 'llama-words')
    expect(Object.keys(body)).not.toContain('response_format')
    expect(world.server.calls.at(-1)?.schemaName).toBe('answer')
  })

  it('a model that nobody knows, on a server that is not OpenAI', async () => {
    const body = await sent('chat', 'unheard-of', 0.5)
    expect(body).toMatchObject({ max_tokens: 500, response_format: { type: 'json_object' } })
    expect(Object.keys(body)).not.toContain('temperature')
  })

  it("Azure's deployment and version are in the address, and its key in a header of its own", async () => {
    await sent('azure', 'gpt-5-mini')
    expect(world.server.calls.at(-1)?.headers).toMatchObject({
      'api-key': expect.stringContaining('sk-test'),
    })
  })
})

it('Responses', async () => {
  const body = await sent('responses', 'gpt-5', 0.7)
  expect(body).toMatchObject({
    model: 'gpt-5',
    max_output_tokens: 500,
    reasoning: { effort: 'low' },
    text: { format: { type: 'json_schema', name: 'answer', strict: true, schema: STRICT } },
    store: false,
    stream: true,
    input: [{ role: 'developer' }, { role: 'user', content: 'Where to?' }],
  })
  expect(Object.keys(body)).not.toContain('temperature')
  expect(await sent('responses', 'gpt-4.1', 0.7)).toMatchObject({ temperature: 0.7 })
  expect(await sent('responses', 'llama-json')).toMatchObject({ text: { format: { type: 'json_object' } } })
})

describe('Messages', () => {
  it('a newer Claude', async () => {
    const body = await sent('anthropic', 'claude-sonnet-5-5', 0.7)
    expect(body).toMatchObject({
      model: 'claude-sonnet-5-5',
      max_tokens: 500,
      system: 'You answer questions about cities.',
      output_config: {
        effort: 'low',
        // What is optional stays so.
        format: { type: 'json_schema', schema: { additionalProperties: false, required: ['city', 'days'] } },
      },
      stream: true,
    })
    expect(Object.keys(body)).not.toContain('temperature')
  })

  it('an older one, of whose end the SDK says nothing on the terminal', async () => {
    using warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const body = await sent('anthropic', 'claude-sonnet-4-5', 0.7)
    expect(body).toMatchObject({ temperature: 0.7 })
    expect(body['output_config']).not.toHaveProperty('effort')
    expect(warn).not.toHaveBeenCalled()
  })

  it('a model that nobody knows is asked in words', async () => {
    const body = await sent('anthropic', 'claude-next', 0.7)
    expect(Object.keys(body)).not.toContain('output_config')
    expect(Object.keys(body)).not.toContain('temperature')
    expect(body['system']).toContain('JSON schema, named "answer"')
  })
})
