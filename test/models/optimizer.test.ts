/** The optimizer: by complexity, priority and what is left of the money. */
import { describe, expect, it } from 'vitest'
import { affordable, complexityOf, stepDown, type Complexity } from '../../actors/models/optimizer.ts'
import type { Route } from '../../actors/models/port.ts'
import type { TripRequest } from '../../machines/messages/index.ts'
import { REQUEST } from '../machines/fixtures.ts'

const route = (model: string, tier: 1 | 2 | 3, maxTokens: number, provider: Route['provider'] = 'openai') =>
  ({ provider, model, tier, maxTokens, temperature: undefined }) satisfies Route
const big = route('gpt-5', 1, 8_192)
const middle = route('gpt-5-mini', 2, 6_144)
const small = route('gpt-5-nano', 3, 4_096)
const other = route('claude-haiku', 3, 4_096, 'anthropic')
const ROUTES = [big, other, small, middle]

const simple: TripRequest = {
  ...REQUEST,
  destinations: REQUEST.destinations.slice(0, 1),
  start: '2027-03-01',
  end: '2027-03-04',
  travelers: { adults: 2, children: 0 },
  constraints: [],
  specialRequirements: [],
  priority: 'standard',
}
const place = simple.destinations[0] as TripRequest['destinations'][number]

describe('complexity', () => {
  it.each<[string, Partial<TripRequest>, Complexity]>([
    ['one place, four days, two people', {}, 'low'],
    ['one wish', { constraints: ['no planes'] }, 'low'],
    ['two wishes', { constraints: ['no planes'], specialRequirements: ['wheelchair'] }, 'normal'],
    ['a fifth day', { end: '2027-03-05' }, 'normal'],
    ['a child', { travelers: { adults: 2, children: 1 } }, 'normal'],
    ['four places', { destinations: [place, place, place, place] }, 'high'],
    ['a fortnight', { end: '2027-03-14' }, 'high'],
    ['thirteen days', { end: '2027-03-13' }, 'normal'],
    ['a group', { travelers: { adults: 4, children: 2 } }, 'high'],
    ['low priority', { end: '2027-03-05', priority: 'low' }, 'low'],
    ['high priority', { priority: 'high' }, 'normal'],
    ['hard and of high priority', { end: '2027-03-20', priority: 'high' }, 'high'],
    ['simple and of low priority', { priority: 'low' }, 'low'],
  ])('%s', (_name, change, expected) => expect(complexityOf({ ...simple, ...change })).toBe(expected))
})

describe('the route', () => {
  it.each<[Complexity, number, string]>([
    ['low', 0.49, 'gpt-5'],
    ['low', 0.5, 'gpt-5-mini'],
    ['normal', 0.79, 'gpt-5'],
    ['normal', 0.8, 'gpt-5-mini'],
    ['high', 0.94, 'gpt-5'],
    ['high', 0.95, 'gpt-5-mini'],
    ['high', 1.5, 'gpt-5-mini'],
  ])('of a %s task when %d of a limit is used is %s', (complexity, usedShare, model) =>
    expect(affordable(ROUTES, big, { agent: 'planning', complexity, usedShare }).model).toBe(model),
  )

  it.each<[Parameters<typeof stepDown>[2], Route, Partial<Route>]>([
    ['planning', big, { model: 'gpt-5-mini', tier: 2, maxTokens: 6_144 }],
    ['transport', big, { model: 'gpt-5-mini', tier: 2, maxTokens: 6_144 }],
    ['location', middle, { model: 'gpt-5-nano', tier: 3, maxTokens: 4_096 }],
    ['budget', small, { model: 'gpt-5-nano', tier: 3, maxTokens: 2_048 }],
    ['weather', { ...small, maxTokens: 2_048 }, { model: 'gpt-5-nano', maxTokens: 1_024 }],
    ['weather', { ...small, maxTokens: 512 }, { maxTokens: 512 }],
    ['activity', other, { provider: 'anthropic', model: 'claude-haiku', maxTokens: 4_096 }],
  ])('that %s steps down to', (agent, from, to) => expect(stepDown(ROUTES, from, agent)).toMatchObject(to))

  it('without a model stays: it costs nothing', () => {
    const free = route('open-data', 1, 0, 'offline')
    expect(stepDown([free], free, 'budget')).toBe(free)
  })
})
