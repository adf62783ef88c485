/** Supervision in the kernel (I5, I9, I10): examples, then random histories against a small model. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assign, sendTo, setup, spawnChild, stopChild } from 'xstate'
import { DEFAULT_SUPERVISION, defineActor, supervised, type SupervisionOptions } from '../../runtime/index.ts'
import type { Cause, Message } from '../../runtime/core/message.ts'
import type { OutboxItem } from '../../runtime/core/turn-record.ts'
import type { ActorState } from '../../runtime/kernel/draft.ts'
import type { ActorDefinition } from '../../runtime/kernel/definition.ts'
import { backoff } from '../../runtime/kernel/supervision.ts'
import { stopTurn } from '../../runtime/kernel/worker-turns.ts'
import { parseAddress } from '../../runtime/core/address.ts'
import { echo } from '../kit/machines.ts'
import { create, deepFreeze, done, event, failed, items, need, same, stored, timer, turn } from './turns.ts'

const EXACT = { firstMs: 100, maxMs: 1_000, jitter: 0 } as const

/** Spawns, stops and tells children when told; keeps which errors its machine was given. */
function parentOf(options: SupervisionOptions): ActorDefinition {
  return defineActor({
    kind: 'parent',
    children: { guarded: supervised(echo, options), plain: echo },
    machine: setup({
      types: {
        context: {} as { told: readonly string[] },
        events: {} as {
          type: 'spawn' | 'stop' | 'tell' | 'plain' | 'xstate.error.actor.kid'
          kid: string
          n: number
        },
      },
      actors: { guarded: echo.machine, plain: echo.machine },
    }).createMachine({
      id: 'parent',
      context: { told: [] },
      on: {
        spawn: {
          actions: spawnChild('guarded', { id: ({ event }) => event.kid, input: ({ event }) => event.n }),
        },
        plain: { actions: spawnChild('plain', { id: ({ event }) => event.kid }) },
        stop: { actions: stopChild(({ event }) => event.kid) },
        tell: {
          actions: sendTo(
            ({ event }) => event.kid,
            ({ event }) => ({ type: 'say', n: event.n }),
          ),
        },
        'xstate.error.actor.*': {
          actions: assign({
            told: ({ context, event }) => [
              ...context.told,
              (event as unknown as { actorId: string }).actorId,
            ],
          }),
        },
      },
    }),
  })
}

const spawn = (p: ActorDefinition, kid: string, n = 0) => event(p, { type: 'spawn', kid, n })
const tell = (p: ActorDefinition, kid: string, n: number) => event(p, { type: 'tell', kid, n })
const told = (state: ActorState) => (state.record.snapshot.context as { told: readonly string[] }).told

/** Runs causes one after another at `now`. */
function play(p: ActorDefinition, causes: readonly Cause[], now = 1_000, from?: ActorState): ActorState {
  let state = from
  for (const cause of causes) state = turn(p, state, cause, now)
  if (state === undefined) throw new Error('nothing was played')
  return state
}

function generationOf(state: ActorState, kid: string): number {
  return need(state.record.children[kid]).generation
}
const fail = (p: ActorDefinition, state: ActorState, kid: string): Message =>
  failed(p, kid, generationOf(state, kid))

function restartTimer(state: ActorState) {
  const [entry] = Object.entries(state.record.timers).filter(([, { restart }]) => restart !== undefined)
  const [id, open] = need(entry)
  return { id, ...open }
}
function fire(p: ActorDefinition, state: ActorState): ActorState {
  const { id, generation, at } = restartTimer(state)
  return turn(p, state, timer(p, id, generation), at)
}
const receivers = (state: ActorState, what: OutboxItem['do']) =>
  state.record.outbox.flatMap((item) => {
    if (item.do !== what) return []
    return [item.do === 'stop' ? item.to : 'message' in item ? item.message.to : '']
  })

describe('one-for-one', () => {
  const p = parentOf({ backoff: EXACT, intensity: { restarts: 2, withinMs: 10_000 } })

  it('restarts a child as a new generation with the same input; its machine hears nothing', () => {
    const before = play(p, [create(p), spawn(p, 'a', 7)])
    const down = play(p, [fail(p, before, 'a')], 2_000, before)
    expect(down.record.outcome).toBe('restarted')
    expect(down.record.reason).toBe('"a" ended in error (it.broke): restart 1 of 2 in 100 ms')
    expect(down.record.snapshot).toEqual(before.record.snapshot)
    expect(items(down)).toEqual(['schedule'])
    expect(restartTimer(down)).toMatchObject({ at: 2_100, restart: ['a'] })
    const up = fire(p, down)
    expect(up.record.outcome).toBe('restarted')
    expect(items(up)).toEqual(['create'])
    const [born] = up.record.outbox
    expect(born).toMatchObject({
      message: { type: 'create', to: `parent/1/a.${generationOf(up, 'a')}`, input: 7 },
    })
    expect(generationOf(up, 'a')).toBeGreaterThan(generationOf(before, 'a'))
    expect(up.record.children['a']?.supervised).toEqual({ input: 7, order: 1, restarts: [2_000] })
    expect(up.record.timers).toEqual({})
  })

  it('I9: what the old generation still sends changes nothing, before and after the restart', () => {
    const before = play(p, [create(p), spawn(p, 'a')])
    const old = generationOf(before, 'a')
    const down = play(p, [fail(p, before, 'a')], 2_000, before)
    const late: Message[] = [
      failed(p, 'a', old),
      done(p, 'a', old, 'late'),
      { ...event(p, { type: 'spawn', kid: 'x' }), peer: { from: { id: 'a', generation: old }, n: 1 } },
    ]
    for (const state of [down, fire(p, down)]) {
      for (const message of late) {
        const { record } = turn(p, state, message, 3_000)
        expect(record.outcome).toBe('ignored')
        expect(record.children).toEqual(state.record.children)
        expect(record.outbox).toEqual([])
      }
    }
  })

  it('keeps for the next incarnation what it is sent while it is down, in order', () => {
    let state = play(p, [create(p), spawn(p, 'a')])
    state = play(p, [fail(p, state, 'a'), tell(p, 'a', 1), tell(p, 'a', 2)], 2_000, state)
    expect(items(state)).toEqual([])
    state = fire(p, stored(state))
    const to = `parent/1/a.${generationOf(state, 'a')}`
    expect(state.record.outbox).toMatchObject([
      { do: 'create', message: { to } },
      { do: 'send', message: { to, event: { n: 1 }, peer: { n: 1 } } },
      { do: 'send', message: { to, event: { n: 2 }, peer: { n: 2 } } },
    ])
    const next = turn(p, state, tell(p, 'a', 3))
    expect(next.record.outbox).toMatchObject([{ message: { to, peer: { n: 3 } } }])
  })

  it('escalates above its intensity, and forgets restarts that have left the window', () => {
    let state = play(p, [create(p), spawn(p, 'a')])
    for (const at of [1_000, 2_000]) state = fire(p, play(p, [fail(p, state, 'a')], at, state))
    const escalated = play(p, [fail(p, state, 'a')], 3_000, state)
    expect(told(escalated)).toEqual(['a'])
    expect(escalated.record).toMatchObject({
      outcome: 'handled',
      reason: '"a" ended in error (it.broke) after 2 restarts within 10000 ms: the machine is told',
      children: {},
    })
    const later = play(p, [fail(p, state, 'a')], 11_500, state)
    expect(later.record.outcome).toBe('restarted')
    expect(later.record.children['a']?.supervised?.restarts).toEqual([2_000, 11_500])
  })

  it('leaves the child down for good when it is told to stop then; the machine may go on sending to it', () => {
    const q = parentOf({ intensity: { restarts: 0 }, exhausted: 'stop' })
    let state = play(q, [create(q), spawn(q, 'a')])
    state = play(q, [fail(q, state, 'a')], 2_000, state)
    expect(state.record).toMatchObject({ outcome: 'handled', children: {}, ended: { a: 'guarded' } })
    expect(state.record.reason).toContain('it stays down')
    expect(told(state)).toEqual([])
    for (const basis of [state, stored(state)]) {
      const next = turn(q, basis, tell(q, 'a', 1))
      expect(next.record).toMatchObject({ outcome: 'handled', outbox: [] })
    }
  })

  it('a child stopped while it is down never returns: its timer is cancelled, nobody else is stopped', () => {
    let state = play(p, [create(p), spawn(p, 'a')])
    state = play(p, [fail(p, state, 'a')], 2_000, state)
    const stopped = turn(p, stored(state), event(p, { type: 'stop', kid: 'a' }))
    expect(items(stopped)).toEqual(['cancel'])
    expect(stopped.record).toMatchObject({ children: {}, timers: {} })
    const { id, generation } = restartTimer(state)
    expect(turn(p, stopped, timer(p, id, generation)).record.outcome).toBe('ignored')
  })

  it('R12: a parent stopped while a child is down leaves nothing behind', () => {
    let state = play(p, [create(p), spawn(p, 'a'), spawn(p, 'b')])
    state = play(p, [fail(p, state, 'a')], 2_000, state)
    const by = { id: 's', tenant: 'acme', now: 3_000 }
    const record = stopTurn(parseAddress('parent/1'), 'parent', 'entity', state.record, by)
    expect(record).toMatchObject({ outcome: 'stopped', children: {}, timers: {} })
    expect(record?.outbox.map((item) => item.do)).toEqual(['cancel', 'stop'])
    expect(record?.outbox[1]).toMatchObject({ to: 'parent/1/b.2' })
  })

  it('a child quarantined is no child ended: the machine is told once, the child stays open (I11, R13)', () => {
    const state = play(p, [create(p), spawn(p, 'a')])
    const message = { ...fail(p, state, 'a'), quarantinedAt: 4 } as Message
    const heard = turn(p, state, message)
    expect(told(heard)).toEqual(['a'])
    expect(heard.record.children['a']).toMatchObject({ generation: 1, quarantinedAt: 4 })
    const stop = turn(p, stored(heard), event(p, { type: 'stop', kid: 'a' }))
    expect(receivers(stop, 'stop')).toEqual(['parent/1/a.1'])
    const finished = turn(p, stored(heard), done(p, 'a', 1, 'after its release'))
    expect(finished.record).toMatchObject({ outcome: 'handled', children: {} })
    const again = turn(p, heard, { ...message, quarantinedAt: 9 } as Message)
    expect(told(again)).toEqual(['a', 'a'])
  })
})

describe('one-for-all and rest-for-one', () => {
  const kids = ['a', 'b', 'c']
  it.each([
    ['one-for-all', 'b', ['a', 'b', 'c']],
    ['rest-for-one', 'b', ['b', 'c']],
    ['rest-for-one', 'a', ['a', 'b', 'c']],
    ['rest-for-one', 'c', ['c']],
  ] as const)(
    '%s, %s fails: its siblings are stopped first, then all start in spawn order',
    (strategy, who, group) => {
      const p = parentOf({ strategy, backoff: EXACT })
      let state = play(p, [
        create(p),
        ...kids.map((kid) => spawn(p, kid)),
        event(p, { type: 'plain', kid: 'z' }),
      ])
      const old = Object.fromEntries(kids.map((kid) => [kid, generationOf(state, kid)]))
      state = play(p, [fail(p, state, who)], 2_000, state)
      const others = group.filter((kid) => kid !== who)
      expect(receivers(state, 'stop')).toEqual(others.map((kid) => `parent/1/${kid}.${old[kid]}`))
      expect(receivers(state, 'create')).toEqual([])
      state = fire(p, stored(state))
      expect(receivers(state, 'create')).toEqual(
        group.map((kid) => `parent/1/${kid}.${generationOf(state, kid)}`),
      )
      expect(generationOf(state, 'z')).toBe(4) // not supervised, not touched
    },
  )

  it('keeps the order of the first spawn over restarts', () => {
    const p = parentOf({ strategy: 'rest-for-one', backoff: EXACT, intensity: { restarts: 9 } })
    let state = play(p, [create(p), ...kids.map((kid) => spawn(p, kid))])
    state = fire(p, play(p, [fail(p, state, 'a')], 2_000, state))
    state = play(p, [fail(p, state, 'b')], 3_000, state)
    expect(restartTimer(state).restart).toEqual(['b', 'c'])
  })

  it('a restart for the sake of a sibling counts against the intensity', () => {
    const p = parentOf({ strategy: 'one-for-all', backoff: EXACT, intensity: { restarts: 1 } })
    let state = play(p, [create(p), spawn(p, 'a'), spawn(p, 'b')])
    state = fire(p, play(p, [fail(p, state, 'a')], 2_000, state))
    expect(told(play(p, [fail(p, state, 'b')], 3_000, state))).toEqual(['b'])
  })
})

describe('backoff', () => {
  it('doubles to its maximum and is shortened by at most its jitter, the same for the same incarnation (I5)', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.double({ min: 0, max: 1, noNaN: true }), fc.string(), (n, jitter, who) => {
        const policy = { ...DEFAULT_SUPERVISION, backoff: { firstMs: 50, maxMs: 5_000, jitter } }
        const full = Math.min(5_000, 50 * 2 ** n)
        const wait = backoff(policy, n, who)
        expect(wait).toBeLessThanOrEqual(full)
        expect(wait).toBeGreaterThanOrEqual(Math.floor(full * (1 - jitter)))
        expect(backoff(policy, n, who)).toBe(wait)
      }),
    )
  })

  it('spreads siblings that fail together', () => {
    const waits = Array.from({ length: 50 }, (_, n) => backoff(DEFAULT_SUPERVISION, 4, `parent/1/kid${n}.1`))
    expect(new Set(waits).size).toBeGreaterThan(40)
  })
})

describe('supervised()', () => {
  it('takes the defaults, and a kind that other hosts serve', () => {
    expect(supervised({ kind: 'k', type: 'worker' })).toEqual({
      kind: 'k',
      type: 'worker',
      supervise: DEFAULT_SUPERVISION,
    })
  })

  it('refuses every bad value at once', () => {
    const bad = {
      strategy: 'all',
      exhausted: 'never',
      intensity: { restarts: -1, withinMs: 0 },
      backoff: { firstMs: -1, maxMs: Number.NaN, jitter: 2 },
    } as unknown as SupervisionOptions
    expect(() => supervised(echo, bad)).toThrowError(
      expect.objectContaining({
        code: 'supervision.invalid',
        data: { kind: 'echo', problems: expect.toSatisfy((all: unknown[]) => all.length === 7) },
      }),
    )
  })
})

describe('random histories against a model', () => {
  interface Kid {
    readonly order: number
    generation: number
    down: boolean
    restarts: number[]
    held: number
  }
  const KIDS = ['a', 'b', 'c', 'd']
  const step = fc.record({
    what: fc.constantFrom('spawn', 'error', 'error', 'error', 'done', 'stop', 'tell', 'fire', 'stale'),
    kid: fc.constantFrom(...KIDS),
    wait: fc.integer({ min: 0, max: 400 }),
    reload: fc.boolean(),
  })
  const policy = fc.record({
    strategy: fc.constantFrom('one-for-one' as const, 'one-for-all' as const, 'rest-for-one' as const),
    intensity: fc.record({ restarts: fc.nat(3), withinMs: fc.constantFrom(500, 5_000) }),
    backoff: fc.record({ firstMs: fc.nat(50), maxMs: fc.constant(200), jitter: fc.constantFrom(0, 0.5) }),
    exhausted: fc.constantFrom('escalate' as const, 'stop' as const),
  })

  it('who is up, down, told and restarted is what the model says; nobody restarts more often than allowed', () => {
    fc.assert(
      fc.property(policy, fc.array(step, { maxLength: 40 }), (options, steps) => {
        const p = parentOf(options)
        const { restarts: most, withinMs } = options.intensity
        const model = new Map<string, Kid>()
        let waiting: { at: number; kids: string[] }[] = []
        const heard: string[] = []
        let now = 1_000
        let state = turn(p, undefined, create(p), now)

        for (const { what, kid, wait, reload } of steps) {
          now += wait
          if (reload) state = stored(state)
          deepFreeze(state.record)
          const k = model.get(kid)
          const leave = (name: string) => {
            model.delete(name)
            for (const group of waiting) group.kids = group.kids.filter((id) => id !== name)
            waiting = waiting.filter(({ kids }) => kids.length > 0)
          }
          switch (what) {
            case 'spawn': {
              leave(kid)
              state = turn(p, state, spawn(p, kid), now)
              const generation = generationOf(state, kid)
              model.set(kid, { order: generation, generation, down: false, restarts: [], held: 0 })
              break
            }
            case 'stop':
            case 'done': {
              if (k === undefined || (what === 'done' && k.down)) continue
              const message = what === 'stop' ? event(p, { type: 'stop', kid }) : done(p, kid, k.generation)
              state = turn(p, state, message, now)
              same(receivers(state, 'stop').length, what === 'stop' && !k.down ? 1 : 0)
              leave(kid)
              break
            }
            case 'tell':
              if (k === undefined) continue // XState refuses to send to a child that was never there
              state = turn(p, state, tell(p, kid, 1), now)
              same(receivers(state, 'send').length, k.down ? 0 : 1)
              if (k.down) k.held += 1
              break
            case 'stale': {
              if (k === undefined) continue
              const before = state.record
              state = turn(p, state, failed(p, kid, k.generation - 1), now)
              const { outcome, children, outbox } = state.record
              same([outcome, children, outbox], ['ignored', before.children, []])
              break
            }
            case 'error': {
              if (k === undefined || k.down) continue
              const recent = k.restarts.filter((at) => at > now - withinMs)
              state = turn(p, state, failed(p, kid, k.generation), now)
              if (recent.length >= most) {
                leave(kid)
                if (options.exhausted === 'escalate') heard.push(kid)
                break
              }
              const group = [...model]
                .filter(([id, other]) => id === kid || !other.down)
                .filter(([id]) => id === kid || options.strategy !== 'one-for-one')
                .filter(([, other]) => options.strategy !== 'rest-for-one' || other.order >= k.order)
                .toSorted(([, x], [, y]) => x.order - y.order)
                .map(([id]) => id)
              const others = group.filter((id) => id !== kid)
              const stopped = others.map((id) => `parent/1/${id}.${model.get(id)?.generation}`)
              same(new Set(receivers(state, 'stop')), new Set(stopped))
              for (const id of group) {
                const member = model.get(id) as Kid
                member.restarts = [...member.restarts.filter((at) => at > now - withinMs), now].slice(-most)
                const generation = generationOf(state, id)
                same(generation > member.generation, true)
                Object.assign(member, { generation, down: true, held: 0 })
              }
              waiting.push({ at: Object.values(state.record.timers).at(-1)?.at ?? 0, kids: group })
              break
            }
            case 'fire': {
              const next = waiting.toSorted((x, y) => x.at - y.at)[0]
              if (next === undefined) continue
              waiting = waiting.filter((group) => group !== next)
              const open = Object.entries(state.record.timers)
              const [name, set] = need(open.find(([, { restart }]) => restart?.[0] === next.kids[0]))
              now = Math.max(now, set.at)
              state = turn(p, state, timer(p, name, set.generation), now)
              const expected = next.kids.map((id) => `parent/1/${id}.${model.get(id)?.generation}`)
              same(receivers(state, 'create'), expected)
              const held = next.kids.reduce((sum, id) => sum + (model.get(id)?.held ?? 0), 0)
              same(receivers(state, 'send').length, held)
              for (const id of next.kids) Object.assign(model.get(id) as Kid, { down: false, held: 0 })
              break
            }
          }
          expect(told(state)).toEqual(heard)
          expect(state.record.snapshot.status).toBe('active')
          expect(Object.keys(state.record.children).toSorted()).toEqual([...model.keys()].toSorted())
          for (const [id, { generation, down, restarts, order }] of model) {
            const { supervised: entry, ...child } = need(state.record.children[id])
            expect(child.generation).toBe(generation)
            expect(entry?.held !== undefined).toBe(down)
            expect(entry?.order).toBe(order)
            expect(entry?.restarts).toEqual(restarts)
            expect(restarts.length).toBeLessThanOrEqual(most)
          }
          const groups = Object.values(state.record.timers).map(({ restart }) => (restart ?? []).join())
          expect(new Set(groups)).toEqual(new Set(waiting.map(({ kids }) => kids.join())))
        }
      }),
      { numRuns: 400 },
    )
  })
})
