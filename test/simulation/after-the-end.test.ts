/** What the simulation has found of that which comes after a root has ended, told again without it (R15). */
import { expect, it } from 'vitest'
import { parseAddress } from '../../runtime/core/address.ts'
import type { Driver } from '../../runtime/core/driver.ts'
import { CaravanError } from '../../runtime/core/errors.ts'
import type { Message } from '../../runtime/core/message.ts'
import { runHost } from '../../runtime/host/host.ts'
import { MAX_DEFECTS } from '../../runtime/host/set-aside.ts'
import type { RuntimeEvent } from '../../runtime/index.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { recordOf } from '../contract/driver-contract.ts'
import { boss, bossKinds, echo, talker } from '../kit/machines.ts'
import { until } from '../kit/until.ts'

const ENDED = 'its root has ended'

it('R15: what its own tree sent to a child that nobody made before the root ended is no dead letter', async () => {
  await using driver = memoryDriver()
  const root = parseAddress('talker/t')
  const record = recordOf(root, 1, { heard: [] })
  await driver.append(root, { ...record, snapshot: { ...record.snapshot, status: 'done' } }, 0)
  const events: RuntimeEvent[] = []
  const observe = (event: RuntimeEvent) => void events.push(event)
  await using _host = await runHost({ actors: [talker, echo], driver, observe })
  const say = {
    id: 'said',
    to: 'talker/t/echo.1',
    kind: echo.kind,
    sentAt: 0,
    type: 'event',
    event: { type: 'say', n: 1 },
  } as const
  await driver.send({ ...say, peer: { from: 'parent', n: 1 } })
  await until(() => events.some((event) => event.type === 'message:ignored' && event.id === 'said'))
  // From outside it is one: whoever wrote it should hear of it (R14).
  await driver.send({ ...say, id: 'shouted' })
  await until(() => driver.deadLetters.length === 1)
  expect(driver.deadLetters.map(({ id }) => id)).toEqual(['shouted'])
})

it.each([
  ['is ignored once its root has ended', 'done', [`a: ${ENDED}`, `b: ${ENDED}`], []],
  ['is a dead letter while its root lives', 'active', [], ['a: actor.unknown', 'b: actor.unknown']],
] as const)(
  'R14, R15: what an operator sent to a child that has no journal %s',
  async (_what, status, expectedIgnored, expectedDead) => {
    await using driver = memoryDriver()
    const record = recordOf(parseAddress('talker/t'), 1, { heard: [] })
    await driver.append(parseAddress('talker/t'), { ...record, snapshot: { ...record.snapshot, status } }, 0)
    const ignored: string[] = []
    const observe = (event: RuntimeEvent) =>
      void (event.type === 'message:ignored' && ignored.push(`${event.id}: ${event.reason}`))
    await using _host = await runHost({ actors: [talker, echo], driver, observe })
    const mending = { to: 'talker/t/echo.1', kind: echo.kind, sentAt: 0, by: 'olga', reason: 'it was stuck' }
    const event = { type: 'say', n: 1 }
    const sent: readonly Message[] = [
      { ...mending, id: 'a', type: 'repair', event },
      { ...mending, id: 'b', type: 'release' },
    ]
    for (const message of sent) await driver.send(message)
    await until(() => ignored.length + driver.deadLetters.length === sent.length)
    // He can only have written to one that had a journal: under a root that has ended, retention has taken it.
    expect(ignored).toEqual(expectedIgnored)
    expect(driver.deadLetters.map(({ id, code }) => `${id}: ${code}`)).toEqual(expectedDead)
    expect(await driver.tail(parseAddress('talker/t/echo.1'))).toBeUndefined()
  },
)

it('R15: a task that comes after the end of its root is no dead letter, whatever its actor was to this host', async () => {
  await using inner = memoryDriver({ taskAckWaitMs: 200 })
  const root = parseAddress('boss/ended')
  const record = recordOf(root, 1, {})
  await inner.append(root, { ...record, snapshot: { ...record.snapshot, status: 'done' } }, 0)
  let defects = 0
  const acked: string[] = []
  const driver: Driver = {
    ...inner,
    // Five defects in a row make poison of a worker; after each the host looks whether anything was appended.
    tail: (address) => {
      if (defects++ < 2 * MAX_DEFECTS)
        return Promise.reject(new CaravanError('test.defect', 'Not this time.'))
      return inner.tail(address)
    },
    takeTasks: (kind, free, deliver) =>
      inner.takeTasks(kind, free, (delivery) =>
        deliver({
          ...delivery,
          ack: () => {
            acked.push(delivery.value.id)
            delivery.ack()
          },
        }),
      ),
  }
  await using _host = await runHost({ actors: bossKinds, driver })
  const parent = { address: 'boss/ended', kind: boss.kind, child: { id: 'job', generation: 1 } }
  const to = 'boss/ended/job.1'
  await inner.enqueue({ id: 'late', to, kind: 'worker', tenant: 'acme', input: {}, parent, sentAt: 0 })
  await until(() => acked.includes('late'))
  expect(defects).toBeGreaterThan(2 * MAX_DEFECTS)
  expect(inner.deadLetters).toEqual([])
})
