/** Actors that are made, handle one message and are left alone: what do ten thousand of them cost a host? */
import { assign, setup } from 'xstate'
import { connectClient, defineActor } from '../../runtime/index.ts'

/** Holds some 2 KB from its one message on. */
export const dormant = defineActor({
  kind: 'dormant',
  machine: setup({
    types: { context: {} as { kept: string }, events: {} as { type: 'keep'; text: string } },
  }).createMachine({
    id: 'dormant',
    context: { kept: '' },
    on: { keep: { actions: assign({ kept: ({ event }) => event.text }) } },
  }),
})

/** Of text, in each. */
export const DORMANT_BYTES = 2_048
const AT_ONCE = 100

/** Sends one message to each of so many actors, numbered from `from` on. */
export async function makeDormant(
  servers: string,
  prefix: string,
  from: number,
  count: number,
): Promise<void> {
  await using client = await connectClient({ servers, prefix })
  let next = from
  const lane = async () => {
    for (let n = next++; n < from + count; n = next++) {
      await client.ref(dormant, `d${n}`).send({ type: 'keep', text: String(n).padEnd(DORMANT_BYTES, '.') })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}
