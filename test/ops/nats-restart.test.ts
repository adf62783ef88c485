/** The nats-server of a system is started again, also when that does not work at once. */
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../ops/config.ts'
import { openNats } from '../../ops/nats.ts'
import { readGreeting } from '../../ops/nats-server/startup.ts'
import { until } from '../kit/until.ts'
import { environment, PATIENCE_MS, takePort, temporaryHome } from './caravan-process.ts'

describe('a nats-server that was killed', { timeout: 2 * PATIENCE_MS }, () => {
  it('is started again on its port as soon as whoever took that meanwhile is gone', async () => {
    await using home = await temporaryHome()
    const config = readConfig(await environment({ CARAVAN_HOME: home.path }))
    const told: string[] = []
    await using nats = await openNats(
      { ...config, nats: { ...config.nats, port: 0 } },
      { notice: () => undefined, onRestart: (why) => told.push(why) },
      AbortSignal.timeout(PATIENCE_MS),
    )
    const before = nats.pid?.() ?? 0
    const port = Number(new URL(String(nats.connect.servers)).port)
    process.kill(before, 'SIGKILL')
    {
      await using _taken = await until(() => takePort(undefined, port).catch(() => undefined))
      await until(() => told.length > 0)
      // Longer than the wait before the first start.
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      expect(nats.pid?.()).toBe(before)
    }
    const lost = nats.lost.then((why) => ({ why }))
    const found = until(async () => nats.pid?.() !== before && (await readGreeting('127.0.0.1', port, 2_000)))
    expect(await Promise.race([lost, found])).toMatchObject({ port })
    expect(told).toEqual(['nats-server ended by SIGKILL; it is started again.'])
  })
})
