/** The verdict is shown to work by runs in which something was planted. */
import { describe, expect, it } from 'vitest'
import { AGENTS } from '../../machines/messages/index.ts'
import { blame } from '../../ops/chaos/blame.ts'
import type { Interruption } from '../../ops/chaos/calls.ts'
import type { Evidence } from '../../ops/chaos/evidence.ts'
import type { Step } from '../../ops/chaos/history.ts'
import { judge, type Run } from '../../ops/chaos/verdict.ts'

/** A run that is being put together. */
class Story {
  readonly journal = new Map<string, Step[]>()
  readonly feed: { sequence: number; at: number; root: string; type: string; id: string }[] = []
  readonly evidence: Evidence[] = []
  readonly interruptions: Interruption[] = []
  readonly accepted: string[] = []
  readonly dead: unknown[] = []
  readonly inbox: string[] = []
  #sequence = 0

  get run(): Run {
    const { journal, feed, dead, inbox, evidence, interruptions, accepted } = this
    return {
      history: { journal, feed, dead, inbox },
      evidence,
      interruptions,
      accepted,
      cancelled: new Set(),
    }
  }

  step(actor: string, at: number, more: Partial<Step>): Step {
    const steps = this.journal.get(actor) ?? []
    this.journal.set(actor, steps)
    const step: Step = {
      sequence: ++this.#sequence,
      at,
      turn: steps.length + 1,
      host: 'h1',
      outcome: 'handled',
      cause: 'event',
      status: 'active',
      starts: {},
      emitted: [],
      ...more,
    }
    steps.push(step)
    return step
  }

  claim(agent: string, at: number, host: string, number: number): void {
    const actor = `trip/t1/${agent}.1`
    this.step(actor, at, {
      host,
      outcome: 'claimed',
      cause: 'claim',
      claim: number,
      starts: { attempt: number },
    })
    this.evidence.push({ what: 'started', at: at + 1, host, trip: 't1', agent, attempt: 1 })
  }

  answer(agent: string, at: number, host = 'h1'): void {
    this.step(`trip/t1/${agent}.1`, at, { host, cause: 'effect.done', status: 'done' })
  }

  end(at: number, id = 'trip/t1#9.0'): void {
    const agents = AGENTS.map((agent) => ({ agent, outcome: 'answered', attempts: 1 }))
    this.step('trip/t1', at, {
      cause: 'child.done',
      child: `${AGENTS.at(-1) ?? ''}.1`,
      status: 'done',
      emitted: [`trip.ready ${id}`],
      result: { status: 'success', missing: [], agents },
    })
    this.feed.push({ sequence: 1, at, root: 't1', type: 'trip.ready', id })
  }
}

/** One trip; what happens to the weather agent's call is the teller's. */
function story(weather: (story: Story) => void = plainWeather): Story {
  const told = new Story()
  told.accepted.push('t1')
  told.step('trip/t1', 0, { outcome: 'created', cause: 'create' })
  for (const agent of AGENTS) {
    if (agent === 'weather') {
      weather(told)
    } else {
      told.claim(agent, 10, 'h1', 1)
      told.answer(agent, 100)
    }
    if (agent !== AGENTS.at(-1)) told.step('trip/t1', 9_000, { cause: 'child.done', child: `${agent}.1` })
  }
  told.end(9_100)
  return told
}

function plainWeather(told: Story): void {
  told.claim('weather', 10, 'h1', 1)
  told.answer('weather', 100)
}

/** Two hosts make the call, the second at `again`; it is answered at `answered`. */
const twice = (again: number, answered: number) => (told: Story) => {
  told.claim('weather', 10, 'h1', 1)
  told.claim('weather', again, 'h2', 2)
  told.answer('weather', answered, 'h2')
}

describe('a run without faults', () => {
  it('has nothing wrong', () => {
    expect(judge(story().run)).toMatchObject({ finished: 1, problems: [], repeats: [] })
  })
})

describe('what was planted is found', () => {
  it('a trip without an end is lost', () => {
    const told = story()
    told.journal.get('trip/t1')?.pop()
    told.feed.pop()
    expect(judge(told.run)).toMatchObject({ finished: 0, lost: ['t1'] })
  })

  it('a trip without a record is lost', () => {
    const told = story()
    told.accepted.push('t2')
    expect(judge(told.run)).toMatchObject({ finished: 1, lost: ['t2'] })
  })

  it('two ends in the journal, or two events under two ids on the feed, are one too many (I4)', () => {
    const journal = story()
    journal.step('trip/t1', 9_200, { status: 'active' })
    journal.end(9_300, 'trip/t1#11.0')
    expect(judge(journal.run).finishedTwice).toEqual(['t1'])
    const feed = story()
    feed.feed.push({ sequence: 2, at: 9_300, root: 't1', type: 'trip.failed', id: 'another' })
    expect(judge(feed.run).finishedTwice).toEqual(['t1'])
  })

  it('waiting for money is no end', () => {
    const waited = story()
    waited.feed.push({ sequence: 2, at: 500, root: 't1', type: 'trip.awaitingBudget', id: 'trip/t1#3.0' })
    expect(judge(waited.run).finishedTwice).toEqual([])
  })

  it('the same event stored again under its id is no second end (R5)', () => {
    const told = story()
    told.feed.push({ sequence: 2, at: 9_300, root: 't1', type: 'trip.ready', id: 'trip/t1#9.0' })
    expect(judge(told.run).problems).toEqual([])
  })

  it('a call after its answer was journaled is paid twice (I8)', () => {
    const told = story((weather) => {
      plainWeather(weather)
      weather.evidence.push({
        what: 'started',
        at: 500,
        host: 'h2',
        trip: 't1',
        agent: 'weather',
        attempt: 1,
      })
    })
    expect(judge(told.run).paidTwice).toEqual([
      'trip/t1/weather.1: h2 called 400 ms after the answer was journaled',
    ])
  })

  it('a call whose start was on record before a late answer was in flight, but not past its lease (R9)', () => {
    const late = (start: number) => (weather: Story) => {
      weather.claim('weather', 10, 'h1', 1)
      weather.claim('weather', 2_500, 'h2', 2)
      weather.evidence.pop()
      weather.answer('weather', 2_510)
      weather.evidence.push({
        what: 'started',
        at: start,
        host: 'h2',
        trip: 't1',
        agent: 'weather',
        attempt: 1,
      })
    }
    const pause = { kind: 'pause', host: 'h1', from: 50, to: 2_505 } as const
    const soon = story(late(2_530))
    soon.interruptions.push(pause)
    expect(judge(soon.run)).toMatchObject({ problems: [], paidTwice: [], repeats: [{ because: pause }] })
    const overdue = story(late(5_000))
    overdue.interruptions.push(pause)
    expect(judge(overdue.run).paidTwice).toEqual([
      'trip/t1/weather.1: h2 called 2490 ms after the answer was journaled',
    ])
  })

  it('a call that a death interrupted may be made again, and is listed', () => {
    const told = story(twice(2_500, 2_600))
    const kill = { kind: 'kill', host: 'h1', from: 50, to: 50 } as const
    told.interruptions.push(kill)
    expect(judge(told.run)).toMatchObject({
      problems: [],
      repeats: [{ actor: 'trip/t1/weather.1', first: 'h1', again: 'h2', because: kill }],
    })
  })

  it('a call that nothing interrupted may not be made again, nor one when another host died', () => {
    const told = story(twice(2_500, 2_600))
    told.interruptions.push({ kind: 'kill', host: 'h3', from: 50, to: 50 })
    expect(judge(told.run).problems).toEqual([
      'trip/t1/weather.1: h2 called 2490 ms after h1 did, and nothing had happened',
    ])
  })

  it('a call that the journal does not show (R8)', () => {
    const told = story((weather) => {
      plainWeather(weather)
      weather.evidence.push({ what: 'started', at: 20, host: 'h1', trip: 't1', agent: 'weather', attempt: 1 })
    })
    expect(judge(told.run).problems).toContain(
      'trip/t1/weather.1: 2 calls started, but the journal shows 1 claims',
    )
  })

  it('a gap between turns (I2)', () => {
    const told = story()
    told.journal.get('trip/t1')?.splice(1, 1)
    expect(judge(told.run).problems[0]).toMatch(/record 2 is turn 3/)
  })

  it('an agent whose end was seen twice (I4), a feed that misses an event (I3)', () => {
    const told = story()
    told.step('trip/t1', 9_050, { cause: 'child.done', child: 'planning.1' })
    told.feed.length = 0
    expect(judge(told.run).problems.join('\n')).toMatch(
      /saw the end of planning\.1 2 times[^]*but the feed has \[\]/,
    )
  })

  it('dead letters, and what is left in the work queue', () => {
    const told = story()
    told.dead.push({ id: 'm1' })
    told.inbox.push('chaos.inbox.trip.1')
    expect(judge(told.run).problems).toEqual([
      'dead letter: {"id":"m1"}',
      'left in the work queue: chaos.inbox.trip.1',
    ])
  })
})

describe('what made a call run twice', () => {
  it('is what befell its own host while it ran, not what lingers of an older fault of the host that made it again', () => {
    const pause = { kind: 'pause', host: 'h2', from: 5, to: 3_000 } as const
    const kill = { kind: 'kill', host: 'h1', from: 4_000, to: 4_000 } as const
    const told = story((weather) => {
      weather.claim('weather', 3_500, 'h1', 1)
      weather.claim('weather', 6_000, 'h2', 2)
      weather.answer('weather', 6_100, 'h2')
    })
    told.interruptions.push(pause, kill)
    expect(judge(told.run)).toMatchObject({ problems: [], repeats: [{ because: kill }] })
  })

  const pause: Interruption = { kind: 'pause', host: 'h1', from: 0, to: 9 }
  const cut: Interruption = { kind: 'cut', host: 'h1', from: 5, to: 9 }
  const server: Interruption = { kind: 'server', from: 3, to: 4 }

  it('no fault is accused of more than it can have interrupted while others explain the rest', () => {
    const calls = [
      { reasons: [pause, cut] },
      { reasons: [pause, server] },
      { reasons: [pause] },
      { reasons: [cut, pause] },
    ] as const
    const because = blame(calls, (fault) => (fault === server ? 10 : 1))
    expect(because).toEqual([expect.anything(), server, pause, expect.anything()])
    expect(because.filter((fault) => fault === cut)).toHaveLength(2) // one too many, whichever way
    expect(blame(calls, (fault) => (fault === cut ? 2 : 1))).toEqual([cut, server, pause, cut])
  })

  it('a call that nothing else explains makes too many', () => {
    const calls = [{ reasons: [pause] }, { reasons: [pause] }] as const
    expect(blame(calls, () => 1)).toEqual([pause, pause])
  })
})
