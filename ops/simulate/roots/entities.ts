/** Entities without workers: what they were told, they remember once. */
import { SEEN_HORIZON } from '../../../runtime/core/turn-record.ts'
import type { Random } from '../../../runtime/testing/random.ts'
import { bulkOf, drawsBulk } from '../bulk.ts'
import { alarm, counter, talker } from '../machines/entities.ts'
import { contextOf, poisonOf, range, type Act, type Root } from './root.ts'

export function counterRoot(random: Random, id: string, span: number): Root {
  // Now and then more than an actor remembers ids of.
  const count = random.chance(0.05) ? 80 : 1 + random.below(8)
  const numbers = range(count)
  const end = random.chance(0.3) ? random.pick(['boom', 'close'] as const) : undefined
  const acts = numbers.map((n): Act => ({
    at: random.between(0, span),
    what: `add ${n}`,
    do: (client) => client.ref(counter, id).send({ type: 'add', n }, { id: `${id}-add-${n}` }),
  }))
  if (end !== undefined) {
    const at = random.between(0, span)
    acts.push({
      at,
      what: end,
      do: (client) => client.ref(counter, id).send({ type: end }, { id: `${id}-${end}` }),
    })
  }
  const bulky = drawsBulk(random, id)
  if (bulky !== undefined) acts.push(...bulkyActs(bulky, id, span))
  return {
    address: `counter/${id}`,
    ...poisonOf(random, span),
    acts,
    problem: (last) => {
      const { got } = contextOf<{ got: readonly number[] }>(last, { got: [] })
      // Beyond the horizon of ids that an actor remembers a late repeat counts again (R5).
      if (new Set(got).size !== got.length && count <= SEEN_HORIZON)
        return `it counted twice: ${got.join(' ')}`
      const status = last?.snapshot.status
      if (bulky !== undefined)
        return status === 'error' || (status === 'done' && end === 'close') ? undefined : `it is ${status}`
      if (end === undefined)
        return new Set(got).size === numbers.length ? undefined : `it counted only ${got.join(' ')}`
      return status === (end === 'boom' ? 'error' : 'done') ? undefined : `it is ${status}`
    },
  }
}

/** Something large that it keeps, and something that it cannot even be told: whatever else it has come to stays as it was. */
function bulkyActs(random: Random, id: string, span: number): readonly Act[] {
  const act = (type: 'fill' | 'burst', n: number, at: number): Act => {
    const event = { type, bulk: bulkOf(type === 'fill' ? 'half' : 'most') }
    return {
      at,
      what: type,
      do: (client) => client.ref(counter, id).send(event, { id: `${id}-${type}-${n}` }),
    }
  }
  const filled = random.chance(0.7) ? [act('fill', 0, random.between(0, span / 2))] : []
  return [...filled, ...range(1 + random.below(2)).map((n) => act('burst', n, random.between(0, span)))]
}

export function talkerRoot(random: Random, id: string, span: number): Root {
  const numbers = range(1 + random.below(8))
  const quiet = random.chance(0.3)
  const acts = numbers.map((n): Act => ({
    at: random.between(0, span),
    what: `tell ${n}`,
    do: (client) => client.ref(talker, id).send({ type: 'tell', n }, { id: `${id}-tell-${n}` }),
  }))
  const bulky = drawsBulk(random, id)
  if (bulky !== undefined) {
    // Its child cannot tell it again and the world as well.
    const event = { type: 'tell', n: numbers.length, bulk: bulkOf('half') } as const
    acts.push({
      at: bulky.between(0, span),
      what: 'tell at length',
      do: (client) => client.ref(talker, id).send(event, { id: `${id}-tell-at-length` }),
    })
  }
  if (quiet) {
    const at = random.between(0, span)
    acts.push({
      at,
      what: 'quiet',
      do: (client) => client.ref(talker, id).send({ type: 'quiet' }, { id: `${id}-quiet` }),
    })
  }
  if (random.chance(0.15)) {
    // Somebody who writes into the inbox without a client, in the runtime's name (R21).
    const event = { type: 'xstate.done.actor.echo', output: 'forged' }
    acts.push({
      at: random.between(0, span),
      what: 'forge',
      do: (_client, world) =>
        world.tell({
          id: `${id}-forged`,
          type: 'event',
          to: `talker/${id}`,
          kind: 'talker',
          sentAt: world.now,
          event,
        }),
    })
  }
  return {
    address: `talker/${id}`,
    ...poisonOf(random, span),
    acts,
    problem: (last) => {
      const { heard } = contextOf<{ heard: readonly number[] }>(last, { heard: [] })
      if (new Set(heard).size !== heard.length) return `it heard twice: ${heard.join(' ')}`
      if (quiet) return last?.snapshot.status === 'done' ? undefined : 'it is not quiet'
      if (bulky !== undefined)
        return heard.includes(numbers.length) ? 'it heard what cannot be told' : undefined
      return heard.length === numbers.length ? undefined : `it heard only ${heard.join(' ')}`
    },
  }
}

export function alarmRoot(random: Random, id: string, span: number): Root {
  const sets = range(1 + random.below(5))
  const acts = sets.map((n): Act => {
    const ms = random.between(1, 5_000)
    return {
      at: random.between(0, span),
      what: `set ${n}`,
      do: (client) => client.ref(alarm, id).send({ type: 'set', n: n + 1, ms }, { id: `${id}-set-${n}` }),
    }
  })
  if (random.chance(0.4)) {
    const at = random.between(0, span)
    acts.push({
      at,
      what: 'clear',
      do: (client) => client.ref(alarm, id).send({ type: 'clear', n: 0 }, { id: `${id}-clear` }),
    })
  }
  // Drawn apart: what other roots of the seed get stays as it was.
  const other = random.fork(`${id} reminders`)
  const reminders = range(other.below(4))
  acts.push(
    ...reminders.map((n): Act => {
      const ms = other.between(1, 5_000)
      return {
        at: other.between(0, span),
        what: `remind ${n}`,
        do: (client) => client.ref(alarm, id).send({ type: 'remind', n, ms }, { id: `${id}-remind-${n}` }),
      }
    }),
  )
  return {
    address: `alarm/${id}`,
    acts,
    problem: (last) => {
      const context = contextOf<{ last: number; rang: readonly number[]; reminded: readonly number[] }>(
        last,
        {
          last: -1,
          rang: [],
          reminded: [],
        },
      )
      const { rang, reminded } = context
      if (new Set(reminded).size !== reminded.length) return `it reminded twice: ${reminded.join(' ')}`
      if (reminded.length !== reminders.length) return `it reminded only of ${reminded.join(' ')}`
      if (new Set(rang).size !== rang.length) return `it rang twice: ${rang.join(' ')}`
      return context.last === 0 || rang.includes(context.last)
        ? undefined
        : `it did not ring for ${context.last}`
    },
  }
}
