import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { REFUSALS } from '../../gateway/refusal.ts'
import { PROBLEM_CODES } from '../../machines/messages/index.ts'
import { ROOT } from './caravan-process.ts'

const FLOORS = ['runtime', 'machines', 'actors', 'gateway', 'storage', 'ops']
/** Files that hand a code through instead of making one. */
const PASS_ON = [
  'ops/nats-server/errors.ts',
  'ops/trip-watcher.ts',
  'runtime/core/errors.ts',
  'runtime/host/ref.ts',
  'runtime/testing/decide-again.ts',
]

interface Thrown {
  readonly file: string
  /** Undefined when it is no literal. */
  readonly code: string | undefined
  readonly retryable: 'yes' | 'no' | 'sometimes'
}

describe('docs/errors.md', () => {
  it('lists every error that is thrown, and no other, with whether a retry may help', async () => {
    const rows = table(await page(), 'Errors')
    const thrown = (await sources()).flatMap(throwsOf)
    expect(
      thrown.filter(({ code, file }) => code === undefined && !PASS_ON.some((path) => file.startsWith(path))),
    ).toEqual([])

    const retry = new Map<string, string>()
    for (const { code, retryable } of thrown) {
      if (code === undefined || code in PROBLEM_CODES || code in REFUSALS) continue
      const before = retry.get(code)
      retry.set(code, before === undefined || before === retryable ? retryable : 'sometimes')
    }
    expect(Object.fromEntries(rows.map(([code = '', , again = '']) => [code, again]))).toEqual(
      Object.fromEntries(retry),
    )
    expect(rows.map(([code]) => code)).toEqual([...retry.keys()].toSorted((a, b) => (a < b ? -1 : 1)))
  })

  it('lists how trips and agents fail', async () => {
    const text = (await sources()).filter(
      ({ file }) => file.startsWith('machines/') || file.startsWith('actors/'),
    )
    const lines = text.flatMap(({ content }) => content.split('\n').filter((line) => line.includes('code:')))
    const codes = lines.flatMap((line) =>
      [...line.matchAll(/'([a-z]+(?:\.[a-z-]+)+)'/g)].map(([, code]) => code),
    )
    const rows = table(await page(), 'How a trip or an agent fails')
    expect(new Set(rows.map(([code]) => code))).toEqual(
      new Set(codes.filter((code) => code !== undefined && !(code in PROBLEM_CODES))),
    )
  })

  it('lists what the gateway refuses, with its status', async () => {
    const rows = table(await page(), 'What the gateway refuses')
    const statuses = Object.fromEntries(
      Object.entries(REFUSALS).map(([code, [status]]) => [code, String(status)]),
    )
    expect(Object.fromEntries(rows.map(([code = '', status = '']) => [code, status]))).toEqual(statuses)
  })

  it('says something of every code', async () => {
    const lines = (await page()).split('\n').filter((line) => line.startsWith('| `'))
    for (const line of lines) expect(line).toMatch(/\| [A-Z`].{10,}\. \|$/)
  })
})

/** Every construction of an error in a file, with what its arguments say. */
function throwsOf({ file, content }: Source): Thrown[] {
  return [...content.matchAll(/new (?:CaravanError|NatsServerError)\(/g)]
    .map((match) => {
      const call = argumentsFrom(content, match.index + match[0].length)
      const literal = /^\s*'([a-z.-]+)'/.exec(call)?.[1]
      const again = /\bretryable(?::\s*(true|false)?)?/.exec(call)
      const retryable =
        again === null || again[1] === 'false' ? 'no' : again[1] === 'true' ? 'yes' : 'sometimes'
      return { file, code: literal, retryable } satisfies Thrown
    })
    .concat(handedOver(file, content))
}

/** The schema checks of references name their codes where they are called. */
function handedOver(file: string, content: string): Thrown[] {
  if (file !== 'runtime/host/ref.ts') return []
  return [...content.matchAll(/await check\([^)]*'([a-z.]+)'\)/g)].map(([, code]) => ({
    file,
    code,
    retryable: 'no',
  }))
}

function argumentsFrom(content: string, start: number): string {
  let depth = 1
  let end = start
  for (; depth > 0 && end < content.length; end++) {
    if (content[end] === '(') depth++
    if (content[end] === ')') depth--
  }
  return content.slice(start, end - 1)
}

interface Source {
  readonly file: string
  readonly content: string
}

async function sources(): Promise<readonly Source[]> {
  const files = await Promise.all(
    FLOORS.map(async (floor) => {
      const names = await readdir(join(ROOT, floor), { recursive: true }).catch(() => [])
      return names.filter((name) => name.endsWith('.ts')).map((name) => join(floor, name))
    }),
  )
  return Promise.all(
    files.flat().map(async (file) => ({ file, content: await readFile(join(ROOT, file), 'utf8') })),
  )
}

const page = () => readFile(join(ROOT, 'docs/errors.md'), 'utf8')

/** The cells of the table under a heading, without their code marks. */
function table(text: string, heading: string): string[][] {
  const [, section = ''] = text.split(`\n## ${heading}\n`)
  return (section.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .slice(2, -2)
        .split(' | ')
        .map((cell) => cell.replaceAll('`', '')),
    )
}
