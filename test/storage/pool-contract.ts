/** What every pool promises, whatever it is made of. */
import { describe, expect, it } from 'vitest'
import type { Making, Pool } from '../../storage/pool/port.ts'
import { until } from '../kit/until.ts'

export interface PoolKit {
  /** Another client of the same pool: another host, where the pool is shared. */
  open(): Promise<Pool>
}

const never = new AbortController().signal
const asNumber = (stored: unknown) => (typeof stored === 'number' ? stored : undefined)

function making(make: (signal: AbortSignal) => Promise<number>, ttlMs = 60_000): Making<number> {
  return { ttlMs, make, read: asNumber }
}

export function poolContract(name: string, kit: () => PoolKit): void {
  describe(`${name}: what every pool promises`, () => {
    let keys = 0
    const newKey = () => `question/${process.pid}/${keys++}`

    it('makes an answer once and gives it to everybody who asks later', async () => {
      await using pool = await kit().open()
      const key = newKey()
      let made = 0
      const ask = () =>
        pool.getOrMake(
          key,
          making(async () => ++made),
          never,
        )
      expect([await ask(), await ask(), await ask()]).toEqual([1, 1, 1])
    })

    it('makes it once for a hundred who ask at the same time', async () => {
      await using pool = await kit().open()
      const key = newKey()
      let made = 0
      const gate = Promise.withResolvers<void>()
      const all = Array.from({ length: 100 }, () =>
        pool.getOrMake(
          key,
          making(async () => {
            made++
            await gate.promise
            return 42
          }),
          never,
        ),
      )
      await until(() => made > 0)
      gate.resolve()
      expect(new Set(await Promise.all(all))).toEqual(new Set([42]))
      expect(made).toBe(1)
    })

    it('gives every caller a copy that nobody else can change', async () => {
      await using pool = await kit().open()
      const key = newKey()
      const read = (stored: unknown) => stored as { list: number[] }
      const ask = () => pool.getOrMake(key, { ttlMs: 60_000, read, make: async () => ({ list: [1] }) }, never)
      const [first, second] = await Promise.all([ask(), ask()])
      first.list.push(2)
      expect(second).toEqual({ list: [1] })
      expect(await ask()).toEqual({ list: [1] })
    })

    it('makes it anew once it has expired', async () => {
      await using pool = await kit().open()
      const key = newKey()
      let made = 0
      const ask = () =>
        pool.getOrMake(
          key,
          making(async () => ++made, 30),
          never,
        )
      expect(await ask()).toBe(1)
      await until(async () => (await ask()) === 2)
    })

    it('makes it anew when what is stored cannot be read by this version', async () => {
      await using pool = await kit().open()
      const key = newKey()
      const text = (stored: unknown) => (typeof stored === 'string' ? stored : undefined)
      await pool.getOrMake(key, { ttlMs: 60_000, make: async () => 'old', read: text }, never)
      expect(
        await pool.getOrMake(
          key,
          making(async () => 7),
          never,
        ),
      ).toBe(7)
      expect(
        await pool.getOrMake(
          key,
          making(async () => 8),
          never,
        ),
      ).toBe(7)
    })

    it('tells all who wait when it cannot be made, and lets the next one try', async () => {
      await using pool = await kit().open()
      const key = newKey()
      const failing = making(async () => Promise.reject(new Error('no answer today')))
      const both = await Promise.allSettled([
        pool.getOrMake(key, failing, never),
        pool.getOrMake(key, failing, never),
      ])
      for (const one of both) expect(one).toMatchObject({ reason: { message: 'no answer today' } })
      expect(
        await pool.getOrMake(
          key,
          making(async () => 3),
          never,
        ),
      ).toBe(3)
    })

    it('lets one who waits leave without troubling the others', async () => {
      await using pool = await kit().open()
      const key = newKey()
      const gate = Promise.withResolvers<number>()
      const leaver = new AbortController()
      const staying = pool.getOrMake(
        key,
        making(() => gate.promise),
        never,
      )
      const leaving = pool.getOrMake(
        key,
        making(() => gate.promise),
        leaver.signal,
      )
      leaver.abort(new Error('I leave'))
      await expect(leaving).rejects.toThrow('I leave')
      gate.resolve(5)
      expect(await staying).toBe(5)
    })

    it('stops the making when nobody waits any more', async () => {
      await using pool = await kit().open()
      const key = newKey()
      const leaver = new AbortController()
      let stopped = false
      let started = false
      const asking = pool.getOrMake(
        key,
        making(
          (signal) =>
            new Promise((_, reject) => {
              started = true
              signal.addEventListener('abort', () => {
                stopped = true
                reject(signal.reason as Error)
              })
            }),
        ),
        leaver.signal,
      )
      await until(() => started)
      leaver.abort(new Error('I leave'))
      await expect(asking).rejects.toThrow('I leave')
      await until(() => stopped)
      expect(
        await pool.getOrMake(
          key,
          making(async () => 9),
          never,
        ),
      ).toBe(9)
    })

    it('refuses an empty key and one that is too long', async () => {
      await using pool = await kit().open()
      for (const key of ['', 'x'.repeat(513)])
        await expect(
          pool.getOrMake(
            key,
            making(async () => 1),
            never,
          ),
        ).rejects.toMatchObject({
          code: 'pool.key.invalid',
        })
    })

    it('gives up what is under way when it is closed, and takes nothing more', async () => {
      const pool = await kit().open()
      const waiting = pool.getOrMake(
        newKey(),
        making(() => new Promise(() => undefined)),
        never,
      )
      const [outcome] = await Promise.all([Promise.allSettled([waiting]), pool[Symbol.asyncDispose]()])
      expect(outcome).toMatchObject([{ reason: { code: 'pool.closed' } }])
      await expect(
        pool.getOrMake(
          newKey(),
          making(async () => 1),
          never,
        ),
      ).rejects.toMatchObject({
        code: 'pool.closed',
      })
    })

    it('says of itself what it is, for health reports', async () => {
      await using pool = await kit().open()
      const state = await pool.state()
      expect(state.detail).not.toBe('')
      expect(state.shared ? state.reachable : true).toBe(true)
    })
  })
}
