/** R18: `caravan actors migrate --dry-run` says before a rollout what it would break. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dryRun, dryRunText } from '../../ops/upgrade/dry-run.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { runHost } from '../../runtime/host/host.ts'
import type { Driver } from '../../runtime/core/driver.ts'
import { caravan, ROOT } from '../ops/caravan-process.ts'
import { faultyDriver } from '../kit/faulty-driver.ts'
import { startTestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'
import { careless, chief, v1, v2, v2Only } from './machines.ts'

/** Two in the hall, one in the garden, one that has left, and one of another kind; the host is gone afterwards. */
async function fill(driver: Driver): Promise<void> {
  await using host = await runHost({ actors: [v1, chief], driver: faultyDriver(driver), drainMs: 200 })
  const ref = (id: string) => host.ref(v1, id)
  await ref('a').send({ type: 'tap' })
  await ref('b').send({ type: 'tap' })
  await ref('c').send({ type: 'go' })
  await ref('d').send({ type: 'leave' })
  await host.ref(chief, 'e').create({ key: 'never' })
  const written = async () => {
    let actors = 0
    for await (const { record } of driver.history.tails()) actors += Number((record?.turn ?? 0) > 0)
    return actors
  }
  await until(async () => (await written()) === 5)
}

describe('R18: a dry run', () => {
  it('finds what would break, grouped by reason, and changes nothing', async () => {
    await using driver = memoryDriver()
    await fill(driver)
    const tails = async () => Array.fromAsync(driver.history.tails())
    const before = await tails()
    const report = await dryRun(driver.history, [v2Only, chief], 0)
    expect(report).toEqual({
      counts: { ended: 1, fits: 1, old: 0, migrates: 2, stays: 0, breaks: 1 },
      groups: [
        {
          kind: 'tapper',
          version: '1',
          status: 'breaks',
          reason: expect.stringContaining('state "tapper.garden" does not exist') as string,
          actors: 1,
        },
      ],
      findings: [expect.objectContaining({ actor: 'tapper/c', kind: 'tapper', version: '1' })],
    })
    expect(dryRunText(report)).toContain(
      '1 of kind tapper, version 1 would break: the migration from version 1 to 2 failed',
    )
    expect(await tails()).toEqual(before)
  })

  it('tells apart what stays in its version, what breaks without a new one, and a kind that is gone', async () => {
    await using driver = memoryDriver()
    await fill(driver)
    expect((await dryRun(driver.history, [v2, chief], 0)).counts).toMatchObject({
      migrates: 2,
      stays: 1,
      breaks: 0,
    })
    const forgotten = await dryRun(driver.history, [careless], 0)
    expect(forgotten.counts).toMatchObject({ fits: 2, breaks: 2 })
    expect(forgotten.groups.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['tapper', 'its snapshot does not fit version 1: state "tapper.garden" does not exist'],
      ['chief', 'no definition of kind "chief" was given'],
    ])
    expect((await dryRun(driver.history, [careless], 0, 'chief')).counts).toMatchObject({
      fits: 0,
      breaks: 1,
    })
  })

  it('a record that cannot be read hides no other', async () => {
    await using driver = memoryDriver()
    await fill(driver)
    async function* tails() {
      for await (const found of driver.history.tails()) {
        const { record, ...rest } = found
        yield record?.actor === 'tapper/a' ? { ...rest, error: { code: 'x', message: 'it is torn' } } : found
      }
    }
    const report = await dryRun({ tails }, [v2, chief], 0)
    expect(report.findings).toContainEqual({ actor: 'tapper/a', status: 'breaks', reason: 'it is torn' })
    expect(report.counts).toMatchObject({ migrates: 1, stays: 1, breaks: 1 })
  })

  it('the command checks the definitions of a module against a real store, and exits with 1 when one would break', async () => {
    await using nats = await startTestNats()
    await using driver = await natsDriver({ servers: nats.url })
    await fill(driver)
    const env = { NATS_URL: nats.url }
    const module = join(nats.dataDir, 'new-actors.ts')
    const machines = JSON.stringify(join(ROOT, 'test/upgrade/machines.ts'))
    await writeFile(module, `export { v2Only, chief } from ${machines}`)
    const found = await caravan(['actors', 'migrate', '--dry-run', '--actors', module, '--json'], env)
    expect(found).toMatchObject({ code: 1, stderr: '' })
    expect(JSON.parse(found.stdout)).toMatchObject({ counts: { migrates: 2, breaks: 1, fits: 1 } })

    await writeFile(module, `import { v2, chief } from ${machines}\nexport const all = [v2, chief]`)
    const fine = await caravan(['actors', 'migrate', '--dry-run', '--actors', module], env)
    expect(fine.code).toBe(0)
    expect(fine.stdout).toContain('would stay: the migration from version 1 to 2 failed')

    await writeFile(module, 'export const nothing = 1')
    const empty = await caravan(['actors', 'migrate', '--dry-run', '--actors', module], env)
    expect(empty.code).toBe(2)
    expect(empty.stderr).toContain('it exports nothing that defineActor has made')
    const slip = await caravan(['actors', 'migrate', '--dry-run', '--kind', 'tripp'], env)
    expect(slip).toMatchObject({ code: 2, stdout: '' })
    expect(slip.stderr).toContain('--kind is "tripp"')
    const wet = await caravan(['actors', 'migrate'], env)
    expect(wet.code).toBe(2)
  }, 120_000)
})
