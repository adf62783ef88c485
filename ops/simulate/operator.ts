/** The operator of a simulation: mends what was quarantined once its cause is gone, and puts back what was set aside. */
import { QUARANTINED } from '../../runtime/kernel/quarantine.ts'
import type { World } from '../../runtime/testing/world.ts'
import { bulkOf } from './bulk.ts'

const LOOKS_EVERY_MS = 1_000
const AUDIT = { by: 'olga', reason: 'what it could not say can be said again' } as const

/** @param healedAt by when nothing is poisoned any more, in ms of virtual time */
export function operate(world: World, healedAt: number): void {
  const operator = world.operator()
  const repaired = new Set<string>()
  const random = world.random.fork('operator')
  const look = async () => {
    for await (const { address, record } of operator.actors({ status: 'quarantined' })) {
      const which = `${address} ${record?.quarantine?.since}`
      world.say(`the operator releases ${address}`)
      // One that may be too large to be recorded beside what he repairs changes nothing then.
      if (random.chance(0.3)) await operator.repair(address, { type: 'mend', bulk: bulkOf('most') }, AUDIT)
      if (!repaired.has(which)) await operator.repair(address, { type: 'mend' }, AUDIT)
      repaired.add(which)
      await operator.release(address, AUDIT)
    }
    for await (const { number, code, actor = '' } of operator.deadLetters.list())
      if (code === QUARANTINED && (await operator.actor(actor))?.status !== 'quarantined')
        await operator.deadLetters.redrive(number)
    world.time.after(LOOKS_EVERY_MS, () => void look())
  }
  world.time.after(healedAt, () => void look())
}
