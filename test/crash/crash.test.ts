/**
 * Kills hosts and nats-server with SIGKILL at every named point and at random moments, a hundred times over, and then
 * asks the journal whether anybody noticed. Prints its seed; `CARAVAN_SEED` replays it (the plan of kills and the
 * lengths of calls; what the operating system makes of them differs).
 */
import { randomInt } from 'node:crypto'
import { expect, it } from 'vitest'
import { countsOf } from './counts.ts'
import { runScenario } from './scenario.ts'
import { problemsOf } from './problems.ts'

const HOST_KILLS = 100
const NATS_KILLS = 5
const CONCURRENT_TRIPS = 24

it(
  'survives kill -9 of hosts and of the server at any moment (I1, I3, I4, I7, I8, I9)',
  { timeout: 600_000 },
  async ({ signal }) => {
    const seed = process.env['CARAVAN_SEED'] ?? String(randomInt(1_000_000_000))
    console.log(`CARAVAN_SEED=${seed}`)
    const plan = { seed, hostKills: HOST_KILLS, natsKills: NATS_KILLS, concurrent: CONCURRENT_TRIPS }
    const outcome = await runScenario({ ...plan, cancelEvery: 12 }, signal)
    console.log(JSON.stringify(countsOf(outcome), undefined, 2))
    expect(problemsOf(outcome)).toEqual([])
    expect(outcome.ends.filter(({ signal }) => signal === 'SIGKILL').length).toBeGreaterThanOrEqual(
      HOST_KILLS,
    )
    expect(outcome.outages.length).toBeGreaterThanOrEqual(NATS_KILLS)
    expect(outcome.underWay.least).toBeGreaterThanOrEqual(20)
  },
)
