import { describe, expect, it } from 'vitest'
import { PLAN_FLAGS } from '../../ops/plan-flags.ts'
import { caravan, environment, LAUNCHER, PATIENCE_MS, run, takePort } from './caravan-process.ts'

describe('caravan', { timeout: PATIENCE_MS }, () => {
  it('explains everything', async () => {
    const help = await caravan(['--help'])
    expect(help).toMatchObject({ code: 0, stderr: '' })
    for (const command of ['start', 'plan', 'show', 'trip', 'costs', 'actors', 'dead-letters'])
      expect(help.stdout).toMatch(new RegExp(`^ +${command} `, 'm'))
    const plan = await caravan(['plan', '--help'])
    expect(plan).toMatchObject({ code: 0, stderr: '' })
    for (const { name, value, sort } of PLAN_FLAGS)
      expect(plan.stdout).toContain(sort === 'switch' ? `--${name} ` : `--${name} <${value}>`)
    expect(plan.stdout).toMatch(/Exit code: 0 .* 1 .* 2 /)
    expect(await caravan(['--version'])).toMatchObject({ code: 0, stdout: '0.1.0\n' })
  })

  it.each([
    [['strat'], "error: unknown command 'strat'\n(Did you mean start?)\n"],
    [['start', '--prot', '1'], "error: unknown option '--prot'\n"],
    [['actors', 'lst'], "error: unknown command 'lst'\n(Did you mean list?)\n"],
    [['dead-letters', 'show'], "error: missing required argument 'number'\n"],
    [['trip', 'top-up', 'x'], "error: missing required argument 'usd'\n"],
    [['costs', '--bye', 'day'], "error: unknown option '--bye'\n(Did you mean --by?)\n"],
    [['show'], "error: missing required argument 'trip'\n"],
  ])('refuses %j with exit code 2', async (args, stderr) => {
    expect(await caravan(args)).toEqual({ code: 2, stdout: '', stderr })
  })

  it.each([
    [['chaos', '--trips', '0', '--json'], 'chaos.option.invalid'],
    [['simulate', '--seeds', 'x', '--json'], 'simulate.option.invalid'],
  ])('refuses %j with exit code 2 and a document', async (args, errorCode) => {
    const { code, stdout } = await caravan(args)
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: errorCode } })
  })

  it('explains commands within commands', async () => {
    expect(await caravan(['help', 'actors', 'repair'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('--event <json>') as string,
    })
  })

  it('tells everything that is wrong with a plan at once', async () => {
    const wrong = [
      'Pariss',
      'Porto',
      'Porto',
      '--days',
      'x',
      '--adults',
      '0',
      '--budget',
      'lots',
      '--from',
      '--dyas',
      '3',
      '--end',
      '2020-02-30',
      '--priority=urgent',
      '--locale',
      'e',
      '--locale',
      'f',
      '--nonsense',
    ]
    const messages = [
      '--dyas is no flag of this command (given "3"): did you mean --days?',
      '--nonsense is no flag of this command: see --help for those it has.',
      '--from needs a value: --from <place>.',
      '--locale was given 2 times (e, f): give it once.',
      '--start is missing: give a calendar date written YYYY-MM-DD.',
      '--end is the text "2020-02-30": give a calendar date written YYYY-MM-DD.',
      '--days is the text "x": give a whole number of days from 1 to 90.',
      '--adults is 0: give a whole number from 1 to 50.',
      '--budget is the text "lots": give a positive number up to 10,000,000,000, such as 2500.',
      '--priority is the text "urgent": give "standard", "high" or "low".',
      '--locale is the text "f": give a BCP 47 language tag such as en, de-DE or pt-BR.',
      expect.stringMatching(
        /^destination 1 is "Pariss", a place that is not known: did you mean Paris, France/,
      ),
      'destination 3 is Porto, Portugal again, right after itself: name it once, or another place between.',
    ]
    const plain = await caravan(['plan', ...wrong])
    expect(plain).toMatchObject({ code: 2, stdout: '' })
    const lines = plain.stderr.trimEnd().split('\n')
    expect(lines[0]).toBe(`caravan: This cannot be planned, for ${messages.length} reasons:`)
    expect(
      lines
        .slice(1)
        .map((line) => line.slice('  * '.length))
        .toSorted(),
    ).toEqual(expect.arrayContaining(messages))
    expect(lines).toHaveLength(messages.length + 1)

    const json = await caravan(['plan', ...wrong, '--json'])
    expect(json).toMatchObject({ code: 2, stderr: plain.stderr })
    const { problems } = JSON.parse(json.stdout) as { problems: { flag: string; message: string }[] }
    expect(problems.map(({ message }) => message)).toEqual(lines.slice(1).map((line) => line.slice(4)))
    expect(problems.map(({ flag }) => flag)).toContain('destination 1')
  })

  it('refuses a plan without destinations, an address that is none, and wrong settings', async () => {
    expect(await caravan(['plan'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('destinations is empty: give a list of 1 to 20 place names'),
    })
    expect(await caravan(['plan', 'Porto', '--url', 'ftp://x'])).toMatchObject({
      code: 2,
      stderr:
        'caravan: --url is "ftp://x": give the address of a running Caravan, such as http://127.0.0.1:8080.\n',
    })
    const settings = await caravan(['plan', 'Porto', '--json'], { PORT: '-1' })
    expect(settings).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^caravan: PORT is "-1": give /),
    })
    expect(JSON.parse(settings.stdout)).toMatchObject({ error: { code: 'config.invalid' } })
  })
})

describe('the launcher', { timeout: PATIENCE_MS }, () => {
  /** Makes a process believe that it is an old Node, until it has handed over. */
  const pretend = (more: string) =>
    `--import=data:text/javascript,${encodeURIComponent(
      `if (process.env.CARAVAN_HANDED_OVER === undefined || ${more}) Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.19.0' } })`,
    )}`

  it('hands over to the Node that came with the packages, with arguments, streams and exit code', async () => {
    const env = { ...(await environment()), NODE_OPTIONS: pretend('false') }
    expect(await run(process.execPath, [LAUNCHER, '--version'], env).ended).toEqual({
      code: 0,
      stdout: '0.1.0\n',
      stderr: '',
    })
    expect(await run(process.execPath, [LAUNCHER, 'plan', '--days', 'x'], env).ended).toMatchObject({
      code: 2,
    })
  })

  it('passes signals on', async () => {
    await using silent = await takePort((socket) => void socket)
    const env = { ...(await environment()), NODE_OPTIONS: pretend('false') }
    // Nobody answers there, and nobody hangs up: it waits until it is told to end.
    const url = `http://127.0.0.1:${silent.port}`
    const running = run(process.execPath, [LAUNCHER, 'plan', 'Porto', '--url', url], env)
    await new Promise((resolve) => running.child.stderr?.once('data', resolve))
    running.child.kill('SIGTERM')
    expect(await running.ended).toMatchObject({ code: 143 })
  })

  it('says what to do when there is none that is new enough', async () => {
    const env = { ...(await environment()), NODE_OPTIONS: pretend('true') }
    const { code, stderr } = await run(process.execPath, [LAUNCHER, '--version'], env).ended
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(
        /^caravan: Node 24 is needed, this is .*: run "npm ci" in .*, or install Node 24/,
      ),
    })
  })
})
