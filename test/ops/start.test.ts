import { once } from 'node:events'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { afterEach, describe, expect, it } from 'vitest'
import { identifyProcess } from '../../ops/nats-server/processes.ts'
import { startTestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'
import {
  allGone,
  caravan,
  claimants,
  environment,
  freePort,
  LAUNCHER,
  PATIENCE_MS,
  ready,
  run,
  startCaravan,
  takePort,
  temporaryHome,
  type Running,
} from './caravan-process.ts'

/** One keystroke: the terminal turns it into a signal for everything that runs in it. */
const CTRL_C = '\u0003'

const terminals: Running[] = []

/** Runs a command at a terminal of its own, as somebody who types it does. */
async function atTerminal(command: string, more: Readonly<Record<string, string>>): Promise<Running> {
  const running = run('script', ['-qefc', command, '/dev/null'], await environment(more))
  terminals.push(running)
  return running
}

afterEach(async () => {
  for (const { child, ended } of terminals.splice(0)) {
    // The terminal goes, and what runs in it is hung up.
    child.kill('SIGTERM')
    await ended
  }
})

/** Starts a system on somebody else's NATS: nothing in its data folder tells who runs. */
async function startUntilReady(more: Readonly<Record<string, string>>): Promise<Running> {
  const running = run(process.execPath, ['ops/caravan.mjs', 'start'], await environment(more))
  await until(() => running.stdout().includes('Ctrl-C stops it'), PATIENCE_MS)
  return running
}

/** Speaks just enough of NATS to say how old it is. */
async function oldNatsServer(version: string): Promise<AsyncDisposable & { readonly url: string }> {
  const info = { server_id: 'old', version, headers: true, max_payload: 1_048_576, proto: 1, jetstream: true }
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.write(`INFO ${JSON.stringify(info)}\r\n`)
    socket.on('data', (data) => {
      if (data.includes('PING\r\n')) socket.write('PONG\r\n')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `nats://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.close()
      await Promise.resolve()
    },
  }
}

describe('caravan start', { timeout: 3 * PATIENCE_MS }, () => {
  it('says what it uses, answers, and leaves nothing behind when it is stopped', async () => {
    await using home = await temporaryHome()
    await using started = await startCaravan(home.path)
    expect(started.running.stdout()).toMatch(
      /open +http:\/\/127\.0\.0\.1:\d+\n +NATS +nats-server [\d.]+ from NATS_SERVER_BIN .*\n +provider +offline .*\n +data +\S*caravan-test-/,
    )
    const health = await fetch(`${started.url}/health`)
    expect(await health.json()).toMatchObject({
      ok: true,
      parts: { nats: { ok: true }, journal: { ok: true } },
    })

    const ended = await started.stop('SIGTERM')
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(ended.stdout).toMatch(/Stopping: .*\nStopped\.\n$/)
    expect(await allGone(started.pids)).toBe(true)
    const log = (await readFile(join(home.path, 'caravan.log'), 'utf8')).trim().split('\n')
    const told = log.map((line) => (JSON.parse(line) as { msg: string }).msg)
    expect(told).toContain('partitions:owned')
    // On a busy machine there is more to tell: partitions taken again, tries that came to nothing.
    const life = [
      'host:started',
      'gateway:listening',
      'gateway:closing',
      'gateway:closed',
      'host:draining',
      'host:stopped',
    ]
    expect(told.filter((msg) => life.includes(msg))).toEqual(life)
  })

  it('drains once when Ctrl-C arrives twice, and leaves no process behind, at a terminal under npm', async () => {
    await using home = await temporaryHome()
    const terminal = await atTerminal('npm start', { CARAVAN_HOME: home.path })
    const { pids } = await ready(terminal, home.path)
    // npm, the shell between and the program all sit in the terminal's group; the server must not.
    terminal.child.stdin?.write(CTRL_C)
    terminal.child.stdin?.write(CTRL_C)
    const { stdout } = await terminal.ended
    expect(stdout.match(/Stopping:/g)).toHaveLength(1)
    expect(stdout).toContain('Stopped.')
    expect(stdout).not.toContain('Left at once')
    expect(await allGone(pids)).toBe(true)
  })

  it('leaves nothing behind when it is stopped while it starts', async () => {
    await using home = await temporaryHome()
    const running = run(
      process.execPath,
      ['ops/caravan.mjs', 'start'],
      await environment({ CARAVAN_HOME: home.path }),
    )
    const pids = await until(() => claimants(home.path).catch(() => undefined), PATIENCE_MS)
    running.child.kill('SIGINT')
    const { code, stdout } = await running.ended
    // It may have been ready just then.
    expect(stdout.includes('Caravan is ready.') ? 0 : 130).toBe(code)
    expect(await allGone(pids)).toBe(true)
    await expect(claimants(home.path)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('reads the file .env of the current folder, under the environment', async () => {
    await using home = await temporaryHome()
    await writeFile(join(home.path, '.env'), 'LOG_LEVEL=loud\nPORT=1\nENVIRONMENT=moon\n')
    const env = await environment({ ENVIRONMENT: 'staging' })
    const { code, stderr } = await run(process.execPath, [LAUNCHER, 'start'], env, home.path).ended
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^caravan: LOG_LEVEL is "loud": give one of .*\n$/),
    })
  })

  it('hands its settings to what they are for', async () => {
    await using nats = await startTestNats()
    await using home = await temporaryHome()
    const more = {
      CARAVAN_HOME: home.path,
      NATS_URL: nats.url,
      CARAVAN_PREFIX: 'acme',
      WS_HEARTBEAT_INTERVAL: '1234',
    }
    const started = await startUntilReady({ ...more, LOG_LEVEL: 'debug' })
    const url = /open +(http:\S+)/.exec(started.stdout())?.[1] ?? ''
    const socket = new WebSocket(`${url.replace('http', 'ws')}/agent-coordination`)
    const [hello] = (await once(socket, 'message')) as [MessageEvent]
    expect(JSON.parse(String(hello.data))).toMatchObject({ type: 'hello', heartbeatMs: 1_234 })
    socket.close()
    const connection = await connect({ servers: nats.url })
    const streams = await (await jetstreamManager(connection)).streams.names().next()
    await connection.close()
    expect(streams.length).toBeGreaterThan(0)
    for (const name of streams) expect(name).toMatch(/^((KV|OBJ)_)?acme/i)
    started.child.kill('SIGTERM')
    await started.ended
    expect(await readFile(join(home.path, 'caravan.log'), 'utf8')).toContain('"msg":"socket:opened"')
  })

  it('ends with its terminal', async () => {
    await using home = await temporaryHome()
    const terminal = await atTerminal('npm start', { CARAVAN_HOME: home.path })
    const { pids } = await ready(terminal, home.path)
    terminal.child.kill('SIGTERM')
    expect(await until(() => allGone(pids), PATIENCE_MS)).toBe(true)
  })

  it('takes over the data of a killed one, and nobody else may use them meanwhile', async () => {
    await using home = await temporaryHome()
    const first = await startCaravan(home.path)
    const second = await caravan(['start'], { CARAVAN_HOME: home.path })
    expect(second).toEqual({
      code: 1,
      stdout: '',
      stderr: `caravan: Caravan already runs on the data folder ${home.path} (process ${first.pids[0]}): use that one, stop it, or set CARAVAN_HOME to another folder.\n`,
    })
    expect((await fetch(`${first.url}/health`)).status).toBe(200)

    await first.stop('SIGKILL')
    const [, orphan = 0] = first.pids
    expect(await allGone([orphan])).toBe(false)
    await using third = await startCaravan(home.path)
    expect(await allGone([orphan])).toBe(true)
    expect(third.pids[0]).not.toBe(first.pids[0])
  })

  it('starts its nats-server again when that is killed', async () => {
    await using home = await temporaryHome()
    // On a port of its own: another test's system would take the usual one as soon as it is free.
    await using _usual = await takePort(undefined, 4_222).catch(() => undefined)
    await using started = await startCaravan(home.path)
    const [, server = 0] = started.pids
    process.kill(server, 'SIGKILL')
    await until(
      () => started.running.stderr().includes('nats-server ended by SIGKILL; it is started again.'),
      PATIENCE_MS,
    )
    const next = await until(async () => {
      const [, pid] = await claimants(home.path).catch(() => [])
      return pid !== server && pid
    }, PATIENCE_MS)
    await until(async () => (await fetch(`${started.url}/health`)).ok, PATIENCE_MS)
    expect(await started.stop()).toMatchObject({ code: 0 })
    expect(await allGone([next])).toBe(true)
  })

  it('names a port in use and leaves nothing of the half-done start behind', async () => {
    await using home = await temporaryHome()
    await using taken = await takePort()
    const ended = await caravan(['start'], { CARAVAN_HOME: home.path, PORT: String(taken.port) })
    expect(ended).toEqual({
      code: 1,
      stdout: '',
      stderr: `caravan: Port ${taken.port} on 127.0.0.1 is already in use: stop the program that uses it, or set PORT to another one (0 takes any free one).\n`,
    })
    await expect(claimants(home.path)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it.each([
    ['HOST', { HOST: '203.0.113.1' }, 1, /^caravan: 203\.0\.113\.1 is no address of this machine: set HOST/],
    [
      'NATS_URL',
      { NATS_URL: 'nats://127.0.0.1:1' },
      1,
      /^caravan: No NATS server answers at 127\.0\.0\.1:1: start one, or set NATS_URL/,
    ],
    ['settings', { PORT: 'x', LOG_LEVEL: 'y' }, 2, /PORT is "x": .*\n.*LOG_LEVEL is "y": .*\n$/],
  ])('says in a sentence that %s cannot be used', async (_, more, code, text) => {
    await using home = await temporaryHome()
    const ended = await caravan(['start'], { CARAVAN_HOME: home.path, ...more })
    expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(text) })
    expect(ended.stderr).not.toMatch(/^ +at /m)
  })

  it('says that a data folder cannot be written', async () => {
    await using home = await temporaryHome()
    const file = join(home.path, 'file')
    await writeFile(file, '')
    const ended = await caravan(['start'], { CARAVAN_HOME: join(file, 'below') })
    expect(ended).toMatchObject({
      code: 1,
      stderr: `caravan: The data folder ${join(file, 'below')} cannot be written: check that it is a folder and who owns it, or set CARAVAN_HOME to another one.\n`,
    })
  })

  it('refuses a running NATS server that is too old, with both versions', async () => {
    await using server = await oldNatsServer('2.9.25')
    await using home = await temporaryHome()
    const ended = await caravan(['start'], { CARAVAN_HOME: home.path, NATS_URL: server.url })
    expect(ended).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^caravan: The NATS server is version 2\.9\.25, but .*2\.12\.0 or newer .*\n$/,
      ),
    })
  })

  it('uses the server of NATS_URL, and leaves it running', async () => {
    await using nats = await startTestNats()
    await using home = await temporaryHome()
    const started = await startUntilReady({ CARAVAN_HOME: home.path, NATS_URL: nats.url })
    expect(started.stdout()).toMatch(/NATS +127\.0\.0\.1:\d+ \(NATS_URL\)/)
    started.child.kill('SIGINT')
    expect(await started.ended).toMatchObject({ code: 0, stderr: '' })
    expect(await identifyProcess(nats.pid)).toBeDefined()
  })

  it('passes over a nats-server that is too old', async () => {
    await using home = await temporaryHome()
    const folder = join(home.path, 'bin')
    const old = join(folder, 'nats-server')
    await mkdir(folder)
    await writeFile(old, '#!/bin/sh\necho "nats-server: v2.9.1"\n')
    await chmod(old, 0o755)
    const running = run(process.execPath, ['ops/caravan.mjs', 'start'], {
      ...(await environment({ CARAVAN_HOME: home.path, NATS_SERVER_BIN: old })),
    })
    await using started = await ready(running, home.path)
    expect(started.running.stdout()).toContain(
      `Passing over ${old} (NATS_SERVER_BIN): version 2.9.1 is older than`,
    )
  })

  it('keeps its log on standard error, as JSON, when asked to', async () => {
    await using home = await temporaryHome()
    const port = await freePort()
    const env = await environment({ CARAVAN_HOME: home.path, PORT: String(port) })
    const running = run(process.execPath, ['ops/caravan.mjs', 'start', '--log-json'], env)
    const started = await ready(running, home.path)
    const { stderr } = await started.stop()
    const lines = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { msg: string })
    expect(lines.map(({ msg }) => msg)).toContain('gateway:listening')
    await expect(readFile(join(home.path, 'caravan.log'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
