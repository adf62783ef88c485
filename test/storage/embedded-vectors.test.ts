/** The index in a folder. */
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { systemClock } from '../../runtime/core/clock.ts'
import { openEmbeddedVectors, type EmbeddedVectorsOptions } from '../../storage/vectors/embedded.ts'
import type { VectorsEvent } from '../../storage/vectors/port.ts'
import { ROOT, run } from '../ops/caravan-process.ts'
import { record, signal, vectorsContract } from './vectors-contract.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'caravan-vectors-'))
  folders.push(folder)
  return join(folder, 'made-on-demand')
}

const clockAt = (now: () => number) => ({ ...systemClock, now })
const open = (folder: string, options: Partial<EmbeddedVectorsOptions> = {}) =>
  openEmbeddedVectors({ folder, dimensions: 3, clock: clockAt(() => 1_000), ...options })

vectorsContract('embedded', () => ({ open: async (now) => open(await newFolder(), { clock: clockAt(now) }) }))

const one = { tenant: 'default', vector: Float32Array.from([1, 0, 0]), limit: 10, atLeast: 0.5 }

it('keeps everything over a restart', async () => {
  const folder = await newFolder()
  const kept = record([1, 0, 0])
  {
    await using vectors = await open(folder)
    await vectors.upsert(kept, signal)
  }
  await using vectors = await open(folder)
  expect(await vectors.search(one, signal)).toMatchObject([{ id: kept.id, payload: kept.payload, score: 1 }])
})

it('shares a folder with another process: each sees what the other stored, replaced and removed', async () => {
  const folder = await newFolder()
  await using mine = await open(folder)
  await using theirs = await open(folder)
  const first = record([1, 0, 0])
  await theirs.upsert(first, signal)
  expect(await mine.search(one, signal)).toMatchObject([{ id: first.id }])
  await mine.upsert({ ...first, payload: 'replaced' }, signal)
  expect(await theirs.get('default', first.id, signal)).toMatchObject({ payload: 'replaced' })
  expect(await theirs.remove('default', first.id, signal)).toBe(true)
  expect(await mine.search(one, signal)).toEqual([])
  expect(await readdir(folder)).toEqual([])
})

it('drops a damaged record with a warning, and keeps the others', async () => {
  const folder = await newFolder()
  const damaged = record([1, 0, 0])
  const sound = record([1, 0.1, 0])
  {
    await using vectors = await open(folder)
    await vectors.upsert(damaged, signal)
    await vectors.upsert(sound, signal)
  }
  const file = (await readdir(folder)).find((name) => name.startsWith(damaged.id)) ?? ''
  for (const damage of [
    async (path: string) => truncate(path, 40),
    async (path: string) => truncate(path, 0),
    async (path: string) => writeFile(path, 'something else altogether, and longer than the beginning'),
    async (path: string) => {
      const bytes = await readFile(path)
      bytes[bytes.length - 2] = (bytes.at(-2) ?? 0) ^ 1
      await writeFile(path, bytes)
    },
  ]) {
    const events: VectorsEvent[] = []
    const whole = await readFile(join(folder, file))
    await damage(join(folder, file))
    await using vectors = await open(folder, { observe: (event) => events.push(event) })
    expect(await vectors.search(one, signal)).toMatchObject([{ id: sound.id }])
    expect(events).toMatchObject([{ type: 'vectors:damaged', id: damaged.id }])
    expect(await readdir(folder)).toHaveLength(1)
    await writeFile(join(folder, file), whole)
  }
})

it('drops what was made by a model whose vectors have another length', async () => {
  const folder = await newFolder()
  {
    await using vectors = await open(folder)
    await vectors.upsert(record([1, 0, 0]), signal)
  }
  const events: VectorsEvent[] = []
  await using vectors = await open(folder, { dimensions: 4, observe: (event) => events.push(event) })
  expect(await vectors.list({ tenant: 'default', limit: 9 }, signal)).toEqual([])
  expect(events).toHaveLength(1)
})

it('holds no more than it may: what has expired goes first, then the oldest', async () => {
  const folder = await newFolder()
  let now = 1_000
  await using vectors = await open(folder, { maxRecords: 3, clock: clockAt(() => now) })
  for (let storedAt = 1; storedAt <= 5; storedAt++)
    await vectors.upsert(record([1, 0, 0], { storedAt, payload: `${storedAt}` }), signal)
  const listed = async () =>
    (await vectors.list({ tenant: 'default', limit: 9 }, signal)).map(({ payload }) => payload)
  expect(await listed()).toEqual(['5', '4', '3'])
  expect(await readdir(folder)).toHaveLength(3)
  await vectors.upsert(record([1, 0, 0], { storedAt: 6, payload: '6', expiresAt: 1_500 }), signal)
  now = 2_000
  await vectors.upsert(record([1, 0, 0], { storedAt: 7, payload: '7' }), signal)
  expect(await listed()).toEqual(['7', '5', '4'])
  expect(await readdir(folder)).toHaveLength(3)
})

it('says what is wrong when the folder cannot be used', async () => {
  const folder = await newFolder()
  await writeFile(folder, 'a file where the folder should be')
  await expect(open(folder)).rejects.toMatchObject({ code: 'vectors.unavailable', retryable: true })
})

it('says so too of a record that is there and cannot be read', async () => {
  const folder = await newFolder()
  await using vectors = await open(folder)
  const kept = record([1, 0, 0])
  await vectors.upsert(kept, signal)
  const [file = ''] = await readdir(folder)
  await rm(join(folder, file))
  await mkdir(join(folder, file))
  const failure = { code: 'vectors.unavailable', retryable: true }
  await expect(vectors.search(one, signal)).rejects.toMatchObject(failure)
  await expect(vectors.get('default', kept.id, signal)).rejects.toMatchObject(failure)
})

it('lists more records than a process may have files open', async () => {
  const folder = await newFolder()
  const records = 200
  {
    await using vectors = await open(folder)
    for (let storedAt = 1; storedAt <= records; storedAt++)
      await vectors.upsert(record([1, 0, 0], { storedAt }), signal)
  }
  const program = `
    const { openEmbeddedVectors } = await import(${JSON.stringify(join(ROOT, 'storage/vectors/embedded.ts'))})
    const { systemClock } = await import(${JSON.stringify(join(ROOT, 'runtime/core/clock.ts'))})
    const clock = { ...systemClock, now: () => 1_000 }
    const vectors = await openEmbeddedVectors({ folder: ${JSON.stringify(folder)}, dimensions: 3, clock })
    const all = await vectors.list({ tenant: 'default', limit: 1_000 }, new AbortController().signal)
    console.log(all.length)`
  const few = 'ulimit -n 100 && exec "$0" --input-type=module --eval "$1"'
  const { code, stdout, stderr } = await run('sh', ['-c', few, process.execPath, program], process.env).ended
  expect({ code, stdout, stderr }).toMatchObject({ code: 0, stdout: `${records}\n` })
})
