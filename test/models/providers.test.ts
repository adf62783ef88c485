import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { modelTable } from '../../actors/models/model-table.ts'
import { startModelProviders } from '../../actors/models/providers.ts'
import { Secret } from '../../actors/models/secret.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import type { ScriptedReply } from '../kit/model-server.ts'
import { failure, KEY, LANGUAGES, modelWorld, question, type ModelWorld } from './setup.ts'

const GOOD = { city: 'Lisbon', days: 3 }
const never = new AbortController().signal

describe.each(LANGUAGES)('%s', (wire) => {
  let world: ModelWorld
  beforeAll(async () => {
    world = await modelWorld()
  })
  afterAll(() => world[Symbol.asyncDispose]())
  beforeEach(() => world.server.answer({ text: GOOD }))
  const call = (script: ScriptedReply, signal = never) => {
    world.server.answer(script)
    return world.providers[wire].call(question(wire), { signal })
  }

  it('hands over an answer, its pieces as they come, and what was used', async () => {
    const pieces: string[] = []
    world.server.answer({ text: GOOD, pieceSize: 7, usage: { input: 120, cached: 100, output: 30 } })
    const reply = await world.providers[wire].call(question(wire), {
      signal: never,
      onText: (piece) => pieces.push(piece),
    })
    expect(reply).toMatchObject({
      finish: 'complete',
      usage: { inputTokens: 120, cachedInputTokens: 100, outputTokens: 30 },
      requestId: 'scripted-1',
    })
    expect(JSON.parse(reply.text)).toEqual(GOOD)
    expect(pieces.length).toBeGreaterThan(2)
    expect(pieces.join('')).toBe(JSON.stringify(GOOD))
    expect(world.server.calls.at(-1)).toMatchObject({ wire, user: 'Where to?', maxTokens: 500 })
  })

  it('tells an answer that was cut off, a refusal and an empty one apart', async () => {
    const cut = await call({ text: '{"city":"Lis', finish: 'length', usage: { input: 9, output: 500 } })
    expect(cut).toMatchObject({ finish: 'length', text: '{"city":"Lis', usage: { outputTokens: 500 } })
    const refused = await call({ text: 'I will not.', finish: 'refusal' })
    expect(refused).toMatchObject({ finish: 'refusal', text: 'I will not.' })
    expect(await call({ text: '' })).toMatchObject({ finish: 'empty', text: '' })
  })

  it('removes nulls that mean "not there", and what stands around the JSON', async () => {
    const withNull = await call({ text: { ...GOOD, tip: null } })
    expect(JSON.parse(withNull.text)).toEqual(GOOD)
    const fenced = await call({ text: `Here it is:\n\`\`\`json\n${JSON.stringify(GOOD)}\n\`\`\`\n` })
    expect(JSON.parse(fenced.text)).toEqual(GOOD)
  })

  it('hands over what is no JSON, or not what was asked for, as it is', async () => {
    expect(await call({ text: '{"city": "Lisbon", ' })).toMatchObject({
      finish: 'complete',
      text: '{"city": "Lisbon", ',
    })
    expect(JSON.parse((await call({ text: { town: 7 } })).text)).toEqual({ town: 7 })
  })

  it.each<[string, ScriptedReply, string, 'again' | 'never', 'free' | 'unknown']>([
    ['400', { status: 400 }, 'model.rejected', 'never', 'free'],
    ['401', { status: 401 }, 'model.unauthorized', 'never', 'free'],
    ['402', { status: 402 }, 'model.rejected', 'never', 'free'],
    ['403', { status: 403 }, 'model.unauthorized', 'never', 'free'],
    ['404', { status: 404 }, 'model.not-found', 'never', 'free'],
    ['408', { status: 408 }, 'model.timeout', 'again', 'unknown'],
    ['422', { status: 422 }, 'model.rejected', 'never', 'free'],
    ['429', { status: 429 }, 'model.rate-limited', 'again', 'free'],
    ['a used-up quota', { status: 429, code: 'insufficient_quota' }, 'model.rejected', 'never', 'free'],
    ['500', { status: 500 }, 'model.unavailable', 'again', 'free'],
    ['502 with a page', { status: 502, body: '<html>bad</html>' }, 'model.unavailable', 'again', 'free'],
    ['503 overloaded', { status: 503, code: 'overloaded_error' }, 'model.overloaded', 'again', 'free'],
    ['504', { status: 504 }, 'model.timeout', 'again', 'unknown'],
    ['529', { status: 529 }, 'model.overloaded', 'again', 'free'],
    ['a redirect', { status: 307, headers: { location: '/elsewhere' } }, 'model.rejected', 'never', 'free'],
  ])('%s', async (_name, script, code, again, cost) => {
    const before = world.server.calls.length
    const error = await failure(call(script))
    expect(error).toMatchObject({ code, retryable: again === 'again' })
    expect(error.data?.['unbilled']).toBe(cost === 'free' ? true : undefined)
    // Once: retries belong to the agent's machine.
    expect(world.server.calls.length - before).toBe(1)
  })

  it.each<[Readonly<Record<string, string>>, number | undefined]>([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after-ms': '1500', 'retry-after': '7' }, 1_500],
    [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:30 GMT', date: 'Thu, 01 Jan 1970 00:00:10 GMT' }, 20_000],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('Retry-After %j', async (headers, retryAfterMs) => {
    const error = await failure(call({ status: 429, headers }))
    expect(error.data?.['retryAfterMs']).toBe(retryAfterMs)
  })

  it('a stream that breaks, ends early or fails within is no answer, and may have cost', async () => {
    const long = { text: { city: 'x'.repeat(400), days: 1 } }
    for (const script of [
      { ...long, breakAfter: 3 },
      { ...long, endAfter: 3 },
      { ...long, failAfter: 3 },
      { raw: 'data: {"id": "x", "choices": [{"del\n\n' },
      { raw: '<html>hello</html>' },
      { raw: '' },
    ]) {
      const error = await failure(call(script))
      expect([error.code, error.retryable]).toEqual(['model.unavailable', true])
      expect(error.data).not.toHaveProperty('unbilled')
    }
    const code = 'overloaded_error'
    expect(await failure(call({ ...long, failAfter: 3, code }))).toMatchObject({ code: 'model.overloaded' })
  })

  it('usage that is missing or cannot be true is unknown', async () => {
    const wrong = world.providers[wire].name === 'anthropic' ? 'input_tokens' : undefined
    for (const usage of [
      'none',
      { input: -5, output: 3 },
      { input: 10, cached: 20, output: 3 },
      { input: 10, output: 1.5 },
      { input: 10, output: 0 },
      { input: 10, output: 1e15 },
      { raw: null },
      { raw: 'lots' },
      { raw: { [wrong ?? 'prompt_tokens']: '12' } },
    ] as const) {
      expect(await call({ text: GOOD, usage })).toMatchObject({ finish: 'complete', usage: undefined })
    }
  })

  it('an answer without end is cut off', async () => {
    const reply = await call({ text: 'x'.repeat(200_000), pieceSize: 10_000 })
    expect(reply).toMatchObject({ finish: 'length', usage: undefined })
    expect(reply.text.length).toBeLessThan(100_000)
  })

  it('a hanging server is left at once when the caller aborts, before and within the answer', async () => {
    for (const script of [{ hang: true }, { text: GOOD, pieceSize: 5, hangAfter: 2 }]) {
      const controller = new AbortController()
      const asked = world.server.calls.length
      const answer = call(script, controller.signal)
      const outcome = failure(answer)
      await expect.poll(() => world.server.calls.length).toBe(asked + 1)
      controller.abort(new Error('the trip was cancelled'))
      expect(await outcome).toMatchObject({ message: 'the trip was cancelled' })
      const { gone } = world.server.calls.at(-1) ?? {}
      if (gone?.aborted === false) await once(gone, 'abort')
    }
  })

  it("a caller's own timeout is a timeout", async () => {
    const error = await failure(call({ hang: true }, AbortSignal.timeout(50)))
    expect(error).toMatchObject({ code: 'model.timeout', retryable: true })
  })

  it('an abort before the call asks nobody', async () => {
    const asked = world.server.calls.length
    const error = await failure(call({}, AbortSignal.abort(new Error('too late'))))
    expect(error.message).toBe('too late')
    expect(world.server.calls.length).toBe(asked)
  })

  it('what a listener throws ends the call', async () => {
    const onText = () => {
      throw new RangeError('the watcher broke')
    }
    const error = await failure(world.providers[wire].call(question(wire), { signal: never, onText }))
    expect(error.message).toBe('the watcher broke')
  })

  it('keeps keys out of errors', async () => {
    const error = await failure(
      call({ status: 401, message: `Incorrect API key provided: ${KEY}. Others: sk-proj-abcdefghijkl` }),
    )
    expect(JSON.stringify(error)).not.toContain('secret')
    expect(JSON.stringify(error)).not.toContain('abcdefghijkl')
    expect(error.message).toContain('Incorrect API key')
  })

  it('shortens what a server says', async () => {
    const error = await failure(call({ status: 400, message: 'no '.repeat(5_000) }))
    expect(error.message.length).toBeLessThan(500)
  })
})

describe('servers that are not there, or silent', () => {
  it('nobody listens', async () => {
    const closed = createServer().listen(0, '127.0.0.1')
    await once(closed, 'listening')
    const { port } = closed.address() as { port: number }
    await new Promise((resolve) => closed.close(resolve))
    const url = `http://user:hunter22@127.0.0.1:${port}`
    const { openai, anthropic } = await startModelProviders(
      {
        openai: { apiKey: new Secret(KEY), baseUrl: `http://127.0.0.1:${port}/v1` },
        anthropic: { apiKey: new Secret(KEY), baseUrl: url },
      },
      { table: modelTable(), clock: { ...systemClock, now: () => 0 } },
    )
    const error = await failure(openai?.call(question('chat'), { signal: never }) ?? Promise.resolve())
    expect(error).toMatchObject({ code: 'model.unreachable', retryable: true, data: { unbilled: true } })
    const other = await failure(
      anthropic?.call(question('anthropic'), { signal: never }) ?? Promise.resolve(),
    )
    expect(other.code).toBe('model.unreachable')
    expect(error.message).toContain('(ECONNREFUSED)')
    expect(other.message).toMatch(/\(.*credentials.*\)/)
    expect(JSON.stringify(other)).not.toContain('hunter22')
  })

  it.each(LANGUAGES)('%s: says nothing for too long, before and within the answer', async (wire) => {
    await using world = await modelWorld({ silenceMs: 150 })
    for (const script of [{ hang: true }, { text: GOOD, pieceSize: 4, hangAfter: 2 }]) {
      world.server.answer(script)
      const error = await failure(world.providers[wire].call(question(wire), { signal: never }))
      expect(error).toMatchObject({ code: 'model.timeout', retryable: true })
    }
  })

  it('a slow answer that keeps coming is waited for', async () => {
    await using world = await modelWorld({ silenceMs: 2_000 })
    world.server.answer({ text: { city: 'x'.repeat(60), days: 1 }, pieceSize: 3, pieceDelayMs: 100 })
    const reply = await world.providers.chat.call(question('chat'), { signal: never })
    expect(reply.finish).toBe('complete')
  })
})

describe('bad requests that are something else', () => {
  it('a question that Azure filters is refused, and what it charges for that is unknown', async () => {
    await using world = await modelWorld()
    world.server.answer({ status: 400, code: 'content_filter', message: 'The prompt was filtered.' })
    const reply = await world.providers.azure.call(question('azure'), { signal: never })
    expect(reply).toMatchObject({ finish: 'refusal', usage: undefined })
  })

  it('a prompt beyond the limit may have been charged for by Azure, and by nobody else', async () => {
    await using world = await modelWorld()
    world.server.answer({ status: 400, code: 'context_length_exceeded', message: 'too long' })
    const unbilled = async (wire: 'azure' | 'chat') =>
      (await failure(world.providers[wire].call(question(wire), { signal: never }))).data?.['unbilled']
    expect([await unbilled('azure'), await unbilled('chat')]).toEqual([undefined, true])
  })

  it.each(['chat', 'azure'] as const)(
    '%s: a limit that reasoning has used up is an answer that was cut off',
    async (wire) => {
      await using world = await modelWorld()
      const message = 'Could not finish the message because max_tokens or model output limit was reached.'
      world.server.answer({ status: 400, code: 'invalid_request_error', message })
      const reply = await world.providers[wire].call(question(wire), { signal: never })
      expect(reply).toMatchObject({ finish: 'length', text: '', usage: undefined })
    },
  )

  it.each(LANGUAGES)(
    '%s: a schema that the server does not take is asked for in words, from then on at once',
    async (wire) => {
      await using world = await modelWorld()
      const message = 'The compiled grammar is too large. Simplify your schema.'
      world.server.script([{ status: 400, message }, { text: GOOD }, { text: GOOD }])
      const answers = [
        await world.providers[wire].call(question(wire), { signal: never }),
        await world.providers[wire].call(question(wire), { signal: never }),
      ]
      expect(answers.map(({ text }) => JSON.parse(text) as unknown)).toEqual([GOOD, GOOD])
      const systems = world.server.calls.map(({ system }) => system.includes('JSON schema, named "answer"'))
      expect(systems).toEqual([false, true, true])
    },
  )

  it('a server that takes no form at all is asked three times and then only in words', async () => {
    await using world = await modelWorld()
    const message = "'response_format.type' must be 'text'"
    world.server.script([{ status: 400, message }, { status: 400, message }, { text: GOOD }])
    const reply = await world.providers.chat.call(question('chat'), { signal: never })
    expect(reply.finish).toBe('complete')
    expect(
      world.server.calls.map(({ body }) => (body['response_format'] as { type?: string } | undefined)?.type),
    ).toEqual(['json_schema', 'json_object', undefined])
    world.server.answer({ status: 400, message })
    const error = await failure(world.providers.chat.call(question('chat'), { signal: never }))
    expect(error.code).toBe('model.rejected')
    expect(world.server.calls.length).toBe(4)
  })
})
