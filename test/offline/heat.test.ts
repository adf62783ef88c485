/** Hot places: out soon after sunrise, in the shade at midday, and nothing that everybody comes for is lost to it. */
import { describe, expect, test } from 'vitest'
import { clockMinutes } from '../../machines/trip/compose-clock.ts'
import { clock, datesOf, everyItem, wholePlan } from './whole-plan.ts'

const egypt = () =>
  wholePlan({
    destinations: ['Cairo', 'Luxor'],
    origin: 'Frankfurt',
    dates: datesOf('2027-07-10', 7),
    preferences: ['history'],
  })

describe('at 35 and at 41 °C', () => {
  test('the first sight out of doors begins before nine, and nobody stands in the sun of midday', async () => {
    const { sections } = await egypt()
    const whole = sections.planning.days.filter(({ kind }) => kind === 'full').map(({ date }) => date)
    const outdoors = sections.activity.days
      .filter(({ date }) => whole.includes(date))
      .map(({ items }) => items.filter(({ setting }) => setting === 'outdoor'))
      .filter((items) => items.length > 0)
    expect(outdoors.length).toBeGreaterThan(2)
    for (const items of outdoors) {
      expect(items[0]?.start.localeCompare('09:00')).toBeLessThan(0)
      for (const { start, end } of items) expect(end <= '12:30' || start >= '16:00').toBe(true)
    }
  })

  test('Giza and Karnak are seen', async () => {
    const titles = everyItem(await egypt()).map(({ title }) => title)
    expect(titles).toContain('Pyramids of Giza and Sphinx')
    expect(titles).toContain('Karnak')
  })

  test('a day that rests at midday is no conflict, one that does not is', async () => {
    const { plan } = await egypt()
    expect(plan.conflicts.filter(({ kind }) => kind === 'bad-weather')).toEqual([])
    // The way to Nizwa and back takes the whole morning and noon.
    const oman = await wholePlan({
      destinations: ['Muscat'],
      dates: datesOf('2027-08-07', 6),
      preferences: ['history'],
    })
    expect(oman.plan.conflicts.map(({ text }) => text).join(' ')).toContain('36 °C')
  })

  test('who wishes to sleep long may', async () => {
    const late = await wholePlan({
      destinations: ['Luxor'],
      dates: datesOf('2027-07-10', 4),
      constraints: ['no early mornings'],
    })
    const whole = late.sections.planning.days.filter(({ kind }) => kind === 'full')
    expect(whole.map(({ free }) => free[0]?.from)).toEqual(['10:30', '10:30'])
  })

  test('nobody is out at half past seven for half an hour and waits until ten', async () => {
    const oman = await wholePlan({ destinations: ['Muscat'], dates: datesOf('2027-08-07', 6) })
    for (const { items } of oman.sections.activity.days)
      for (const [at, next] of items.slice(1).entries()) {
        const before = items[at]
        if (before === undefined || next.start > '11:00') continue
        const wait = Date.parse(`2027-01-01T${next.start}Z`) - Date.parse(`2027-01-01T${before.end}Z`)
        expect(wait / 60_000, `${before.title} to ${next.title}`).toBeLessThanOrEqual(90)
      }
  })

  test('a mosque for visitors of the morning is seen in the morning', async () => {
    const oman = await wholePlan({
      destinations: ['Muscat'],
      dates: datesOf('2027-11-07', 5),
      preferences: ['culture'],
    })
    const mosque = everyItem(oman).find(({ title }) => title === 'Sultan Qaboos Grand Mosque')
    expect(mosque).toBeDefined()
    expect(clock(mosque?.end ?? '').localeCompare('11:30')).toBeLessThanOrEqual(0)
  })

  test('the last morning does not take what a whole day then lacks', async () => {
    const oman = await wholePlan({
      destinations: ['Muscat'],
      origin: 'Chenzhou',
      dates: datesOf('2028-05-25', 5),
      travelers: { adults: 3 },
      preferences: ['museums'],
    })
    const whole = oman.sections.planning.days.filter(({ kind }) => kind === 'full').map(({ date }) => date)
    expect(whole).toHaveLength(3)
    for (const { date, items } of oman.sections.activity.days.filter((day) => whole.includes(day.date))) {
      const busy = items.reduce((sum, { start, end }) => sum + clockMinutes(end) - clockMinutes(start), 0)
      expect(`${date} ${busy >= 120}`).toBe(`${date} true`)
    }
  })
})
