import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AGENTS } from '../../machines/messages/index.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import { memorySpending } from '../../storage/spending/memory.ts'
import { DEFAULT_LIMITS } from '../../storage/spending/port.ts'
import { answerAfter, answerCanned, answerWhenLet } from '../gateway/canned-answers.ts'
import { startWorld, type World } from '../gateway/world.ts'
import { until } from '../kit/until.ts'
import { startBrowser } from './browser.ts'
import { wireTo } from './wire.ts'

let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
})

/** A page that must not complain: every error of a script, of the policy or of a missing file is collected. */
async function open(
  world: Pick<World, 'url'>,
  { width = 1400 } = {},
): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, locale: 'en-GB' })
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.goto(world.url)
  await page.waitForSelector('#link[data-state=open]')
  return { page, complaints }
}

async function fillIn(page: Page, ...stops: readonly string[]): Promise<void> {
  const inputs = page.locator('#destinations input')
  for (const [i, stop] of stops.entries()) await inputs.nth(i).fill(stop)
}

const states = (page: Page) =>
  page.$$eval('.actor', (cards) =>
    Object.fromEntries(
      cards.map((card) => [card.getAttribute('data-actor'), card.getAttribute('data-state')]),
    ),
  )

describe('the live page', () => {
  it('takes a request, shows every actor at work and the finished plan, and keeps it over a reload', async () => {
    // Each state lasts until it was seen: a browser on a busy machine may take seconds.
    const answers = answerWhenLet()
    await using world = await startWorld({ answer: answers.answer })
    const { page, complaints } = await open(world)
    await fillIn(page, 'Tokyo', 'Kyoto')
    await page.fill('#budget', '2500')
    await page.check('#preferences input[value=food]', { force: true })
    await page.click('#plan-it')
    await page.waitForSelector('[data-actor=planning][data-state=attempting]')
    answers.let('planning')
    await page.waitForSelector('[data-actor=trip][data-state=researching]')
    for (const agent of ['location', 'transport', 'accommodation', 'activity', 'weather']) {
      await page.waitForSelector(
        `[data-actor=${agent}][data-look=working], [data-actor=${agent}][data-look=done]`,
      )
    }
    answers.let(...AGENTS)
    await page.waitForSelector('#plan:not([hidden])')
    await page.waitForSelector('[data-actor=budget][data-state=answered]')
    expect(new Set(Object.values(await states(page)))).toEqual(new Set(['ready', 'answered']))
    expect(await page.textContent('#trip-status')).toBe('success')
    const plan = (await page.textContent('#plan')) ?? ''
    for (const text of [
      'Tokyo',
      'Kyoto',
      'Day 7',
      'A walk through the old town',
      'near the station',
      '€2,500',
      'within the budget',
    ])
      expect(plan).toContain(text)
    const turns = await page.locator('.turns tbody tr').count()
    expect(turns).toBeGreaterThan(15)
    expect(await page.locator('.chart .turn').count()).toBe(turns)

    const hash = new URL(page.url()).hash
    expect(hash).toMatch(/^#[0-9a-z]{26}$/)
    await page.reload()
    await page.waitForSelector('#plan:not([hidden])')
    await until(async () => (await page.locator('.turns tbody tr').count()) === turns)
    expect(complaints).toEqual([])
    await page.close()
  })

  it('shows each problem at its field, with suggestions that can be taken', async () => {
    await using world = await startWorld({ host: false })
    const { page, complaints } = await open(world, { width: 400 })
    await fillIn(page, 'Tokyo', 'Lisbonn')
    await page.fill('#budget', '-3')
    await page.fill('#adults', '0')
    await page.click('#plan-it')
    await page.waitForSelector('#summary:not([hidden])')
    const second = page.locator('#destinations li').nth(1)
    expect(await second.locator('.problem').textContent()).toContain('Stop 2 is "Lisbonn"')
    expect(await second.locator('input').getAttribute('aria-invalid')).toBe('true')
    for (const id of ['#budget', '#adults']) expect(await page.getAttribute(id, 'aria-invalid')).toBe('true')
    expect(await page.locator('#summary li').count()).toBe(3)
    await second.getByRole('button', { name: 'Lisbon', exact: true }).click()
    expect(await second.locator('input').inputValue()).toBe('Lisbon')
    await page.fill('#budget', '900')
    await page.fill('#adults', '1')
    await page.click('#plan-it')
    await until(() => new URL(page.url()).hash !== '')
    expect(await page.locator('#summary').isHidden()).toBe(true)
    expect(complaints).toEqual([])
    await page.close()
  })

  it('never reads what somebody wrote as HTML', async () => {
    const evil = '<img src=x onerror=alert(1)><script>alert(2)</script>'
    await using world = await startWorld({
      answer: async (input, signal) => {
        const { provider, section } = await answerCanned(input, signal)
        const text = JSON.stringify(section).replaceAll('walkable', evil).replaceAll('Mild, some rain.', evil)
        const spiked = text.replaceAll('A walk through the old town', evil).replaceAll('as asked', evil)
        return { provider, section: JSON.parse(spiked) as unknown }
      },
    })
    const { page, complaints } = await open(world)
    await fillIn(page, evil, 'Kyoto')
    await page.click('#plan-it')
    await page.waitForSelector('#summary:not([hidden])')
    expect(await page.textContent('#summary')).toContain('<img src=x')
    await fillIn(page, 'Tokyo')
    await page.click('.more summary')
    await page.fill('#constraints', evil)
    await page.click('#plan-it')
    await page.waitForSelector('#plan:not([hidden])')
    expect(await page.textContent('#plan')).toContain(evil)
    expect(await page.locator('main img, main script').count()).toBe(0)
    expect(complaints).toEqual([])
    await page.close()
  })

  it('reconnects and goes on from its cursor: no turn twice, none missing', async () => {
    const answers = answerWhenLet()
    answers.let('planning')
    await using world = await startWorld({ answer: answers.answer })
    await using wire = await wireTo(world.gateway.port)
    const { page } = await open(wire)
    await fillIn(page, 'Tokyo', 'Kyoto')
    await page.click('#plan-it')
    await page.waitForSelector('[data-actor=weather][data-state=attempting]')
    const before = await page.locator('.turns tbody tr').count()
    wire.cut()
    await page.waitForSelector('#link[data-state=waiting]')
    answers.let(...AGENTS) // most of it happens while the page is away
    wire.mend()
    await page.waitForSelector('#plan:not([hidden])')
    await page.waitForSelector('#link[data-state=open]')
    const { transitions } = (await (
      await fetch(`${world.url}/trips/${new URL(page.url()).hash.slice(1)}/journal`)
    ).json()) as {
      transitions: unknown[]
    }
    expect(before).toBeLessThan(transitions.length)
    await until(async () => (await page.locator('.turns tbody tr').count()) === transitions.length)
    await page.close()
  })

  it('gives money to a trip that waits for it', async () => {
    const spending = memorySpending({ limits: DEFAULT_LIMITS, clock: systemClock, jitter: () => 0 })
    await using world = await startWorld({
      gateway: { spending },
      answer: async (input, signal) => {
        const money = await spending.trip('default', input.task.request.id, signal)
        if (input.task.agent !== 'weather' || money.toppedUpMicroUsd > 0) return answerCanned(input, signal)
        return {
          provider: 'test',
          failure: { code: 'budget.exhausted', message: 'no money', scope: 'request' },
        }
      },
    })
    const { page, complaints } = await open(world)
    await fillIn(page, 'Tokyo')
    await page.click('#plan-it')
    await page.waitForSelector('[data-actor=trip][data-state=awaitingBudget]')
    await page.click('#top-up')
    await page.waitForSelector('[data-actor=trip][data-state=ready]')
    expect(await page.isHidden('#top-up')).toBe(true)
    expect(complaints).toEqual([])
    await page.close()
  })

  it('cancels a trip, and says when a trip is not known', async () => {
    await using world = await startWorld({ answer: answerAfter(20_000) })
    const { page, complaints } = await open(world)
    await fillIn(page, 'Tokyo', 'Kyoto')
    await page.click('#plan-it')
    await page.waitForSelector('[data-actor=planning][data-state=attempting]')
    await page.click('#cancel')
    await page.waitForSelector('[data-actor=trip][data-state=cancelled]')
    await page.waitForSelector('[data-actor=planning][data-state=stopped]')
    expect(await page.textContent('#plan')).toContain('The trip was cancelled')
    await page.goto(`${world.url}/#never-heard-of`)
    await until(async () => (await page.textContent('#trip-title'))?.includes('not known'))
    expect(complaints).toEqual([])
    await page.close()
  })

  it.each([400, 1400])('fits a screen of %i pixels, and every control has a name', async (width) => {
    await using world = await startWorld()
    const { page, complaints } = await open(world, { width })
    await fillIn(page, 'Tokyo', 'Kyoto')
    await page.click('#plan-it')
    await page.waitForSelector('#plan:not([hidden])')
    for (const details of await page.locator('details > summary').all()) await details.click()
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    const nameless = await page.$$eval('button, input, select, textarea', (controls) =>
      controls
        .filter((control) => {
          const labels =
            'labels' in control ? ((control.labels as { length: number } | null)?.length ?? 0) : 0
          return labels === 0 && !control.hasAttribute('aria-label') && control.textContent === ''
        })
        .map((control) => control.outerHTML),
    )
    expect(nameless).toEqual([])
    expect(complaints).toEqual([])
    await page.close()
  })
})
