/** Which waits of a chaos run count as undisturbed: only those in which nothing but the one fall can have held the actor up. */
import { describe, expect, it } from 'vitest'
import type { Interruption } from '../../ops/chaos/calls.ts'
import { isDisturbed, type Scene } from '../../ops/chaos/disturbed.ts'
import type { Step } from '../../ops/chaos/history.ts'
import { failoverOf } from '../../ops/chaos/measures.ts'
import { parseAddress, partitionOf } from '../../runtime/core/address.ts'
import { ownerOf } from '../../runtime/host/ownership.ts'

const PARTITIONS = 16
const HOSTS = ['h1', 'h2', 'h3', 'h4'] as const
/** Hosts in the order in which they come to own the trip's partition, as one after the other goes. */
const [fallen = '', second = '', third = '', fourth = ''] = HOSTS.map((_, place) => {
  let left: readonly string[] = HOSTS
  for (let gone = 0; gone < place; gone++) left = left.filter((host) => host !== ownerIn(left))
  return ownerIn(left) ?? ''
})
function ownerIn(hosts: readonly string[]): string | undefined {
  return ownerOf('trip', partitionOf(parseAddress('trip/t1'), PARTITIONS), hosts)
}

const FROM = 100_000
const UNTIL = 102_000
/** Hours ago: they were there before anything happened. */
const lives = HOSTS.map((host) => ({ host, from: 0 }))
const sceneOf = (others: readonly Interruption[], more: Partial<Scene> = {}): Scene => ({
  others,
  lives,
  partitions: PARTITIONS,
  ...more,
})
const fault = (kind: Interruption['kind'], host: string | undefined, from: number, to = from): Interruption =>
  host === undefined ? { kind, from, to } : { kind, host, from, to }

interface Case {
  readonly what: string
  readonly others: readonly Interruption[]
  /** Default: who owns the partition next. */
  readonly by?: string
  /** Default: who owned the partition. */
  readonly fell?: string
  readonly entity: boolean
  readonly worker: boolean
  readonly lives?: Scene['lives']
}
const within = FROM + 500

const cases: readonly Case[] = [
  { what: 'nothing else', others: [], entity: false, worker: false },
  { what: 'the server died', others: [fault('server', undefined, within)], entity: true, worker: true },
  {
    what: 'the server was back a second before, and hosts may still be on their way to it',
    others: [fault('server', undefined, FROM - 3_000, FROM - 1_000)],
    entity: true,
    worker: true,
  },
  {
    what: 'the server was back long before',
    others: [fault('server', undefined, FROM - 9_000, FROM - 3_000)],
    entity: false,
    worker: false,
  },
  {
    what: 'the server died after',
    others: [fault('server', undefined, UNTIL + 1, UNTIL + 9)],
    entity: false,
    worker: false,
  },
  ...(['kill', 'pause', 'drain', 'cut', 'delay', 'half-open'] as const).flatMap((kind): Case[] => [
    {
      what: `${kind} of the next owner, and a third went on`,
      others: [fault(kind, second, within, within + 9)],
      by: third,
      entity: true,
      worker: true,
    },
    {
      what: `${kind} of the one that went on`,
      others: [fault(kind, second, within, within + 9)],
      entity: true,
      worker: true,
    },
    {
      what: `${kind} of a host that was no owner: only a task may have been lost with it`,
      others: [fault(kind, fourth, within, within + 9)],
      entity: false,
      worker: kind !== 'delay' && kind !== 'drain',
    },
    {
      what: `${kind} of a host that was no owner, after`,
      others: [fault(kind, fourth, UNTIL + 1, UNTIL + 9)],
      entity: false,
      worker: false,
    },
  ]),
  {
    what: 'the next owner was gone before, and the third is the owner',
    others: [fault('kill', second, FROM - 400)],
    by: third,
    entity: false,
    worker: false,
  },
  {
    what: 'the next owner was gone before, and the third was cut off',
    others: [fault('kill', second, FROM - 400), fault('cut', third, within)],
    by: fourth,
    entity: true,
    worker: true,
  },
  {
    what: 'the next owner was paused long before and still is',
    others: [fault('pause', second, FROM - 5_000, UNTIL + 5_000)],
    by: third,
    entity: true,
    worker: true,
  },
  {
    what: 'the host itself had been cut off a moment before it fell',
    others: [fault('cut', fallen, FROM - 2_500, FROM - 1_400)],
    entity: true,
    worker: true,
  },
  {
    what: 'its partition was another host’s by then, and the one that fell had only written last',
    others: [],
    fell: third,
    by: fallen,
    entity: true,
    worker: false,
  },
  {
    what: 'the next owner came meanwhile, and fell',
    others: [fault('kill', second, FROM + 1_500)],
    lives: lives.map((life) => (life.host === second ? { ...life, from: FROM + 1_000 } : life)),
    by: third,
    entity: true,
    worker: true,
  },
  {
    what: 'a host that would have been the next owner came after, and fell',
    others: [fault('pause', second, UNTIL + 20, UNTIL + 30)],
    lives: lives.map((life) => (life.host === second ? { ...life, from: UNTIL + 10 } : life)),
    by: third,
    entity: false,
    worker: false,
  },
]

describe('a wait for the next record is disturbed by what else happened', () => {
  it.each(cases)(
    '$what: entity $entity, worker $worker',
    ({ others, by = second, fell = fallen, lives: there, ...expected }) => {
      const scene = sceneOf(others, there && { lives: there })
      const wait = { from: FROM, until: UNTIL, hosts: [fell, by] }
      expect({
        entity: isDisturbed({ ...wait, type: 'entity', actor: 'trip/t1' }, scene),
        worker: isDisturbed({ ...wait, type: 'worker', actor: 'trip/t1/planning.1' }, scene),
      }).toEqual({ entity: expected.entity, worker: expected.worker })
    },
  )
})

describe('failovers of a run', () => {
  const step = (sequence: number, at: number, host: string, more: Partial<Step> = {}): Step => ({
    sequence,
    at,
    turn: sequence,
    host,
    outcome: 'handled',
    cause: 'event',
    status: 'active',
    starts: {},
    emitted: [],
    ...more,
  })
  const historyOf = (agentBy: string, by: string) => ({
    journal: new Map([
      ['trip/t1', [step(1, 1, fallen), step(4, UNTIL, by, { cause: 'child.done', child: 'planning.1' })]],
      [
        'trip/t1/planning.1',
        [step(2, 2, agentBy, { outcome: 'claimed' }), step(3, FROM + 100, agentBy, { status: 'done' })],
      ],
    ]),
    feed: [],
    dead: [],
    inbox: [],
  })
  const kill = fault('kill', fallen, FROM)
  const measured = (agentBy: string, by: string, others: readonly Interruption[]) => {
    const { all, undisturbed } = failoverOf(historyOf(agentBy, by), [kill, ...others], sceneOf([]))
    return [all.samples, undisturbed.samples]
  }

  it('are all counted, and undisturbed where nothing else had a part in them', () => {
    expect(measured(fourth, second, [])).toEqual([1, 1])
    expect(measured(fourth, third, [fault('pause', second, within, UNTIL)])).toEqual([1, 0])
  })

  it('are disturbed by the fall of the host that had to send what was waited for', () => {
    expect(measured(fourth, second, [fault('cut', fourth, within, UNTIL)])).toEqual([1, 0])
    expect(measured(third, second, [fault('cut', fourth, within, UNTIL)])).toEqual([1, 1])
  })
})
