import { request as httpRequest } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { CaravanError } from '../../runtime/index.ts'
import { until } from '../kit/until.ts'
import { ask, post, type Answer } from './ask.ts'
import { answerAfter, answerCanned } from './canned-answers.ts'
import { startWorld, type World } from './world.ts'

const REQUEST = { destinations: ['Tokyo', 'Kyoto'], durationDays: 6 }

async function ended(world: World, id: string): Promise<Answer> {
  return until(async () => {
    const answer = await ask(world, `/trips/${id}`)
    return answer.body['status'] !== 'running' && answer
  })
}

describe('a trip over HTTP', () => {
  it('is accepted, looked at and has a result', async () => {
    await using world = await startWorld()
    const accepted = await post(world, '/trips', REQUEST)
    expect(accepted.status).toBe(202)
    const id = String(accepted.body['id'])
    expect(accepted.headers.get('location')).toBe(`/trips/${id}`)
    expect(accepted.body).toMatchObject({
      status: 'accepted',
      links: {
        self: `/trips/${id}`,
        cancel: `/trips/${id}/cancel`,
        page: `/#${id}`,
        live: '/agent-coordination',
      },
    })
    const { body } = await ended(world, id)
    expect(body).toMatchObject({ id, status: 'success', state: 'ready', result: { tripPlan: { days: {} } } })
    expect(body['agents']).toHaveLength(7)
    expect(body['agents']).toContainEqual({ agent: 'weather', state: 'answered', attempts: 1 })

    const journal = await ask(world, `/trips/${id}/journal`)
    const { transitions, to } = journal.body as { transitions: { cursor: number }[]; to: number }
    expect(transitions.length).toBeGreaterThan(15)
    const half = transitions[10]?.cursor ?? 0
    const rest = await ask(world, `/trips/${id}/journal?after=${half}`)
    expect(rest.body['transitions']).toEqual(transitions.slice(11))
    expect((await ask(world, `/trips/${id}/journal?after=${to + 1}`)).body).toMatchObject({
      missing: 'ahead',
    })
    expect((await ask(world, `/trips/${id}/journal?after=x`)).status).toBe(400)
  })

  it('shows its agents and their attempts while it runs', async () => {
    const gate = Promise.withResolvers<void>()
    await using world = await startWorld({
      answer: async (input, signal) => {
        if (input.task.agent === 'weather' && input.attempt === 1) throw new Error('no sky')
        if (input.task.agent === 'weather') await gate.promise
        return answerCanned(input, signal)
      },
    })
    const { body } = await post(world, '/trips', REQUEST)
    const path = `/trips/${String(body['id'])}`
    const running = await until(async () => {
      const answer = await ask(world, path)
      const weather = (answer.body['agents'] as { agent: string; attempts?: number }[]).find(
        (a) => a.agent === 'weather',
      )
      return weather?.attempts === 2 && answer
    })
    expect(running.body).toMatchObject({ status: 'running', state: 'researching' })
    expect(running.body['agents']).toContainEqual({ agent: 'planning', state: 'answered', attempts: 1 })
    gate.resolve()
    await ended(world, String(body['id']))
  })

  it('is one trip for one request id, whoever repeats it, even at once', async () => {
    await using world = await startWorld()
    const bodies = await Promise.all([
      post(world, '/trips', { ...REQUEST, requestId: 'spring' }),
      post(world, '/trips', { ...REQUEST, requestId: 'spring' }),
      post(world, '/trips', REQUEST, { 'idempotency-key': 'spring' }),
      post(world, '/trips', { ...REQUEST, requestId: 'spring' }, { 'idempotency-key': '"spring"' }),
    ])
    const ids = new Set(bodies.map((answer) => answer.body['id']))
    expect(ids.size).toBe(1)
    const id = String([...ids][0])
    await ended(world, id)
    const again = await post(world, '/trips', { ...REQUEST, requestId: 'spring' })
    expect(again).toMatchObject({ status: 202, body: { id, status: 'success' } })
    const journal = await ask(world, `/trips/${id}/journal`)
    const root = (journal.body['transitions'] as { agent: string; outcome: string }[]).filter(
      (t) => t.agent === 'trip',
    )
    expect(root.filter((t) => t.outcome === 'created')).toHaveLength(1)
    expect(root.filter((t) => t.outcome === 'ignored')).toHaveLength(0)
    const other = await post(world, '/trips', REQUEST)
    expect(other.body['id']).not.toBe(id)
  })

  it('is not unknown between its acceptance and its first turn', async () => {
    await using world = await startWorld({ host: false })
    const { body } = await post(world, '/trips', REQUEST)
    const id = String(body['id'])
    expect((await ask(world, `/trips/${id}`)).body).toEqual({
      id,
      status: 'running',
      state: 'accepted',
      agents: [],
    })
    expect((await ask(world, `/trips/${id}/cancel`, { method: 'POST' })).status).toBe(202)
  })

  it('is cancelled once, and not after its end', async () => {
    await using world = await startWorld({ answer: answerAfter(20_000) })
    const id = String((await post(world, '/trips', REQUEST)).body['id'])
    await delay(50)
    expect(await ask(world, `/trips/${id}/cancel`, { method: 'POST' })).toMatchObject({ status: 202 })
    expect((await ended(world, id)).body).toMatchObject({ status: 'cancelled' })
    expect(await ask(world, `/trips/${id}/cancel`, { method: 'POST' })).toMatchObject({ status: 202 })

    await using quick = await startWorld()
    const done = String((await post(quick, '/trips', REQUEST)).body['id'])
    await ended(quick, done)
    const late = await ask(quick, `/trips/${done}/cancel`, { method: 'POST' })
    expect(late).toMatchObject({ status: 409, body: { code: 'trip.ended' } })
  })
})

describe('what HTTP does not take', () => {
  it('says everything that is wrong with a request, at once', async () => {
    await using world = await startWorld({ host: false })
    const answer = await post(world, '/trips', { destinations: ['Lisbonn'], budget: '5000', travellers: {} })
    expect(answer.status).toBe(422)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.body).toMatchObject({
      type: 'urn:caravan:problem:request.invalid',
      status: 422,
      title: expect.any(String),
    })
    const problems = answer.body['problems'] as { path: string; suggestions?: string[] }[]
    expect(problems.map((p) => p.path).sort()).toEqual(['/budget', '/destinations/0', '/travellers'])
    expect(problems.find((p) => p.path === '/destinations/0')?.suggestions).toEqual(['Lisbon'])
    expect(world.events).toContainEqual(expect.objectContaining({ type: 'trip:refused', via: 'http' }))
  })

  const json = { 'content-type': 'application/json' }
  it.each<[string, string | Uint8Array, Record<string, string>, number, string]>([
    ['no JSON', '{"destinations": [', json, 400, 'request.malformed'],
    ['nothing', '', json, 400, 'request.malformed'],
    ['no UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), json, 400, 'request.malformed'],
    ['a list', '[]', json, 422, 'request.invalid'],
    ['too much', JSON.stringify({ constraints: ['x'.repeat(70_000)] }), json, 413, 'request.too-large'],
    [
      'a form',
      'destinations=Tokyo',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'content-type.unsupported',
    ],
    ['plain text', '{}', { 'content-type': 'text/plain' }, 415, 'content-type.unsupported'],
    ['a bad key', '{}', { ...json, 'idempotency-key': 'a b' }, 400, 'request.key.invalid'],
    [
      'two keys',
      '{"destinations":["Tokyo"],"requestId":"a"}',
      { ...json, 'idempotency-key': 'b' },
      422,
      'request.key.conflict',
    ],
    ['another site', '{}', { ...json, origin: 'https://evil.example' }, 403, 'origin.refused'],
  ])('%s', async (_what, body, headers, status, code) => {
    await using world = await startWorld({ host: false })
    const answer = await post(world, '/trips', body, headers)
    expect(answer).toMatchObject({ status, body: { code, status } })
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
  })

  it('a body without any content type, chunked and too large', async () => {
    await using world = await startWorld({ host: false })
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = httpRequest(`${world.url}/trips`, { method: 'POST', headers: json }, (r) =>
        resolve(r.resume().statusCode),
      )
      sent.on('error', reject)
      for (let n = 0; n < 20; n++) sent.write('x'.repeat(5_000))
      sent.end()
    })
    expect(status).toBe(413)
    const bare = await fetch(`${world.url}/trips`, { method: 'POST' })
    expect(bare.status).toBe(415)
  })

  it.each([
    ['GET', '/trips/never-heard-of', 404, 'trip.unknown'],
    ['GET', '/trips/%3E', 404, 'trip.unknown'],
    ['GET', '/trips/never-heard-of/journal', 404, 'trip.unknown'],
    ['POST', '/trips/never-heard-of/cancel', 404, 'trip.unknown'],
    ['GET', `/trips/${'x'.repeat(300)}`, 404, 'trip.unknown'],
    ['GET', '/trips/%zz', 400, 'http.malformed'],
    ['GET', '/nothing?x=1', 404, 'route.unknown'],
    ['GET', '/../package.json', 404, 'route.unknown'],
    ['GET', '/page/index.html', 404, 'route.unknown'],
    ['GET', '/trips', 405, 'method.unsupported'],
    ['DELETE', '/trips/x', 405, 'method.unsupported'],
    ['PUT', '/', 405, 'method.unsupported'],
  ])('%s %s', async (method, path, status, code) => {
    await using world = await startWorld({ host: false })
    const answer = await ask(world, path, { method })
    expect(answer).toMatchObject({ status, body: { code } })
    expect(/GET|POST/.test(answer.headers.get('allow') ?? '')).toBe(status === 405)
  })

  it.each<[string, Error, number, string]>([
    ['a defect', Object.assign(new TypeError('secret place'), { code: 'EPIPE' }), 500, 'internal'],
    [
      'an unreachable store',
      new CaravanError('nats.unreachable', 'secret place', { retryable: true }),
      503,
      'unavailable',
    ],
  ])('%s is told without anything of the inside', async (_what, error, status, code) => {
    await using world = await startWorld({
      host: false,
      client: (client) => ({
        ...client,
        ref: (definition, id) => ({
          ...client.ref(definition, id),
          create: async () => Promise.reject(error),
        }),
      }),
    })
    const answer = await post(world, '/trips', REQUEST)
    expect(answer).toMatchObject({ status, body: { code } })
    expect(answer.headers.get('retry-after')).toBe(status === 503 ? '2' : null)
    expect(JSON.stringify(answer.body)).not.toContain('secret')
    const reported = expect.objectContaining({ message: 'secret place' }) as unknown
    expect(world.events).toContainEqual({ type: 'request:failed', what: 'plan', error: reported })
  })
})
