/** A purse that is as large as its store takes: what ends makes room, also beside those who ask for more. */
import { expect, it } from 'vitest'
import { CaravanError } from '../../runtime/core/errors.ts'
import { memoryStore } from '../../storage/spending/memory.ts'
import { DEFAULT_LIMITS, type SpendingEvent } from '../../storage/spending/port.ts'
import { spendingOn } from '../../storage/spending/spending.ts'
import type { SpendingStore } from '../../storage/spending/store.ts'
import { entryOf, handClock, reservationOf } from './calls.ts'

const ROOM = 20
const never = new AbortController().signal

it('calls end although more are asked for beside them than the purse can hold', async () => {
  const store = memoryStore()
  const writing = Promise.withResolvers<void>()
  let held: Promise<void> | undefined
  const small: SpendingStore = {
    ...store,
    write: async (tenant, purse, revision) => {
      if (held !== undefined) writing.resolve()
      await held
      if (Object.keys(purse.open).length > ROOM)
        throw new CaravanError('spending.full', 'too many', { retryable: true })
      return store.write(tenant, purse, revision)
    },
  }
  const events: SpendingEvent[] = []
  const money = spendingOn(small, {
    limits: DEFAULT_LIMITS,
    clock: handClock(),
    jitter: () => 0,
    observe: (event) => void events.push(event),
  })
  const asked = (callId: string) => money.reserve(reservationOf(callId, { worstMicroUsd: 1 }), never)
  for (let n = 0; n < ROOM; n++) await asked(`${n}`)

  // Everything that is asked while one write is under way goes into the next.
  const goOn = Promise.withResolvers<void>()
  held = goOn.promise
  const before = money.settle(entryOf('0', { microUsd: 5 }), never)
  await writing.promise
  const asking = Promise.allSettled(['a', 'b', 'c', 'd'].map(asked))
  const ending = Promise.allSettled(['1', '2'].map((id) => money.settle(entryOf(id, { microUsd: 5 }), never)))
  await new Promise((resolve) => setTimeout(resolve, 20))
  goOn.resolve()

  await before
  expect((await ending).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
  for (const answer of await asking)
    expect(answer).toMatchObject({
      status: 'rejected',
      reason: { code: 'spending.busy', retryable: true, cause: { code: 'spending.full' } },
    })
  expect(await Promise.all(['a', 'b', 'c'].map(asked))).toMatchObject(
    Array.from({ length: 3 }, () => ({ status: 'reserved' })),
  )
  const { purse } = await store.read('default')
  expect(Object.keys(purse.open)).toHaveLength(ROOM)
  expect(purse.freed).toEqual([])
  expect(events.filter(({ type }) => type === 'spending:overrun')).toHaveLength(3)
  expect(events.filter(({ type }) => type === 'spending:settled')).toHaveLength(3)
})
