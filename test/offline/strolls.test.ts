import { describe, expect, test } from 'vitest'
import { composeActivity } from '../../actors/offline/activity.ts'
import { interestsOf, strollsOf } from '../../actors/offline/activity-strolls.ts'
import { guideOf } from '../../actors/atlas/sights/guide-of.ts'
import type { TripRequest } from '../../machines/messages/index.ts'
import { itemsOf, placeNamed, taskFor } from './activity-frames.ts'
import { datesOf, everyItem, wholePlan } from './whole-plan.ts'

describe('parts of town as something to do', () => {
  test.for([
    ['Sleepy by day, late bars by night.', ['nightlife']],
    ['Market, restaurants and a young feel.', ['shopping', 'food']],
    ['The old hill: cathedral, galleries and cafés.', ['history', 'art']],
    ['Shops, temples and restaurants.', ['shopping', 'history']],
    ['Calm lanes above the river.', ['relaxation', 'history']],
    ['Museums, lawns and quiet streets.', ['museums']],
    ['Hotels and restaurants near the station.', []],
    ['Bars and good value.', []],
    ['Everything on foot.', []],
  ] as const)('%s is for %s', ([why, interests]) => {
    expect(interestsOf({ why })).toEqual(interests)
  })

  test('a district that a sight is called after is no second thing to do', () => {
    const lisbon = guideOf(placeNamed('Lisbon, Portugal'))
    if (lisbon === undefined) throw new Error('Lisbon has no guide')
    const titles = strollsOf(lisbon).map(({ title }) => title)
    expect(lisbon.districts.map(({ name }) => name)).toContain('Alfama')
    expect(titles.join()).not.toContain('Alfama')
    expect(titles.length).toBeGreaterThan(0)
  })

  test('who named no interest gets sights, who came for tables gets streets that have them', () => {
    const strolls = (preferences: TripRequest['preferences']) =>
      itemsOf(
        composeActivity(taskFor({ stops: [['Lisbon, Portugal', 4]], start: '2027-06-14', preferences })),
      ).filter(({ title }) => /^(?:A stroll|An evening) in /.test(title))
    expect(strolls([])).toEqual([])
    const forFood = strolls(['food'])
    expect(forFood.length).toBeGreaterThan(0)
    for (const { serves, basis } of forFood) {
      expect(serves).toEqual(['food'])
      expect(basis).toBe('curated')
    }
  })

  test('after a stroll one eats in that part of town, not near the stroll', async () => {
    const titles = everyItem(
      await wholePlan({
        destinations: ['Cartagena, Colombia'],
        dates: datesOf('2027-02-12', 4),
        preferences: ['beach', 'relaxation'],
      }),
    ).map(({ title }) => title)
    expect(titles).toContain('A stroll in Bocagrande')
    expect(titles).toContain('Lunch in Bocagrande')
    expect(titles.join('; ')).not.toMatch(/near An? /)
  })
})
