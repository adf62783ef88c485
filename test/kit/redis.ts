import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { testRedisBinary } from './redis-binary.ts'
import { until } from './until.ts'

/** A real Redis for one test, on a free loopback port; disposing of it ends it and removes its data. */
export interface TestRedis extends AsyncDisposable {
  readonly url: string
  readonly port: number
  /** A client of the test's own. */
  readonly client: Redis
  /** Ends it at once. What it held is gone. */
  kill(): Promise<void>
  /** Starts it again on the same port, empty. */
  restart(): Promise<void>
  /** It keeps its connections and answers nothing, until `thaw`. */
  freeze(): void
  thaw(): void
}

/** @param password what clients have to give; default: nobody is asked */
export async function startTestRedis(password?: string): Promise<TestRedis> {
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'caravan-redis-'))
  const url = `redis://${password === undefined ? '' : `:${password}@`}127.0.0.1:${port}/0`
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => 50 })
  client.on('error', () => undefined)
  let child: ChildProcess
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  try {
    child = await launch(port, folder, password)
    await client.connect()
  } catch (error) {
    client.disconnect()
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    throw error
  }
  return {
    url,
    port,
    client,
    kill: stop,
    restart: async () => {
      await stop()
      child = await launch(port, folder, password)
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    [Symbol.asyncDispose]: async () => {
      client.disconnect()
      await stop()
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

async function launch(port: number, folder: string, password: string | undefined): Promise<ChildProcess> {
  const { path, libraries } = await testRedisBinary()
  const settings = { port: `${port}`, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no' }
  const all = password === undefined ? settings : { ...settings, requirepass: password }
  const child = spawn(
    path,
    Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]),
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...(libraries === undefined ? {} : { LD_LIBRARY_PATH: libraries }) },
    },
  )
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4_000)))
  await once(child, 'spawn')
  await until(() => {
    if (child.exitCode !== null) throw new Error(`redis-server ended: ${said}`)
    return said.includes('Ready to accept connections')
  }, 30_000)
  return child
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
