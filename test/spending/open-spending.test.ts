/** The money of a process: nothing is made before it is needed, and alerts are told when they are wanted. */
import { connect } from '@nats-io/transport-node'
import { jetstreamManager } from '@nats-io/jetstream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfig } from '../../ops/config.ts'
import { runningNats } from '../../ops/nats.ts'
import { openSpending } from '../../ops/spending.ts'
import type { SpendingEvent } from '../../storage/spending/port.ts'
import { startTestNats, type TestNats } from '../kit/nats.ts'
import { reservationOf } from './calls.ts'

let nats: TestNats
beforeAll(async () => {
  nats = await startTestNats()
})
afterAll(() => nats[Symbol.asyncDispose]())

const never = new AbortController().signal

function place(prefix: string, env: Readonly<Record<string, string>>, events: SpendingEvent[]) {
  const config = readConfig({ NATS_URL: nats.url, CARAVAN_PREFIX: prefix, ...env })
  const observe = (event: SpendingEvent) => void events.push(event)
  return { config, nats: runningNats(config), name: 'test', observe, sweeps: true }
}

it.each([
  ['true', ['spending:reserved', 'spending:near']],
  ['false', ['spending:reserved']],
])('PERFORMANCE_ALERTS=%s: a limit that is near is told as %j', async (alerts, told) => {
  const events: SpendingEvent[] = []
  const env = { PERFORMANCE_ALERTS: alerts, PER_REQUEST_COST_LIMIT: '0.1' }
  await using money = openSpending(place(`alerts-${alerts}`, env, events))
  const reserved = await money.reserve(reservationOf('1', { worstMicroUsd: 90_000, expiresAt: 4e12 }), never)
  expect(reserved).toEqual({ status: 'reserved', near: ['request'] })
  expect(events.map(({ type }) => type)).toEqual(told)
})

it.each([
  ['PER_REQUEST_COST_LIMIT', 'request'],
  ['HOURLY_COST_LIMIT', 'hour'],
  ['DAILY_COST_LIMIT', 'day'],
])('%s is the limit of a %s', async (name, scope) => {
  await using money = openSpending(place(`limit-${scope}`, { [name]: '0.05' }, []))
  expect(
    await money.reserve(reservationOf('1', { worstMicroUsd: 50_001, expiresAt: 4e12 }), never),
  ).toMatchObject({
    status: 'refused',
    scope,
    limitMicroUsd: 50_000,
  })
})

it('makes nothing before it is needed, and leaves no connection', async () => {
  const nc = await connect({ servers: nats.url })
  const jsm = await jetstreamManager(nc)
  const names = async () => {
    const all: string[] = []
    for await (const { config } of jsm.streams.list()) all.push(config.name)
    return all.filter((name) => name.includes('LAZY')).toSorted()
  }
  {
    await using money = openSpending(place('lazy', {}, []))
    expect(await names()).toEqual([])
    await money.totals('default', never)
    expect(await names()).toEqual(['KV_LAZY_SPENDING', 'LAZY_LEDGER'])
  }
  await nc.close()
})

it('says when there is no NATS, and is there when NATS is', async () => {
  const config = readConfig({ NATS_URL: '127.0.0.1:1' })
  const gone = openSpending({ ...place('gone', {}, []), nats: runningNats(config) })
  await expect(gone.totals('default', never)).rejects.toMatchObject({
    code: 'nats.unreachable',
    retryable: true,
  })
  await gone[Symbol.asyncDispose]()
})
