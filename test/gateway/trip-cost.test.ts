/** What an ended trip has cost: what the ledger says, also when calls were stopped with it, and for every way in. */
import { afterEach, expect, it } from 'vitest'
import { CaravanError } from '../../runtime/index.ts'
import { TripResult } from '../../machines/messages/index.ts'
import { agentOf, desk, fakeModel, honest, type Behaviour, type Desk } from '../agents/fake-model.ts'
import { until } from '../kit/until.ts'
import { ask, post } from './ask.ts'
import { talk } from './talk.ts'
import { startWorld, type World } from './world.ts'

const REQUEST = { destinations: ['Tokyo', 'Kyoto'], durationDays: 6 }
const open: World[] = []
afterEach(async () => {
  for (const world of open.splice(0)) await world[Symbol.asyncDispose]()
})

/** A model that never ends its answer. */
const hanging: Behaviour = (_request, _n, signal) =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })

async function begun(
  behaviour: Behaviour,
  options: Parameters<typeof desk>[1] = {},
): Promise<{ readonly world: World; readonly books: Desk; readonly id: string }> {
  const books = desk([fakeModel('openai', behaviour)], { timeoutMs: 60_000, ...options })
  const world = await startWorld({ answer: books.ask, gateway: { spending: books.spending } })
  open.push(world)
  return { world, books, id: String((await post(world, '/trips', REQUEST)).body['id']) }
}

const resultOf = async (world: World, id: string) =>
  TripResult.parse((await ask(world, `/trips/${id}`)).body['result'])

/** What the ledger has once nothing is under way any more. */
async function settled({ spending }: Desk, id: string): Promise<number> {
  const money = () => spending.trip('default', id, AbortSignal.timeout(20_000))
  await until(async () => (await money()).reservedMicroUsd === 0)
  return (await money()).spentMicroUsd
}

it('a cancelled trip pays for the calls that were stopped with it', async () => {
  const { world, books, id } = await begun((request, n, signal) =>
    agentOf(request) === 'planning' ? honest(request, n, signal) : hanging(request, n, signal),
  )
  await until(
    async () => (await books.spending.totals('default', AbortSignal.timeout(20_000))).open.length === 5,
  )
  using client = await talk(world.socketUrl)
  client.send({ type: 'trip.subscribe', trip: id })
  await post(world, `/trips/${id}/cancel`, {})
  await until(async () => (await ask(world, `/trips/${id}`)).body['status'] === 'cancelled')
  const spent = await settled(books, id)
  const { cost } = await resultOf(world, id)
  expect(cost?.microUsd).toBe(spent)
  expect(cost?.byAgent.map(({ agent, estimated }) => `${agent} ${estimated}`).toSorted()).toEqual([
    'accommodation true',
    'activity true',
    'location true',
    'planning false',
    'transport true',
    'weather true',
  ])
  // What is told at once counts calls that are still being given up, so it says the same.
  const frame = await client.frame('trip.result')
  expect((frame.result as TripResult).cost?.microUsd).toBe(spent)
})

it('a trip that failed pays for the calls of those who were still working', async () => {
  let others = 0
  const { world, books, id } = await begun(async (request, n, signal) => {
    if (agentOf(request) === 'planning') return await honest(request, n, signal)
    if (agentOf(request) !== 'transport') {
      others += 1
      return await hanging(request, n, signal)
    }
    await until(() => others === 4)
    throw new CaravanError('model.unauthorized', 'no', { data: { unbilled: true } })
  })
  await until(async () => (await ask(world, `/trips/${id}`)).body['status'] === 'failed')
  const spent = await settled(books, id)
  const { cost } = await resultOf(world, id)
  expect(cost?.microUsd).toBe(spent)
  expect(cost?.byAgent.find(({ agent }) => agent === 'transport')?.microUsd).toBe(0)
  expect(cost?.byAgent.filter(({ estimated }) => estimated)).toHaveLength(4)
})

it('a trip that ended without money has paid what it could', async () => {
  const { world, books, id } = await begun(honest, { limits: { requestMicroUsd: 20_000 } })
  await until(async () => (await ask(world, `/trips/${id}`)).body['state'] === 'awaitingBudget')
  await post(world, `/trips/${id}/cancel`, {})
  await until(async () => (await ask(world, `/trips/${id}`)).body['status'] === 'cancelled')
  const spent = await settled(books, id)
  expect(spent).toBeGreaterThan(0)
  expect((await resultOf(world, id)).cost?.microUsd).toBe(spent)
})

it('without the ledger the result says what the agents reported', async () => {
  const books = desk([fakeModel('openai')])
  const lines = () => Promise.reject(new CaravanError('spending.unavailable', 'away', { retryable: true }))
  const world = await startWorld({ answer: books.ask, gateway: { spending: { ...books.spending, lines } } })
  open.push(world)
  const id = String((await post(world, '/trips', REQUEST)).body['id'])
  await until(async () => (await ask(world, `/trips/${id}`)).body['status'] === 'success')
  expect((await resultOf(world, id)).cost?.microUsd).toBe(await settled(books, id))
  expect(world.events).toContainEqual(expect.objectContaining({ type: 'request:failed', what: 'costs' }))
})
