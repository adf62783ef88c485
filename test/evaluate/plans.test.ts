/** What reading whole plans brought to light, held by the requests that showed it. */
import { expect, test } from 'vitest'
import { findingsOf } from '../../actors/facts/index.ts'
import { planTrip, type PlannedTrip } from '../../ops/evaluate/planned-trip.ts'
import { fixedCases } from '../../ops/evaluate/request-list.ts'

async function planned(line: string): Promise<PlannedTrip> {
  const [one] = fixedCases(line)
  if (one === undefined) throw new Error('there is no request')
  const trip = await planTrip(one.request, AbortSignal.timeout(60_000))
  if (!('plan' in trip)) throw new Error(trip.why)
  return trip
}

test('rain on an evening out of doors is no reason to go to a museum that is closed', async () => {
  const { plan } = await planned(
    'Reykjavik | 2027-12-18 | 5 | 2 | 3500 EUR | nature, relaxation | London | -',
  )
  const tour = plan.days.find(({ items }) => items.some(({ title }) => title === 'Northern lights tour'))
  expect(tour).toBeDefined()
  expect(tour?.rainPlan).toBeUndefined()
})

test('a long way across a region leaves time for lunch when the way itself does', async () => {
  const { plan } = await planned(
    'Cape Town | 2027-12-27 | 7 | 2+2 | 5000 USD | nature, family | Johannesburg | -',
  )
  const penguins = plan.days.find(({ items }) => items.some(({ title }) => title === 'Boulders penguins'))
  const meals = penguins?.items.filter(({ kind }) => kind === 'meal').map(({ title }) => title.split(' ')[0])
  expect(meals).toEqual(['Lunch', 'Dinner'])
})

test('a day trip of the guide is within the reach that facts allow', async () => {
  const { request, sections } = await planned(
    'Accra | 2027-03-06 | 4 | 1 | 900 USD | culture, food | Lagos | -',
  )
  const titles = sections.activity.days.flatMap(({ items }) => items.map(({ title }) => title))
  expect(titles).toContain('Cape Coast Castle and Kakum')
  expect(findingsOf({ agent: 'activity', request, sections }, sections.activity)).toEqual([])
})

test('nobody is sent swimming in the frost', async () => {
  const cold = await planned('Nuuk | 2027-03-20 | 4 | 2 | - | nature, beach | Copenhagen | -')
  const titles = ({ plan }: PlannedTrip) =>
    plan.days.flatMap(({ items }) => items.map(({ title }) => title)).join()
  expect(titles(cold)).not.toContain('Swimming')
  const warm = await planned('Apia | 2027-08-10 | 6 | 2 | 3000 USD | beach | Auckland | -')
  expect(titles(warm)).toContain('Swimming')
})

test('a family walks along the sea rather than to a suburb that only the gazetteer knows', async () => {
  const { sections } = await planned(
    'Cape Town | 2027-12-27 | 7 | 2+2 | 5000 USD | nature, family | Johannesburg | -',
  )
  const items = sections.activity.days.flatMap(({ items }) => items)
  expect(items.map(({ title }) => title)).toContain('Sea Point Promenade')
  expect(items.filter(({ basis }) => basis === 'gazetteer')).toEqual([])
})

test('countries stand in a sentence as English has them', async () => {
  const { plan } = await planned('Washington | 2027-05-24 | 4 | 2 | - | museums | London | -')
  const texts = [...plan.tips, ...plan.places.map(({ about }) => about)].join('\n')
  expect(texts).toContain('Traffic keeps right in the United States')
  expect(texts).toContain('the capital of the United States')
  expect(texts).not.toMatch(/\b(?:in|of) United/)
})
