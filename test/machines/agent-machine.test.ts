/** The agent machine: every state, every guard both ways, by pure transitions. */
import { initialTransition, transition, type AnyMachineSnapshot } from 'xstate'
import { describe, expect, it } from 'vitest'
import { MAX_RETRY_AFTER_MS } from '../../machines/agent/agent-limits.ts'
import { createAgentMachine, failureOf } from '../../machines/agent/agent-machine.ts'
import { waitMs, whatNext } from '../../machines/agent/agent-policy.ts'
import { REQUEST, SECTIONS, stateIds } from './fixtures.ts'

const LIMITS = { attempts: 3, timeoutMs: 10_000, backoffMs: 1_000 }
const machine = createAgentMachine('weather', LIMITS)
/** With somewhere else to go, and models that can be told what was wrong. */
const routed = createAgentMachine('weather', { ...LIMITS, attempts: 2, routes: 2, repairs: 1 })
const CALL = { provider: 'openai', model: 'small', microUsd: 120 }
const task = { agent: 'weather' as const, request: REQUEST, sections: { planning: SECTIONS.planning } }
const reached = new Set<string>()

/** States that are passed through are only seen while they are on the way. */
const PASSED = new Set(['refusing', 'deciding'].map((name) => `agent-weather.${name}`))

function start(of = machine) {
  type Step = readonly [AnyMachineSnapshot, readonly { type: string; params: unknown }[]]
  let [state, actions] = initialTransition(of, { task }) as unknown as Step
  const note = () => {
    for (const node of (state as unknown as { _nodes: { id: string }[] })._nodes) reached.add(node.id)
  }
  note()
  return {
    get value() {
      return state.value
    },
    get context() {
      return state.context as { attempt: number; route: number; calls: unknown; failure?: unknown }
    },
    get output() {
      return state.output as unknown
    },
    timers: () =>
      actions.flatMap((action) =>
        action.type === 'xstate.raise' ? [(action.params as { delay: number }).delay] : [],
      ),
    send(event: { type: string; [key: string]: unknown }) {
      ;[state, actions] = transition(of, state as never, event as never)
      note()
      return this
    },
    answer(section: unknown) {
      return this.send({ type: 'xstate.done.actor.attempt', output: { provider: 'test', section } })
    },
    fail(error: unknown) {
      return this.send({ type: 'xstate.error.actor.attempt', error })
    },
    reply(output: unknown, from: 'attempt' | 'repair' = 'attempt') {
      return this.send({ type: `xstate.done.actor.${from}`, output })
    },
    fallback() {
      return this.send({ type: 'xstate.after.fallback.agent-weather.fallingBack' })
    },
    inputs: () =>
      actions.flatMap((action) =>
        action.type === 'xstate.spawnChild' ? [(action.params as { input: object }).input] : [],
      ),
    timeout() {
      return this.send({ type: 'xstate.after.timeout.agent-weather.attempting' })
    },
    backoff() {
      return this.send({ type: 'xstate.after.backoff.agent-weather.backingOff' })
    },
  }
}

describe('agent machine', () => {
  it('answers at the first attempt', () => {
    const run = start()
    expect([run.value, run.context.attempt, run.timers()]).toEqual(['attempting', 1, [10_000]])
    expect(run.answer(SECTIONS.weather).output).toEqual({
      outcome: 'answered',
      provider: 'test',
      attempts: 1,
      section: SECTIONS.weather,
    })
  })

  it('backs off longer each time, and answers at last', () => {
    const run = start().fail({ code: 'x', message: 'busy', retryable: true })
    expect([run.value, run.timers()]).toEqual(['backingOff', [1_000]])
    run.backoff().fail({ code: 'x', message: 'busy' })
    expect([run.value, run.timers()]).toEqual(['backingOff', [2_000]])
    expect(run.backoff().answer(SECTIONS.weather).output).toMatchObject({ outcome: 'answered', attempts: 3 })
  })

  it('gives up after the last attempt with its reason', () => {
    const run = start().timeout().backoff().timeout().backoff().timeout()
    expect(run.output).toMatchObject({
      outcome: 'failed',
      attempts: 3,
      failure: { code: 'agent.timeout', message: 'The weather agent gave no answer within 10 s.' },
    })
  })

  it('does not try again what cannot succeed', () => {
    const failure = { code: 'key.wrong', message: 'wrong key', retryable: false }
    expect(start().fail(failure).output).toMatchObject({ outcome: 'failed', attempts: 1, failure })
  })

  it.each([undefined, null, 'text', {}, { days: 'none' }])(
    'refuses an answer that does not fit: %j',
    (section) => {
      const run = start().answer(section)
      expect(run.value).toBe('backingOff')
      expect(run.context.failure).toMatchObject({ code: 'agent.answer.invalid' })
      expect(run.backoff().answer(SECTIONS.weather).output).toMatchObject({
        outcome: 'answered',
        attempts: 2,
      })
    },
  )

  it('takes no answer at all for one that does not fit', () => {
    expect(start().send({ type: 'xstate.done.actor.attempt', output: undefined }).value).toBe('backingOff')
  })

  it('makes a failure of whatever was thrown', () => {
    expect(failureOf(undefined)).toMatchObject({ code: 'agent.error' })
    expect(failureOf('text')).toMatchObject({ code: 'agent.error' })
    expect(failureOf({ code: 1, message: 'm', retryable: 'no' })).toEqual({
      code: 'agent.error',
      message: 'm',
    })
  })

  it('lets a model mend its answer once, with what was wrong, and counts every call', () => {
    const run = start(routed).reply({
      provider: 'openai',
      model: 'small',
      section: { days: 1 },
      text: '{"days":1}',
      calls: [CALL],
    })
    expect(run.value).toBe('repairing')
    expect(run.inputs()).toMatchObject([
      {
        attempt: 1,
        repair: { text: '{"days":1}', problems: expect.arrayContaining([expect.stringMatching(/^days: /)]) },
      },
    ])
    run.reply({ provider: 'openai', model: 'small', section: SECTIONS.weather, calls: [CALL] }, 'repair')
    expect(run.output).toEqual({
      outcome: 'answered',
      provider: 'openai',
      model: 'small',
      attempts: 1,
      repairs: 1,
      calls: [CALL, CALL],
      section: SECTIONS.weather,
    })
  })

  it('takes findings for a reason to mend, and gives up on what stays untrue', () => {
    const untrue = {
      provider: 'openai',
      section: SECTIONS.weather,
      findings: ['days.0.date: not in the trip'],
    }
    const run = start(routed).reply(untrue)
    expect(run.value).toBe('repairing')
    expect(run.inputs()).toMatchObject([{ repair: { problems: ['days.0.date: not in the trip'] } }])
    run.reply(untrue, 'repair')
    expect([run.value, run.context.failure]).toMatchObject(['backingOff', { code: 'agent.answer.untrue' }])
    expect(run.backoff().reply(untrue).value).toBe('fallingBack') // one round per route
    expect(run.fallback().reply(untrue).value).toBe('repairing')
  })

  it('a repair round can time out or fail like an attempt', () => {
    const bad = { provider: 'openai', section: {} }
    expect(
      start(routed).reply(bad).send({ type: 'xstate.after.timeout.agent-weather.repairing' }).value,
    ).toBe('backingOff')
    expect(
      start(routed)
        .reply(bad)
        .send({ type: 'xstate.error.actor.repair', error: { code: 'x', message: 'm' } }).value,
    ).toBe('backingOff')
  })

  it('goes to the next route when this one can give nothing, and says so at the end', () => {
    const unauthorized = { code: 'model.unauthorized', message: 'no such key', retryable: false }
    const run = start(routed).reply({ provider: 'openai', failure: unauthorized, calls: [CALL] })
    expect([run.value, run.context.route]).toEqual(['fallingBack', 1])
    run.fallback()
    expect(run.inputs()).toMatchObject([{ attempt: 2, route: 1 }])
    run.reply({ provider: 'anthropic', section: SECTIONS.weather })
    expect(run.output).toMatchObject({
      outcome: 'answered',
      provider: 'anthropic',
      attempts: 2,
      fallbacks: 1,
      calls: [CALL],
    })
  })

  it('uses all attempts of a route, then all of the next', () => {
    const busy = { provider: 'p', failure: { code: 'model.overloaded', message: 'busy', retryable: true } }
    const run = start(routed).reply(busy).backoff().reply(busy).fallback().reply(busy).backoff().reply(busy)
    expect(run.output).toMatchObject({ outcome: 'failed', attempts: 4, fallbacks: 1, failure: busy.failure })
  })

  it('waits as long as the provider asks, and leaves one that asks for too much', () => {
    const limited = (retryAfterMs: number) => ({
      provider: 'p',
      failure: { code: 'model.rate-limited', message: 'slow down', retryable: true },
      retryAfterMs,
    })
    expect(start(routed).reply(limited(45_000)).timers()).toEqual([45_000])
    expect(start(routed).reply(limited(10)).timers()).toEqual([1_000])
    expect(start(routed).reply(limited(MAX_RETRY_AFTER_MS + 1)).value).toBe('fallingBack')
    expect(start().reply(limited(86_400_000)).timers()).toEqual([MAX_RETRY_AFTER_MS])
    const thrown = {
      code: 'model.rate-limited',
      message: 'm',
      retryable: true,
      data: { retryAfterMs: 30_000 },
    }
    expect(start(routed).fail(thrown).timers()).toEqual([30_000])
  })

  it.each([
    ['budget.exhausted', true, 'end'],
    ['agent.answer.refused', undefined, 'next-route'],
    ['agent.answer.cut-off', undefined, 'next-route'],
    ['agent.answer.empty', undefined, 'again'],
    ['agent.answer.invalid', undefined, 'again'],
    ['model.rejected', false, 'next-route'],
    ['model.unavailable', true, 'again'],
    ['agent.timeout', undefined, 'again'],
  ] as const)('after %s (retryable: %s): %s', (code, retryable, next) => {
    const failure = { code, message: 'm', ...(retryable === undefined ? {} : { retryable }) }
    const at = { failure, retryAfterMs: undefined, tries: 1, route: 0 }
    expect(whatNext({ ...LIMITS, routes: 2 }, at)).toBe(next)
    expect(whatNext({ ...LIMITS, routes: 2 }, { ...at, route: 1 })).toBe(next === 'next-route' ? 'end' : next)
  })

  it('spreads waits by what they are for, the same each time', () => {
    const at = { failure: undefined, retryAfterMs: undefined, tries: 2, route: 0 }
    const waits = Array.from({ length: 200 }, (_, n) => waitMs({ ...LIMITS, jitter: 0.2 }, at, `trip-${n}`))
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(1_600)
    expect(Math.max(...waits)).toBeLessThanOrEqual(2_400)
    expect(new Set(waits).size).toBeGreaterThan(100)
    expect(waitMs({ ...LIMITS, jitter: 0.2 }, at, 'trip-0')).toBe(waits[0])
  })

  // Last: what the tests above have reached.
  it('reaches every state', () => {
    expect(reached.size).toBeGreaterThan(0)
    expect(stateIds(machine).filter((id) => !reached.has(id) && !PASSED.has(id))).toEqual([])
  })
})
