import { readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { AGENTS, TripResult } from '../../machines/messages/index.ts'
import { until } from '../kit/until.ts'
import {
  allGone,
  caravan,
  environment,
  freePort,
  LAUNCHER,
  PATIENCE_MS,
  run,
  startCaravan,
  temporaryHome,
} from './caravan-process.ts'

const JAPAN = [
  'Tokyo',
  'Kyoto',
  '--from',
  'Lisbon',
  '--days',
  '7',
  '--adults',
  '2',
  '--budget',
  '5000',
  '--prefer',
  'food,culture',
]

describe('caravan plan', { timeout: 3 * PATIENCE_MS }, () => {
  it('prints exactly one JSON document, with a system of its own that is gone afterwards', async () => {
    await using temporary = await temporaryHome()
    const port = String(await freePort())
    const ended = await caravan(['plan', ...JAPAN, '--json'], { PORT: port, TMPDIR: temporary.path })
    expect(ended.code).toBe(0)
    const result = TripResult.parse(JSON.parse(ended.stdout))
    expect(result).toMatchObject({
      status: 'success',
      missing: [],
      tripPlan: { title: '7 days in Tokyo and Kyoto' },
    })
    expect(result.tripPlan?.budget?.limit).toBe(500_000)
    expect(ended.stderr).toMatch(/^No Caravan runs here; one is started for this plan\.\nTrip \S+\n/)
    // Not a terminal: plain lines.
    for (const agent of AGENTS) expect(ended.stderr).toMatch(new RegExp(`^${agent} +working$`, 'm'))
    for (const agent of AGENTS) expect(ended.stderr).toMatch(new RegExp(`^${agent} +done in \\d`, 'm'))
    expect(ended.stderr).not.toContain('\u001B')
    expect(await ownFolders(temporary.path)).toEqual([])
  })

  it('uses a system that runs, which still shows the trip after a restart', async () => {
    await using home = await temporaryHome()
    const port = String(await freePort())
    const first = await startCaravan(home.path, { PORT: port })
    // Found by itself, on the configured port.
    const found = await caravan(['plan', 'Porto', '--days', '3', '--locale', 'de-DE', '--id', 'porto-1'], {
      PORT: port,
    })
    expect(found).toMatchObject({ code: 0, stderr: expect.stringContaining(`Planning on ${first.url}.`) })
    expect(found.stdout).toMatch(/^3 days in Porto\n/)
    const [, trip = ''] = /^Trip (\S+)$/m.exec(found.stderr) ?? []
    // The same request id is the same trip, also from elsewhere.
    const again = await caravan([
      'plan',
      'Porto',
      '--days',
      '3',
      '--locale',
      'de-DE',
      '--id',
      'porto-1',
      '--url',
      first.url,
    ])
    expect(again.stdout).toBe(found.stdout)
    expect(again.stderr).toContain(`Trip ${trip}\n`)
    await first.stop()

    await using second = await startCaravan(home.path)
    expect(await caravan(['show', trip, '--url', second.url])).toMatchObject({
      code: 0,
      stdout: found.stdout,
    })
    const shown = await caravan(['show', trip, '--url', second.url, '--json'])
    expect(TripResult.parse(JSON.parse(shown.stdout))).toMatchObject({ id: trip, status: 'success' })
    expect(await caravan(['show', 'nobody', '--url', second.url])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'caravan: There is no trip "nobody": check the id that the request was answered with.\n',
    })
  })

  it('goes on when the system is killed and started again in between', async () => {
    await using home = await temporaryHome()
    const port = String(await freePort())
    const interrupted = async () => {
      await using first = await startCaravan(home.path, { PORT: port })
      const planning = run(
        process.execPath,
        [LAUNCHER, 'plan', ...JAPAN, '--json', '--url', first.url],
        await environment(),
      )
      await until(() => /^planning +waiting/m.test(planning.stderr()), PATIENCE_MS)
      await first.stop('SIGKILL')
      await using _second = await startCaravan(home.path, { PORT: port })
      return await planning.ended
    }
    let ended = await interrupted()
    // A plan takes half a second: on a busy machine it may be there before the kill.
    for (let more = 3; more > 0 && !ended.stderr.includes('The connection broke'); more -= 1)
      ended = await interrupted()
    expect(ended).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('The connection broke; trying again.\n'),
    })
    expect(TripResult.parse(JSON.parse(ended.stdout)).status).toBe('success')
  })

  it('stops on Ctrl-C and takes its own system with it', async () => {
    await using temporary = await temporaryHome()
    const planning = run(
      process.execPath,
      [LAUNCHER, 'plan', ...JAPAN],
      await environment({ PORT: String(await freePort()), TMPDIR: temporary.path }),
    )
    await until(() => planning.stderr().includes('one is started'), PATIENCE_MS)
    planning.child.kill('SIGINT')
    const { code, stdout, stderr } = await planning.ended
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
    expect(stderr).toMatch(/caravan: The program was asked to end by SIGINT\.\n$/)
    expect(await ownFolders(temporary.path)).toEqual([])
  })

  it('says that nobody answers at an address', async () => {
    const url = `http://127.0.0.1:${await freePort()}`
    expect(await caravan(['plan', 'Lisbon', '--url', url])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(
        `caravan: No Caravan answers at ${url}: start one with "caravan start", or give its address with --url.\n`,
      ),
    })
    expect(await caravan(['show', 'x'], { PORT: String(await freePort()) })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^caravan: No Caravan runs on port \d+ of this machine: start one/),
    })
  })

  it('tidies up after a plan that was killed', async () => {
    await using temporary = await temporaryHome()
    const TMPDIR = temporary.path
    const env = await environment({ PORT: String(await freePort()), TMPDIR })
    const killed = run(process.execPath, [LAUNCHER, 'plan', ...JAPAN], env)
    await until(() => /^Trip /m.test(killed.stderr()), PATIENCE_MS)
    expect(await ownFolders(TMPDIR)).toHaveLength(1)
    killed.child.kill('SIGKILL')
    await killed.ended
    const next = { PORT: String(await freePort()), TMPDIR }
    expect(await caravan(['plan', 'Porto', '--json'], next)).toMatchObject({ code: 0 })
    expect(await ownFolders(TMPDIR)).toEqual([])
    expect(await allGone([killed.child.pid ?? 0])).toBe(true)
  })
})

/** Systems that `caravan plan` keeps there; elsewhere other tests have theirs. */
async function ownFolders(temporary: string): Promise<readonly string[]> {
  return (await readdir(temporary)).filter((name) => name.startsWith('caravan-plan-'))
}
