/** The scores of the offline provider do not fall: a sample of the fixed requests, and a few random ones. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CHECKS, evaluate } from '../../ops/evaluate/evaluate.ts'
import { readEvaluateOptions } from '../../ops/evaluate/options.ts'
import { costText, planCost } from '../../ops/evaluate/plan-cost.ts'
import { fixedCases, randomCases } from '../../ops/evaluate/request-list.ts'
import { runEvaluation, spread } from '../../ops/evaluate/run.ts'
import { COMMITTED, linesOf } from '../../ops/evaluate/scorecard.ts'
import { ROOT } from '../ops/caravan-process.ts'

const signal = AbortSignal.timeout(240_000)

test('a sample of plans from open data passes every check that the committed scores say all plans pass', async () => {
  const cases = [...spread(fixedCases(), 50), ...randomCases(1, 40)]
  const { scores } = await evaluate(cases, { signal })
  // A sample is no share: only what every plan passes can be held against it.
  const sure = scores.filter(({ check }) => !(check in COMMITTED.fixed) && !(check in COMMITTED.random))
  expect(sure.length).toBeGreaterThan(25)
  expect(sure.flatMap(({ check, examples }) => examples.map((one) => ({ check, ...one })))).toEqual([])
}, 240_000)

test('the fixed list is 200 requests, each of them one that is planned', () => {
  const cases = fixedCases()
  expect(cases).toHaveLength(200)
  expect(new Set(cases.map(({ about }) => about)).size).toBe(200)
  const lengths = cases.map(
    ({ request: { start, end } }) => (Date.parse(end) - Date.parse(start)) / 86_400_000 + 1,
  )
  expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([1, 21])
  expect(cases.filter(({ request }) => request.travelers.children > 0).length).toBeGreaterThanOrEqual(20)
  expect(cases.filter(({ request }) => request.destinations.length >= 8)).toHaveLength(8)
})

test('a seed always gives the same requests, another one others', () => {
  const about = (seed: number) => randomCases(seed, 20).map(({ request }) => request)
  expect(about(7)).toEqual(about(7))
  expect(about(7)).not.toEqual(about(8))
})

test('the scorecard in the docs is the committed one, and tells every check', () => {
  const page = readFileSync(join(ROOT, 'docs/evaluation.md'), 'utf8')
  for (const { name, what } of CHECKS) expect(page).toContain(`| ${name} | ${what} |`)
  for (const [check, least] of [...Object.entries(COMMITTED.fixed), ...Object.entries(COMMITTED.random)]) {
    const row = page.split('\n').find((line) => line.startsWith(`| ${check} |`))
    expect(row).toContain(`${(least * 100).toFixed(1)} %`)
  }
})

describe('a score', () => {
  const score = { check: 'x', what: 'y', judged: 10, passed: 9, examples: [] }

  test('falls when it is below what was committed, and must be full where nothing was', () => {
    const fell = (least: Record<string, number>) =>
      linesOf({ trips: 10, scores: [score], cpuMs: [] }, least).map((line) => line.fell)
    expect(fell({ x: 0.9 })).toEqual([false])
    expect(fell({ x: 0.91 })).toEqual([true])
    expect(fell({})).toEqual([true])
  })

  test('below the committed one is named in the report', async () => {
    const ports = { config: () => expect.fail('offline needs no configuration'), signal, say: () => {} }
    const report = await runEvaluation(readEvaluateOptions({ fixed: '3', requests: '2' }), ports)
    expect(report.parts.map(({ part, trips }) => [part, trips])).toEqual([
      ['fixed', 3],
      ['random', 2],
    ])
    expect(report.fell).toEqual([])
    const [fixed] = report.parts
    expect(fixed?.cpu.median).toBeGreaterThan(0)
    expect(fixed?.cpu.most).toBeGreaterThanOrEqual(fixed?.cpu.median ?? Infinity)
  })
})

test('what a plan costs is told without the first of a process, and that one beside', () => {
  const others = Array.from({ length: 41 }, (_, i) => 40 - i)
  expect(planCost({ cpuMs: [600, ...others] })).toEqual({ first: 600, median: 20, most: 38 })
  expect(planCost({ cpuMs: [600] })).toEqual({ first: 600, median: 600, most: 600 })
  expect(costText({ first: 605.4, median: 8.26, most: 38 })).toContain(
    'median 8.3 ms, 95 of 100 under 38 ms; the first 605 ms',
  )
})

test('flags are refused all at once', () => {
  expect(() => readEvaluateOptions({ provider: 'x', fixed: '-1', requests: 'many', seed: '1.5' })).toThrow(
    /--fixed .*--requests .*--seed .*--provider/,
  )
  expect(() => readEvaluateOptions({ fixed: '0' })).toThrow(/leaves nothing/)
  expect(readEvaluateOptions({})).toEqual({ provider: 'offline', fixed: undefined, requests: 0, seed: 1 })
})
