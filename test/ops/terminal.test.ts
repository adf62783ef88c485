import { describe, expect, it } from 'vitest'
import {
  AGENTS,
  parseTripRequest,
  type AgentTask,
  type Sections,
  type TripResult,
} from '../../machines/messages/index.ts'
import { answerOffline } from '../../actors/offline/index.ts'
import { composeTripPlan } from '../../machines/trip/compose.ts'
import { requestPorts, todayIn } from '../../ops/request-ports.ts'
import { columnsOf, hang, pad, sheetFor, wrap } from '../../ops/terminal/layout.ts'
import { formatsFor } from '../../ops/terminal/formats.ts'
import { planText } from '../../ops/terminal/plan-text.ts'
import { showProgress } from '../../ops/terminal/progress.ts'

const PLAIN = sheetFor({ isTTY: false }, true)
const ESCAPE = '\u001B'

describe('layout', () => {
  it('knows widths of what it prints', () => {
    expect(columnsOf('Tōkyō 東京 👩‍👩‍👧')).toBe(6 + 4 + 1 + 2)
    expect(pad('東京', 6)).toBe('東京  ')
    expect(pad('ab', 4, 'right')).toBe('  ab')
  })

  it('wraps without losing a word, and hangs what goes on', () => {
    const text = 'a bb ccc dddd eeeee incomprehensibilities f'
    const lines = wrap(text, 10)
    expect(lines.join(' ')).toBe(text)
    expect(lines.filter((line) => line.length > 10)).toEqual(['incomprehensibilities'])
    expect(
      hang('  * ', 'x '.repeat(60).trim(), { ...PLAIN, width: 40 }).map((line) => line.slice(0, 4)),
    ).toEqual(['  * ', '    ', '    ', '    '])
  })

  it('paints only at a terminal whose user wants it, and bounds the width', () => {
    expect(sheetFor({ isTTY: true, columns: 60 }, true).paint('bold', 'x')).toContain(ESCAPE)
    expect(sheetFor({ isTTY: true, columns: 60 }, false).paint('bold', 'x')).toBe('x')
    expect(sheetFor({ isTTY: false, columns: 60 }, true).paint('bold', 'x')).toBe('x')
    expect([0, 10, 60, 500].map((columns) => sheetFor({ isTTY: true, columns }, true).width)).toEqual([
      88, 40, 60, 110,
    ])
  })
})

describe('formats', () => {
  it('writes money exactly, in the currency and the language', () => {
    const [en, de] = [formatsFor('en'), formatsFor('de-DE')]
    expect([en.money(250_010, 'EUR'), en.money(250_000, 'EUR'), en.exact(250_000, 'USD')]).toEqual([
      '€2,500.10',
      '€2,500',
      '$2,500.00',
    ])
    expect([en.money(2_500, 'JPY'), en.money(1_500, 'ISK')]).toEqual(['¥2,500', 'ISK\u00A01,500'])
    expect(de.money(250_010, 'EUR')).toBe('2.500,10\u00A0€')
    expect(en.price({ low: 100, expected: 200, high: 300, currency: 'USD' })).toBe('$2 ($1 – $3)')
    expect([en.day('2027-03-15'), de.short('2027-03-15')]).toEqual(['Mon, Mar 15, 2027', '15. März'])
    expect([en.duration(65), en.duration(60), en.duration(5)]).toEqual(['1 h 5 min', '1 h', '5 min'])
    expect(formatsFor('xx-nonsense-☃').day('2027-03-15')).toBe('Mon, Mar 15, 2027')
  })
})

describe('todayIn', () => {
  it('is the date of the zone, not of the machine', () => {
    const now = new Date('2026-12-31T23:30:00Z')
    expect(['Asia/Tokyo', 'UTC', 'Pacific/Honolulu'].map((zone) => todayIn(zone, now))).toEqual([
      '2027-01-01',
      '2026-12-31',
      '2026-12-31',
    ])
  })
})

describe('planText', () => {
  it.each(['en', 'de-DE', 'ja-JP'])(
    'shows every part of a real plan, within the width (%s)',
    async (locale) => {
      const result = await plannedOffline(locale)
      const text = planText(result, locale, PLAIN)
      const lines = text.split('\n')
      expect(lines[0]).toBe('7 days in Tokyo and Kyoto')
      for (const heading of [
        'Day by day',
        'Getting there and around',
        'Stays',
        'Places',
        'Budget',
        'Tips',
        'Notes',
        'Sources',
      ]) {
        expect(lines).toContain(heading)
      }
      expect(lines.filter((line) => columnsOf(line) > PLAIN.width)).toEqual([])
      expect(lines.filter((line) => line !== line.trimEnd())).toEqual([])
      expect(text).not.toContain(ESCAPE)
      expect(text).not.toMatch(/undefined|\[object|NaN/)

      // Every item of every day, and every sum, is there.
      const flat = text.replaceAll(/\s+/g, ' ')
      for (const day of result.tripPlan?.days ?? []) {
        for (const { title } of day.items) expect(flat).toContain(title)
      }
      const formats = formatsFor(locale)
      for (const { price } of result.tripPlan?.budget?.lines ?? [])
        expect(text).toContain(formats.exact(price.expected, 'USD'))
    },
  )

  it('aligns the budget', async () => {
    const lines = planText(await plannedOffline('en'), 'en', PLAIN).split('\n')
    const table = lines.slice(lines.indexOf('Budget') + 2, lines.indexOf('Budget') + 10)
    const ends = table.filter((line) => line.includes('–')).map((line) => columnsOf(line))
    expect(ends).toHaveLength(7)
    expect(new Set(ends).size).toBe(1)
  })

  it('says first what is missing, and how a trip failed', async () => {
    const result = await plannedOffline('en')
    const missing = ['weather: it gave no answer (3 attempts)']
    expect(planText({ ...result, status: 'degraded', missing }, 'en', PLAIN)).toMatch(
      /^The plan is complete but for this:\n {2}\* weather: it gave no answer \(3 attempts\)\n\n7 days in/,
    )
    const { tripPlan: _, ...rest } = result
    const failure = { code: 'agent.timeout', message: 'No answer came.' }
    expect(planText({ ...rest, status: 'failed', failure }, 'en', PLAIN)).toMatch(
      /^The trip could not be planned: No answer came\.\n\nTrip /,
    )
  })
})

describe('what models cost', () => {
  const line = {
    agent: 'weather',
    provider: 'openai',
    model: 'm',
    inputTokens: 9,
    cachedInputTokens: 0,
    outputTokens: 9,
  } as const

  it('stands under the plan, and says when the worst was assumed', async () => {
    const result = await plannedOffline('en')
    expect(planText(result, 'en', PLAIN)).toMatch(/Trip trip-1: 7 agents\.\s*$/)
    const byAgent = [{ ...line, calls: 2, microUsd: 12_300, estimated: false }]
    expect(planText({ ...result, cost: { microUsd: 12_300, byAgent } }, 'en', PLAIN)).toMatch(
      /7 agents, 2 calls to models for 0\.0123 USD\.\s*$/,
    )
    const unsure = [{ ...line, calls: 1, microUsd: 10, estimated: true }]
    expect(planText({ ...result, cost: { microUsd: 10, byAgent: unsure } }, 'en', PLAIN)).toMatch(
      /1 call to models for at most 0\.0001 USD\.\s*$/,
    )
  })
})

describe('showProgress', () => {
  const steps = [
    { agent: 'planning', state: 'queued', at: '2027-01-01T00:00:00.000Z' },
    { agent: 'planning', state: 'attempting', attempts: 1, at: '2027-01-01T00:00:01.000Z' },
    { agent: 'planning', state: 'attempting', attempts: 1, at: '2027-01-01T00:00:01.500Z' },
    { agent: 'planning', state: 'backingOff', attempts: 1, at: '2027-01-01T00:00:02.000Z' },
    { agent: 'planning', state: 'attempting', attempts: 2, at: '2027-01-01T00:00:03.000Z' },
    { agent: 'nobody', state: 'attempting' },
    { agent: 'planning', state: 'repairing', attempts: 2, at: '2027-01-01T00:00:03.100Z' },
    { agent: 'planning', state: 'fallingBack', attempts: 2, at: '2027-01-01T00:00:03.200Z' },
    { agent: 'planning', state: 'answered', attempts: 2, at: '2027-01-01T00:00:03.500Z' },
  ]
  const show = (isTTY: boolean) => {
    let text = ''
    const screen = { isTTY, columns: 60, write: (more: string) => (text += more) }
    using progress = showProgress(screen, sheetFor(screen, true))
    for (const step of steps) progress.step(step)
    progress.say('by the way')
    return () => text
  }

  it('writes one plain line per change where there is no terminal', () => {
    expect(show(false)()).toBe(
      [
        'planning       waiting for a host',
        'planning       working',
        'planning       attempt 1 failed, trying again',
        'planning       working, attempt 2',
        'planning       mending its answer, attempt 2',
        'planning       attempt 2 failed, asking the next model',
        'planning       done in 2.5 s, attempt 2',
        'by the way',
        '',
      ].join('\n'),
    )
  })

  it('redraws one line per agent at a terminal', () => {
    const pictures = show(true)().split(`${ESCAPE}[${AGENTS.length}A`)
    const last = pictures.at(-1)?.split('\n') ?? []
    expect(last.filter((line) => AGENTS.some((name) => line.includes(name)))).toHaveLength(AGENTS.length)
    expect(last[0]).toContain('done in 2.5 s, attempt 2')
    expect(last[1]).toContain('waiting for the others')
    // What is said stands above the picture that follows.
    expect(pictures.at(-2)?.startsWith(`${ESCAPE}[Jby the way\n`)).toBe(true)
  })
})

/** What the offline agents make of a request, without any runtime. */
async function plannedOffline(locale: string): Promise<TripResult> {
  const raw = { destinations: ['Tokyo', 'Kyoto'], origin: 'Lisbon', durationDays: 7, budget: 5_000, locale }
  const parsed = parseTripRequest(raw, { ...requestPorts, tenant: 'default', id: () => 'trip-1' })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const { request } = parsed
  let sections: Sections = {}
  for (const agent of AGENTS) {
    const task = { agent, request, sections: sections as AgentTask['sections'] }
    const { section } = await answerOffline({ task, attempt: 1 }, new AbortController().signal)
    sections = { ...sections, [agent]: section }
  }
  const agents = AGENTS.map(
    (agent) => ({ agent, outcome: 'answered', provider: 'offline', attempts: 1, retries: 0 }) as const,
  )
  return {
    id: request.id,
    status: 'success',
    tripPlan: composeTripPlan(request, sections),
    agentCoordination: { agentsInvolved: [...AGENTS], agents },
    missing: [],
    version: 1,
  }
}
