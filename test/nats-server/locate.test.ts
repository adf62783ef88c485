import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defaultCacheDir, locateNatsServer } from '../../ops/nats-server/locate.ts'
import { temporaryFolder } from './folder.ts'

async function fake(path: string, script: string): Promise<string> {
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, `#!/bin/sh\n${script}\n`)
  await chmod(path, 0o755)
  return path
}

const prints = (version: string): string => `echo "nats-server: v${version}"`

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('locateNatsServer', () => {
  it('prefers NATS_SERVER_BIN, then PATH, then the cache', async () => {
    await using folder = await temporaryFolder()
    const chosen = await fake(join(folder.path, 'chosen'), prints('2.14.9'))
    const onPath = await fake(join(folder.path, 'path', 'nats-server'), prints('2.14.8'))
    const cached = await fake(join(folder.path, 'cache', 'bin', 'nats-server'), prints('2.14.7'))
    const options = { cacheDir: join(folder.path, 'cache'), download: false }
    const PATH = `${join(folder.path, 'nowhere')}:${join(folder.path, 'path')}`

    expect(await locateNatsServer({ ...options, env: { NATS_SERVER_BIN: chosen, PATH } })).toEqual({
      path: chosen,
      version: '2.14.9',
      source: 'NATS_SERVER_BIN',
    })
    expect(await locateNatsServer({ ...options, env: { PATH } })).toMatchObject({
      path: onPath,
      source: 'PATH',
    })
    expect(await locateNatsServer({ ...options, env: {} })).toMatchObject({ path: cached, source: 'cache' })
  })

  it('passes over what is missing, too old, broken or not a nats-server, with a notice each', async () => {
    await using folder = await temporaryFolder()
    const old = await fake(join(folder.path, 'old', 'nats-server'), prints('2.9.10'))
    const broken = await fake(join(folder.path, 'broken', 'nats-server'), 'exit 3')
    const other = await fake(join(folder.path, 'other', 'nats-server'), 'echo hello')
    const cached = await fake(join(folder.path, 'cache', 'bin', 'nats-server'), prints('2.12.0'))
    const notices: string[] = []
    const found = await locateNatsServer({
      env: {
        NATS_SERVER_BIN: join(folder.path, 'absent'),
        PATH: ['old', 'broken', 'other'].map((name) => join(folder.path, name)).join(':'),
      },
      cacheDir: join(folder.path, 'cache'),
      download: false,
      onNotice: (line) => notices.push(line),
    })
    expect(found).toEqual({ path: cached, version: '2.12.0', source: 'cache' })
    expect(notices).toEqual([
      expect.stringMatching(/absent \(NATS_SERVER_BIN\): there is no such program/),
      expect.stringContaining(`${old} (PATH): version 2.9.10 is older than 2.12.0`),
      expect.stringContaining(broken),
      expect.stringContaining(other),
      expect.stringContaining('2.14.4 or newer is recommended'),
    ])
  })

  it('says in one sentence how to get a server when there is none', async () => {
    await using folder = await temporaryFolder()
    const search = locateNatsServer({ env: {}, cacheDir: folder.path, download: false })
    await expect(search).rejects.toMatchObject({
      code: 'nats.server.missing',
      retryable: false,
      message: expect.stringMatching(/^No nats-server 2\.12\.0 .*NATS_SERVER_BIN.*NATS_URL[^.]*\.$/),
    })
  })

  it('says the same where there is no apt', async () => {
    await using folder = await temporaryFolder()
    vi.stubEnv('PATH', folder.path)
    const search = locateNatsServer({ env: {}, cacheDir: join(folder.path, 'cache') })
    await expect(search).rejects.toMatchObject({
      code: 'nats.server.missing',
      message: expect.stringMatching(/no apt|not a Debian/),
      cause: { code: 'nats.server.provision-failed' },
    })
    expect(await readdir(folder.path)).toEqual([])
  })

  it('ends with the reason of an abort, even while a binary hangs', async () => {
    await using folder = await temporaryFolder()
    const hangs = await fake(join(folder.path, 'hangs'), 'sleep 60')
    const signal = AbortSignal.timeout(200)
    const search = locateNatsServer({ env: { NATS_SERVER_BIN: hangs }, cacheDir: folder.path, signal })
    await expect(search).rejects.toMatchObject({ name: 'TimeoutError' })
  })
})

describe('defaultCacheDir', () => {
  it('follows the XDG rules', () => {
    expect(defaultCacheDir({ XDG_CACHE_HOME: '/x', HOME: '/h' })).toBe('/x/caravan/nats-server')
    expect(defaultCacheDir({ XDG_CACHE_HOME: 'relative', HOME: '/h' })).toBe('/h/.cache/caravan/nats-server')
    expect(defaultCacheDir({ HOME: '/h' })).toBe('/h/.cache/caravan/nats-server')
  })
})
