import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { EVENT_LEVELS, openLog } from '../../ops/log.ts'
import { entryOf } from '../spending/calls.ts'
import { ROOT, temporaryHome } from './caravan-process.ts'

describe('the log', () => {
  it('has a level for every event that is declared', async () => {
    const declared = await Promise.all(
      [
        'runtime/core/runtime-event.ts',
        'gateway/events.ts',
        'storage/spending/port.ts',
        'actors/call-money.ts',
        'ops/models.ts',
        'storage/pool/port.ts',
        'storage/response-cache/port.ts',
        'storage/vectors/port.ts',
        'storage/trip-context/port.ts',
      ].map(async (file) => {
        const text = await readFile(join(ROOT, file), 'utf8')
        return [...text.matchAll(/'([a-z]+:[a-z-]+)'/g)].map(([, name]) => name)
      }),
    )
    expect(new Set(declared.flat())).toEqual(new Set(Object.keys(EVENT_LEVELS)))
  })

  it('writes events with their fields, from its level on', async () => {
    await using home = await temporaryHome()
    const file = join(home.path, 'log')
    {
      using log = openLog({ level: 'info', destination: file })
      log.observe({ type: 'host:started', host: 'h', kinds: ['trip'] })
      log.observe({ type: 'actor:activated', actor: 'trip/1', kind: 'trip' })
      log.onGatewayEvent({ type: 'trip:accepted', trip: '1', via: 'http', repeated: false })
    }
    const lines = (await readFile(file, 'utf8')).trim().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { level: 30, time: expect.any(Number), host: 'h', kinds: ['trip'], msg: 'host:started' },
      { level: 30, time: expect.any(Number), trip: '1', via: 'http', repeated: false, msg: 'trip:accepted' },
    ])
  })

  it('tells warnings in words, the same one once', async () => {
    await using home = await temporaryHome()
    const told: string[] = []
    using log = openLog({
      level: 'info',
      destination: join(home.path, 'log'),
      tell: (line) => told.push(line),
    })
    for (let i = 0; i < 100; i++) {
      const error = { code: 'nats.unreachable', message: 'nobody answers' }
      log.observe({ type: 'driver:retry', what: 'pull', error })
      log.observe({ type: 'message:dead', actor: 'trip/1', id: `m${i}`, reason: 'no such actor' })
      log.observe({ type: 'host:draining', host: 'h' })
    }
    expect(told.splice(0)).toEqual([
      'driver:retry pull: nobody answers',
      'message:dead trip/1: no such actor',
    ])
    const near = {
      type: 'spending:near',
      tenant: 'default',
      usedMicroUsd: 4_100_000,
      limitMicroUsd: 5_000_000,
    } as const
    log.observeSpending({ ...near, scope: 'hour' })
    log.observeSpending({ ...near, scope: 'request', trip: 't' })
    log.observeSpending({
      type: 'spending:overrun',
      entry: entryOf('c', { microUsd: 9_000 }),
      worstMicroUsd: 5_000,
    })
    expect(told).toEqual([
      'spending:near: 4.10 of the 5.00 USD per hour of tenant default are used or reserved',
      'spending:near: 4.10 of the 5.00 USD per request of trip t are used or reserved',
      'spending:overrun: a call of openai/gpt-5 for the planning agent of trip trip-1 cost 0.009 USD and should have cost 0.005 at most: is its price right?',
    ])
  })

  it('is not the end of the program when it cannot be written', async () => {
    const told = Promise.withResolvers<string>()
    using log = openLog({ level: 'info', destination: '/nonexistent/log', tell: told.resolve })
    log.logger.info('lost')
    expect(await told.promise).toMatch(/^The log cannot be written any more \(ENOENT/)
    for (let n = 0; n < 3; n++) {
      expect(() => log.logger.info('lost as well')).not.toThrow()
      await new Promise((resolve) => setImmediate(resolve))
    }
  })
})
