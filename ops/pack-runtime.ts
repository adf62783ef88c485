/**
 * `npm run pack:runtime`: the runtime as a package for other projects. Node runs no TypeScript below node_modules, so it is
 * compiled to JavaScript and declarations; its manifest names exactly what the compiled files import.
 */
import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { smallestProgram } from './readme-program.ts'
import manifest from '../package.json' with { type: 'json' }

const ROOT = resolve(import.meta.dirname, '..')
const run = promisify(execFile)

/** The user's own copy is used: two of them in one process would not know each other's actors. */
const PEERS: Readonly<Record<string, string>> = { xstate: '~5.33.3' }

/**
 * Compiles and packs the runtime.
 * @param into folder for the tarball and the unpacked package beside it; made anew
 * @returns path of the tarball
 */
export async function packRuntime(into: string): Promise<string> {
  const folder = join(into, 'package')
  await rm(into, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await compile(join(folder, 'lib'))
  const imported = await finishModules(join(folder, 'lib'))
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(packageFile(imported), null, 2)}\n`)
  await writeFile(join(folder, 'README.md'), await readme())
  await writeFile(join(folder, 'NOTICE'), await notice())
  await cp(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'))
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', into], {
    cwd: folder,
  })
  const [packed] = JSON.parse(stdout) as readonly { readonly filename: string }[]
  if (packed === undefined) throw new Error(`npm pack said nothing of a tarball: ${stdout}`)
  return join(into, packed.filename)
}

async function compile(outDir: string): Promise<void> {
  const config = join(ROOT, 'ops', 'pack-runtime.tsconfig.json')
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
  await run(process.execPath, [tsc, '--project', config, '--outDir', outDir])
}

/** Declarations keep the names of the sources, which are not there. Returns every package that a module imports. */
async function finishModules(lib: string): Promise<readonly string[]> {
  const imported = new Set<string>()
  for (const name of await readdir(lib, { recursive: true })) {
    if (!/\.(?:js|d\.ts)$/.test(name)) continue
    const path = join(lib, name)
    const text = await readFile(path, 'utf8')
    const renamed = text.replaceAll(/(\bfrom |\bimport\()(['"])(\.{1,2}\/[^'"]+)\.ts\2/g, '$1$2$3.js$2')
    if (renamed !== text) await writeFile(path, renamed)
    for (const [, from = ''] of text.matchAll(/\b(?:from |import\(|import )['"]([^.'"][^'"]*)['"]/g)) {
      if (!from.startsWith('node:'))
        imported.add(
          from
            .split('/')
            .slice(0, from.startsWith('@') ? 2 : 1)
            .join('/'),
        )
    }
  }
  return [...imported].sort()
}

/** @param imported packages that the compiled files import; each must be a dependency of this repository */
function packageFile(imported: readonly string[]): Readonly<Record<string, unknown>> {
  const versions: Readonly<Record<string, string>> = manifest.dependencies
  const dependencies = imported
    .filter((name) => !Object.hasOwn(PEERS, name))
    .map((name) => {
      const version = versions[name]
      if (version === undefined) throw new Error(`The runtime imports "${name}", which is no dependency.`)
      return [name, version] as const
    })
  const entry = (name: string) => ({ types: `./lib/${name}.d.ts`, default: `./lib/${name}.js` })
  return {
    name: manifest.name,
    version: manifest.version,
    description: 'Durable, supervised XState actors on NATS JetStream.',
    license: manifest.license,
    private: true,
    type: 'module',
    engines: { node: '>=24' },
    exports: Object.fromEntries(
      Object.entries(manifest.exports).map(([door, source]) => [door, entry(moduleName(source))]),
    ),
    files: ['lib', 'NOTICE'],
    dependencies: Object.fromEntries(dependencies),
    peerDependencies: PEERS,
  }
}

/** `testing/index` for `./runtime/testing/index.ts`. */
function moduleName(source: string): string {
  return source.replace(/^\.\/runtime\//, '').replace(/\.ts$/, '')
}

async function readme(): Promise<string> {
  const program = smallestProgram(await readFile(join(ROOT, 'README.md'), 'utf8'))
  return `# Caravan's runtime

Makes XState v5 machines durable: every step is one fenced journal record on NATS JetStream, any number of hosts share the
work, and a \`kill -9\` loses nothing. It needs Node 24, \`xstate\` and a nats-server 2.12 or later with JetStream.

## The smallest program

\`\`\`ts
${program}\`\`\`

Run it twice: the actor goes on where it was. A changed machine gets a new \`version\`, and \`defineActor\` is told how old
actors go on: \`versions\` (old machines that still run) and \`migrations\` (pure steps from one version to the next).

\`caravan/testing\` has the test kit: \`await testKit({ actors: [greeter] })\` runs your actors in the test's own process, with
time that you skip and crashes where you want them.

Apache-2.0; see LICENSE and NOTICE.
`
}

/** The data that the application brings, and what is said of it, stay with the application. */
async function notice(): Promise<string> {
  const [head = ''] = (await readFile(join(ROOT, 'NOTICE'), 'utf8')).split('\n\n')
  return `${head}\n`
}

if (import.meta.main) {
  const tarball = await packRuntime(join(ROOT, 'dist'))
  console.log(tarball)
}
