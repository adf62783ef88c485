import { describe, expect, it } from 'vitest'
import { Subscription } from '../../gateway/subscription.ts'
import { TripWatch } from '../../gateway/trip-watch.ts'
import { SERVER_FRAMES, type ServerFrame } from '../../gateway/index.ts'
import type { AgentProgress } from '../../storage/progress/port.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import type { Client, JournalEntry } from '../../runtime/index.ts'
import { until } from '../kit/until.ts'

/** A journal that the test writes by hand: `say(cursor)` is one turn of the trip. */
function handWritten() {
  const entries: JournalEntry[] = []
  let wake = () => undefined as void
  const record = (turn: number, done: boolean) => ({
    actor: 'trip/t',
    kind: 'trip',
    turn,
    at: 1_800_000_000_000 + turn,
    cause: { type: 'event', event: { type: 'go' } },
    outcome: turn === 1 ? 'created' : 'handled',
    snapshot: {
      status: done ? 'done' : 'active',
      value: done ? 'ready' : 'going',
      context: { request: { id: 't' } },
      ...(done ? { output: { status: 'success' } } : {}),
    },
    children: {},
    outbox: [],
  })
  let turn = 0
  const say = (cursor: number, { firstTurn = 1, done = false } = {}) => {
    turn = Math.max(turn + 1, firstTurn)
    const entry = { cursor, address: { rootKind: 'trip', rootId: 't', path: [] }, record: record(turn, done) }
    entries.push(entry as unknown as JournalEntry)
    wake()
  }
  async function* journal(
    _root: string,
    options: Parameters<Client['journal']>[1] = {},
  ): AsyncGenerator<JournalEntry> {
    let at = entries.findIndex((entry) => entry.cursor > (options.after ?? 0))
    if (at === -1) at = entries.length
    for (; !options.signal?.aborted; at++) {
      if (at === entries.length) {
        options.onCaughtUp?.()
        await new Promise<void>((resolve) => {
          wake = resolve
          options.signal?.addEventListener('abort', () => resolve())
        })
      }
      const entry = entries[at]
      if (entry !== undefined) yield entry
    }
  }
  return { say, client: { journal } as unknown as Client }
}

function watchOf(client: Client, maxLog?: number) {
  const watch = new TripWatch(client, 'trip/t', 't', () => undefined, {
    clock: systemClock,
    ...(maxLog === undefined ? {} : { maxLog }),
  })
  return Object.assign(watch, { [Symbol.dispose]: () => watch.close() })
}

function subscribe(watch: TripWatch, cursor?: number) {
  let gaps = 0
  const subscription = new Subscription({ watch, cursor, ref: undefined, onGap: () => gaps++ })
  /** Everything that there is to say now, as `type cursor`. */
  const drain = () => {
    const said: string[] = []
    for (let text = subscription.next(); text !== undefined; text = subscription.next()) {
      const frame = JSON.parse(text) as ServerFrame
      said.push('cursor' in frame ? `${frame.type} ${frame.cursor}` : frame.type)
    }
    return said.map((text) => text.replace('trip.', ''))
  }
  return { drain, next: () => subscription.next(), gaps: () => gaps }
}

describe('a subscription', () => {
  it('gives history after its cursor, then what is new, then the result once', async () => {
    const { say, client } = handWritten()
    for (const cursor of [3, 5, 9]) say(cursor)
    using watch = watchOf(client)
    await watch.settled()
    const all = subscribe(watch, 0)
    expect(all.drain()).toEqual(['subscribed', 'transition 3', 'transition 5', 'transition 9', 'caughtUp 9'])
    expect(subscribe(watch, 5).drain()).toEqual(['subscribed', 'transition 9', 'caughtUp 9'])
    expect(subscribe(watch, 4).drain()).toEqual(['subscribed', 'transition 5', 'transition 9', 'caughtUp 9'])
    expect(subscribe(watch, 9).drain()).toEqual(['subscribed', 'caughtUp 9'])
    expect(subscribe(watch).drain()).toEqual(['subscribed', 'snapshot 9', 'caughtUp 9'])
    expect(subscribe(watch, 10).drain()).toEqual(['subscribed', 'snapshot 9', 'caughtUp 9'])
    say(12, { done: true })
    await until(() => watch.cursor === 12)
    expect(all.drain()).toEqual(['transition 12', 'result 12'])
    expect(all.drain()).toEqual([])
    expect(subscribe(watch, 12).drain()).toEqual(['subscribed', 'caughtUp 12', 'result 12'])
    expect(subscribe(watch).drain()).toEqual(['subscribed', 'snapshot 12', 'caughtUp 12', 'result 12'])
  })

  it('that was overtaken by the log is told of the gap and where things stand (I10, I12)', async () => {
    const { say, client } = handWritten()
    say(1)
    using watch = watchOf(client, 3)
    await watch.settled()
    const slow = subscribe(watch, 0)
    for (const cursor of [2, 3, 4, 5, 6]) say(cursor)
    await until(() => watch.cursor === 6)
    expect(slow.drain()).toEqual(['subscribed', 'gap', 'snapshot 6', 'caughtUp 6'])
    expect(slow.gaps()).toBe(1)
    say(7, { done: true })
    await until(() => watch.cursor === 7)
    expect(slow.drain()).toEqual(['transition 7', 'result 7'])
    // Who comes now cannot have what was let go, but can have the rest.
    expect(subscribe(watch, 0).drain()).toEqual(['subscribed', 'snapshot 7', 'caughtUp 7', 'result 7'])
    expect(subscribe(watch, 5).drain()).toEqual([
      'subscribed',
      'transition 6',
      'transition 7',
      'caughtUp 7',
      'result 7',
    ])
  })

  it('on a trip whose history retention has removed says expired', async () => {
    const { say, client } = handWritten()
    say(40, { firstTurn: 9, done: true })
    using watch = watchOf(client)
    await watch.settled()
    const [first] = [subscribe(watch, 0).next()]
    expect(JSON.parse(first ?? '')).toMatchObject({ resumed: false, missing: 'expired', from: 0, to: 40 })
    expect(subscribe(watch, 40).drain()).toEqual(['subscribed', 'caughtUp 40', 'result 40'])
  })
})

describe('what agents are writing', () => {
  function writing() {
    const listeners = new Set<(piece: AgentProgress) => void>()
    const watch = (_trip: string, listener: (piece: AgentProgress) => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
    const write = (agent: string, text: string, characters = text.length) => {
      const about = {
        trip: 't',
        agent,
        actor: `trip/t/${agent}.1`,
        attempt: 1,
        provider: 'openai',
        model: 'm',
      }
      for (const listener of listeners) listener({ ...about, characters, text, at: 1_800_000_000_000 })
    }
    return { progress: { watch }, write, listeners }
  }
  const textsOf = (subscription: Subscription) => {
    const said: string[] = []
    for (let text = subscription.next(); text !== undefined; text = subscription.next()) {
      const frame = SERVER_FRAMES['trip.progress'].safeParse(JSON.parse(text))
      if (frame.success) said.push(`${frame.data.agent}: ${frame.data.text}`)
    }
    return said
  }

  it('I12: comes last, only the latest of each agent, and never twice', async () => {
    const { say, client } = handWritten()
    const { progress, write, listeners } = writing()
    const watch = new TripWatch(client, 'trip/t', 't', () => undefined, { clock: systemClock, progress })
    say(1)
    await watch.settled()
    const subscription = new Subscription({ watch, cursor: 0, ref: undefined, onGap: () => undefined })
    for (let n = 0; n < 10_000; n++) write('weather', `word ${n}`)
    write('budget', 'sums')
    say(2)
    await until(() => watch.cursor === 2)
    // Whoever did not keep up with ten thousand pieces has the last one, after the transitions.
    const frames: string[] = []
    for (let text = subscription.next(); text !== undefined; text = subscription.next())
      frames.push((JSON.parse(text) as ServerFrame).type)
    expect(frames).toEqual([
      'trip.subscribed',
      'trip.transition',
      'trip.caughtUp',
      'trip.transition',
      'trip.progress',
      'trip.progress',
    ])
    expect(textsOf(subscription)).toEqual([])
    write('weather', 'more')
    expect(textsOf(subscription)).toEqual(['weather: more'])
    // A newcomer is told where they are; so many writers are no agents.
    const later = new Subscription({ watch, cursor: undefined, ref: undefined, onGap: () => undefined })
    for (let n = 0; n < 100; n++) write(`nobody-${n}`, 'x')
    expect(textsOf(later).slice(0, 2)).toEqual(['budget: sums', 'weather: more'])
    expect(textsOf(subscription).length).toBeLessThan(20)
    watch.close()
    expect(listeners.size).toBe(0)
  })

  it('is over when the agent has come to something, and when the trip has ended', async () => {
    const { say, client } = handWritten()
    const { progress, write } = writing()
    const watch = new TripWatch(client, 'trip/t', 't', () => undefined, { clock: systemClock, progress })
    say(1)
    await watch.settled()
    const subscription = new Subscription({ watch, cursor: 0, ref: undefined, onGap: () => undefined })
    write('trip', 'old words')
    say(2)
    await until(() => watch.cursor === 2)
    expect(textsOf(subscription)).toEqual([])
    say(3, { done: true })
    await until(() => watch.cursor === 3)
    write('weather', 'too late')
    expect(textsOf(subscription)).toEqual([])
    watch.close()
  })
})
