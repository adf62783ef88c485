/** What a user sees whose money runs out: the plan waits, says how to go on, and is finished after a top-up. */
import { afterEach, expect, it } from 'vitest'
import { AGENTS, TripResult } from '../../machines/messages/index.ts'
import { referenceIn } from '../agents/fake-model.ts'
import { startModelServer } from '../kit/model-server.ts'
import { until } from '../kit/until.ts'
import { caravan, environment, LAUNCHER, PATIENCE_MS, run, type Running } from '../ops/caravan-process.ts'

const running: Running[] = []
afterEach(async () => {
  for (const { child } of running) child.kill('SIGTERM')
  await Promise.all(running.splice(0).map(({ ended }) => ended))
})

it(
  'a plan that has no money left waits for it, and asks nobody twice',
  { timeout: 4 * PATIENCE_MS },
  async () => {
    await using server = await startModelServer(({ user }) => ({
      text: referenceIn(user),
      usage: { input: 4_000, output: 2_000 },
    }))
    const env = await environment({
      OPENAI_API_KEY: 'k',
      OPENAI_BASE_URL: server.openAiUrl,
      PER_REQUEST_COST_LIMIT: '0.025',
      METRICS_ENABLED: 'true',
    })
    const plan = run(process.execPath, [LAUNCHER, 'plan', 'Lisbon', 'Porto', '--days', '5', '--json'], env)
    running.push(plan)
    const [, id = '', url = ''] = await until(
      () => /caravan trip top-up (\S+) 0\.5 --url (\S+)/.exec(plan.stderr()) ?? undefined,
      2 * PATIENCE_MS,
    )
    const shown = await caravan(['trip', 'show', id, '--url', url])
    expect(shown.stdout).toMatch(/waits +for money \(limit per request\) for /)
    // Metrics and ledger agree.
    const page = await (await fetch(`${url}/metrics`)).text()
    const money = (await (await fetch(`${url}/trips/${id}/costs`)).json()) as { spentMicroUsd: number }
    const counted = [...page.matchAll(/^agent_cost_total\{.*\} (\S+)$/gm)].map(([, usd]) => Number(usd))
    expect(Math.round(counted.reduce((sum, usd) => sum + usd, 0) * 1e6)).toBe(money.spentMicroUsd)
    expect(money.spentMicroUsd).toBeGreaterThan(0)
    const before = server.calls.length
    const given = await caravan(['trip', 'top-up', id, '2', '--by', 'ada', '--url', url])
    expect(given).toMatchObject({ code: 0, stdout: expect.stringContaining('may cost 2.025 USD now') })
    await until(() => server.calls.length > before, PATIENCE_MS)
    const ended = await plan.ended
    const result = TripResult.parse(JSON.parse(ended.stdout))
    expect([ended.code, result.status]).toEqual([0, 'success'])
    expect(server.calls.map(({ schemaName }) => String(schemaName)).toSorted()).toEqual(
      AGENTS.map((agent) => `${agent}_section`).toSorted(),
    )
  },
)
