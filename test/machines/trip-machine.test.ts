/** The orchestrator: every state, every guard both ways, by the kernel's own pure turns. */
import { describe, expect, it } from 'vitest'
import { travelActors } from '../../actors/index.ts'
import { AGENTS, TripResult, type AgentName, type TripRequest } from '../../machines/messages/index.ts'
import type { OutboxItem } from '../../runtime/core/turn-record.ts'
import type { ActorState } from '../../runtime/kernel/draft.ts'
import { restore } from '../../runtime/kernel/snapshot.ts'
import type { ActorDefinition } from '../../runtime/index.ts'
import { create, done, event, failed, stored, timer, turn } from '../kernel/turns.ts'
import { REQUEST, SECTIONS, stateIds } from './fixtures.ts'

const trip = travelActors().trip as unknown as ActorDefinition
const reached = new Set<string>()
/** Left at once; their marks are what they emit and compute. */
const PASSED = new Set(['trip.validating', 'trip.reconciling'])

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

  // Last: what the tests above have reached.
  it('reaches every state', () => {
    expect(reached.size).toBeGreaterThan(0)
    expect(stateIds(trip.machine).filter((id) => !reached.has(id) && !PASSED.has(id))).toEqual([])
  })
})
