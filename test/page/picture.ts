/** `npm run picture`: plans a trip on a system of its own and photographs the live page for the README. */
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../ops/config.ts'
import { startOwn } from '../../ops/own-system.ts'
import { startBrowser } from './browser.ts'

const TARGET = join(import.meta.dirname, '../../docs/trip.png')
/** What the README may weigh. */
const MAX_BYTES = 300_000
const REQUEST = {
  destinations: ['Lisbon', 'Porto'],
  origin: 'London',
  dates: { start: '2027-05-10', end: '2027-05-14' },
  travelers: { adults: 2 },
  budget: { total: 2500, currency: 'EUR' },
  preferences: ['food', 'culture'],
}

const home = await mkdtemp(join(tmpdir(), 'caravan-picture-'))
const say = (line: string) => console.error(line)
try {
  const config = readConfig({ ...process.env, CARAVAN_HOME: home })
  await using system = await startOwn(config, { notice: say, warn: say }, new AbortController().signal)
  const answer = await fetch(`${system.url}/trips`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(REQUEST),
  })
  const { id } = (await answer.json()) as { id: string }
  const browser = await startBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 1360, height: 1080 } })
    await page.goto(`${system.url}/#${id}`)
    await page.locator('#trip-status', { hasText: 'success' }).waitFor()
    await page.screenshot({ path: TARGET })
  } finally {
    await browser.close()
  }
  const { size } = await stat(TARGET)
  if (size > MAX_BYTES) throw new Error(`${TARGET} has ${size} bytes, more than ${MAX_BYTES}`)
  say(`${TARGET}: ${size} bytes`)
} finally {
  await rm(home, { recursive: true, force: true })
}
