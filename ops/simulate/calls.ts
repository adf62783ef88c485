/** What the simulated workers call: something that takes virtual time, may fail, and may not listen. */
import type { World } from '../../runtime/testing/world.ts'

export interface Job {
  /** Unique per job of a seed. */
  readonly key: string
  readonly ms: number
  /** Between the two calls of a worker. Default 700. */
  readonly restMs?: number
  readonly fail?: boolean
  /** Goes on although it was aborted, as many a library does. */
  readonly deaf?: boolean
}

let world: World | undefined

/** Machines are made once per process, worlds once per seed: this is the one that passes time now. */
export function callIn(next: World): void {
  world = next
}

export function call(job: Job, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const cancel = world?.time.after(job.ms, () => {
      if (job.fail === true) reject(new Error(`no ${job.key}`))
      else resolve(`done ${job.key}`)
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
