/** The public test kit: skipped time, crash points, forced replay. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { assign, fromPromise, setup } from 'xstate'
import { describe, expect, it } from 'vitest'
import { defineActor } from 'caravan'
import { testKit, type CrashPoint } from 'caravan/testing'
import { echo, greeter, talker } from '../kit/machines.ts'

const ROOT = join(import.meta.dirname, '../..')

it('docs/testing.md: its program runs exactly as printed', async () => {
  const [, program = ''] =
    /```ts\n(.*?)```/s.exec(await readFile(join(ROOT, 'docs/testing.md'), 'utf8')) ?? []
  expect(program).toContain('await using kit')
  const folder = await mkdtemp(join(ROOT, 'test/simulation/.printed-'))
  try {
    const file = join(folder, 'program.ts')
    await writeFile(file, program)
    await import(pathToFileURL(file).href)
  } finally {
    await rm(folder, { recursive: true })
  }
})

const asker = defineActor({
  kind: 'asker',
  machine: setup({
    types: { context: {} as { answers: readonly string[] }, events: {} as { type: 'ask' } },
    actors: { answer: fromPromise(async () => 'yes') },
  }).createMachine({
    id: 'asker',
    context: { answers: [] },
    initial: 'idle',
    states: {
      idle: { on: { ask: 'asking' } },
      asking: {
        invoke: {
          id: 'answer',
          src: 'answer',
          onDone: {
            target: 'idle',
            actions: assign({ answers: ({ context, event }) => [...context.answers, event.output] }),
          },
        },
      },
    },
  }),
})

describe('crash points', () => {
  it.each<CrashPoint>([
    'before:append',
    'applied:append',
    'after:append',
    'before:enqueue',
    'applied:enqueue',
    'before:effect',
    'after:effect',
    'before:ack',
    'after:ack',
    'after:deliver',
  ])('I3, I4, I7: whoever falls at %s, the answer comes once', async (point) => {
    // Only a host that stores every task takes the step `enqueue`.
    await using kit = await testKit({ actors: [asker], seed: point, beside: !point.endsWith('enqueue') })
    kit.crashAt(point)
    await kit.ref(asker, 'a').send({ type: 'ask' })
    await kit.settled()
    expect(kit.crashes).toBe(1)
    expect((await kit.ref(asker, 'a').snapshot())?.context).toEqual({ answers: ['yes'] })
  })

  it.each<CrashPoint>(['before:send', 'applied:send', 'after:send'])(
    'I3, I4: whoever falls at %s, what two entities say to each other is heard once',
    async (point) => {
      await using kit = await testKit({ actors: [talker, echo], seed: point })
      kit.crashAt(point)
      await kit.ref(talker, 't').send({ type: 'tell', n: 1 })
      await kit.settled()
      expect(kit.crashes).toBe(1)
      expect((await kit.ref(talker, 't').snapshot())?.context).toEqual({ heard: [1] })
    },
  )
})

describe('the kit', () => {
  it('shows journal, feed and dead letters, and does the same again for the same seed', async () => {
    const traces: (readonly string[])[] = []
    for (let n = 0; n < 2; n++) {
      await using kit = await testKit({ actors: [greeter, talker, echo], seed: 7, hosts: 2, trace: true })
      await kit.ref(greeter, 'ada').send({ type: 'greet' })
      await kit.ref(talker, 't').send({ type: 'tell', n: 1 })
      await kit.settled()
      expect((await kit.journal('talker/t')).map(({ turn }) => turn)).toEqual([1, 1, 2, 2])
      expect(kit.feed.map(({ type }) => type)).toEqual(['greeter.greeted'])
      expect(kit.deadLetters).toEqual([])
      traces.push([...kit.trace])
    }
    expect(traces[0]).toEqual(traces[1])
  })

  it('says what is left, and what is no duration', async () => {
    const never = defineActor({
      kind: 'never',
      type: 'worker',
      machine: setup({}).createMachine({
        id: 'never',
        initial: 'a',
        states: { a: { after: { 9_000: 'b' } }, b: { type: 'final' } },
      }),
    })
    const parent = defineActor({
      kind: 'parent',
      children: { never },
      machine: setup({ actors: { never: never.machine } }).createMachine({
        id: 'parent',
        invoke: { id: 'n', src: 'never' },
      }),
    })
    await using kit = await testKit({ actors: [parent, never] })
    await kit.ref(parent, 'p').send({ type: 'go' })
    await expect(kit.settled('2s')).rejects.toMatchObject({
      code: 'testkit.unsettled',
      message: /worker has not ended/,
    })
    await expect(kit.skip('soon' as never)).rejects.toMatchObject({ code: 'testkit.duration.invalid' })
    await kit.settled('1m')
  })
})
