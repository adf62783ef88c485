/**
 * A whole system with every secret that it can be given, and providers that throw keys back at whoever called: nothing that is
 * written or said by it holds one. The same system shows earlier answers given again, looked at and removed.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { TripResult } from '../../machines/messages/index.ts'
import { referenceIn } from '../agents/fake-model.ts'
import { startFakeQdrant } from '../kit/fake-qdrant.ts'
import { startModelServer, type ModelCall } from '../kit/model-server.ts'
import { startTestRedis } from '../kit/redis.ts'
import { caravan, startCaravan, temporaryHome } from './caravan-process.ts'

const SECRETS = {
  openai: 'sk-proj-h0rseb4ttery5taple',
  anthropic: 'sk-ant-tr0ub4dor',
  redis: 'red1s-p4ssphrase',
  qdrant: 'qdr4nt-k3y',
}
const TRIP = ['plan', 'Lisbon', '--days', '3', '--json', '--constraint']
const WISH = 'We would like no early mornings'

it('a system tells nobody its secrets, and asks no model twice', { timeout: 300_000 }, async () => {
  await using redis = await startTestRedis(SECRETS.redis)
  await using qdrant = await startFakeQdrant()
  let refusals = 0
  await using server = await startModelServer(({ user, headers, schemaName }: ModelCall) => {
    if (headers.authorization?.includes(SECRETS.openai) === true && schemaName === 'weather_section') {
      refusals++
      return { status: 401, message: `Incorrect API key provided: ${SECRETS.openai}` }
    }
    return { text: referenceIn(user), usage: { input: 2_000, output: 900 } }
  })
  const env = {
    OPENAI_API_KEY: SECRETS.openai,
    OPENAI_BASE_URL: server.openAiUrl,
    ANTHROPIC_API_KEY: SECRETS.anthropic,
    ANTHROPIC_BASE_URL: server.url,
    REDIS_URL: redis.url,
    QDRANT_URL: qdrant.url,
    QDRANT_API_KEY: SECRETS.qdrant,
    DETAILED_LOGGING: 'true',
    LOG_LEVEL: 'trace',
    METRICS_ENABLED: 'true',
    COMPRESSION_ENABLED: 'false',
    CONTEXT_COMPRESSION_ENABLED: 'false',
  }
  await using home = await temporaryHome()
  const said: string[] = []
  await using started = await startCaravan(home.path, env)
  const plan = async (...more: string[]) => {
    const before = server.calls.length
    const args = [...TRIP, WISH, '--url', started.url, ...more]
    const { code, stdout, stderr } = await caravan(args)
    said.push(stdout, stderr)
    expect(code).toBe(0)
    const result = TripResult.parse(JSON.parse(stdout))
    expect(result.status).toBe('success')
    return { calls: server.calls.length - before, cost: result.cost?.microUsd ?? 0 }
  }

  const first = await plan()
  // The weather agent's key is refused on three routes, before the fourth answers.
  expect(first.calls).toBe(10)
  expect(first.cost).toBeGreaterThan(0)
  expect(await plan()).toEqual({ calls: 3, cost: 0 }) // still refused; all answers are known
  expect((await plan('--fresh')).calls).toBe(10)
  expect(refusals).toBe(9)

  const listed = await caravan(['cache', 'list', '--json'], { ...env, CARAVAN_HOME: home.path })
  said.push(listed.stdout, listed.stderr)
  const { entries } = JSON.parse(listed.stdout) as { entries: { id: string; agent: string; text: string }[] }
  expect(entries).toHaveLength(7)
  const activity = entries.find(({ agent }) => agent === 'activity')
  expect(activity).toMatchObject({ text: WISH })
  const removed = await caravan(['cache', 'remove', activity?.id ?? ''], { ...env, CARAVAN_HOME: home.path })
  expect(removed).toMatchObject({ code: 0, stdout: `Removed ${activity?.id}.\n` })
  expect((await plan()).calls).toBe(4)

  for (const path of ['/health', '/metrics', '/', '/ready'])
    said.push(await (await fetch(started.url + path)).text())
  expect(said.join('\n')).toContain(`"pool":{"ok":true`)
  const ended = await started.stop()
  said.push(ended.stdout, ended.stderr)
  const files = await readdir(home.path, { recursive: true, withFileTypes: true })
  const written: string[] = []
  for (const file of files.filter((one) => one.isFile()))
    written.push(await readFile(join(file.parentPath, file.name), 'latin1'))
  expect(written.join('\n')).toContain('turn:committed') // the log
  expect(written.some((text) => text.includes(WISH))).toBe(true) // the journal, as it was written
  said.push(...written)
  said.push(JSON.stringify([...qdrant.collections.values()].flatMap(({ points }) => [...points.values()])))
  for (const key of await redis.client.keys('*')) said.push((await redis.client.get(key)) ?? '')

  const everything = said.join('\n')
  expect(everything).toContain('model.unauthorized') // what happened is told
  expect(everything).toContain('effect:started') // and every call, as DETAILED_LOGGING wants it
  for (const secret of Object.values(SECRETS)) expect(everything.includes(secret)).toBe(false)
})
