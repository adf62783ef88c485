/** A disk that is full: writes are refused clearly, work waits, and goes on when there is room again. */
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DiscardPolicy, jetstreamManager } from '@nats-io/jetstream'
import { describe, expect, it } from 'vitest'
import type { RuntimeEvent } from '../../runtime/core/runtime-event.ts'
import { runHost } from '../../runtime/host/host.ts'
import { natsDriver } from '../../runtime/nats/driver.ts'
import { launchNatsServer } from '../../ops/nats-server/launch.ts'
import { greeter } from '../kit/machines.ts'
import { startTestNats, testNatsBinary } from '../kit/nats.ts'
import { until } from '../kit/until.ts'

/** A small disk of its own, where this user may make one. */
async function smallDisk(): Promise<(AsyncDisposable & { readonly path: string }) | undefined> {
  const path = await mkdtemp(join(tmpdir(), 'caravan-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', path], { stdio: 'ignore' })
  } catch {
    await rm(path, { recursive: true })
    return undefined
  }
  return {
    path,
    [Symbol.asyncDispose]: async () => {
      execFileSync('umount', ['-l', path])
      await rm(path, { recursive: true })
    },
  }
}

describe('I10: a full disk', () => {
  it('loses nothing that was accepted, and work goes on when there is room again', async (context) => {
    await using disk = await smallDisk()
    if (disk === undefined) return context.skip()
    const binary = await testNatsBinary()
    const start = (port: number) => launchNatsServer({ binary, dataDir: join(disk.path, 'nats'), port })
    let nats = await start(0)
    await using _server = { [Symbol.asyncDispose]: () => nats.stop() }
    const driver = await natsDriver({ servers: nats.url, prefix: 'full', partitions: 1, compression: false })
    await using host = await runHost({ actors: [greeter], driver })
    const ref = host.ref(greeter, 'ada')
    const count = async () =>
      ((await ref.snapshot().catch(() => undefined))?.context as { count: number } | undefined)?.count ?? 0
    await ref.send({ type: 'greet' }, { id: 'first' })
    await until(async () => (await count()) === 1)

    const { bavail, bsize } = await statfs(disk.path)
    const ballast = join(disk.path, 'ballast')
    await writeFile(ballast, Buffer.alloc(bavail * bsize - 64 * 1_024, 1))
    const accepted = new Set<string>()
    const padding = 'x'.repeat(20_000)
    let refused: unknown
    for (let n = 0; n < 200; n++) {
      const id = `greet ${n}`
      try {
        await ref.send({ type: 'greet', padding } as never, { id })
        accepted.add(id)
      } catch (error) {
        refused = error
        break
      }
    }
    expect(refused).toMatchObject({ retryable: true })
    await rm(ballast)
    // nats-server 2.15.1 takes no more writes into a stream that met a full disk until it is started again.
    await nats.stop()
    nats = await start(nats.port)
    const again = () => ref.send({ type: 'greet' }, { id: 'last' })
    await until(() =>
      again().then(
        () => true,
        () => false,
      ),
    )
    // One that was refused may have been stored all the same: an acknowledgement that is lost proves nothing.
    await until(async () => [2, 3].includes((await count()) - accepted.size), 30_000)
    await host.stop(0)
  }, 90_000)

  it('a journal at its limit: what was accepted waits, with the reason, until there is room', async () => {
    await using nats = await startTestNats()
    const events: RuntimeEvent[] = []
    const observe = (event: RuntimeEvent) => void events.push(event)
    const driver = await natsDriver({ servers: nats.url, prefix: 'limit', partitions: 1, observe })
    await using host = await runHost({ actors: [greeter], driver, observe })
    const [ref, other] = [host.ref(greeter, 'ada'), host.ref(greeter, 'bob')]
    const jsm = await jetstreamManager(driver.connection)
    const { config } = await jsm.streams.info('LIMIT_JOURNAL')
    await jsm.streams.update('LIMIT_JOURNAL', { ...config, max_bytes: 200, discard: DiscardPolicy.New })
    await ref.send({ type: 'greet' })
    await other.send({ type: 'greet' })
    await until(() => events.some((event) => 'error' in event && event.error.code === 'nats.no-space'))
    expect(await ref.snapshot()).toBeUndefined()
    await jsm.streams.update('LIMIT_JOURNAL', config)
    for (const actor of [ref, other]) await until(async () => (await actor.snapshot())?.status === 'active')
    await host.stop()
  })
})
