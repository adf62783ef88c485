/** Workers that end at their first claim, for what they begin with cannot be stored or is no plain data. */
import { assign, fromPromise, setup } from 'xstate'
import { expect, it } from 'vitest'
import { defineActor } from 'caravan'
import { testKit } from 'caravan/testing'
import { CaravanError } from '../../runtime/core/errors.ts'
import { noFaults } from '../../runtime/testing/faults.ts'
import { World } from '../../runtime/testing/world.ts'

/** Made twice as large as its store takes, or into what JSON cannot keep. */
const MAKE = {
  'too large': () => 'x'.repeat(2_000_000),
  'not plain': () => new Date(0),
  'without a flaw': () => 'as it should be',
} as const
type Flaw = keyof typeof MAKE

const flawed = defineActor({
  kind: 'flawed',
  type: 'worker',
  machine: setup({
    types: { context: {} as { made: unknown }, input: {} as Flaw },
    actors: { work: fromPromise(() => new Promise<string>(() => undefined)) },
  }).createMachine({
    id: 'flawed',
    context: ({ input }) => ({ made: MAKE[input]() }),
    invoke: { id: 'run', src: 'work' },
  }),
})

const giver = defineActor({
  kind: 'giver',
  children: { flawed },
  machine: setup({
    types: {
      context: {} as { flaw: Flaw; why: string; notes: number },
      events: {} as { type: 'give'; flaw: Flaw } | { type: 'note' },
    },
    actors: { flawed: flawed.machine },
  }).createMachine({
    id: 'giver',
    context: { flaw: 'too large', why: '', notes: 0 },
    initial: 'idle',
    on: { note: { actions: assign({ notes: ({ context }) => context.notes + 1 }) } },
    states: {
      idle: { on: { give: { target: 'giving', actions: assign({ flaw: ({ event }) => event.flaw }) } } },
      giving: {
        invoke: {
          id: 'job',
          src: 'flawed',
          input: ({ context }) => context.flaw,
          onError: {
            target: 'told',
            actions: assign({ why: ({ event }) => (event.error as Error).message }),
          },
        },
      },
      told: {},
    },
  }),
})

const WHY = { 'too large': /exceeds the limit/, 'not plain': /holds a Date/ } as const

it.each(
  (['too large', 'not plain'] as const).flatMap((flaw) =>
    [true, false].map((beside) => [flaw, beside] as const),
  ),
)(
  'what is %s ends a worker at its first claim, and its parent hears of it (beside it: %s)',
  async (flaw, beside) => {
    await using kit = await testKit({ actors: [giver, flawed], beside })
    const ref = kit.ref(giver, 'g')
    await ref.send({ type: 'give', flaw })
    await kit.settled()
    expect((await ref.snapshot())?.value).toBe('told')
    expect((await kit.journal('giver/g')).at(-1)?.snapshot.context).toMatchObject({ why: WHY[flaw] })
  },
)

it.each(['too large', 'not plain'] as const)(
  'I3, I7: its parent hears of it also when their host falls between its end and that, and has gone on (%s)',
  async (flaw) => {
    const world = new World({ actors: [giver, flawed], seed: 1 })
    const options = { actors: [giver, flawed], beside: true }
    const host = world.startHost(options)
    world.faults = {
      ...noFaults(),
      fate: ({ name }) => (name === 'send' && host.alive ? 'lost' : 'heard'), // what it would tell its parent
    }
    let ended = false
    world.onStep = (step) => {
      if (step.name !== 'append') return
      ended ||= step.record.actor === 'giver/g/job.1'
      if (!ended || step.record.actor !== 'giver/g') return
      world.onStep = undefined
      expect(step.record.cause).toMatchObject({ event: { type: 'note' } })
      world.time.after(0, () => {
        host.crash()
        world.startHost(options)
      })
    }
    await world.run(2_000)
    const ref = world.client().ref(giver, 'g')
    await ref.send({ type: 'give', flaw })
    await ref.send({ type: 'note' })
    await world.run(120_000)
    expect(world.violation).toBeUndefined()
    expect([...world.judge.unsettled(world.now)]).toEqual([])
    expect(host.alive).toBe(false)
    expect(world.judge.last('giver/g')?.snapshot.value).toBe('told')
  },
)

it('I11: a later claim that cannot be stored ends its worker beside the last state that was', async () => {
  const world = new World({ actors: [giver, flawed], seed: 1 })
  const options = { actors: [giver, flawed], beside: true }
  const host = world.startHost(options)
  world.faults = {
    ...noFaults(),
    defect: (step) =>
      step.name === 'append' && step.record.outcome === 'claimed' && step.record.claim?.number === 2
        ? new CaravanError('message.too-large', 'Its store takes less by now.')
        : undefined,
  }
  await world.client().ref(giver, 'g').send({ type: 'give', flaw: 'without a flaw' })
  await world.run(5_000)
  host.crash()
  world.startHost(options)
  await world.run(120_000)
  expect(world.violation).toBeUndefined()
  expect([...world.judge.unsettled(world.now)]).toEqual([])
  expect(world.judge.last('giver/g/job.1')).toMatchObject({
    outcome: 'failed',
    cause: { type: 'claim', number: 2 },
    claim: { number: 2 },
    snapshot: { status: 'error', context: { made: 'as it should be' }, error: { code: 'message.too-large' } },
  })
  expect(world.judge.last('giver/g')?.snapshot.context).toMatchObject({ why: 'Its store takes less by now.' })
})
