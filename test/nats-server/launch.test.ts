import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { describe, expect, it } from 'vitest'
import { launchNatsServer } from '../../ops/nats-server/launch.ts'
import { identifyProcess } from '../../ops/nats-server/processes.ts'
import { explainFailedStart } from '../../ops/nats-server/startup.ts'
import { startTestNats, testNatsBinary } from '../kit/nats.ts'
import { temporaryFolder } from './folder.ts'

async function publish(url: string, stream: string, text: string): Promise<number> {
  await using nc = await connected(url)
  const manager = await jetstreamManager(nc.connection)
  await manager.streams.add({ name: stream, subjects: [`${stream}.>`] })
  return (await jetstream(nc.connection).publish(`${stream}.x`, text)).seq
}

async function firstMessage(url: string, stream: string): Promise<string | undefined> {
  await using nc = await connected(url)
  const manager = await jetstreamManager(nc.connection)
  return (await manager.streams.getMessage(stream, { seq: 1 }))?.string()
}

async function connected(
  url: string,
): Promise<AsyncDisposable & { connection: Awaited<ReturnType<typeof connect>> }> {
  const connection = await connect({ servers: url, reconnect: false })
  return { connection, [Symbol.asyncDispose]: () => connection.close() }
}

describe('launchNatsServer', () => {
  it('keeps JetStream data over a kill and over an orderly stop', async () => {
    await using nats = await startTestNats()
    const { url, pid } = nats
    expect(await publish(url, 'kept', 'over both')).toBe(1)

    await nats.kill()
    expect(await nats.exited).toEqual({ code: null, signal: 'SIGKILL' })
    expect(await readdir(nats.dataDir)).not.toContain('nats.pid')
    await nats.restart()
    expect(nats.pid).not.toBe(pid)
    expect(nats.url).toBe(url)
    expect(await firstMessage(url, 'kept')).toBe('over both')

    await nats.stop()
    await nats.restart()
    expect(await firstMessage(url, 'kept')).toBe('over both')
  })

  it('accepts messages of 8 MB and listens on loopback only', async () => {
    await using nats = await startTestNats({ syncInterval: 'always' })
    await using nc = await connected(nats.url)
    expect(nc.connection.info?.max_payload).toBe(8 * 1024 * 1024)
    expect(nc.connection.info?.host).toBe('127.0.0.1')
    expect(nc.connection.info?.version).toBe(nats.version)
  })

  it('runs in a process group of its own, out of reach of Ctrl-C', async () => {
    await using nats = await startTestNats()
    const { stdout } = await promisify(execFile)('ps', ['-o', 'pgid=', '-p', `${nats.pid}`])
    expect(Number(stdout)).toBe(nats.pid)
  })

  it('takes a folder with any name', async () => {
    await using folder = await temporaryFolder()
    const dataDir = join(folder.path, `a "b' $HOME #c \\x41 {d}; é`)
    await using server = await launchNatsServer({ binary: await testNatsBinary(), dataDir })
    await publish(server.url, 'named', 'x')
    expect(await readdir(folder.path)).toHaveLength(1)
    expect(await readdir(join(dataDir, 'jetstream'))).not.toEqual([])
  })

  it('names a port that is in use and leaves no claim behind', async () => {
    await using folder = await temporaryFolder()
    await using nats = await startTestNats()
    const second = launchNatsServer({ binary: await testNatsBinary(), dataDir: folder.path, port: nats.port })
    await expect(second).rejects.toMatchObject({
      code: 'nats.server.port-in-use',
      message: `Port ${nats.port} on 127.0.0.1 is already in use: stop the program that uses it or choose another port.`,
    })
    expect(await readdir(folder.path)).not.toContain('nats.pid')
  })

  it('names a data folder that cannot be written', async () => {
    await using folder = await temporaryFolder()
    const binary = await testNatsBinary()
    await writeFile(join(folder.path, 'file'), '')
    await expect(
      launchNatsServer({ binary, dataDir: join(folder.path, 'file', 'below') }),
    ).rejects.toMatchObject({
      code: 'nats.server.store-unwritable',
    })
    // Here it is the server that finds out.
    const dataDir = join(folder.path, 'data')
    await mkdir(dataDir)
    await writeFile(join(dataDir, 'jetstream'), '')
    await expect(launchNatsServer({ binary, dataDir })).rejects.toMatchObject({
      code: 'nats.server.store-unwritable',
    })
  })

  it('names a full disk', () => {
    const log = "[7] 2026/01/02 03:04:05 [FTL] Can't start JetStream: write /d/x: no space left on device"
    expect(explainFailedStart(log, { dataDir: '/d', host: '127.0.0.1', port: 0 })).toMatchObject({
      code: 'nats.server.disk-full',
      message: expect.stringContaining('/d is full'),
    })
  })

  it('repeats the last words of a server that fails for another reason', async () => {
    await using folder = await temporaryFolder()
    const launch = launchNatsServer({
      binary: await testNatsBinary(),
      dataDir: folder.path,
      serverName: 'a b',
    })
    await expect(launch).rejects.toMatchObject({
      code: 'nats.server.start-failed',
      message: expect.stringMatching(/server name cannot contain spaces\.$/),
    })
    await expect(launchNatsServer({ binary: '/nonexistent', dataDir: folder.path })).rejects.toMatchObject({
      message: '/nonexistent cannot be run as a program.',
    })
  })

  it('ends a start that is aborted or takes too long, and the process with it', async () => {
    await using folder = await temporaryFolder()
    const binary = join(folder.path, 'silent')
    await writeFile(binary, '#!/bin/sh\necho $$ > pid\nexec sleep 60\n', { mode: 0o755 })
    for (const [limit, error] of [
      [{ signal: AbortSignal.timeout(300) }, { name: 'TimeoutError' }],
      [{ readyTimeoutMs: 300 }, { code: 'nats.server.start-timeout', retryable: true }],
    ] as const) {
      await expect(launchNatsServer({ binary, dataDir: folder.path, ...limit })).rejects.toMatchObject(error)
      expect(await readdir(folder.path)).not.toContain('nats.pid')
      const pid = Number(await readFile(join(folder.path, 'pid'), 'utf8'))
      expect(await identifyProcess(pid)).toBeUndefined()
    }
  })

  it('tells when the server ends by itself, and frees its folder', async () => {
    await using nats = await startTestNats()
    process.kill(nats.pid, 'SIGKILL')
    expect(await nats.exited).toEqual({ code: null, signal: 'SIGKILL' })
    expect(await identifyProcess(nats.pid)).toBeUndefined()
    await nats.restart()
  })
})
