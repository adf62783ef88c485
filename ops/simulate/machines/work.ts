/** What the machines of the simulation share. */
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { fromPromise } from 'xstate'
import { call, type Job } from '../calls.ts'

export const work = fromPromise<string, Job>(({ input, signal }) => call(input, signal))

/** As `input` of a kind it makes creation explicit. */
export const explicit: StandardSchemaV1 = {
  '~standard': { version: 1, vendor: 'caravan', validate: (value) => ({ value }) },
}
