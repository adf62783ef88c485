/** The parts of a system as processes of their own: hosts and a gateway on a NATS that runs already. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, afterAll, describe, expect, it } from 'vitest'
import type { HostStatus } from '../../runtime/index.ts'
import { READABLE_FORMATS } from '../../runtime/nats/codec.ts'
import { rangesOf, textOf } from '../../ops/hosts.ts'
import { usualServer } from '../../ops/nats.ts'
import { writeClaim } from '../../ops/nats-server/claim.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'
import { caravan, environment, LAUNCHER, PATIENCE_MS, run, type Running } from './caravan-process.ts'

let nats: TestNats
const running: Running[] = []
beforeAll(async () => {
  nats = await startTestNats()
})
afterEach(async () => {
  for (const { child } of running) child.kill('SIGKILL')
  await Promise.all(running.splice(0).map(({ ended }) => ended))
})
afterAll(() => nats[Symbol.asyncDispose]())

const settings = (prefix: string) => ({ NATS_URL: nats.url, CARAVAN_PREFIX: prefix })
async function start(prefix: string, ...args: string[]): Promise<Running> {
  const one = run(process.execPath, [LAUNCHER, ...args], await environment(settings(prefix)))
  running.push(one)
  await until(() => {
    if (one.child.exitCode !== null) throw new Error(`it ended: ${one.stdout()}${one.stderr()}`)
    return /Ctrl-C stops it/.test(one.stdout())
  }, PATIENCE_MS)
  return one
}
async function hosts(prefix: string): Promise<readonly HostStatus[]> {
  const { stdout } = await caravan(['hosts', '--json'], settings(prefix))
  return (JSON.parse(stdout) as { hosts: HostStatus[] }).hosts
}
const everyPartition = Array.from({ length: 16 }, (_, partition) => partition)

describe('the parts as processes', { timeout: 3 * PATIENCE_MS }, () => {
  it('hosts of different kinds plan a trip through a gateway; who is there is shown, with what each owns', async () => {
    const [gateway, , , counting] = await Promise.all([
      start('roles', 'gateway', '--port', '0'),
      start('roles', 'host', '--id', 'trips', '--kinds', 'trip'),
      start(
        'roles',
        'host',
        '--id',
        'agents',
        '--kinds',
        'planning,location,transport,accommodation,activity,budget',
      ),
      start('roles', 'host', '--id', 'all', '--slots', '8', '--metrics-port', '0'),
    ])
    const all = await hosts('roles')
    expect(all.map(({ id }) => id)).toEqual(['agents', 'all', 'trips'])
    expect(all.flatMap(({ owns }) => owns['trip'] ?? []).toSorted((a, b) => a - b)).toEqual(everyPartition)
    expect(all.find(({ id }) => id === 'agents')?.owns).toEqual({})
    expect(all.find(({ id }) => id === 'all')).toMatchObject({
      slots: 8,
      draining: false,
      codecs: READABLE_FORMATS,
    })
    const url = /open +(http:\S+)/.exec(gateway.stdout())?.[1] ?? ''
    const planned = await caravan(
      ['plan', 'Lisbon', '--days', '3', '--url', url, '--json'],
      settings('roles'),
    )
    expect([planned.code, JSON.parse(planned.stdout)]).toMatchObject([0, { status: 'success' }])
    const metrics = /metrics +(http:\S+)/.exec(counting.stdout())?.[1] ?? ''
    expect(await (await fetch(metrics)).text()).toContain('caravan_partitions_owned{kind="trip"}')
  })

  it('a stop hands the partitions over and says goodbye', async () => {
    const [first] = await Promise.all([
      start('leave', 'host', '--id', 'a'),
      start('leave', 'host', '--id', 'b'),
    ])
    first.child.kill('SIGTERM')
    const { code, stdout } = await first.ended
    expect([code, stdout]).toEqual([0, expect.stringContaining('Stopped.')])
    expect(await hosts('leave')).toMatchObject([{ id: 'b', owns: { trip: everyPartition } }])
  })

  it('a second signal leaves at once what a first one would wait for', async () => {
    await using away = await startTestNats()
    const settled = { NATS_URL: away.url, CARAVAN_PREFIX: 'force' }
    const one = run(process.execPath, [LAUNCHER, 'host', '--drain', '600'], await environment(settled))
    running.push(one)
    await until(() => /Ctrl-C stops it/.test(one.stdout()), PATIENCE_MS)
    // A server that answers nothing makes it wait for its goodbye.
    process.kill(away.pid, 'SIGSTOP')
    try {
      one.child.kill('SIGTERM')
      await until(() => /Stopping: /.test(one.stdout()), PATIENCE_MS)
      one.child.kill('SIGINT')
      const { code, stdout, stderr } = await one.ended
      expect([code, stderr]).toEqual([130, expect.stringContaining('Left at once; other hosts go on')])
      expect(stdout).not.toContain('Stopped.')
    } finally {
      process.kill(away.pid, 'SIGCONT')
    }
  })

  it('a host that starts with the name of another takes its place', async () => {
    const first = await start('named', 'host', '--id', 'same')
    await start('named', 'host', '--id', 'same')
    const { code, stderr } = await first.ended
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('Another host that is called "same" has started'),
    ])
    expect(await hosts('named')).toMatchObject([{ id: 'same', owns: { trip: everyPartition } }])
  })
})

describe('bad input', () => {
  it('is told all at once, with the kinds that there are', async () => {
    const flags = [
      '--kinds',
      'planing,weather',
      '--slots',
      '0',
      '--id',
      'a b',
      '--nats',
      'x y',
      '--drian',
      '3',
      'more',
    ]
    const { code, stderr, stdout } = await caravan(['host', ...flags])
    expect([code, stdout]).toEqual([2, ''])
    for (const part of ['"planing"', 'trip, planning', '--slots', '--id', '--nats', '--drain?', '"more"'])
      expect(stderr).toContain(part)
    expect(stderr.trim().split('\n')).toHaveLength(7)
  })

  it('a log that cannot be written is refused before anything starts', async () => {
    const place = join(import.meta.dirname, 'roles.test.ts', 'log')
    const { code, stderr } = await caravan(['gateway', '--nats', '127.0.0.1:9', '--log-file', place])
    expect([code, stderr]).toEqual([2, expect.stringMatching(/--log-file is .* \(ENOTDIR\)/)])
  })

  it('a NATS that is not there is named', async () => {
    const { code, stderr, stdout } = await caravan(['hosts', '--nats', '127.0.0.1:9', '--json'])
    expect([code, stderr]).toEqual([1, expect.stringContaining('No NATS server answers at 127.0.0.1:9')])
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'nats.unreachable' } })
  })
})

it('without an address, the NATS of the Caravan on this data folder is meant, else where servers usually listen', async () => {
  const home = await mkdtemp(join(tmpdir(), 'caravan-home-'))
  try {
    expect(await usualServer({ home })).toBe('127.0.0.1:4222')
    const some = { pid: 1, started: 'then' }
    await mkdir(join(home, 'nats'))
    await writeClaim(join(home, 'nats'), { owner: some, server: { ...some, port: 4_777 } })
    expect(await usualServer({ home })).toBe('127.0.0.1:4777')
  } finally {
    await rm(home, { recursive: true })
  }
})

describe('the list of hosts', () => {
  it('says ranges, and that nobody is there', () => {
    expect([rangesOf([0, 1, 2, 5, 7, 8]), rangesOf([]), rangesOf([4])]).toEqual(['0-2, 5, 7-8', 'none', '4'])
    expect(textOf([])).toBe('No host runs: "caravan host" starts one.')
  })
})
