/** What every driver must tell of the journal as a whole, and what of it may go (R15). */
import { describe, expect, it } from 'vitest'
import { addressText, childAddress, rootAddress, type Address } from '../../runtime/core/address.ts'
import type { Driver } from '../../runtime/core/driver.ts'
import { recordOf } from './driver-contract.ts'

/** Appends the next record of each actor in turn. */
async function write(driver: Driver, actors: readonly Address[]): Promise<readonly number[]> {
  const sequences: number[] = []
  for (const actor of actors) {
    const tail = await driver.tail(actor)
    const record = recordOf(actor, (tail?.record.turn ?? 0) + 1)
    const result = await driver.append(actor, record, tail?.sequence ?? 0)
    if (result.status !== 'committed') throw new Error(result.status)
    sequences.push(result.sequence)
  }
  return sequences
}

async function turnsOf(driver: Driver, root: Address): Promise<readonly string[]> {
  const all = await Array.fromAsync(driver.read(root, {}))
  return all.map(({ record }) => `${record.actor.split('/').slice(1).join('/')} ${record.turn}`)
}

export function historyContract(name: string, open: () => Promise<Driver>): void {
  const [a, b, c] = [rootAddress('k', 'a'), rootAddress('k', 'b.*'), rootAddress('other', 'c')]
  const kid = childAddress(a, 'kid', 1)
  const grandkid = childAddress(kid, 'kid', 2)

  describe(`${name}: history (R15)`, () => {
    it('tells the last record of everybody, of a kind, of roots or descendants', async () => {
      await using driver = await open()
      await write(driver, [a, b, c, a, kid, grandkid, kid])
      const tails = async (filter?: Parameters<typeof driver.history.tails>[0]) =>
        (await Array.fromAsync(driver.history.tails(filter))).map(
          ({ record }) => `${record?.actor} ${record?.turn}`,
        )
      const told = [b, c, a, grandkid, kid].map((actor) => addressText(actor))
      expect(await tails()).toEqual(told.map((actor, n) => `${actor} ${n === 2 || n === 4 ? 2 : 1}`))
      expect(await tails({ only: 'roots' })).toEqual([`${told[0]} 1`, `${told[1]} 1`, `${told[2]} 2`])
      expect(await tails({ only: 'roots', rootKind: 'k' })).toEqual([`${told[0]} 1`, `${told[2]} 2`])
      expect(await tails({ root: a, only: 'descendants' })).toEqual([`${told[3]} 1`, `${told[4]} 2`])
      expect(await tails({ rootKind: 'other' })).toEqual([`${told[1]} 1`])
      expect(await tails({ root: rootAddress('k', 'nobody') })).toEqual([])
    })

    it('tells the ends of one actor, with their size and age', async () => {
      await using driver = await open()
      const [first, , last] = await write(driver, [a, kid, a])
      const before = await driver.history.first(a)
      expect(before).toMatchObject({ address: a, sequence: first, record: { turn: 1 } })
      expect(before?.bytes).toBeGreaterThan(100)
      expect(Math.abs((before?.storedAt ?? 0) - Date.now())).toBeLessThan(60_000)
      expect(await driver.history.last(a)).toMatchObject({ sequence: last, record: { turn: 2 } })
      expect(await driver.history.first(b)).toBeUndefined()
      expect(await driver.history.last(b)).toBeUndefined()
      const roots = await Array.fromAsync(driver.history.roots(first ?? 0))
      expect(roots).toMatchObject([{ address: a, sequence: last }])
    })

    it('purges within its bounds, of one root only, however often', async () => {
      await using driver = await open()
      const all = await write(driver, [a, kid, b, kid, a, grandkid, kid, a])
      const bounds = { rootBefore: all[4] ?? 0, descendantsUpTo: all[5] ?? 0 }
      expect(await driver.history.purge(a, { rootBefore: 0, descendantsUpTo: 0 })).toBe(0)
      expect(await driver.history.purge(a, bounds)).toBe(4)
      expect(await driver.history.purge(a, bounds)).toBe(0)
      expect(await turnsOf(driver, a)).toEqual(['a 2', 'a/kid.1 3', 'a 3'])
      expect(await turnsOf(driver, b)).toEqual([`${addressText(b).slice(2)} 1`])
      expect(await driver.history.first(a)).toMatchObject({ record: { turn: 2 } })
      expect(await driver.history.last(grandkid)).toBeUndefined()
      // The fence of what is left still holds (I2).
      expect((await driver.append(a, recordOf(a, 1), 0)).status).toBe('conflict')
      expect(await write(driver, [a])).toHaveLength(1)
    })

    it('keeps a bookmark', async () => {
      await using driver = await open()
      expect(await driver.history.bookmark()).toBeUndefined()
      await write(driver, [a, a, a])
      await driver.history.keepBookmark({ sequence: 1, closing: [] })
      await driver.history.keepBookmark({ sequence: 2, closing: ['k/a'] })
      expect(await driver.history.bookmark()).toEqual({ sequence: 2, closing: ['k/a'] })
    })
  })
}
