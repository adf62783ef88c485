/** What the simulated workers call: something that takes virtual time, may fail, and may not listen. */
import type { World } from '../../runtime/testing/world.ts'
import { bulkOf, type Bulk } from './bulk.ts'

export interface Job {
  /** Unique per job of a seed. */
  readonly key: string
  readonly ms: number
  /** Between the two calls of a worker. Default 700. */
  readonly restMs?: number
  readonly fail?: boolean
  /** How many of its first calls fail, whoever makes them. Default 0. */
  readonly failures?: number
  /** Goes on although it was aborted, as many a library does. */
  readonly deaf?: boolean
  readonly bulk?: Bulk | undefined
}

/** What comes of a job that does not fail. */
export function resultOf({ key, bulk }: Job): string {
  if (bulk === 'first' || bulk === 'last') return bulkOf('whole')
  return bulk === 'share' ? `done ${key} ${bulkOf('share')}` : `done ${key}`
}

let world: World | undefined
/** Calls of each job so far. */
let made = new Map<string, number>()

/** Machines are made once per process, worlds once per seed: this is the one that passes time now. */
export function callIn(next: World): void {
  world = next
  made = new Map()
}

export function call(job: Job, signal: AbortSignal): Promise<string> {
  const number = (made.get(job.key) ?? 0) + 1
  made.set(job.key, number)
  return new Promise((resolve, reject) => {
    const cancel = world?.time.after(job.ms, () => {
      if (job.bulk === 'error') reject(new Error(bulkOf('whole')))
      else if (job.fail === true || number <= (job.failures ?? 0)) reject(new Error(`no ${job.key}`))
      else resolve(resultOf(job))
    })
    if (job.deaf === true) return
    signal.addEventListener(
      'abort',
      () => {
        cancel?.()
        reject(signal.reason as Error)
      },
      { once: true },
    )
  })
}
