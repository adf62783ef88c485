import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { expect, it } from 'vitest'
import { SECTION_SCHEMAS, AGENTS, TripRequest } from '../../machines/messages/index.ts'
import type { BenchReport } from '../../ops/bench/report.ts'
import { fixtureRequest, fixtureSection } from '../../ops/bench/fixture-sections.ts'
import { readBenchOptions } from '../../ops/bench/options.ts'
import { readClaim } from '../../ops/nats-server/claim.ts'
import { until } from '../kit/until.ts'
import { allGone, environment, LAUNCHER, PATIENCE_MS, run, temporaryHome } from '../ops/caravan-process.ts'

const CARAVAN = fileURLToPath(new URL('../../ops/caravan.mjs', import.meta.url))

it(
  'prints exactly one JSON document with everything that a comparison needs',
  { timeout: 120_000 },
  async () => {
    const args = ['bench', '--trips', '20', '--concurrency', '5', '--hosts', '1', '--json']
    const { stdout } = await promisify(execFile)(process.execPath, [CARAVAN, ...args])
    const report = JSON.parse(stdout) as BenchReport
    expect(report).toMatchObject({ trips: 20, concurrency: 5, hosts: 1, slots: 100 })
    expect(report.store).toMatchObject({ storage: 'file', replicas: 1, partitions: 16 })
    // A create, and per agent a claim, an answer and what the trip makes of it. Ends that come together share a record of the
    // trip, and go past the inbox unless their trip is held up (docs/adr/0011); so do tasks that begin where their trip is
    // (docs/adr/0013), which leaves the create. A quick answer is in the record of its claim (docs/adr/0014).
    expect(report.perTrip.deliveries).toBeGreaterThanOrEqual(1)
    expect(report.perTrip.deliveries).toBeLessThanOrEqual(8)
    expect(report.perTrip.journalWrites).toBeGreaterThanOrEqual(11)
    expect(report.perTrip.journalWrites).toBeLessThanOrEqual(22)
    expect(report.runs).toHaveLength(1)
    const [run] = report.runs
    expect(run?.tripsPerSecond).toBeGreaterThan(0)
    expect(run?.raw.tripsPerSecond).toBeGreaterThan(0)
    expect(run?.ratio).toBeCloseTo((run?.tripsPerSecond ?? 0) / (run?.raw.tripsPerSecond ?? 1))
    expect(run?.cpuMsPerTrip.trips).toBeGreaterThan(0)
    expect(run?.cpuMsPerTrip.raw).toBeGreaterThan(0)
    const { p50 = 0, p95 = 0, p99 = 0 } = run?.latencyMs ?? {}
    expect([p50, p95, p99]).toEqual([p50, p95, p99].toSorted((a, b) => a - b))
    const { hosts = [], natsServer, client } = run?.processes ?? {}
    expect(hosts).toHaveLength(1)
    for (const used of [...hosts, natsServer, client]) expect(used?.memoryMb).toBeGreaterThan(10)
    expect(run?.growth).toEqual([])
  },
)

it('leaves nothing behind when it is stopped', { timeout: 120_000 }, async () => {
  await using home = await temporaryHome()
  const args = [LAUNCHER, 'bench', '--trips', '100000']
  const running = run(process.execPath, args, await environment({ TMPDIR: home.path }))
  const server = await until(async () => {
    const [folder] = await readdir(home.path)
    const claim = folder === undefined ? undefined : await readClaim(join(home.path, folder, '1'))
    if (typeof claim !== 'object' || claim.server?.port === undefined) return undefined
    return { pid: claim.server.pid, url: `nats://127.0.0.1:${claim.server.port}` }
  }, PATIENCE_MS)
  const connection = await connect({ servers: server.url })
  try {
    const { streams } = await jetstreamManager(connection)
    const underWay = async () => {
      const journal = (await streams.list().next()).find(({ config }) => config.name.endsWith('_JOURNAL'))
      return journal !== undefined && journal.state.messages > 100
    }
    await until(underWay, PATIENCE_MS)
  } finally {
    await connection.close()
  }
  running.child.kill('SIGTERM')
  expect(await running.ended).toMatchObject({ code: 143, stdout: '' })
  expect(await allGone([server.pid])).toBe(true)
  expect(await readdir(home.path)).toEqual([])
})

it('says what is wrong with its flags, all at once', () => {
  expect(() => readBenchOptions({ trips: '0', concurrency: 'many' })).toThrow(/--trips .*--concurrency/)
  expect(() => readBenchOptions({ hosts: '99', agentsMs: '-1', warmUp: '1.5' })).toThrow(
    /--hosts .*--agents-ms .*--warm-up/,
  )
  expect(() => readBenchOptions({ trips: 'x' })).toThrow(
    /^--trips must be a whole number from 1 on, not "x"\.$/,
  )
  const warmUps = [{}, { trips: '20' }, { hosts: '2', trips: '5000' }].map(
    (flags) => readBenchOptions(flags).warmUp,
  )
  expect(warmUps).toEqual([2_000, 40, 4_000])
})

it('runs trips whose content the schemas accept', () => {
  TripRequest.parse(fixtureRequest('t'))
  for (const agent of AGENTS) {
    SECTION_SCHEMAS[agent].parse(fixtureSection(agent))
    expect(JSON.stringify(fixtureSection(agent)).length).toBeGreaterThan(1_700)
  }
})
