/** A store that comes back older than it was, or empty, while a host remembers more (R17): it is told, never guessed on. */
import { addressText, rootAddress } from '../../runtime/core/address.ts'
import type { TurnRecord } from '../../runtime/core/turn-record.ts'
import type { Random } from '../../runtime/testing/random.ts'
import type { World } from '../../runtime/testing/world.ts'
import { counter } from './machines/entities.ts'
import { contextOf, range } from './roots/root.ts'

/** Whose records get lost. */
export const ROLLED_BACK = rootAddress('counter', 'remembered')

/** By then who was starting or leaving has done so: a host that has forgotten what it knew cannot tell. */
const QUIET_MS = 15_000
const SETTLED_MS = 120_000

/**
 * After the last fault. Somebody has to release what is quarantined.
 * @param random draws how many records there are, and how many of the last ones get lost
 */
export async function rollBack(world: World, random: Random): Promise<void> {
  const { judge, memory } = world
  const actor = addressText(ROLLED_BACK)
  const ref = world.client().ref(counter, ROLLED_BACK.rootId)
  const tell = (n: number) => ref.send({ type: 'add', n }, { id: `remembered-${n}` })
  const got = () => contextOf<{ got: readonly number[] }>(judge.last(actor), { got: [] }).got
  const settled = (count: number) =>
    world.run(SETTLED_MS, () => got().length === count && judge.unsettled(world.now).next().done === true)

  await world.run(QUIET_MS)
  const numbers = range(1 + random.below(3))
  for (const n of numbers) {
    if (world.violation !== undefined) return
    await tell(n)
    await settled(n + 1)
  }
  const lost = random.pick([1, numbers.length])
  world.say(`the store comes back without the last ${lost} records of ${actor}`)
  memory.rollBack(ROLLED_BACK, lost)
  await tell(numbers.length)
  const how = await settled(numbers.length + 1)
  if (world.violation !== undefined) return
  if (how !== 'done') return judge.blame('R17', `${actor} remembers ${got().join(' ')} in the end`)
  const records: TurnRecord[] = []
  for await (const { record } of memory.read(ROLLED_BACK, {})) records.push(record)
  if (!records.some(({ quarantine }) => quarantine?.code === 'store.rolled-back'))
    judge.blame('R17', `${actor}: its host went on although the store had lost what it remembered`)
}
