/** The floors: imports point down only, and a few rules that keep the tree readable. Proven on planted violations. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

/** Path below the repository → text. */
type Tree = ReadonlyMap<string, string>

/** What each folder may import of ours, and of packages when that is limited. The longest matching folder rules. */
const FLOORS: Readonly<
  Record<string, { readonly ours: readonly string[]; readonly packages?: readonly string[] }>
> = {
  'runtime/core': { ours: ['runtime/core'] },
  machines: { ours: ['machines'], packages: ['xstate', 'zod'] },
  'runtime/kernel': { ours: ['runtime/kernel', 'runtime/core'] },
  'runtime/nats': { ours: ['runtime/nats', 'runtime/core'] },
  'runtime/memory': { ours: ['runtime/memory', 'runtime/core'] },
  storage: { ours: ['storage', 'runtime/core'] },
  'runtime/host': { ours: ['runtime/host', 'runtime/kernel', 'runtime/core'] },
  'runtime/index.ts': { ours: ['runtime/host', 'runtime/kernel', 'runtime/core', 'runtime/nats'] },
  'runtime/testing': { ours: ['runtime'] },
  actors: { ours: ['actors', 'runtime/index.ts', 'machines', 'storage'] },
  gateway: { ours: ['gateway', 'runtime/index.ts', 'machines', 'storage'] },
  ops: { ours: ['ops', 'gateway', 'actors', 'runtime', 'storage', 'machines', 'package.json'] },
}
const TOP = new Set([
  'actors',
  'docs',
  'examples',
  'gateway',
  'machines',
  'ops',
  'runtime',
  'storage',
  'test',
])
const TRAVEL = /\b(?:trip|travel|hotel|flight|itinerary|accommodation|destination)\w*/i
const MAX_LINES = 300
/** Whoever composes, the page in its browser, the clock itself, and the driver, whose network has a time of its own. */
const HAVE_TIME = ['ops', 'gateway/page', 'runtime/core/clock.ts', 'runtime/nats', 'runtime/testing']
const REAL_TIME =
  /\b(?:setTimeout|setInterval)\s*\(|\bAbortSignal\s*\.\s*timeout\b|\bDate\s*\.\s*now\b|\bperformance\s*\.\s*now\b|\bnew\s+Date\s*\(\s*\)|\bhrtime\b|\bfrom\s*['"](?:node:)?timers\b/
/** Tables of facts, without logic. */
const DATA = /(?:^actors\/.*\/data\/|-(?:lines|stations|words|names|connectors)\.ts$|^actors\/.*\/sights\/)/

function belongsTo(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}

/** Every module that a file names: import, export from, import(), type-only ones included. */
function importsOf(text: string): readonly string[] {
  const code = withoutComments(text)
  const found = [
    ...code.matchAll(/\b(?:import|export)\b[^;'"`]*?\bfrom\s*['"]([^'"]+)['"]/g),
    ...code.matchAll(/\bimport\s*['"]([^'"]+)['"]/g),
    ...code.matchAll(/\bimport\s*\(\s*['"`]([^'"`]+)['"`]/g),
    ...code.matchAll(/\brequire\s*\(\s*['"]([^'"]+)['"]/g),
  ]
  return found.map((match) => match[1] ?? '')
}

export function problemsIn(tree: Tree): readonly string[] {
  const problems: string[] = []
  for (const [path, text] of tree) {
    const say = (what: string) => problems.push(`${path}: ${what}`)
    const top = path.split('/')[0] ?? ''
    if (path.includes('/') && !TOP.has(top)) say(`folder "${top}" is not one of ours`)
    if (!/\.(?:ts|mts|js|mjs)$/.test(path)) continue
    if (/(?:^|\/)(?:utils?|helpers?|common|misc)(?:\/|\.[^/]*$)/.test(path)) say('its name says nothing')
    if (/^\s*export\s+default\b/m.test(text) && !path.endsWith('.config.ts')) say('has a default export')
    if (top === 'test' || !path.includes('/')) continue
    checkImports(path, text, say)
    if (top !== 'ops') {
      if (/\bprocess\s*\.\s*env\b/.test(text)) say('reads process.env; only ops may')
      if (/\bprocess\s*\.\s*(?:on|once)\s*\(\s*['"]SIG/.test(text)) say('handles signals; only ops may')
    }
    if (!HAVE_TIME.some((folder) => belongsTo(path, folder))) {
      const real = REAL_TIME.exec(withoutComments(text))?.[0]
      if (real !== undefined) say(`has a time of its own (${real}); it has to be given a Clock`)
    }
    if (!['ops', 'runtime'].includes(top) && /\bsystemClock\b/.test(withoutComments(text)))
      say('takes the real clock; only ops may')
    const word = belongsTo(path, 'runtime') ? TRAVEL.exec(withoutExamples(text))?.[0] : undefined
    if (word !== undefined) say(`says "${word}"; the runtime knows nothing of travel`)
    const lines = text.split('\n').length - 1
    if (lines > MAX_LINES && !DATA.test(path) && !LONG.has(path))
      say(`has ${lines} lines, more than ${MAX_LINES}`)
  }
  return problems
}

/** Known to be too long; each entry is a debt, and must go when its file is split. */
const LONG = new Set<string>()

/** Addresses in code marks show what one looks like; a write may be in flight. */
function withoutExamples(text: string): string {
  return text.replace(/`[^`\n]*`/g, '').replace(/\bin flight\b/g, '')
}

function checkImports(path: string, text: string, say: (what: string) => void): void {
  const folder = Object.keys(FLOORS)
    .filter((floor) => belongsTo(path, floor))
    .toSorted((a, b) => b.length - a.length)[0]
  const rule = folder === undefined ? undefined : FLOORS[folder]
  if (rule === undefined) return say('lies on no floor')
  for (const name of importsOf(text)) {
    const target = name === 'caravan' ? 'runtime/index.ts' : resolved(path, name)
    if (target === undefined) {
      const bare = name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : (name.split('/')[0] ?? '')
      if (rule.packages !== undefined && !rule.packages.includes(bare)) say(`imports the package "${name}"`)
      continue
    }
    if (target === path || rule.ours.some((allowed) => belongsTo(target, allowed))) continue
    say(`imports ${target}`)
  }
}

function resolved(path: string, name: string): string | undefined {
  return name.startsWith('.') ? posix.normalize(posix.join(dirname(path), name)) : undefined
}

function repository(): Tree {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..')
  const tree = new Map<string, string>()
  const visit = (folder: string) => {
    for (const name of readdirSync(folder)) {
      if (name.startsWith('.') || name === 'node_modules' || name === 'dist' || name === 'data') continue
      const full = join(folder, name)
      if (statSync(full).isDirectory()) visit(full)
      else if (/\.(?:ts|mts|js|mjs)$/.test(name))
        tree.set(relative(root, full).replaceAll('\\', '/'), readFileSync(full, 'utf8'))
    }
  }
  visit(root)
  return tree
}

describe('floors', () => {
  const tree = repository()

  it('hold in this repository', () => {
    expect(tree.size).toBeGreaterThan(50)
    expect(problemsIn(tree)).toEqual([])
  })

  it('excuse no file that has become short enough', () => {
    const excused = [...LONG].filter((path) => (tree.get(path)?.split('\n').length ?? 0) - 1 <= MAX_LINES)
    expect(excused).toEqual([])
  })
})

describe('planted violations are seen', () => {
  it.each<[string, string, string, RegExp]>([
    [
      'core up to kernel',
      'runtime/core/a.ts',
      `import { x } from '../kernel/decide.ts'`,
      /imports runtime\/kernel/,
    ],
    ['kernel to a driver', 'runtime/kernel/a.ts', `import '../nats/driver.ts'`, /imports runtime\/nats/],
    ['driver to driver', 'runtime/memory/a.ts', `export * from '../nats/driver.ts'`, /imports runtime\/nats/],
    [
      'driver to kernel',
      'runtime/nats/a.ts',
      `export { x } from '../kernel/a.ts'`,
      /imports runtime\/kernel/,
    ],
    ['storage to nats', 'storage/a.ts', `import { x } from '../runtime/nats/a.ts'`, /imports runtime\/nats/],
    [
      'host to a driver',
      'runtime/host/a.ts',
      `import { x } from '../memory/driver.ts'`,
      /imports runtime\/memory/,
    ],
    [
      'a type-only import',
      'machines/a.ts',
      `import type { X } from '../runtime/index.ts'`,
      /imports runtime/,
    ],
    ['an inline import type', 'machines/a.ts', `type X = import('../actors/index.ts').X`, /imports actors/],
    ['a dynamic import', 'gateway/a.ts', `const x = await import('../actors/index.ts')`, /imports actors/],
    [
      'an import over several lines',
      'gateway/a.ts',
      `import {\n  a,\n  b,\n} from '../actors/index.ts'`,
      /imports actors/,
    ],
    [
      'past the public door',
      'actors/a.ts',
      `import { x } from '../runtime/kernel/decide.ts'`,
      /imports runtime\/kernel/,
    ],
    [
      'a package of a machine',
      'machines/a.ts',
      `import { readFile } from 'node:fs/promises'`,
      /imports the package/,
    ],
    [
      'the runtime to its test kit',
      'runtime/host/a.ts',
      `import '../testing/world.ts'`,
      /imports runtime\/testing/,
    ],
    ['the test folder', 'ops/a.ts', `import { x } from '../test/kit/until.ts'`, /imports test/],
    ['the environment', 'gateway/a.ts', `const x = process.env['X']`, /process\.env/],
    ['a signal', 'actors/a.ts', `process.once('SIGTERM', stop)`, /signals/],
    ['a timer', 'actors/a.ts', `const t = setTimeout(run, 5)`, /setTimeout.*Clock/],
    ['a signal with a time', 'gateway/a.ts', `call(AbortSignal.timeout(5))`, /AbortSignal\.timeout/],
    ['the time', 'storage/a.ts', `const at = Date.now()`, /Date\.now/],
    ['the date', 'machines/a.ts', `const at = new Date()`, /new Date/],
    ['time that never jumps', 'runtime/host/a.ts', `performance.now()`, /performance\.now/],
    ['a module of timers', 'actors/a.ts', `import { setTimeout as x } from 'node:timers/promises'`, /timers/],
    ['the real clock', 'gateway/a.ts', `use(systemClock)`, /real clock/],
    ['travel words', 'runtime/core/a.ts', `// cancels the hotel booking`, /says "hotel"/],
    ['a travel name', 'runtime/host/a.ts', `const trips = 1`, /says "trips"/],
    ['an unknown folder', 'lib/a.ts', ``, /not one of ours/],
    ['a default export', 'ops/a.ts', `export default 1`, /default export/],
    ['a name that says nothing', 'ops/utils.ts', ``, /says nothing/],
    ['a folder that says nothing', 'actors/helpers/a.ts', ``, /says nothing/],
    ['a long file', 'ops/a.ts', 'x\n'.repeat(301), /301 lines/],
  ])('%s', (_name, path, text, problem) => {
    const problems = problemsIn(new Map([[path, text]]))
    expect(problems.join('\n')).toMatch(problem)
  })

  it.each<[string, string]>([
    ['runtime/index.ts', `import { natsDriver } from './nats/driver.ts'`],
    ['gateway/a.ts', `import type { X } from '../runtime/index.ts'\nimport { z } from 'zod'`],
    ['actors/a.ts', `import { x } from 'caravan'\n// import { x } from '../gateway/x.ts'`],
    ['ops/a.ts', `import '../gateway/a.ts'\nprocess.env['X']\nsetTimeout(run, 5)\nuse(systemClock)`],
    ['storage/a.ts', `// Date.now() is not asked\nconst day = new Date(at)`],
    ['test/a.test.ts', `import '../runtime/kernel/decide.ts'\nprocess.env['X']`],
  ])('what is allowed is not: %s', (path, text) => {
    expect(problemsIn(new Map([[path, text]]))).toEqual([])
  })
})
