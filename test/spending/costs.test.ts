/** `caravan costs`: what it adds up, and what it says to bad input. */
import { PassThrough } from 'node:stream'
import { connect } from '@nats-io/transport-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../runtime/core/clock.ts'
import type { CommandContext } from '../../ops/command-context.ts'
import { readConfig } from '../../ops/config.ts'
import { CostSums, usd } from '../../ops/cost-report.ts'
import { costs, type CostsFlags } from '../../ops/costs.ts'
import { natsSpending } from '../../storage/spending/nats.ts'
import { DEFAULT_LIMITS } from '../../storage/spending/port.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { entryOf, reservationOf } from './calls.ts'

let nats: TestNats
beforeAll(async () => {
  nats = await startTestNats()
})
afterAll(() => nats[Symbol.asyncDispose]())

async function ask(flags: CostsFlags, env: Readonly<Record<string, string>> = {}) {
  const text = { out: '', err: '' }
  const stream = (name: 'out' | 'err') => {
    const pipe = new PassThrough()
    pipe.on('data', (chunk: Buffer) => (text[name] += chunk.toString()))
    return pipe as unknown as NodeJS.WriteStream
  }
  const context: CommandContext = {
    out: stream('out'),
    err: stream('err'),
    config: async () => readConfig({ NATS_URL: nats.url, NO_COLOR: '1', ...env }),
    debug: async () => false,
    user: () => 'tester',
    exit: () => undefined,
  }
  const code = await costs(context, flags)
  return { code, ...text }
}

const LONG_ID = 'rq73m95faj7wzfy5wv6b8wej66'
const DAY = Date.parse('2026-11-20T00:00:00Z')

describe('sums', () => {
  it('by day, agent, model and trip, each to the same total', () => {
    const sums = new CostSums()
    sums.add(entryOf('1', { at: DAY, microUsd: 10, model: 'a' }))
    sums.add(
      entryOf('2', { at: DAY + 86_399_999, microUsd: 20, agent: 'weather', trip: 't2', estimated: true }),
    )
    sums.add(
      entryOf('3', { at: DAY + 86_400_000, microUsd: 0, cacheHit: true, provider: 'cache', inputTokens: 0 }),
    )
    const report = sums.report()
    expect(report.day.map(({ of, microUsd }) => [of, microUsd])).toEqual([
      ['2026-11-20', 30],
      ['2026-11-21', 0],
    ])
    expect(report.agent.map(({ of }) => of)).toEqual(['weather', 'planning'])
    expect(report.model.map(({ of }) => of)).toEqual(['openai/gpt-5', 'openai/a', 'cache/gpt-5'])
    expect(report.total).toEqual({
      of: 'total',
      calls: 2,
      inputTokens: 2_400,
      cachedInputTokens: 600,
      outputTokens: 900,
      microUsd: 30,
      estimatedMicroUsd: 20,
      cacheHits: 1,
    })
    for (const group of ['day', 'agent', 'model', 'trip'] as const)
      expect(report[group].reduce((sum, { microUsd }) => sum + microUsd, 0)).toBe(30)
  })

  it.each([
    [0, '0.00'],
    [1, '0.000001'],
    [42_100, '0.0421'],
    [1_500_000, '1.50'],
    [12_000_000, '12.00'],
  ])('%i micro-USD are %s', (microUsd, text) => expect(usd(microUsd)).toBe(text))
})

describe('caravan costs', () => {
  it('says that nothing was paid for, and what the limits are', async () => {
    const { code, out } = await ask({}, { CARAVAN_PREFIX: 'empty', HOURLY_COST_LIMIT: '2.5' })
    expect(code).toBe(0)
    expect(out).toMatch(
      /^No call of a model has been paid for\.\n\nThis hour {2}0\.00 of 2\.50 USD used, until /,
    )
  })

  it('tells tables for people and for programs', async () => {
    const connection = await connect({ servers: nats.url })
    const never = new AbortController().signal
    {
      await using money = await natsSpending({
        connection,
        prefix: 'told',
        limits: DEFAULT_LIMITS,
        clock: systemClock,
        jitter: Math.random,
      })
      await money.reserve(reservationOf('1', { expiresAt: 4e12 }), never)
      await money.settle(entryOf('1', { at: DAY }), never)
      const { inputTokens, outputTokens } = { inputTokens: 1_234_567_890, outputTokens: 1_234_567 }
      await money.settle(
        entryOf('4', { trip: LONG_ID, at: DAY - 86_400_000, microUsd: 0, inputTokens, outputTokens }),
        never,
      )
      await money.reserve(
        reservationOf('2', { agent: 'weather', worstMicroUsd: 1_000, expiresAt: 4e12 }),
        never,
      )
      await money.settle(
        entryOf('2', { agent: 'weather', at: DAY + 86_400_000, microUsd: 1_000, estimated: true }),
        never,
      )
      await money.reserve(reservationOf('3', { worstMicroUsd: 2_000, expiresAt: 4e12 }), never)
    }
    await connection.close()
    const env = { CARAVAN_PREFIX: 'told' }
    // Eighty columns are too few, and an id is there to be copied.
    expect((await ask({ by: 'trip' }, env)).out).toContain(LONG_ID)
    const { out } = await ask({ by: 'agent', trip: 'trip-1' }, env)
    const lines = out.split('\n')
    expect(lines[0]).toBe('0.041 USD for 2 calls, of which 0.001 USD are estimated.')
    expect(lines.slice(2, 5).map((line) => line.split(/ {2,}/))).toEqual([
      ['agent', 'calls', 'input', 'cached', 'output', 'from cache', 'estimated', 'USD'],
      ['planning', '1', '1,200', '200', '300', '0', '0.00', '0.04'],
      ['weather', '1', '1,200', '200', '300', '0', '0.001', '0.001'],
    ])
    expect(out).toContain('This trip  0.041 of 1.00 USD, 0.002 more reserved, 0.00 topped up')
    expect(out).toContain('Reserved   0.002 USD for 1 call under way')
    const { out: json } = await ask({ json: true, from: '2026-11-21', to: '2026-11-21' }, env)
    expect(JSON.parse(json)).toMatchObject({
      tenant: 'default',
      total: { calls: 1, microUsd: 1_000 },
      day: [{ of: '2026-11-21' }],
      limits: { hour: { limitMicroUsd: 5_000_000 }, open: [{ callId: '3' }] },
    })
  })

  it('names everything that is wrong with its flags', async () => {
    const { code, out, err } = await ask({
      by: 'colour',
      from: '2026-02-30',
      to: 'today',
      trip: ' ',
      nats: 'http://x',
      json: true,
    })
    expect(code).toBe(2)
    expect(err.split('\n').slice(1)).toEqual([
      '  --by is "colour": give one of day, agent, model, trip.',
      '  --from is "2026-02-30": give a calendar date written YYYY-MM-DD.',
      '  --to is "today": give a calendar date written YYYY-MM-DD.',
      '  --trip is " ": give 1 to 128 characters.',
      '  --nats is "http://x": give host:port, or several separated by commas.',
      '',
    ])
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'command.option.invalid' } })
    expect((await ask({ from: '2026-02-02', to: '2026-02-01' })).err).toContain('--to is before --from.')
  })

  it('is silent when costs are not to be told, and says when nobody answers', async () => {
    expect(await ask({}, { COST_TRACKING_ENABLED: 'false' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('COST_TRACKING_ENABLED is false'),
    })
    expect(await ask({ nats: '127.0.0.1:1' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('No NATS server answers at 127.0.0.1:1'),
    })
  })
})
