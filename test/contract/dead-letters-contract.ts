/** What every driver must do with what nobody can handle. */
import { describe, expect, it } from 'vitest'
import { addressText, rootAddress } from '../../runtime/core/address.ts'
import type { DeadLetterHead, DeadLetterFilter } from '../../runtime/core/dead-letters.ts'
import type { Delivery, Driver } from '../../runtime/core/driver.ts'
import type { Message } from '../../runtime/core/message.ts'
import { until } from '../kit/until.ts'
import { messageOf } from './driver-contract.ts'

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Sets a delivered message aside, as a host does. */
async function setAside(driver: Driver, { value, origin }: Delivery<Message>): Promise<void> {
  const { id, to: actor, kind } = value
  const about = { id, what: 'message', code: 'actor.unknown', reason: 'nobody made it\n"x"', at: 7 } as const
  await driver.deadLetter({ ...about, actor, kind, origin, message: value })
}

async function heads(driver: Driver, filter?: DeadLetterFilter): Promise<readonly DeadLetterHead[]> {
  return Array.fromAsync(driver.dead.list(filter))
}

/** Takes the partitions of a kind; what arrives is kept and acked. */
async function takeAll(driver: Driver, kind: string) {
  const got: Delivery<Message>[] = []
  const intakes = await Promise.all(
    Array.from({ length: driver.partitions }, (_, partition) =>
      driver.takePartition(kind, partition, (delivery) => {
        got.push(delivery)
        delivery.ack()
      }),
    ),
  )
  const close = async () => void (await Promise.all(intakes.map((intake) => intake[Symbol.asyncDispose]())))
  return { got, [Symbol.asyncDispose]: close }
}

export function deadLettersContract(name: string, open: () => Promise<Driver>): void {
  describe(`${name}: dead letters (I11, R13, R14)`, () => {
    it('I11: keeps reason, code, receiver and place, finds by kind and actor, page by page', async () => {
      await using driver = await open()
      const [ada, bob] = [rootAddress('k', 'a.da *'), rootAddress('other', 'bob')]
      await using taken = await takeAll(driver, 'k')
      const sent = messageOf(ada, 1)
      await driver.send(sent)
      const delivery = await until(() => taken.got[0])
      await setAside(driver, delivery)
      for (let n = 2; n <= 4; n++) {
        const message = messageOf(n === 4 ? bob : ada, n)
        const about = { id: message.id, what: 'message', code: 'c', reason: 'r', at: n } as const
        await driver.deadLetter({ ...about, actor: message.to, kind: message.kind, message })
      }
      const all = await heads(driver)
      expect(all).toHaveLength(4)
      expect(all[0]).toMatchObject({
        id: sent.id,
        what: 'message',
        code: 'actor.unknown',
        reason: 'nobody made it\n"x"',
        at: 7,
        actor: addressText(ada),
        kind: 'k',
        origin: delivery.origin,
      })
      expect(all[0]?.bytes).toBeGreaterThan(50)
      const numbers = all.map(({ number }) => number)
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
      expect(await heads(driver, { kind: 'other' })).toEqual([all[3]])
      expect(await heads(driver, { actor: ada })).toEqual(all.slice(0, 3))
      expect(await heads(driver, { kind: 'k', actor: ada, after: numbers[1] ?? 0 })).toEqual([all[2]])
      expect(await heads(driver, { actor: rootAddress('k', 'nobody') })).toEqual([])
      expect(await driver.dead.get(numbers[0] ?? 0)).toMatchObject({ ...all[0], message: sent })
    })

    it('I4, I11: a redriven letter is really delivered, under its own id, once, and is gone', async () => {
      await using driver = await open()
      const to = rootAddress('k', 'again')
      await using taken = await takeAll(driver, 'k')
      const sent = messageOf(to, 1)
      // All within the server's window of repeated ids: sent, redriven, dead again, redriven again.
      await driver.send(sent)
      for (let round = 1; round <= 3; round++) {
        const delivery = await until(() => taken.got[round - 1])
        expect(delivery.value).toEqual(sent)
        await setAside(driver, delivery)
        await setAside(driver, delivery) // its host died before the ack and another one did the same
        const [letter] = await heads(driver)
        if (letter === undefined) throw new Error('no letter')
        await driver.dead.redrive(letter.number)
        await expect(driver.dead.redrive(letter.number)).rejects.toMatchObject({
          code: 'dead-letter.unknown',
        })
        for (const { number } of await heads(driver)) await driver.dead.drop(number)
      }
      await until(() => taken.got.length === 4)
      await sleep(100)
      expect(taken.got).toHaveLength(4)
      expect(await heads(driver)).toEqual([])
    })

    it('drops one, and says when there was none', async () => {
      await using driver = await open()
      const about = { id: 'd', what: 'message', code: 'c', reason: 'r', at: 0 } as const
      await driver.deadLetter({
        ...about,
        actor: 'k/1',
        kind: 'k',
        message: messageOf(rootAddress('k', '1'), 1),
      })
      const [letter] = await heads(driver)
      expect(await driver.dead.drop(letter?.number ?? 0)).toBe(true)
      expect(await driver.dead.drop(letter?.number ?? 0)).toBe(false)
      expect(await driver.dead.get(letter?.number ?? 0)).toBeUndefined()
      for (const none of [0, -1, 1.5, 1e9]) {
        expect(await driver.dead.get(none)).toBeUndefined()
        expect(await driver.dead.drop(none)).toBe(false)
      }
    })

    it('refuses to redrive an event that was too large for the feed', async () => {
      await using driver = await open()
      const about = { id: 'f', what: 'feed', code: 'feed.too-large', reason: 'r', at: 0 } as const
      await driver.deadLetter({ ...about, actor: 'k/1', kind: 'k', message: { id: 'f' } })
      const [letter] = await heads(driver)
      await expect(driver.dead.redrive(letter?.number ?? 0)).rejects.toMatchObject({
        code: 'dead-letter.feed',
      })
      expect(await heads(driver)).toHaveLength(1)
    })
  })
}
