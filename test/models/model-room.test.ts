/** What fits into a model: the table of days against what open data really answers. */
import { describe, expect, it } from 'vitest'
import { daysHeld, lacksRoom, promptBudget, roomNotes } from '../../actors/models/model-room.ts'
import { routesOf } from '../../actors/models/routes.ts'
import { modelTable } from '../../actors/models/model-table.ts'
import { offlineSections } from '../agents/tasks.ts'
import { request } from '../offline/planning-requests.ts'

describe('an answer', () => {
  it('of three weeks fits where the table says so, and one of thirteen does not', async () => {
    const trip = (days: number) =>
      request(['Lisbon', 'Porto', 'Madrid', 'Barcelona', 'Valencia', 'Paris'], '2027-05-03', days, {
        origin: 'London',
        preferences: ['food', 'museums'],
      })
    const [short, long] = await Promise.all([offlineSections(trip(21)), offlineSections(trip(90))])
    for (const [agent, maxTokens] of [
      ['activity', 6_144],
      ['weather', 2_048],
    ] as const) {
      expect(daysHeld(agent, maxTokens)).toBeGreaterThanOrEqual(21)
      expect(daysHeld(agent, maxTokens)).toBeLessThan(56)
      expect(lacksRoom(short[agent], { maxTokens })).toBeUndefined()
      expect(lacksRoom(long[agent], { maxTokens })).toBeGreaterThan(maxTokens)
    }
    expect(lacksRoom(long.planning, { maxTokens: 8_192 })).toBeUndefined()
  })
})

describe('the data of a prompt', () => {
  it.each([
    ['all that is wanted', undefined, 32_000],
    ['all that is wanted', 400_000, 32_000],
    ['what the model has room for', 16_000, 16_000 - 6_000 - 500],
    ['nothing', 4_000, 0],
  ])('may take %s of a context of %s', (_, context, budget) => {
    expect(promptBudget({ maxTokens: 6_000 }, context, 'x'.repeat(1_000), 32_000)).toBe(budget)
  })
})

describe('limits that hold only short trips', () => {
  const notes = (maxTokens: number, enough: number, fallback: readonly ('offline' | 'tiers')[] = ['tiers']) =>
    roomNotes(
      routesOf({ agents: { activity: { maxTokens } }, fallback }, new Set(['openai']), modelTable()).routes,
      enough,
    ).map(({ agent, what }) => `${agent} ${what}`)
  it('are told', () => {
    expect(notes(6_144, 56)).toEqual(['activity few-tokens', 'weather few-tokens'])
    expect(notes(6_144, 14)).toEqual([])
    expect(notes(1_000, 14)).toEqual(['activity too-few-tokens'])
  })
  it('are not where open data steps in', () => {
    expect(notes(1_000, 56, ['tiers', 'offline'])).toEqual([])
  })
})
