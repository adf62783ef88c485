import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../../ops/config.ts'
import { diagnose, textOf, type Finding } from '../../ops/doctor.ts'
import { startModelServer, type ModelServer } from '../kit/model-server.ts'
import { startTestNats } from '../kit/nats.ts'
import { caravan } from '../ops/caravan-process.ts'

let server: ModelServer
let env: Record<string, string>
beforeAll(async () => {
  server = await startModelServer()
  env = { OPENAI_API_KEY: 'sk-doctor-secret', OPENAI_BASE_URL: server.openAiUrl, MODEL_FALLBACK: 'none' }
})
afterAll(() => server[Symbol.asyncDispose]())
beforeEach(() => server.answer({}))

async function found(more: Record<string, string> = {}): Promise<readonly Finding[]> {
  return await diagnose(readConfig({ ...env, ...more }))
}
const wrong = (findings: readonly Finding[]) => findings.filter(({ ok }) => !ok)

describe('diagnose', () => {
  it('asks each model that an agent may ask once, with the smallest question', async () => {
    const before = server.calls.length
    const findings = await found()
    const calls = server.calls.slice(before)
    expect(calls.map(({ model }) => model).toSorted()).toEqual(['gpt-5', 'gpt-5-mini', 'gpt-5-nano'])
    expect(calls.map(({ maxTokens }) => maxTokens)).toEqual([16, 16, 16])
    expect(wrong(findings)).toEqual([])
    expect(findings.map(({ check, subject }) => `${check} ${subject}`)).toEqual([
      'nats own',
      'key openai',
      'model openai gpt-5',
      'model openai gpt-5-mini',
      'model openai gpt-5-nano',
      'limit activity',
      'limit weather',
    ])
    expect(textOf(findings)).toMatch(
      /ok +model +openai gpt-5-nano +It answers, in \d+ ms, for \d+ tokens \(0\.\d+ USD\)/,
    )
    expect(textOf(findings)).toContain('Everything works.')
  })

  it('an answer that is cut off is an answer', async () => {
    server.answer({ text: '', finish: 'length', usage: 'none' })
    const findings = await found()
    expect(wrong(findings)).toEqual([])
    expect(textOf(findings)).toContain('counted at their worst case')
  })

  it('names every model that does not answer, each with its reason, and no key', async () => {
    server.script([{ status: 401, message: 'Incorrect API key provided: sk-doctor-secret' }], 'gpt-5')
    server.script([{ status: 404 }], 'gpt-5-mini')
    server.script([{ status: 500 }], 'gpt-5-nano')
    const findings = await found()
    expect(wrong(findings).map(({ subject, code }) => [subject, code])).toEqual([
      ['openai gpt-5', 'model.unauthorized'],
      ['openai gpt-5-mini', 'model.not-found'],
      ['openai gpt-5-nano', 'model.unavailable'],
    ])
    expect(textOf(findings)).toContain('3 of 7 do not work.')
    expect(JSON.stringify(findings)).not.toContain('doctor-secret')
  })

  it('names limits and models that are not there, and what is not sent', async () => {
    const findings = await found({
      PLANNING_AGENT_MODEL: 'gpt-4o',
      PLANNING_AGENT_MAX_TOKENS: '20000',
      BUDGET_AGENT_TEMPERATURE: '0.3',
      WEATHER_AGENT_MODEL: 'llama-4',
    })
    const limits = findings.filter(({ check }) => check === 'limit')
    expect(limits.map(({ subject, ok }) => [subject, ok])).toEqual([
      ['planning', false],
      ['weather', false],
      ['budget', true],
      ['activity', true],
      ['weather', true],
    ])
    expect(limits[0]?.detail).toBe('gpt-4o answers with at most 16384 tokens, not 20000.')
    expect(limits[1]?.detail).toContain('MODEL_TABLES')
  })

  it('says when there is no key, or one that nobody uses', async () => {
    const offline = await diagnose(readConfig({}))
    expect(offline.map(({ subject }) => subject)).toEqual(['own', 'offline'])
    const unused = await found({ ANTHROPIC_API_KEY: 'k' })
    expect(unused.find(({ subject }) => subject === 'anthropic')?.detail).toContain('no agent ever asks it')
  })

  it('says how long a trip may be until its answers are cut off, unless open data steps in', async () => {
    const [activity] = (await found()).filter(({ subject }) => subject === 'activity')
    expect(activity?.detail).toMatch(
      /^6144 tokens hold the answer for some \d\d days: .* ACTIVITY_AGENT_MAX_TOKENS/,
    )
    const tiny = wrong(await found({ ACTIVITY_AGENT_MAX_TOKENS: '1000' }))
    expect(tiny).toMatchObject([{ check: 'limit', subject: 'activity' }])
    const enough = await found({ ACTIVITY_AGENT_MAX_TOKENS: '16000', MODEL_FALLBACK: 'offline' })
    expect(enough.filter(({ check }) => check === 'limit')).toEqual([])
  })

  it('asks a named model of embeddings for one vector', async () => {
    const EMBEDDING_MODEL = 'text-embedding-3-large'
    server.embed({ dimensions: 3_072 })
    const findings = await found({ EMBEDDING_MODEL })
    expect(wrong(findings)).toEqual([])
    expect(textOf(findings)).toMatch(
      /ok +embeddings +openai text-embedding-3-large +It gives vectors of 3072 numbers, in \d+ ms, for \d+ tokens \(0\.\d+ USD\)/,
    )
    server.embed({ dimensions: 8 })
    expect(wrong(await found({ EMBEDDING_MODEL }))).toMatchObject([
      { check: 'embeddings', detail: expect.stringContaining('8 numbers instead of 3072') },
    ])
    const unknown = wrong(await found({ EMBEDDING_MODEL: 'nomic' }))
    expect(unknown).toMatchObject([{ check: 'limit', detail: expect.stringContaining('dimensions') }])
  })

  it('reaches NATS', async () => {
    await using nats = await startTestNats()
    const NATS_URL = nats.url.replace('nats://', '')
    const [fine] = await diagnose(readConfig({ NATS_URL }))
    expect(fine).toMatchObject({ check: 'nats', ok: true })
    await nats.kill()
    const [gone] = await diagnose(readConfig({ NATS_URL }))
    expect(gone).toMatchObject({ check: 'nats', subject: NATS_URL, ok: false, code: 'nats.unreachable' })
  })
})

describe('caravan doctor', () => {
  it('prints one document, and says with its exit code that something does not work', async () => {
    server.script([{ status: 403 }], 'gpt-5')
    const { code, stdout } = await caravan(['doctor', '--json'], env)
    expect(code).toBe(1)
    const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: readonly Finding[] }
    expect(ok).toBe(false)
    expect(wrong(findings).map(({ subject }) => subject)).toEqual(['openai gpt-5'])
  })

  it('says everything that is wrong with the settings', async () => {
    const { code, stdout } = await caravan(['doctor'], { PORT: 'x', DEFAULT_PROVIDER: 'anthropic' })
    expect(code).toBe(2)
    expect(stdout).toMatch(/FAIL +configuration +settings +PORT is "x"/)
    expect(stdout).toContain('ANTHROPIC_API_KEY is not set: DEFAULT_PROVIDER=anthropic needs it.')
  })
})
