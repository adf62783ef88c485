import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, realpath, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { launchNatsServer } from '../../ops/nats-server/launch.ts'
import { findLeftover } from '../../ops/nats-server/leftover.ts'
import { identifyProcess, isSameProcess } from '../../ops/nats-server/processes.ts'
import { startTestNats, testNatsBinary } from '../kit/nats.ts'
import { temporaryFolder } from './folder.ts'

/** A server whose launcher was killed; disposing of it ends the server if it still runs. */
async function abandonServer(
  binary: string,
  dataDir: string,
): Promise<AsyncDisposable & { pid: number; port: number }> {
  const launcher = spawn(
    process.execPath,
    [fileURLToPath(import.meta.resolve('./abandon.ts')), binary, dataDir],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const ended = once(launcher, 'close')
  let line: unknown
  try {
    ;[line] = await once(createInterface(launcher.stdout), 'line')
  } finally {
    launcher.kill('SIGKILL')
    await ended
  }
  const { pid, port } = JSON.parse(String(line)) as { pid: number; port: number }
  const identity = await identifyProcess(pid)
  return {
    pid,
    port,
    [Symbol.asyncDispose]: async () => {
      if (identity !== undefined && (await isSameProcess(identity))) process.kill(pid, 'SIGKILL')
    },
  }
}

describe('a data folder', () => {
  it('gets rid of the server a killed launcher left behind', async () => {
    await using folder = await temporaryFolder()
    const binary = await testNatsBinary()
    await using abandoned = await abandonServer(binary, folder.path)
    expect(await findLeftover(folder.path)).toMatchObject({ pid: abandoned.pid, port: abandoned.port })

    await using server = await launchNatsServer({ binary, dataDir: folder.path, port: abandoned.port })
    expect(server.pid).not.toBe(abandoned.pid)
    expect(await identifyProcess(abandoned.pid)).toBeUndefined()
    expect(await findLeftover(folder.path)).toBeUndefined()
  })

  it.runIf(process.platform === 'linux')('finds it even when its pid was never noted', async () => {
    await using folder = await temporaryFolder()
    await using abandoned = await abandonServer(await testNatsBinary(), folder.path)
    await writeFile(join(folder.path, 'nats.pid'), '{"owner":')
    expect(await findLeftover(folder.path)).toMatchObject({ pid: abandoned.pid })
  })

  it('leaves a stranger alone that has the noted pid', async () => {
    await using folder = await temporaryFolder()
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' })
    try {
      await once(stranger, 'spawn')
      const pid = stranger.pid ?? 0
      const started = (await identifyProcess(pid))?.started
      const gone = { pid: 2 ** 22 + 1, started: '1' }
      await writeFile(
        join(folder.path, 'nats.pid'),
        JSON.stringify({ owner: gone, server: { pid, started, port: 1 } }),
      )
      expect(await findLeftover(folder.path)).toBeUndefined()

      await using server = await launchNatsServer({ binary: await testNatsBinary(), dataDir: folder.path })
      expect(server.port).toBeGreaterThan(0)
      expect(stranger.exitCode ?? stranger.signalCode).toBeNull()
    } finally {
      stranger.kill('SIGKILL')
    }
  })

  it('serves one living launcher at a time', async () => {
    await using nats = await startTestNats()
    const second = launchNatsServer({ binary: await testNatsBinary(), dataDir: nats.dataDir })
    await expect(second).rejects.toMatchObject({
      code: 'nats.server.store-in-use',
      message: expect.stringContaining(`in use by process ${process.pid}`),
    })
    expect(await findLeftover(nats.dataDir)).toBeUndefined()
    const note = JSON.parse(await readFile(join(nats.dataDir, 'nats.pid'), 'utf8')) as unknown
    expect(note).toMatchObject({ server: { pid: nats.pid, port: nats.port }, owner: { pid: process.pid } })
  })

  it('of several launches at once, one wins', async () => {
    await using folder = await temporaryFolder()
    const binary = await testNatsBinary()
    const dataDir = await realpath(folder.path)
    const launches = await Promise.allSettled([1, 2, 3].map(() => launchNatsServer({ binary, dataDir })))
    const won = launches.filter((one) => one.status === 'fulfilled').map(({ value }) => value)
    await Promise.all(won.map((server) => server.stop()))
    expect(won).toHaveLength(1)
  })
})
