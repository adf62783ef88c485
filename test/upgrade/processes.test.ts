/** R18 and I4 with processes: hosts of two versions are started, stopped and killed while messages come. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parseAddress } from '../../runtime/core/address.ts'
import { connectClient } from '../../runtime/index.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { startTestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'
import { taps, v1 } from './machines.ts'

const IDS = Array.from({ length: 20 }, (_, index) => `p${index}`)

it('R18: forward by kill -9 and by a drain, back by a drain: every tap counts once, nothing new is written too early', async () => {
  await using nats = await startTestNats()
  const prefix = 'rolled'
  const running = new Set<ChildProcess>()
  const start = async (code: 'v1' | 'v2') => {
    const child = fork(join(import.meta.dirname, 'host-process.ts'), [nats.url, prefix, code])
    running.add(child)
    await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error(code))),
    ])
    return child
  }
  const end = async (child: ChildProcess, signal: NodeJS.Signals) => {
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
    running.delete(child)
  }
  await using client = await connectClient({ servers: nats.url, prefix })
  await using driver = await natsDriver({ servers: nats.url, prefix })
  let sent = 0
  const load = new AbortController()
  const loading = (async () => {
    while (!load.signal.aborted) {
      for (const id of IDS) await client.ref(v1, id).send({ type: 'tap' })
      sent += 1
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  })()
  const round = async () => {
    const from = sent
    await until(() => sent > from + 2)
  }
  const written = async () => {
    const tails = await Promise.all(IDS.map((id) => driver.tail(parseAddress(`tapper/${id}`))))
    return new Set(tails.map((tail) => tail?.record.machine.version))
  }
  try {
    const first = await start('v1')
    const second = await start('v1')
    await round()
    const early = await start('v2')
    await round()
    await end(early, 'SIGTERM') // back
    await round()
    expect(await written()).toEqual(new Set(['1']))
    await start('v2')
    await end(first, 'SIGKILL')
    await round()
    await end(second, 'SIGTERM')
    await until(async () => (await written()).size === 1 && (await written()).has('2'), 60_000)
    load.abort()
    await loading
    await until(async () => {
      const tails = await Promise.all(IDS.map((id) => driver.tail(parseAddress(`tapper/${id}`))))
      return tails.every((tail) => taps(tail?.record.snapshot.context) === sent)
    }, 60_000)
  } finally {
    load.abort()
    await loading.catch(() => undefined)
    for (const child of running) child.kill('SIGKILL')
  }
}, 240_000)
