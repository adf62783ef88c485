/** Words on their way to watchers: few, bounded, and nobody waits for them. */
import { connect } from '@nats-io/transport-node'
import { describe, expect, it } from 'vitest'
import { natsProgress, progressSubject } from '../../storage/progress/nats.ts'
import { MAX_PROGRESS_TEXT, type AgentProgress } from '../../storage/progress/port.ts'
import { progressTeller, TELL_EVERY_MS } from '../../storage/progress/teller.ts'
import { startTestNats } from '../kit/nats.ts'
import { until } from '../kit/until.ts'

const PIECE = {
  trip: 't 1',
  agent: 'weather',
  actor: 'trip/t/weather.1',
  attempt: 1,
  provider: 'openai',
  model: 'm',
  text: 'ab',
}

function teller(texts = true) {
  const told: AgentProgress[] = []
  let now = 1_000
  const tell = progressTeller({ publish: (progress) => told.push(progress), now: () => now, texts })
  return { told, tell, pass: (ms: number) => (now += ms) }
}

describe('the teller', () => {
  it('tells at once, then a few times a second, always where it stands', () => {
    const { told, tell, pass } = teller()
    for (let n = 0; n < 1_000; n++) {
      tell(PIECE)
      pass(1)
    }
    expect(told.length).toBe(1_000 / TELL_EVERY_MS)
    expect(told.map(({ characters }) => characters)).toEqual([2, 502, 1_002, 1_502])
    expect(told.at(-1)?.text).toBe('ab'.repeat(MAX_PROGRESS_TEXT / 2))
  })

  it('begins anew with each attempt and each model, and knows actors apart', () => {
    const { told, tell } = teller()
    tell(PIECE)
    tell({ ...PIECE, attempt: 2 })
    tell({ ...PIECE, attempt: 2, model: 'n' })
    tell({ ...PIECE, actor: 'trip/u/weather.1' })
    expect(told.map(({ characters }) => characters)).toEqual([2, 2, 2, 2])
  })

  it('keeps words to itself where payloads are sealed', () => {
    const { told, tell } = teller(false)
    tell(PIECE)
    expect(told).toMatchObject([{ text: '', characters: 2 }])
  })

  it('cuts no character in two', () => {
    const { told, tell, pass } = teller()
    tell({ ...PIECE, text: `${'x'.repeat(MAX_PROGRESS_TEXT - 1)}🦀`.slice(0, -1) })
    pass(TELL_EVERY_MS)
    tell({ ...PIECE, text: '🦀'.repeat(MAX_PROGRESS_TEXT) })
    expect(told.every(({ text }) => text.isWellFormed())).toBe(true)
  })
})

it('goes over NATS to whoever watches that trip, and what is none is not heard', async () => {
  await using server = await startTestNats()
  const connection = await connect({ servers: server.url, noAsyncTraces: true })
  try {
    const feed = natsProgress(connection, 'caravan')
    const heard: string[] = []
    const stop = feed.watch('t 1', ({ text }) => heard.push(text))
    const publish = (trip: string, text: string) =>
      feed.publish({ ...PIECE, trip, text, characters: 1, at: 1 })
    await connection.flush()
    connection.publish(progressSubject('caravan', 't 1'), 'not JSON')
    connection.publish(progressSubject('caravan', 't 1'), '{"trip":"t 1"}')
    publish('t 2', 'of another trip')
    publish('t 1', 'mine')
    await until(() => heard.length > 0)
    expect(heard).toEqual(['mine'])
    stop()
    publish('t 1', 'unheard')
    await connection.flush()
    expect(heard).toEqual(['mine'])
  } finally {
    await connection.close()
  }
  expect(() => natsProgress(connection, 'caravan').publish({ ...PIECE, characters: 1, at: 1 })).not.toThrow()
})
