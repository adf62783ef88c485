/** The pool within one process. */
import { expect, it } from 'vitest'
import { systemClock } from '../../runtime/core/clock.ts'
import { EmbeddedPool } from '../../storage/pool/embedded.ts'
import type { PoolEvent } from '../../storage/pool/port.ts'
import { poolContract } from './pool-contract.ts'

poolContract('embedded', () => ({ open: async () => new EmbeddedPool({ clock: systemClock }) }))

const signal = new AbortController().signal
const asText = (stored: unknown) => (typeof stored === 'string' ? stored : undefined)

it('stays within its bytes: what was used longest ago goes first', async () => {
  const maxBytes = 20_000
  await using pool = new EmbeddedPool({ clock: systemClock, maxBytes })
  const made: string[] = []
  const ask = (key: string) =>
    pool.getOrMake(
      key,
      {
        ttlMs: 60_000,
        read: asText,
        make: async () => {
          made.push(key)
          return key.padEnd(800, 'x')
        },
      },
      signal,
    )
  await ask('a')
  for (let i = 0; i < 100; i++) {
    await ask(`k${i}`)
    await ask('a') // in use all the time
    expect(pool.bytes).toBeLessThanOrEqual(maxBytes)
  }
  expect(made.filter((key) => key === 'a')).toEqual(['a'])
  await ask('k0')
  expect(made.filter((key) => key === 'k0')).toEqual(['k0', 'k0'])
})

it('gives an answer that is too large for it, and says that it was not kept', async () => {
  const events: PoolEvent[] = []
  await using pool = new EmbeddedPool({
    clock: systemClock,
    maxBytes: 10_000,
    observe: (event) => events.push(event),
  })
  const making = { ttlMs: 60_000, read: asText, make: async () => 'x'.repeat(20_000) }
  expect(await pool.getOrMake('large', making, signal)).toHaveLength(20_000)
  expect(pool.bytes).toBe(0)
  expect(events).toMatchObject([{ type: 'pool:unstored', key: 'large' }])
})
