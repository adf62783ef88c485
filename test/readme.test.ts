/** The README's smallest program runs exactly as it is printed, twice, and goes on where it was. */
import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { startTestNats } from './kit/nats.ts'

const root = join(import.meta.dirname, '..')

it('prints a program that works as printed', async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const program = /```ts\n([\s\S]*?)```/.exec(readme)?.[1]
  expect(program).toContain('startHost')
  // Inside the project, so that `caravan` and the packages resolve as they do for a reader.
  const folder = join(root, '.caravan', `readme-${process.pid}`)
  await mkdir(folder, { recursive: true })
  try {
    await using nats = await startTestNats()
    const file = join(folder, 'greeter.ts')
    await writeFile(file, program ?? '')
    const run = () =>
      promisify(execFile)(process.execPath, [file], {
        env: { ...process.env, NATS_URL: nats.url },
        timeout: 30_000,
      })
    expect((await run()).stdout).toBe('1 { greeted: 1 }\n')
    expect((await run()).stdout).toBe('1 { greeted: 1 }\n2 { greeted: 2 }\n')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
