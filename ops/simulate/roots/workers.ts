/** Entities that have work done, one job after another or many at once, and what came of each job. */
import type { Random } from '../../../runtime/testing/random.ts'
import { burst, drawsBulk, FULL_SHARES } from '../bulk.ts'
import { resultOf, type Job } from '../calls.ts'
import { crew } from '../machines/crew.ts'
import { tree } from '../machines/tree.ts'
import { boss, team } from '../machines/workers.ts'
import { BULKS, contextOf, isResult, jobOf, poisonOf, range, type Act, type Root } from './root.ts'

/** Some with bulk of their own, or all of them with a share of what is too large together. */
function jobsOf(random: Random, id: string, letter: string, most: number): readonly Job[] {
  const bulky = drawsBulk(random, id)
  const isShared = bulky?.chance(0.5) === true
  return range(1 + random.below(most)).map((n): Job => {
    const job = jobOf(random, `${id}-${letter}${n}`, isShared ? undefined : bulky)
    return isShared ? { ...job, fail: false, bulk: 'share' } : job
  })
}

function shares(jobs: readonly Job[]): number {
  return jobs.filter(({ bulk }) => bulk === 'share').length
}

export function bossRoot(random: Random, id: string, span: number): Root {
  const jobs = jobsOf(random, id, 'j', 3)
  const events = range(random.below(3)).map(() => random.pick(['halt', 'skip', 'skip'] as const))
  const acts: Act[] = [
    {
      at: random.between(0, span / 3),
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
    const at = (acts[0] as Act).at + random.between(0, span / 2)
    acts.push({
      at,
      what: type,
      do: (client) => client.ref(boss, id).send({ type }, { id: `${id}-${type}-${index}` }),
    })
  })
  const poison = poisonOf(random, span)
  const isRight = (result: string, job: Job | undefined) =>
    result === 'skipped' ||
    isResult(job, result) ||
    (poison.poisoned !== undefined && result.includes(' was quarantined '))
  return {
    address: `boss/${id}`,
    acts,
    ...poison,
    problem: (last) => {
      if (burst(last) && shares(jobs) >= FULL_SHARES.ofList) return undefined
      if (last?.snapshot.status !== 'done') return `it is ${last?.snapshot.status}`
      const { results } = contextOf<{ results: readonly string[] }>(last, { results: [] })
      if (!events.includes('halt') && results.length !== jobs.length)
        return `its results are ${results.join()}`
      const wrong = results.find((result, n) => !isRight(result, jobs[n]))
      if (wrong !== undefined) return `"${wrong}" is no result of its job`
      const skipped = results.filter((result) => result === 'skipped').length
      const skips = acts.filter(({ what }) => what === 'skip').length
      return skipped <= skips ? undefined : `it skipped ${skipped} times, told to ${skips} times`
    },
  }
}

export function teamRoot(random: Random, id: string, span: number): Root {
  const jobs = jobsOf(random, id, 't', 4)
  const fired = new Set(jobs.filter(() => random.chance(0.25)).map(({ key }) => key))
  const acts = jobs.flatMap((job): Act[] => {
    const at = random.between(0, span / 2)
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
    ...poisonOf(random, span),
    acts,
    problem: (last) => {
      if (burst(last) && shares(jobs) >= FULL_SHARES.ofTable) return undefined
      const { results } = contextOf<{ results: Readonly<Record<string, string>> }>(last, { results: {} })
      const missing = jobs.filter(({ key }) => results[key] === undefined)
      if (missing.length > 0) return `nothing came of ${missing.map(({ key }) => key).join()}`
      const wrong = jobs.find((job) => {
        const result = results[job.key]
        return !isResult(job, result) && !(fired.has(job.key) && result === 'fired')
      })
      return wrong && `the result of ${wrong.key} is ${results[wrong.key]}`
    },
  }
}

export function treeRoot(random: Random, id: string, span: number): Root {
  const job = jobOf(random, `${id}-leaf`, drawsBulk(random, id))
  const fell = random.chance(0.4)
  const shakes = range(random.below(3))
  const start = random.between(0, span / 3)
  const acts: Act[] = [
    { at: start, what: 'create', do: (client) => client.ref(tree, id).create(job, { id: `${id}-create` }) },
    ...shakes.map((n): Act => ({
      at: start + random.between(0, span / 2),
      what: 'shake',
      do: (client) => client.ref(tree, id).send({ type: 'shake' }, { id: `${id}-shake-${n}` }),
    })),
  ]
  if (fell) {
    const at = start + random.between(0, span / 2)
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
      // Nobody above the leaf is prepared for its end at its first turn.
      if (job.bulk === 'begin' && last?.snapshot.status === 'error') return undefined
      if (last?.snapshot.status !== 'done') return `it is ${last?.snapshot.status}`
      if (fell && last.snapshot.value === 'fallen') return undefined
      const expected = job.fail === true || job.bulk !== undefined ? 'nothing' : resultOf(job)
      return last.snapshot.output === expected ? undefined : `it gave ${String(last.snapshot.output)}`
    },
  }
}

export function crewRoot(random: Random, id: string, span: number): Root {
  // As many failures as its members may have restarts, over all of them: one failure may restart everybody.
  const failing = random.below(3)
  // Or one that no restart helps, until there may be no more.
  const bulk = drawsBulk(random, id)?.pick(BULKS)
  const jobs = range(1 + random.below(3)).map((n): Job => ({
    ...jobOf(random, `${id}-c${n}`),
    fail: false,
    failures: n === 0 && bulk === undefined ? failing : 0,
    bulk: n === 0 ? bulk : undefined,
  }))
  return {
    address: `crew/${id}`,
    acts: [
      {
        at: random.between(0, span / 2),
        what: 'create',
        do: (client) => client.ref(crew, id).create({ jobs }, { id: `${id}-create` }),
      },
    ],
    problem: (last) => {
      if (last?.snapshot.status !== 'done') return `it is ${last?.snapshot.status}`
      const { results } = contextOf<{ results: Readonly<Record<string, string>> }>(last, { results: {} })
      const wrong = jobs.find((job) => !isResult(job, results[job.key]))
      return wrong && `the result of ${wrong.key} is ${results[wrong.key]}`
    },
  }
}
