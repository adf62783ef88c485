/** Whole trips on a host with injected answers: what a traveller gets when agents answer, fail, time out or talk nonsense. */
import { describe, expect, it } from 'vitest'
import { travelActors } from '../../actors/index.ts'
import type { Answer, AttemptInput } from '../../machines/agent/agent-machine.ts'
import { AGENTS, TripResult, type AgentName } from '../../machines/messages/index.ts'
import { runHost } from '../../runtime/host/host.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { CaravanError } from '../../runtime/index.ts'
import { until } from '../kit/until.ts'
import { REQUEST, SECTIONS } from './fixtures.ts'

type Behaviour = (attempt: number, signal: AbortSignal) => Promise<unknown>
const hang: Behaviour = (_attempt, signal) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))

async function plan(
  odd: Partial<Record<AgentName, Behaviour>>,
  options: { readonly cancelAt?: AgentName; readonly forceReplay?: boolean } = {},
) {
  const attempts: Partial<Record<AgentName, number>> = {}
  const answer = async ({ task, attempt }: AttemptInput, signal: AbortSignal): Promise<Answer> => {
    const { agent } = task
    attempts[agent] = attempt
    const section = await (odd[agent]?.(attempt, signal) ?? SECTIONS[agent])
    return { provider: 'test', section }
  }
  const actors = travelActors({ answer, backoffMs: 5, timeoutMs: 150 })
  const driver = memoryDriver()
  await using host = await runHost({
    actors: actors.all,
    driver,
    forceReplay: options.forceReplay ?? false,
    drainMs: 100,
  })
  const ref = host.ref(actors.trip, REQUEST.id)
  await ref.create(REQUEST, { tenant: REQUEST.tenant })
  const { cancelAt } = options
  if (cancelAt !== undefined) {
    await until(() => attempts[cancelAt] !== undefined)
    await ref.send({ type: 'trip.cancel' })
  }
  const snapshot = await until(async () => {
    const s = await ref.snapshot()
    return s !== undefined && s.status !== 'active' && s
  })
  await until(() => driver.feed.length >= 2)
  return { result: TripResult.parse(snapshot.output), attempts, feed: driver.feed.map(({ type }) => type) }
}

describe('a trip on a host', () => {
  it.each([false, true])('succeeds, also when every turn is replayed: %s', async (forceReplay) => {
    const { result, attempts, feed } = await plan({}, { forceReplay })
    expect(result).toMatchObject({ status: 'success', missing: [] })
    expect(attempts).toEqual(Object.fromEntries(AGENTS.map((agent) => [agent, 1])))
    expect(feed).toEqual(['trip.accepted', 'trip.ready'])
  })

  it('retries what fails once, times out once or answers nonsense once', async () => {
    const { result, attempts } = await plan({
      weather: async (attempt) => {
        if (attempt === 1) throw new CaravanError('busy', 'busy', { retryable: true })
        return SECTIONS.weather
      },
      location: (attempt, signal) =>
        attempt === 1 ? hang(attempt, signal) : Promise.resolve(SECTIONS.location),
      activity: async (attempt) => (attempt < 3 ? { nonsense: true } : SECTIONS.activity),
    })
    expect(result.status).toBe('success')
    expect(attempts).toMatchObject({ weather: 2, location: 2, activity: 3 })
  })

  it('is degraded without an optional agent, with the reason', async () => {
    const { result, attempts } = await plan({ weather: hang })
    expect(result.status).toBe('degraded')
    expect(result.missing).toEqual(['weather: The weather agent gave no answer within 0.15 s. (3 attempts)'])
    expect(attempts.weather).toBe(3)
  })

  it('fails at once without a required one that cannot succeed, and keeps what it knows', async () => {
    const { result, attempts, feed } = await plan({
      transport: async () => {
        throw new CaravanError('key.wrong', 'wrong key', { retryable: false })
      },
      location: hang,
    })
    expect(result).toMatchObject({ status: 'failed', failure: { code: 'key.wrong', message: 'wrong key' } })
    expect(attempts.transport).toBe(1)
    expect(result.sections?.planning).toEqual(SECTIONS.planning)
    expect(feed).toEqual(['trip.accepted', 'trip.failed'])
  })

  it('can be cancelled while an agent works', async () => {
    const { result, feed } = await plan({ accommodation: hang }, { cancelAt: 'accommodation' })
    expect(result.status).toBe('cancelled')
    expect(feed).toEqual(['trip.accepted', 'trip.cancelled'])
  })
})
