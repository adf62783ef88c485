/** The agent machine: every state, every guard both ways, by pure transitions. */
import { initialTransition, transition, type AnyMachineSnapshot } from 'xstate'
import { describe, expect, it } from 'vitest'
import { createAgentMachine, failureOf } from '../../machines/agent/agent-machine.ts'
import { REQUEST, SECTIONS, stateIds } from './fixtures.ts'

const machine = createAgentMachine('weather', { attempts: 3, timeoutMs: 10_000, backoffMs: 1_000 })
const task = { agent: 'weather' as const, request: REQUEST, sections: { planning: SECTIONS.planning } }
const reached = new Set<string>()

/** States that are passed through are only seen while they are on the way. */
const PASSED = new Set(['agent-weather.checking', 'agent-weather.deciding'])

function start() {
  type Step = readonly [AnyMachineSnapshot, readonly { type: string; params: unknown }[]]
  let [state, actions] = initialTransition(machine, { task }) as unknown as Step
  const note = () => {
    for (const node of (state as unknown as { _nodes: { id: string }[] })._nodes) reached.add(node.id)
  }
  note()
  return {
    get value() {
      return state.value
    },
    get context() {
      return state.context as { attempt: number; failure?: unknown }
    },
    get output() {
      return state.output as unknown
    },
    timers: () =>
      actions.flatMap((action) =>
        action.type === 'xstate.raise' ? [(action.params as { delay: number }).delay] : [],
      ),
    send(event: { type: string; [key: string]: unknown }) {
      ;[state, actions] = transition(machine, state as never, event as never)
      note()
      return this
    },
    answer(section: unknown) {
      return this.send({ type: 'xstate.done.actor.attempt', output: { provider: 'test', section } })
    },
    fail(error: unknown) {
      return this.send({ type: 'xstate.error.actor.attempt', error })
    },
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

  // Last: what the tests above have reached.
  it('reaches every state', () => {
    expect(reached.size).toBeGreaterThan(0)
    expect(stateIds(machine).filter((id) => !reached.has(id) && !PASSED.has(id))).toEqual([])
  })
})
