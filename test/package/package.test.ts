/** The runtime as a package: packed, installed in an empty project, and running the README's smallest program there. */
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { packRuntime } from '../../ops/pack-runtime.ts'
import { smallestProgram } from '../../ops/readme-program.ts'
import manifest from '../../package.json' with { type: 'json' }
import { startTestNats } from '../kit/nats.ts'

const ROOT = join(import.meta.dirname, '../..')
const run = promisify(execFile)
let folder: string
let project: string

interface Manifest {
  readonly name: string
  readonly dependencies: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
}
const readManifest = async (path: string) =>
  JSON.parse(await readFile(join(path, 'package.json'), 'utf8')) as Manifest

/**
 * What the package depends on comes from this repository's own packages, so that no registry is asked. Only what its
 * manifest names is installed: an import that it forgets is found.
 */
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'caravan-package-')))
  const tarball = await packRuntime(join(folder, 'packed'))
  const { dependencies, peerDependencies } = await readManifest(join(folder, 'packed', 'package'))
  const here = (name: string) => [name, `file:${join(ROOT, 'node_modules', name)}`]
  project = await mkdtemp(join(folder, 'project-'))
  await writeFile(
    join(project, 'package.json'),
    JSON.stringify({
      name: 'empty',
      private: true,
      type: 'module',
      dependencies: {
        [manifest.name]: `file:${tarball}`,
        ...Object.fromEntries(Object.keys(peerDependencies).map(here)),
      },
      devDependencies: Object.fromEntries(['@types/node'].map(here)),
      overrides: Object.fromEntries(Object.keys(dependencies).map(here)),
    }),
  )
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: project })
}, 240_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

it('holds JavaScript, declarations and its papers, and depends on what it imports alone', async () => {
  const installed = join(project, 'node_modules', manifest.name)
  const files = await readdir(installed, { recursive: true, withFileTypes: true })
  const names = files.filter((entry) => entry.isFile()).map(({ name }) => name)
  expect(names.filter((name) => !/\.(?:js|d\.ts)$/.test(name)).toSorted()).toEqual([
    'LICENSE',
    'NOTICE',
    'README.md',
    'package.json',
  ])
  expect(names).toContain('index.js')
  expect(names).toContain('index.d.ts')
  const { dependencies, peerDependencies } = await readManifest(installed)
  expect(Object.keys(dependencies)).not.toContain('fastify')
  expect(peerDependencies).toEqual({ xstate: '~5.33.3' })
  for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/)
  expect(await readFile(join(installed, 'NOTICE'), 'utf8')).not.toContain('GeoNames')
})

it('runs and type-checks the smallest program exactly as the READMEs print it', async () => {
  const program = smallestProgram(await readFile(join(ROOT, 'README.md'), 'utf8'))
  expect(
    smallestProgram(await readFile(join(project, 'node_modules', manifest.name, 'README.md'), 'utf8')),
  ).toBe(program)
  const file = join(project, 'greeter.ts')
  await writeFile(file, program)
  await using nats = await startTestNats()
  const start = () =>
    run(process.execPath, [file], {
      cwd: project,
      env: { ...process.env, NATS_URL: nats.url },
      timeout: 60_000,
    })
  expect((await start()).stdout).toBe('1 { greeted: 1 }\n')
  expect((await start()).stdout).toBe('1 { greeted: 1 }\n2 { greeted: 2 }\n')

  expect(await typeCheck('greeter.ts')).toBe('fits')
  await writeFile(file, program.replace("type: 'greet' })", "type: 'great' })"))
  expect(await typeCheck('greeter.ts')).toContain(`Type '"great"' is not assignable to type '"greet"'`)
}, 180_000)

it('brings the test kit: the program of docs/testing.md runs and type-checks as printed, without a server', async () => {
  const page = await readFile(join(ROOT, 'docs/testing.md'), 'utf8')
  const program = /```ts\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
  expect(program).toContain(`from '${manifest.name}/testing'`)
  await writeFile(join(project, 'kit.ts'), program)
  await run(process.execPath, ['kit.ts'], { cwd: project, timeout: 60_000 })
  expect(await typeCheck('kit.ts')).toBe('fits')
  const broken = program.replace("'done')", "'waiting')")
  await writeFile(join(project, 'kit.ts'), broken)
  await expect(run(process.execPath, ['kit.ts'], { cwd: project })).rejects.toThrow(/AssertionError/)
}, 180_000)

/** What a compiler with nothing but the installed packages says of a file. */
async function typeCheck(file: string): Promise<string> {
  const compilerOptions = {
    module: 'nodenext',
    target: 'esnext',
    strict: true,
    noEmit: true,
    types: ['node'],
  }
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }))
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
  return run(process.execPath, [tsc, '--project', project]).then(
    () => 'fits',
    (error: { readonly stdout: string }) => error.stdout,
  )
}
