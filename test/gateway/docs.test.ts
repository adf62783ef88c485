import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { CLIENT_FRAMES, DEFAULT_LIMITS, SERVER_FRAMES } from '../../gateway/index.ts'
import { REFUSALS } from '../../gateway/refusal.ts'
import { MAX_LOG } from '../../gateway/trip-watch.ts'
import { rootAddress } from '../../runtime/index.ts'
import { subjects } from '../../runtime/nats/subjects.ts'

const docs = join(import.meta.dirname, '../../docs')
let protocol: string
let streams: string
beforeAll(async () => {
  protocol = await readFile(join(docs, 'protocol.md'), 'utf8')
  streams = await readFile(join(docs, 'subjects.md'), 'utf8')
})

/** Each frame's section, by its type. */
function sections(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const part of text.split(/^#+ /m)) {
    const name = /^`([\w.]+)`/.exec(part)?.[1]
    if (name !== undefined) found.set(name, part)
  }
  return found
}

const firstCells = (text: string) => [...text.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? '')

describe('docs/protocol.md', () => {
  it('has a section for each frame of both directions, and no other', () => {
    const known = [...Object.keys(CLIENT_FRAMES), ...Object.keys(SERVER_FRAMES)]
    expect([...sections(protocol).keys()].sort()).toEqual(known.sort())
    const server = protocol.slice(protocol.indexOf('## Frames from the server'))
    for (const type of Object.keys(SERVER_FRAMES)) expect(server).toContain(`### \`${type}\``)
  })

  it.each(Object.entries({ ...CLIENT_FRAMES, ...SERVER_FRAMES }))(
    'lists the fields of %s',
    (type, schema) => {
      const fields = Object.keys(schema.shape).filter((field) => field !== 'type')
      expect(firstCells(sections(protocol).get(type) ?? '').sort()).toEqual(fields.sort())
    },
  )

  it('lists every code with its HTTP status', () => {
    const codes = protocol.slice(protocol.indexOf('## Codes'), protocol.indexOf('## Close codes'))
    expect(firstCells(codes).sort()).toEqual(Object.keys(REFUSALS).sort())
    for (const [code, [status]] of Object.entries(REFUSALS))
      expect(codes).toContain(`| \`${code}\` | ${status} |`)
  })

  it('states the limits as they are', () => {
    const limits = protocol.slice(protocol.indexOf('## Limits'))
    const stated = [
      `| sockets per gateway | ${DEFAULT_LIMITS.sockets.toLocaleString('en')} |`,
      `| subscriptions per socket | ${DEFAULT_LIMITS.subscriptions} |`,
      `| watched trips per gateway | ${DEFAULT_LIMITS.watches.toLocaleString('en')} |`,
      `| transitions in memory per watched trip | ${MAX_LOG.toLocaleString('en')} |`,
      `| unsent bytes per socket | ${DEFAULT_LIMITS.bufferBytes / 1024} KB`,
      `| heartbeat | ${DEFAULT_LIMITS.heartbeatMs / 1000} s |`,
      `| reader kept after the last watcher left | ${DEFAULT_LIMITS.lingerMs / 1000} s |`,
    ]
    for (const line of stated) expect(limits).toContain(line)
  })
})

describe('docs/subjects.md', () => {
  it('names every stream and every sort of subject', () => {
    const s = subjects('caravan', 16)
    for (const stream of Object.values(s.streams)) expect(streams).toContain(`\`${stream}\``)
    const root = rootAddress('trip', 'x')
    const sorts = [
      s.journal(root),
      s.inbox(root, 'trip'),
      s.task(root, 'trip'),
      s.timer(root, 'trip', { id: 't', generation: 1 }),
      s.feed('default', 'trip', 'x', 'trip.ready'),
      s.dead('message', { kind: 'trip', address: root }),
    ].map((subject) => subject.split('.').slice(0, 2).join('.'))
    for (const sort of sorts) expect(streams).toContain(`\`${sort}.<`)
    for (const verb of ['plan', 'get', 'cancel', 'top-up', 'costs'])
      expect(streams).toContain(`\`caravan.trips.${verb}\``)
  })
})
