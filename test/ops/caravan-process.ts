/** Runs the command line as a user does: in a process of its own, with an environment and folders of its own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { identifyProcess } from '../../ops/nats-server/processes.ts'
import { testNatsBinary } from '../kit/nats.ts'
import { until } from '../kit/until.ts'

export const ROOT = resolve(import.meta.dirname, '../..')
export const LAUNCHER = join(ROOT, 'ops/caravan.mjs')

/** A loaded machine is slow to start a system. */
export const PATIENCE_MS = 60_000

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The variables that a command gets: nothing of the tester's own settings, and a known nats-server. */
export async function environment(more: Readonly<Record<string, string>> = {}): Promise<NodeJS.ProcessEnv> {
  const { PATH, HOME, LANG } = process.env
  const passed = Object.fromEntries(
    Object.entries({ PATH, HOME, LANG }).filter(([, value]) => value !== undefined),
  )
  return { ...passed, NATS_SERVER_BIN: await testNatsBinary(), PORT: '0', ...more }
}

/** A command that runs; both streams are collected. */
export interface Running {
  readonly child: ChildProcess
  stdout(): string
  stderr(): string
  readonly ended: Promise<Ended>
}

/** Starts a program in the repository's folder. */
export function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv, cwd = ROOT): Running {
  const child = spawn(program, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  // A terminal's keys may be sent to a program that has just ended.
  child.stdin.on('error', () => undefined)
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }))
  return { child, stdout: () => stdout, stderr: () => stderr, ended }
}

/** Runs a command to its end. */
export async function caravan(
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const running = run(process.execPath, [LAUNCHER, ...args], await environment(more))
  running.child.stdin?.end()
  return await running.ended
}

/** A system that was started by `caravan start`. Disposing of it ends it. */
export interface Started extends AsyncDisposable {
  readonly url: string
  readonly home: string
  /** The program and its nats-server. */
  readonly pids: readonly number[]
  readonly running: Running
  stop(signal?: NodeJS.Signals): Promise<Ended>
}

/** Starts a system and waits until it says that it is ready. */
export async function startCaravan(
  home: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Started> {
  const env = await environment({ CARAVAN_HOME: home, ...more })
  const running = run(process.execPath, [LAUNCHER, 'start'], env)
  return await ready(running, home)
}

/** Waits until a running `start` is ready. */
export async function ready(running: Running, home: string): Promise<Started> {
  const url = await until(() => {
    if (running.child.exitCode !== null) throw new Error(`it ended: ${running.stdout()}${running.stderr()}`)
    return /Ctrl-C stops it/.test(running.stdout()) && /open +(http:\S+)/.exec(running.stdout())?.[1]
  }, PATIENCE_MS)
  const pids = await claimants(home)
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    running.child.kill(signal)
    return await running.ended
  }
  const dispose = async () => {
    await stop()
    for (const pid of pids) await until(async () => (await identifyProcess(pid)) === undefined, PATIENCE_MS)
  }
  return { url, home, pids, running, stop, [Symbol.asyncDispose]: dispose }
}

/** Who uses a data folder: the program and its nats-server. */
export async function claimants(home: string): Promise<readonly number[]> {
  const claim = JSON.parse(await readFile(join(home, 'nats/nats.pid'), 'utf8')) as Record<
    string,
    { pid: number }
  >
  return [claim['owner'], claim['server']].flatMap((one) => (one === undefined ? [] : [one.pid]))
}

/** Whether every one of these processes has ended. */
export async function allGone(pids: readonly number[]): Promise<boolean> {
  const found = await Promise.all(pids.map((pid) => identifyProcess(pid)))
  return found.every((one) => one === undefined)
}

/** A temporary data folder. */
export async function temporaryHome(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'caravan-test-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  await using taken = await takePort()
  return taken.port
}

/** A port that somebody listens on, who hangs up at once unless told what else to do. Rejects when it is taken. */
export async function takePort(
  answer: (socket: Socket) => void = (socket) => socket.end(),
  wanted = 0,
): Promise<AsyncDisposable & { readonly port: number }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    answer(socket)
  }).listen(wanted, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
