/** What agents know beyond their task: earlier answers, and what colleagues of the same trip found out. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Knowledge } from '../../actors/knowledge/knowledge.ts'
import {
  SECTION_SCHEMAS,
  type AgentName,
  type Sections,
  type TripRequest,
} from '../../machines/messages/index.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import type { Embedder } from '../../storage/embeddings/port.ts'
import type { ResponseCache } from '../../storage/response-cache/port.ts'
import { VectorResponseCache } from '../../storage/response-cache/response-cache.ts'
import { openEmbeddedVectors } from '../../storage/vectors/embedded.ts'
import { memoryTripContext } from '../kit/trip-context.ts'
import { desk, fakeModel, referenceIn, ROUTE, type Desk } from './fake-model.ts'
import { offlineSections, REQUEST, taskOf } from './tasks.ts'

let sections: Required<Sections>
beforeAll(async () => {
  sections = await offlineSections()
})

/** Everything means the same to it: what is another question must be told by its form and its words. */
const blunt: Embedder = {
  name: 'blunt',
  dimensions: 3,
  embed: async (texts) => texts.map(() => Float32Array.from([1, 0, 0])),
  [Symbol.asyncDispose]: async () => undefined,
}

let folder: string
let cache: ResponseCache
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caravan-knowledge-'))
  const vectors = await openEmbeddedVectors({ folder, dimensions: 3, clock: systemClock })
  cache = new VectorResponseCache({ vectors, embedder: blunt, clock: systemClock })
})
afterEach(async () => {
  await cache[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const signal = () => AbortSignal.timeout(20_000)
const of = (agent: AgentName, changes: Partial<TripRequest> = {}) => ({
  task: taskOf(agent, { ...REQUEST, ...changes }, sections),
  attempt: 1,
})

/** Asks once, and waits for what is written in the background. */
async function once<T>(
  run: (desk: Desk, model: ReturnType<typeof fakeModel>) => Promise<T>,
  ports: Partial<ConstructorParameters<typeof Knowledge>[0]> = {},
  behaviour?: Parameters<typeof fakeModel>[1],
): Promise<T> {
  await using knowledge = new Knowledge({ clock: systemClock, cache, lazy: true, ...ports })
  const model = fakeModel('openai', behaviour)
  return await run(desk([model], { knowledge }), model)
}

describe('an earlier answer', () => {
  it('is given again for the same question of another trip, and costs nothing', async () => {
    await once(({ ask }) => ask(of('activity'), signal()))
    const { reply, asked, entries } = await once(async ({ ask, entries }, model) => ({
      reply: await ask(of('activity', { id: 'another-trip' }), signal()),
      asked: model.asked.length,
      entries: await entries(),
    }))
    expect(reply).toEqual({
      provider: 'openai',
      model: ROUTE.model,
      section: SECTION_SCHEMAS.activity.parse(sections.activity),
      cacheHit: { score: 1, source: expect.stringContaining(`trip ${REQUEST.id}, entry `) },
    })
    expect(asked).toBe(0)
    expect(entries).toMatchObject([
      {
        trip: 'another-trip',
        agent: 'activity',
        microUsd: 0,
        estimated: false,
        cacheHit: true,
        outcome: 'cached',
      },
    ])
  })

  it.each<[string, Partial<TripRequest>]>([
    ['of a traveller who wants a fresh one', { fresh: true }],
    ['of another tenant', { tenant: 'other' }],
    ['with more travellers', { travelers: { adults: 2, children: 1 } }],
    ['with another budget', { budget: { amount: 250_001, currency: 'EUR' } }],
    ['with another wish', { constraints: ['early mornings'] }],
    ['with a wish less', { constraints: [] }],
    ['with another preference', { preferences: ['food'] }],
    ['in another language', { locale: 'pt-PT' }],
  ])('is not given for a question %s', async (_, changes) => {
    await once(({ ask }) => ask(of('activity'), signal()))
    await once(async ({ ask }, model) => {
      const reply = await ask(of('activity', { id: 'another-trip', ...changes }), signal())
      expect(reply).not.toHaveProperty('cacheHit')
      expect(model.asked).toHaveLength(1)
    })
  })

  it('is given while its provider is left alone, or money has run out', async () => {
    await once(({ ask }) => ask(of('weather'), signal()))
    await using knowledge = new Knowledge({ clock: systemClock, cache, lazy: true })
    const gate = { closedFor: async () => 60_000, report: async () => undefined }
    const limits = { requestMicroUsd: 0 }
    const { ask } = desk([fakeModel('openai')], { knowledge, gate, limits })
    expect(await ask(of('weather', { id: 'another-trip' }), signal())).toHaveProperty('cacheHit')
    expect(await ask(of('weather', { id: 'another-trip', fresh: true }), signal())).toMatchObject({
      failure: { code: 'model.resting' },
    })
  })

  it('is stored anew by a traveller who wanted a fresh one', async () => {
    await once(({ ask }) => ask(of('weather'), signal()))
    await once(({ ask }) => ask(of('weather', { id: 'fresh-trip', fresh: true }), signal()))
    const [entry, ...more] = await cache.list('default', 10, signal())
    expect(entry).toMatchObject({ agent: 'weather', trip: 'fresh-trip' })
    expect(more).toEqual([])
  })

  it.each([
    ['does not fit its schema', async () => '{"days":"sunny"}'],
    [
      'contradicts what is known',
      async ({ user }: { user: string }) => referenceIn(user).replaceAll('2027-05-0', '2031-05-0'),
    ],
  ])('is none that %s', async (_, behaviour) => {
    await once(({ ask }) => ask(of('weather'), signal()), {}, behaviour)
    expect(await cache.list('default', 10, signal())).toEqual([])
  })

  it('that does not hold any more is not given', async () => {
    await once(({ ask }) => ask(of('weather'), signal()))
    const [entry] = await cache.list('default', 10, signal())
    const wrong: ResponseCache = {
      ...cache,
      lookup: async () => ({
        id: entry?.id ?? '',
        score: 1,
        storedAt: 0,
        trip: 't',
        microUsd: 1,
        answer: { days: [] },
      }),
      store: async () => undefined,
    }
    const reply = await once(({ ask }) => ask(of('weather'), signal()), { cache: wrong })
    expect(reply).not.toHaveProperty('cacheHit')
    expect(reply).toHaveProperty('section')
  })
})

describe('what colleagues found out', () => {
  it('is read when it is there and declared, once per attempt, and shown as data', async () => {
    const context = memoryTripContext()
    await once(({ ask }) => ask(of('weather'), signal()), { context })
    await once(({ ask }) => ask(of('transport'), signal()), { context })
    context.reads.length = 0
    const user = await once(
      async ({ ask }, model) => {
        await ask(of('activity'), signal())
        return model.asked[0]?.user ?? ''
      },
      { context },
    )
    expect(context.reads).toEqual(['weather', 'location'])
    expect(user).toContain(
      `<data name="colleague:weather">\n${JSON.stringify(sections.weather).slice(0, 40)}`,
    )
    expect(user).not.toContain('colleague:location')
    expect(user).not.toContain('colleague:transport')
  })

  it('is everything that is there when nothing is to be lazy', async () => {
    const context = memoryTripContext()
    await once(({ ask }) => ask(of('transport'), signal()), { context })
    const user = await once(
      async ({ ask }, model) => {
        await ask(of('activity'), signal())
        return model.asked[0]?.user ?? ''
      },
      { context, lazy: false },
    )
    expect(context.reads).toEqual(
      expect.arrayContaining(['weather', 'location', 'transport', 'accommodation', 'budget']),
    )
    expect(user).toContain('colleague:transport')
  })

  it('comes from the cache as well', async () => {
    await once(({ ask }) => ask(of('weather'), signal()))
    const context = memoryTripContext()
    await once(({ ask }) => ask(of('weather', { id: 'another-trip' }), signal()), { context })
    const name = { tenant: 'default', trip: 'another-trip', section: 'weather' }
    expect(await context.read(name, signal())).toMatchObject({ value: sections.weather })
  })

  it('is of this trip alone, and nothing that does not fit', async () => {
    const context = memoryTripContext()
    const mine = { tenant: 'default', trip: REQUEST.id }
    await context.write({ ...mine, trip: 'another', section: 'weather' }, sections.weather, signal())
    await context.write({ ...mine, section: 'location' }, { places: 'an older shape' }, signal())
    const user = await once(
      async ({ ask }, model) => {
        await ask(of('activity'), signal())
        return model.asked[0]?.user ?? ''
      },
      { context },
    )
    expect(user).not.toContain('colleague:')
  })
})

it('says in the journaled call what was left out of a prompt that was too long', async () => {
  const notes = Array.from({ length: 60 }, (_, i) => `reason ${i} `.repeat(200))
  const planning = { ...sections.planning, notes }
  await once(async ({ ask }, model) => {
    const task = taskOf('activity', REQUEST, { ...sections, planning })
    const reply = await ask({ task, attempt: 1 }, signal())
    expect(reply.calls?.[0]?.condensed).toEqual(expect.arrayContaining(['details of section:planning']))
    expect(model.asked[0]?.user).not.toContain('reason 7')
    expect(model.asked[0]?.user).toContain('<data name="request">')
  })
})
