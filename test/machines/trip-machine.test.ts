/** The orchestrator: every state, every guard both ways, by the kernel's own pure turns. */
import { describe, expect, it } from 'vitest'
import { travelActors } from '../../actors/index.ts'
import { AGENTS, TripResult, type AgentName, type TripRequest } from '../../machines/messages/index.ts'
import type { OutboxItem } from '../../runtime/core/turn-record.ts'
import type { ActorState } from '../../runtime/kernel/draft.ts'
import { restore } from '../../runtime/kernel/snapshot.ts'
import type { ActorDefinition } from '../../runtime/index.ts'
import { create, done, event, failed, stored, timer, turn } from '../kernel/turns.ts'
import { MOST_WAITS } from '../../machines/trip/await-budget.ts'
import type { TripContext } from '../../machines/trip/trip-machine.ts'
import { REQUEST, SECTIONS, stateIds } from './fixtures.ts'

const trip = travelActors().trip as unknown as ActorDefinition
const reached = new Set<string>()
/** Left at once; their marks are what they emit and compute. */
const PASSED = new Set(['trip.validating', 'trip.reconciling', 'trip.shortOfMoney', 'trip.resuming'])
const isPassed = (id: string) => PASSED.has(id) || id.endsWith('.beginning')

function start(request: TripRequest = REQUEST) {
  let state: ActorState = turn(trip, undefined, create(trip, request))
  const outbox: OutboxItem[] = []
  const take = (next: ActorState) => {
    outbox.push(...next.record.outbox)
    const live = next.live ?? restore(trip, next.record)
    for (const node of (live as unknown as { _nodes: { id: string }[] })._nodes) reached.add(node.id)
    state = stored(next) // every step from the journal, as after a crash (R3)
  }
  take(state)
  const generation = (agent: AgentName) => state.record.children[agent]?.generation ?? -1
  const run = {
    get value() {
      return state.record.snapshot.value
    },
    get open() {
      return Object.keys(state.record.children).toSorted()
    },
    get output() {
      return TripResult.parse(state.record.snapshot.output)
    },
    feed: () => outbox.flatMap((item) => (item.do === 'feed' ? [item.event] : [])),
    stops: () => outbox.filter((item) => item.do === 'stop').length,
    tasks: () => outbox.flatMap((item) => (item.do === 'task' ? [item.task] : [])),
    answer(...agents: AgentName[]) {
      for (const agent of agents) {
        const output = { outcome: 'answered', provider: 'test', attempts: 1, section: SECTIONS[agent] }
        take(turn(trip, state, done(trip, agent, generation(agent), output)))
      }
      return run
    },
    giveUp(agent: AgentName) {
      const failure = { code: 'agent.timeout', message: `no ${agent}` }
      const output = { outcome: 'failed', provider: 'none', attempts: 3, failure }
      take(turn(trip, state, done(trip, agent, generation(agent), output)))
      return run
    },
    runShort(agent: AgentName, more: object = { scope: 'request' }) {
      const failure = { code: 'budget.exhausted', message: `no money for ${agent}`, ...more }
      const output = { outcome: 'failed', provider: 'none', attempts: 1, failure }
      take(turn(trip, state, done(trip, agent, generation(agent), output)))
      return run
    },
    topUp(id = 'top-up 1') {
      take(turn(trip, state, event(trip, { type: 'trip.topUp', id, microUsd: 1_000, by: 'ada' })))
      return run
    },
    get timers() {
      return Object.keys(state.record.timers).toSorted()
    },
    get context() {
      return state.record.snapshot.context as TripContext
    },
    fire(id: string) {
      const open = state.record.timers[id]
      if (open === undefined) throw new Error(`no timer ${id}, only ${run.timers.join(', ')}`)
      take(turn(trip, state, timer(trip, id, open.generation)))
      return run
    },
    /** Ends in error, is restarted by supervision, and ends in error again. */
    break(agent: AgentName) {
      take(turn(trip, state, failed(trip, agent, generation(agent))))
      const backoff = Object.entries(state.record.timers).find(([, { restart }]) => restart?.includes(agent))
      expect(backoff).toBeDefined()
      if (backoff !== undefined) take(turn(trip, state, timer(trip, backoff[0], backoff[1].generation)))
      take(turn(trip, state, failed(trip, agent, generation(agent))))
      return run
    },
    cancel() {
      take(turn(trip, state, event(trip, { type: 'trip.cancel' })))
      return run
    },
    deadline() {
      const [id, open] = Object.entries(state.record.timers)[0] ?? ['', { generation: -1 }]
      take(turn(trip, state, timer(trip, id, open.generation)))
      return run
    },
  }
  return run
}

const RESEARCH = ['location', 'transport', 'accommodation', 'activity', 'weather'] as const
const types = (run: ReturnType<typeof start>) => run.feed().map((item) => item.type)

describe('trip machine', () => {
  it('succeeds when everything was found', () => {
    const run = start()
    expect([run.value, run.open]).toEqual(['planning', ['planning']])
    run.answer('planning')
    expect(run.open).toEqual([...RESEARCH].toSorted())
    expect(run.answer(...RESEARCH).value).toBe('budgeting')
    run.answer('budget')
    expect(run.value).toBe('ready')
    expect(run.output).toMatchObject({ status: 'success', missing: [], id: 't1' })
    expect(run.output.tripPlan?.days).toHaveLength(SECTIONS.planning.days.length)
    expect(run.context.sections).toEqual({}) // they are in the agents' records
    expect(types(run)).toEqual(['trip.accepted', 'trip.ready'])
    expect(run.stops()).toBe(0)
  })

  it('gives each agent what is known when it starts', () => {
    const run = start().answer('planning', ...RESEARCH)
    const known = (agent: AgentName) => {
      const found = run.tasks().find(({ kind }) => kind === agent)
      return Object.keys(
        (found?.input as { task: { sections: object } } | undefined)?.task.sections ?? {},
      ).toSorted()
    }
    expect(known('planning')).toEqual([])
    for (const agent of RESEARCH) expect(known(agent)).toEqual(['planning'])
    expect(known('budget')).toEqual(['planning', ...RESEARCH].toSorted())
  })

  describe.each(['giveUp', 'break'] as const)('when an agent ends by %s', (how) => {
    it.each(['location', 'activity', 'weather'] as const)('%s: the trip is degraded and says so', (agent) => {
      const run = start().answer('planning', ...RESEARCH.filter((other) => other !== agent))
      run[how](agent).answer('budget')
      expect(run.value).toBe('degraded')
      expect(run.output.status).toBe('degraded')
      expect(run.output.missing.join()).toContain(agent)
      expect(run.feed().at(-1)).toMatchObject({ type: 'trip.ready', status: 'degraded' })
    })

    it('budget: the trip is degraded', () => {
      const run = start().answer('planning', ...RESEARCH)
      run[how]('budget')
      expect(run.output).toMatchObject({ status: 'degraded' })
      expect(run.output.tripPlan?.budget).toBeUndefined()
    })

    it('planning: the trip fails', () => {
      const run = start()[how]('planning')
      expect(run.value).toBe('failed')
      expect(run.output).toMatchObject({
        status: 'failed',
        failure: { message: expect.any(String) as string },
      })
      expect(types(run)).toEqual(['trip.accepted', 'trip.failed'])
    })

    it.each(['transport', 'accommodation'] as const)(
      '%s: the trip fails, keeps what is known, stops the rest',
      (agent) => {
        const run = start().answer('planning', 'weather')[how](agent)
        expect(run.value).toBe('failed')
        expect(run.open).toEqual([])
        expect(run.stops()).toBe(3)
        expect(Object.keys(run.output.sections ?? {}).toSorted()).toEqual(['planning', 'weather'])
        expect(run.output.tripPlan).toBeUndefined()
      },
    )
  })

  it.each<[string, () => ReturnType<typeof start>, number]>([
    ['planning', () => start(), 1],
    ['researching', () => start().answer('planning', 'location'), 4],
    ['budgeting', () => start().answer('planning', ...RESEARCH), 1],
  ])('can be cancelled and can run out of time while %s', (_state, make, stops) => {
    const cancelled = make().cancel()
    expect(cancelled.value).toBe('cancelled')
    expect(cancelled.output.status).toBe('cancelled')
    expect([cancelled.stops(), cancelled.open]).toEqual([stops, []])
    expect(types(cancelled).at(-1)).toBe('trip.cancelled')
    const late = make().deadline()
    expect(late.output).toMatchObject({ status: 'failed', failure: { code: 'trip.deadline' } })
    expect(late.stops()).toBe(stops)
  })

  it('changes nothing once it has ended', () => {
    const run = start().cancel().cancel()
    expect(types(run)).toEqual(['trip.accepted', 'trip.cancelled'])
  })

  it.each<[string, Partial<TripRequest>]>([
    ['no destination', { destinations: [] }],
    ['an end before its start', { end: '2020-01-01' }],
    ['nobody who travels', { travelers: { adults: 0, children: 1 } }],
    ['a budget in another currency', { budget: { amount: 1, currency: 'JPY' } }],
  ])('refuses a request with %s', (_name, change) => {
    const run = start({ ...REQUEST, ...change })
    expect(run.output).toMatchObject({
      status: 'failed',
      failure: { code: 'request.unsound', retryable: false },
    })
    expect(run.tasks()).toEqual([])
  })

  it('reports every agent, whatever became of it', () => {
    expect(
      start()
        .cancel()
        .output.agentCoordination.agents.map(({ agent }) => agent),
    ).toEqual([...AGENTS])
  })

  describe('when money runs out', () => {
    const RENEWAL = 'xstate.after.renewal.trip.awaitingBudget'
    const GIVE_UP = 'xstate.after.budgetDeadline.trip.awaitingBudget'
    const DEADLINE = 'xstate.after.deadline.trip'
    const hour = { scope: 'hour', resumesAt: 1_700_000_000_000, resumesInMs: 60_000 }

    it('the others finish, the trip waits, and a top-up asks just who is missing', () => {
      const run = start().answer('planning', 'location').runShort('transport').runShort('weather')
      expect(run.value).toMatchObject({ researching: { transport: 'ended', activity: 'working' } })
      run.answer('accommodation', 'activity')
      expect([run.value, run.open]).toEqual(['awaitingBudget', []])
      expect(run.feed().at(-1)).toEqual({
        type: 'trip.awaitingBudget',
        trip: 't1',
        agents: ['transport', 'weather'],
        scope: 'request',
      })
      run.topUp()
      expect(run.open).toEqual(['transport', 'weather'])
      expect(run.answer('weather').answer('transport').value).toBe('budgeting')
      expect(run.answer('budget').output).toMatchObject({ status: 'success', missing: [] })
      expect(types(run)).toEqual(['trip.accepted', 'trip.awaitingBudget', 'trip.ready'])
    })

    it.each(['planning', 'budget'] as const)('for %s alone it waits, and asks it again', (agent) => {
      const before = agent === 'planning' ? start() : start().answer('planning', ...RESEARCH)
      const run = before.runShort(agent)
      expect(run.value).toBe('awaitingBudget')
      run.topUp()
      expect(run.open).toEqual([agent])
      if (agent === 'planning') run.answer('planning', ...RESEARCH)
      expect(run.answer('budget').output.status).toBe('success')
    })

    it('of an hour or a day, it goes on by itself when the next begins, and not by a stale timer', () => {
      const run = start().answer('planning', 'location', 'accommodation', 'activity')
      run.runShort('weather', { ...hour, resumesInMs: 5_000 }).runShort('transport', hour)
      expect(run.context.wait).toEqual({
        waits: 1,
        agents: ['transport', 'weather'],
        scope: 'hour',
        resumesAt: hour.resumesAt,
        resumesInMs: 61_000,
      })
      expect(run.feed().at(-1)).toMatchObject({ resumesAt: '2023-11-14T22:13:20.000Z' })
      run.fire(RENEWAL)
      expect(run.open).toEqual(['transport', 'weather'])
      expect(run.timers).not.toContain(GIVE_UP)
      expect(run.answer('transport', 'weather', 'budget').value).toBe('ready')
    })

    it('only a top-up helps when the trip has used up its own limit, too', () => {
      const run = start().answer('planning', 'location', 'accommodation', 'activity')
      run.runShort('weather', hour).runShort('transport')
      expect(run.context.wait).toEqual({ waits: 1, agents: ['transport', 'weather'], scope: 'request' })
      expect(run.fire(RENEWAL).value).toBe('awaitingBudget')
      expect(run.topUp().open).toEqual(['transport', 'weather'])
    })

    it('money that comes while others still work is not waited for', () => {
      const run = start().answer('planning', 'location', 'accommodation', 'activity').runShort('transport')
      run.topUp().answer('weather')
      expect(run.open).toEqual(['transport'])
      expect(types(run)).toEqual(['trip.accepted'])
    })

    it('the deadline of the trip does not end a wait, and begins anew after it', () => {
      const run = start()
        .answer('planning', ...RESEARCH)
        .runShort('budget')
      expect(run.fire(DEADLINE).value).toBe('awaitingBudget')
      run.topUp()
      expect([run.value, run.timers]).toEqual(['budgeting', ['late']])
      run.runShort('budget')
      expect(run.timers).not.toContain('late')
      expect(run.topUp('top-up 2').fire('late').output.failure?.code).toBe('trip.deadline')
    })

    it('that nobody gives in time, it ends with what it has: degraded, or failed', () => {
      const degraded = start().answer('planning', 'location', 'transport', 'accommodation', 'activity')
      degraded.runShort('weather').fire(GIVE_UP)
      expect(degraded.open).toEqual(['budget'])
      expect(degraded.runShort('budget').output).toMatchObject({
        status: 'degraded',
        missing: ['weather: no money for weather (1 attempt)', 'budget: no money for budget (1 attempt)'],
      })
      const failed = start().answer('planning', 'location', 'weather', 'accommodation', 'activity')
      expect(failed.runShort('transport').fire(GIVE_UP).output).toMatchObject({
        status: 'failed',
        failure: { code: 'budget.exhausted' },
      })
      const early = start().runShort('planning').fire(GIVE_UP)
      expect(early.output.failure?.code).toBe('budget.exhausted')
    })

    it('it can be cancelled, and what failed for another reason is not asked again', () => {
      const waiting = () =>
        start()
          .answer('planning', 'location', 'accommodation', 'activity')
          .giveUp('weather')
          .runShort('transport')
      expect(waiting().cancel().output).toMatchObject({ status: 'cancelled' })
      expect(waiting().topUp().open).toEqual(['transport'])
    })

    it('it waits so often and no more', () => {
      const run = start().answer('planning', ...RESEARCH)
      for (let n = 0; n < MOST_WAITS; n++) run.runShort('budget', hour).fire(RENEWAL)
      expect(run.runShort('budget', hour).output.status).toBe('degraded')
    })
  })

  // Last: what the tests above have reached.
  it('reaches every state', () => {
    expect(reached.size).toBeGreaterThan(0)
    expect(stateIds(trip.machine).filter((id) => !reached.has(id) && !isPassed(id))).toEqual([])
  })
})
