/** What the outside world does in one seed, and what has to come of it. */
import { SEEN_HORIZON, type TurnRecord } from '../../runtime/core/turn-record.ts'
import type { Client } from '../../runtime/host/client.ts'
import type { Random } from '../../runtime/testing/random.ts'
import type { Job } from './calls.ts'
import { alarm, counter, talker } from './machines/entities.ts'
import { tree } from './machines/tree.ts'
import { crew } from './machines/crew.ts'
import { boss, team } from './machines/workers.ts'

/** One message of the outside world. */
export interface Act {
  /** When, in ms of virtual time. */
  readonly at: number
  readonly what: string
  readonly do: (client: Client) => Promise<unknown>
}

export interface Root {
  readonly address: string
  readonly acts: readonly Act[]
  /** What is not yet, or not at all, as it has to be; undefined when all is well. */
  readonly problem: (last: TurnRecord | undefined) => string | undefined
}

/** How long the outside world has things to say, in ms. */
export const WORKLOAD_MS = 15_000

const MAKERS = [counterRoot, talkerRoot, bossRoot, teamRoot, treeRoot, alarmRoot, crewRoot] as const

export function workload(random: Random): readonly Root[] {
  const count = 2 + random.below(3)
  return Array.from({ length: count }, (_, index) => random.pick(MAKERS)(random, `r${index}`))
}

function counterRoot(random: Random, id: string): Root {
  // Now and then more than an actor remembers ids of.
  const count = random.chance(0.05) ? 80 : 1 + random.below(8)
  const numbers = range(count)
  const end = random.chance(0.3) ? random.pick(['boom', 'close'] as const) : undefined
  const acts = numbers.map((n): Act => ({
    at: random.between(0, WORKLOAD_MS),
    what: `add ${n}`,
    do: (client) => client.ref(counter, id).send({ type: 'add', n }, { id: `${id}-add-${n}` }),
  }))
  if (end !== undefined) {
    const at = random.between(0, WORKLOAD_MS)
    acts.push({
      at,
      what: end,
      do: (client) => client.ref(counter, id).send({ type: end }, { id: `${id}-${end}` }),
    })
  }
  return {
    address: `counter/${id}`,
    acts,
    problem: (last) => {
      const { got } = contextOf<{ got: readonly number[] }>(last, { got: [] })
      // Beyond the horizon of ids that an actor remembers a late repeat counts again (R5).
      if (new Set(got).size !== got.length && count <= SEEN_HORIZON)
        return `it counted twice: ${got.join(' ')}`
      const status = last?.snapshot.status
      if (end === undefined)
        return new Set(got).size === numbers.length ? undefined : `it counted only ${got.join(' ')}`
      return status === (end === 'boom' ? 'error' : 'done') ? undefined : `it is ${status}`
    },
  }
}

function talkerRoot(random: Random, id: string): Root {
  const numbers = range(1 + random.below(8))
  const quiet = random.chance(0.3)
  const acts = numbers.map((n): Act => ({
    at: random.between(0, WORKLOAD_MS),
    what: `tell ${n}`,
    do: (client) => client.ref(talker, id).send({ type: 'tell', n }, { id: `${id}-tell-${n}` }),
  }))
  if (quiet) {
    const at = random.between(0, WORKLOAD_MS)
    acts.push({
      at,
      what: 'quiet',
      do: (client) => client.ref(talker, id).send({ type: 'quiet' }, { id: `${id}-quiet` }),
    })
  }
  return {
    address: `talker/${id}`,
    acts,
    problem: (last) => {
      const { heard } = contextOf<{ heard: readonly number[] }>(last, { heard: [] })
      if (new Set(heard).size !== heard.length) return `it heard twice: ${heard.join(' ')}`
      if (quiet) return last?.snapshot.status === 'done' ? undefined : 'it is not quiet'
      return heard.length === numbers.length ? undefined : `it heard only ${heard.join(' ')}`
    },
  }
}

function bossRoot(random: Random, id: string): Root {
  const jobs = range(1 + random.below(3)).map((n) => jobOf(random, `${id}-j${n}`))
  const events = range(random.below(3)).map(() => random.pick(['halt', 'skip', 'skip'] as const))
  const acts: Act[] = [
    {
      at: random.between(0, WORKLOAD_MS / 3),
      what: 'create',
      do: (client) => client.ref(boss, id).create({ jobs }, { id: `${id}-create` }),
    },
  ]
  // Spoken to before anybody has made it: a dead letter (R14).
  if (random.chance(0.2)) {
    const early = { id: `${id}-early` }
    acts.push({ at: 0, what: 'skip', do: (client) => client.ref(boss, id).send({ type: 'skip' }, early) })
  }
  events.forEach((type, index) => {
    const at = (acts[0] as Act).at + random.between(0, WORKLOAD_MS / 2)
    acts.push({
      at,
      what: type,
      do: (client) => client.ref(boss, id).send({ type }, { id: `${id}-${type}-${index}` }),
    })
  })
  return {
    address: `boss/${id}`,
    acts,
    problem: (last) => {
      if (last?.snapshot.status !== 'done') return `it is ${last?.snapshot.status}`
      const { results } = contextOf<{ results: readonly string[] }>(last, { results: [] })
      if (!events.includes('halt') && results.length !== jobs.length)
        return `its results are ${results.join()}`
      const wrong = results.find((result, n) => result !== 'skipped' && result !== resultOf(jobs[n]))
      if (wrong !== undefined) return `"${wrong}" is no result of its job`
      const skipped = results.filter((result) => result === 'skipped').length
      const skips = acts.filter(({ what }) => what === 'skip').length
      return skipped <= skips ? undefined : `it skipped ${skipped} times, told to ${skips} times`
    },
  }
}

function teamRoot(random: Random, id: string): Root {
  const jobs = range(1 + random.below(4)).map((n) => jobOf(random, `${id}-t${n}`))
  const fired = new Set(jobs.filter(() => random.chance(0.25)).map(({ key }) => key))
  const acts = jobs.flatMap((job): Act[] => {
    const at = random.between(0, WORKLOAD_MS / 2)
    const { key } = job
    const hire: Act = {
      at,
      what: `hire ${key}`,
      do: (client) => client.ref(team, id).send({ type: 'hire', job }, { id: `${id}-hire-${key}` }),
    }
    const fire: Act = {
      at: at + random.between(10, 4_000),
      what: `fire ${key}`,
      do: (client) => client.ref(team, id).send({ type: 'fire', key }, { id: `${id}-fire-${key}` }),
    }
    return fired.has(key) ? [hire, fire] : [hire]
  })
  return {
    address: `team/${id}`,
    acts,
    problem: (last) => {
      const { results } = contextOf<{ results: Readonly<Record<string, string>> }>(last, { results: {} })
      const missing = jobs.filter(({ key }) => results[key] === undefined)
      if (missing.length > 0) return `nothing came of ${missing.map(({ key }) => key).join()}`
      const wrong = jobs.find((job) => {
        const result = results[job.key]
        return result !== resultOf(job) && !(fired.has(job.key) && result === 'fired')
      })
      return wrong && `the result of ${wrong.key} is ${results[wrong.key]}`
    },
  }
}

function treeRoot(random: Random, id: string): Root {
  const job = jobOf(random, `${id}-leaf`)
  const fell = random.chance(0.4)
  const shakes = range(random.below(3))
  const start = random.between(0, WORKLOAD_MS / 3)
  const acts: Act[] = [
    { at: start, what: 'create', do: (client) => client.ref(tree, id).create(job, { id: `${id}-create` }) },
    ...shakes.map((n): Act => ({
      at: start + random.between(0, WORKLOAD_MS / 2),
      what: 'shake',
      do: (client) => client.ref(tree, id).send({ type: 'shake' }, { id: `${id}-shake-${n}` }),
    })),
  ]
  if (fell) {
    const at = start + random.between(0, WORKLOAD_MS / 2)
    acts.push({
      at,
      what: 'fell',
      do: (client) => client.ref(tree, id).send({ type: 'fell' }, { id: `${id}-fell` }),
    })
  }
  return {
    address: `tree/${id}`,
    acts,
    problem: (last) => {
      if (last?.snapshot.status !== 'done') return `it is ${last?.snapshot.status}`
      if (fell && last.snapshot.value === 'fallen') return undefined
      const expected = job.fail === true ? 'nothing' : `done ${job.key}`
      return last.snapshot.output === expected ? undefined : `it gave ${String(last.snapshot.output)}`
    },
  }
}

function crewRoot(random: Random, id: string): Root {
  // As many failures as its members may have restarts, over all of them: one failure may restart everybody.
  const failing = random.below(3)
  const jobs = range(1 + random.below(3)).map((n) => ({
    ...jobOf(random, `${id}-c${n}`),
    fail: false,
    failures: n === 0 ? failing : 0,
  }))
  return {
    address: `crew/${id}`,
    acts: [
      {
        at: random.between(0, WORKLOAD_MS / 2),
        what: 'create',
        do: (client) => client.ref(crew, id).create({ jobs }, { id: `${id}-create` }),
      },
    ],
    problem: (last) => {
      if (last?.snapshot.status !== 'done') return `it is ${last?.snapshot.status}`
      const { results } = contextOf<{ results: Readonly<Record<string, string>> }>(last, { results: {} })
      const wrong = jobs.find((job) => results[job.key] !== resultOf(job))
      return wrong && `the result of ${wrong.key} is ${results[wrong.key]}`
    },
  }
}

function alarmRoot(random: Random, id: string): Root {
  const sets = range(1 + random.below(5))
  const acts = sets.map((n): Act => {
    const ms = random.between(1, 5_000)
    return {
      at: random.between(0, WORKLOAD_MS),
      what: `set ${n}`,
      do: (client) => client.ref(alarm, id).send({ type: 'set', n: n + 1, ms }, { id: `${id}-set-${n}` }),
    }
  })
  if (random.chance(0.4)) {
    const at = random.between(0, WORKLOAD_MS)
    acts.push({
      at,
      what: 'clear',
      do: (client) => client.ref(alarm, id).send({ type: 'clear', n: 0 }, { id: `${id}-clear` }),
    })
  }
  return {
    address: `alarm/${id}`,
    acts,
    problem: (last) => {
      const context = contextOf<{ last: number; rang: readonly number[] }>(last, { last: -1, rang: [] })
      const { rang } = context
      if (new Set(rang).size !== rang.length) return `it rang twice: ${rang.join(' ')}`
      return context.last === 0 || rang.includes(context.last)
        ? undefined
        : `it did not ring for ${context.last}`
    },
  }
}

function jobOf(random: Random, key: string): Job {
  return {
    key,
    ms: random.chance(0.1) ? random.between(3_000, 9_000) : random.between(1, 1_500),
    // Longer than a lease is held for: the worker is parked (R11).
    restMs: random.chance(0.15) ? random.between(11_000, 20_000) : random.between(1, 1_500),
    fail: random.chance(0.2),
    deaf: random.chance(0.2),
  }
}

function resultOf(job: Job | undefined): string {
  return job?.fail === true ? `no ${job.key}` : `done ${job?.key}`
}

function contextOf<T>(last: TurnRecord | undefined, none: T): T {
  return (last?.snapshot.context as T | undefined) ?? none
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}
