/** R17 for a worker: whoever takes it over has read more of it than its store holds when the claim gets there. */
import { expect, it } from 'vitest'
import { assign, fromPromise, setup } from 'xstate'
import { defineActor } from 'caravan'
import { parseAddress } from '../../runtime/core/address.ts'
import type { CaravanError } from '../../runtime/core/errors.ts'
import { QUARANTINED } from '../../runtime/kernel/quarantine.ts'
import { noFaults } from '../../runtime/testing/faults.ts'
import { World } from '../../runtime/testing/world.ts'

const JOB = 'owner/o/job.1'

it.each([
  ['nothing of its journal is left', 2, []],
  ['its last record is gone', 3, ['claimed']],
] as const)('its actor is set aside with what its host knows when %s', async (_what, number, left) => {
  const pending: ((result: string) => void)[] = []
  const work = fromPromise(() => new Promise<string>((resolve) => pending.push(resolve)))
  const digger = defineActor({
    kind: 'digger',
    type: 'worker',
    machine: setup({
      types: { context: {} as { found: string } },
      actors: { work },
    }).createMachine({
      id: 'digger',
      context: { found: '' },
      initial: 'digging',
      states: {
        digging: {
          invoke: {
            id: 'run',
            src: 'work',
            onDone: { target: 'done', actions: assign({ found: ({ event }) => event.output }) },
          },
        },
        done: { type: 'final' },
      },
      output: ({ context }) => context.found,
    }),
  })
  const owner = defineActor({
    kind: 'owner',
    children: { digger },
    machine: setup({
      types: { context: {} as { told: readonly string[] }, events: {} as { type: 'dig' } },
      actors: { digger: fromPromise<string>(async () => '') },
    }).createMachine({
      id: 'owner',
      context: { told: [] },
      invoke: {
        id: 'job',
        src: 'digger',
        onError: {
          actions: assign({
            told: ({ context, event }) => [...context.told, (event.error as CaravanError).code],
          }),
        },
        onDone: { actions: assign({ told: ({ context, event }) => [...context.told, event.output] }) },
      },
    }),
  })
  const actors = [owner, digger]
  const world = new World({ actors, seed: 1 })
  world.faults = noFaults()
  let host = world.startHost({ actors, beside: false })
  let kept: readonly string[] | undefined
  world.onStep = (step) => {
    if (step.name !== 'append' || step.record.actor !== JOB || kept !== undefined) return
    if (step.record.claim?.number !== number) return
    world.memory.rollBack(parseAddress(JOB), 1)
    kept = []
    void Array.fromAsync(world.memory.read(parseAddress('owner/o'), {})).then((entries) => {
      kept = entries.filter(({ record }) => record.actor === JOB).map(({ record }) => record.outcome)
    })
  }
  await world.client().ref(owner, 'o').send({ type: 'dig' })
  for (let claims = 1; claims < number; claims++) {
    await world.run(60_000, () => pending.length === claims)
    host.crash()
    host = world.startHost({ actors, beside: false })
  }
  const told = () => world.judge.last('owner/o')?.snapshot.context
  await world.run(60_000)
  expect(world.violation).toBeUndefined()
  expect(kept).toEqual(left)
  expect(world.judge.last(JOB)).toMatchObject({
    turn: number,
    outcome: 'quarantined',
    claim: { number: number - 1 },
    snapshot: { status: 'active', value: 'digging' },
    quarantine: { code: 'store.rolled-back' },
  })
  expect(told()).toEqual({ told: [QUARANTINED] })
  expect(pending).toHaveLength(number - 1)

  await world.operator().release(JOB, { by: 'olga', reason: 'the newer state is the right one' })
  await world.run(60_000, () => pending.length === number)
  pending.at(-1)?.('gold')
  await world.run(60_000)
  expect(world.violation).toBeUndefined()
  expect([...world.judge.unsettled(world.now)]).toEqual([])
  expect(told()).toEqual({ told: [QUARANTINED, 'gold'] })
})
