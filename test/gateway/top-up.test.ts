/** Money from outside: a trip that waits goes on after a top-up; over HTTP and NATS, with good and bad input. */
import { afterEach, describe, expect, it } from 'vitest'
import type { CommandContext } from '../../ops/command-context.ts'
import { readConfig } from '../../ops/config.ts'
import { cancelTrip, showTrip, topUpTrip } from '../../ops/trip-verbs.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import { memorySpending } from '../../storage/spending/memory.ts'
import { DEFAULT_LIMITS } from '../../storage/spending/port.ts'
import { readTopUp } from '../../gateway/top-up.ts'
import { until } from '../kit/until.ts'
import { ask, post } from './ask.ts'
import { answerCanned } from './canned-answers.ts'
import { startWorld, type World } from './world.ts'

const REQUEST = { destinations: ['Tokyo', 'Kyoto'], durationDays: 6 }
const open: World[] = []
afterEach(async () => {
  for (const world of open.splice(0)) await world[Symbol.asyncDispose]()
})

/** Weather has no money until the trip was topped up. */
async function poorWorld(): Promise<World & { readonly asked: string[] }> {
  const spending = memorySpending({ limits: DEFAULT_LIMITS, clock: systemClock, jitter: () => 0 })
  const asked: string[] = []
  const world = await startWorld({
    gateway: { spending },
    answer: async (input, signal) => {
      const { agent, request } = input.task
      asked.push(agent)
      const { toppedUpMicroUsd } = await spending.trip('default', request.id, signal)
      if (agent !== 'weather' || toppedUpMicroUsd > 0) return answerCanned(input, signal)
      const failure = {
        code: 'budget.exhausted',
        message: 'no money',
        retryable: false,
        scope: 'request' as const,
      }
      return { provider: 'test', failure }
    },
  })
  open.push(world)
  return { ...world, asked }
}

async function waiting(world: World): Promise<string> {
  const id = String((await post(world, '/trips', REQUEST)).body['id'])
  await until(async () => (await ask(world, `/trips/${id}`)).body['state'] === 'awaitingBudget')
  return id
}

describe('a trip whose money ran out', () => {
  it('says what it waits for, and goes on with just who is missing after a top-up', async () => {
    const world = await poorWorld()
    const id = await waiting(world)
    expect((await ask(world, `/trips/${id}`)).body).toMatchObject({
      status: 'running',
      awaitingBudget: { agents: ['weather'], scope: 'request', why: ['weather: no money'] },
    })
    const before = world.asked.length
    const given = await post(
      world,
      `/trips/${id}/top-up`,
      { usd: 0.25, by: 'ada' },
      { 'idempotency-key': 'k' },
    )
    expect(given).toMatchObject({
      status: 202,
      body: { id, status: 'toppedUp', money: { toppedUpMicroUsd: 250_000, limitMicroUsd: 1_250_000 } },
    })
    await until(async () => (await ask(world, `/trips/${id}`)).body['status'] === 'success')
    expect(world.asked.slice(before).toSorted()).toEqual(['budget', 'weather'])
    expect((await ask(world, `/trips/${id}`)).body).not.toHaveProperty('awaitingBudget')
    expect((await ask(world, `/trips/${id}/costs`)).body).toMatchObject({
      toppedUpMicroUsd: 250_000,
      calls: 0,
    })
    expect(await post(world, `/trips/${id}/top-up`, { usd: 1 })).toMatchObject({
      status: 409,
      body: { code: 'trip.ended' },
    })
  })

  it('takes the same top-up once', async () => {
    const world = await poorWorld()
    const id = await waiting(world)
    const same = { usd: 0.5, topUpId: 'once' }
    const [one, two] = await Promise.all([
      post(world, `/trips/${id}/top-up`, same),
      post(world, `/trips/${id}/top-up`, same),
    ])
    // The trip may have ended by the time the second is looked at.
    expect([one.status, two.status]).toContain(202)
    expect((await ask(world, `/trips/${id}/costs`)).body).toMatchObject({ toppedUpMicroUsd: 500_000 })
  })

  it('can be cancelled while it waits', async () => {
    const world = await poorWorld()
    const id = await waiting(world)
    await ask(world, `/trips/${id}/cancel`, { method: 'POST' })
    const body = await until(async () => {
      const answer = (await ask(world, `/trips/${id}`)).body
      return answer['status'] === 'cancelled' && answer
    })
    expect(body).not.toHaveProperty('awaitingBudget')
  })
})

describe('caravan trip', () => {
  it('shows, tops up and cancels a trip of a running system', async () => {
    const world = await poorWorld()
    const id = await waiting(world)
    const flags = { url: world.url }
    const shown = await said((context) => showTrip(context, id, flags))
    expect(shown.code).toBe(0)
    expect(shown.out).toContain('running (awaitingBudget)')
    expect(shown.out).toContain('money (limit per request) for weather: caravan trip top-up')
    expect(shown.out).toContain('  needs     weather: no money\n')
    expect(shown.out).toContain('0.00 of 1.00 USD spent on 0 calls.')
    const given = await said((context) => topUpTrip(context, id, '0.25', { ...flags, key: 'k' }))
    expect(given).toMatchObject({
      code: 0,
      out: expect.stringContaining(`Trip ${id} may cost 1.25 USD now.`),
    })
    const again = await said((context) => topUpTrip(context, id, '0.25', { ...flags, key: 'k', json: true }))
    expect([0, 1]).toContain(again.code) // it may have ended by now
    await until(async () => (await ask(world, `/trips/${id}`)).body['status'] === 'success')
    const json = await said((context) => showTrip(context, id, { ...flags, json: true }))
    expect(JSON.parse(json.out)).toMatchObject({
      id,
      status: 'success',
      money: { toppedUpMicroUsd: 250_000 },
    })

    const other = await waiting(world)
    const cancelled = await said((context) => cancelTrip(context, other, flags))
    expect(cancelled).toMatchObject({
      code: 0,
      out: expect.stringMatching(/is being cancelled\. 0\.00 of 1\.00 USD/),
    })
    await until(async () => (await ask(world, `/trips/${other}`)).body['status'] === 'cancelled')
    const repeated = await said((context) => cancelTrip(context, other, flags))
    expect(repeated).toMatchObject({ code: 0, out: expect.stringContaining('was cancelled before.') })
  })

  it('says what is wrong', async () => {
    const world = await startWorld({ host: false })
    open.push(world)
    const url = world.url
    const wrong = await said((context) =>
      topUpTrip(context, 'x', '-1', { url, by: ' ', key: 'a b', json: true }),
    )
    expect(wrong).toMatchObject({ code: 2 })
    expect(wrong.err.split('\n').slice(1, 4)).toEqual([
      '  <usd> is "-1": give US dollars above 0 and up to 1000, with at most 6 decimals, such as 0.5.',
      '  --by is " ": give a name of 1 to 200 characters.',
      '  --key is "a b": give 1 to 128 letters, digits, "-" or "_".',
    ])
    expect(JSON.parse(wrong.out)).toMatchObject({ error: { code: 'command.option.invalid' } })
    expect(await said((context) => topUpTrip(context, 'x', '1000.5', { url }))).toMatchObject({
      code: 2,
      err: expect.stringContaining('<usd> is "1000.5": give US dollars above 0 and up to 1000'),
    })
    expect(await said((context) => showTrip(context, 'never-heard-of', { url }))).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no trip "never-heard-of"'),
    })
    expect(await said((context) => cancelTrip(context, 'x', { url: 'http://127.0.0.1:1' }))).toMatchObject({
      code: 1,
      err: expect.stringContaining('No Caravan answers at http://127.0.0.1:1'),
    })
  })
})

/** Runs a command in this process. */
async function said(run: (context: CommandContext) => Promise<number>) {
  const text = { out: '', err: '' }
  const stream = (name: 'out' | 'err') =>
    ({ write: (chunk: string) => (text[name] += chunk) }) as unknown as NodeJS.WriteStream
  const code = await run({
    out: stream('out'),
    err: stream('err'),
    config: async () => readConfig({}),
    debug: async () => false,
    user: () => 'tester',
    exit: () => undefined,
  })
  return { code, ...text }
}

describe('what a top-up does not take', () => {
  it.each<[unknown, string | undefined, RegExp]>([
    [undefined, undefined, /Give the top-up as JSON/],
    [[], undefined, /Give the top-up as JSON/],
    [{}, undefined, /^\/usd is missing: give US dollars/],
    [{ usd: '1' }, undefined, /^\/usd is "1"/],
    [{ usd: 0 }, undefined, /^\/usd is 0/],
    [{ usd: -1 }, undefined, /^\/usd is -1/],
    [{ usd: 1_000.000001 }, undefined, /^\/usd is 1000\.000001/],
    [{ usd: 0.0000015 }, undefined, /at most 6 decimals/],
    [{ usd: 1, by: '' }, undefined, /^\/by is "": give a name/],
    [{ usd: 1, topUpId: 'a b' }, undefined, /^\/topUpId is "a b"/],
    [{ usd: 1 }, 'ü', /^Idempotency-Key is "ü"/],
    [{ usd: 1, amount: 2 }, undefined, /^\/amount is no field of a top-up/],
    [{ usd: 0, by: 1, eur: 1 }, undefined, /^\/usd is 0.*; \/by is 1.*; \/eur is no field/],
  ])('%j', (value, key, message) => {
    const read = readTopUp(value, key)
    expect(read).toMatchObject({ ok: false, refusal: { message: expect.stringMatching(message) } })
  })

  it.each([
    [0.000001, 1],
    [0.1, 100_000],
    [0.29, 290_000],
    [1_000, 1_000_000_000],
  ])('%d USD are %i micro-USD', (usd, microUsd) =>
    expect(readTopUp({ usd }, undefined)).toMatchObject({ ok: true, value: { microUsd, by: 'unknown' } }),
  )

  it('is told over HTTP, and so is a trip that nobody knows', async () => {
    const world = await startWorld({ host: false })
    open.push(world)
    const path = '/trips/never-heard-of'
    expect(await post(world, `${path}/top-up`, { usd: 0 })).toMatchObject({
      status: 422,
      body: { code: 'top-up.invalid' },
    })
    expect(await post(world, `${path}/top-up`, { usd: 1 })).toMatchObject({ status: 404 })
    expect(await ask(world, `${path}/costs`)).toMatchObject({ status: 404, body: { code: 'trip.unknown' } })
    expect(await ask(world, `${path}/top-up`, { method: 'POST' })).toMatchObject({
      status: 400,
      body: { code: 'request.malformed' },
    })
    expect((await ask(world, `${path}/top-up`)).status).toBe(405)
  })
})
