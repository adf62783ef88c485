/** Applies one mutation to the source as it is loaded. Works on modules that are imported afterwards. */
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { CaravanError } from '../../runtime/core/errors.ts'
import { MUTATIONS, type Mutation } from './mutations.ts'

/** @throws CaravanError `simulate.mutation.unknown` */
export function mutationFor(breaks: string): Mutation {
  const mutation = MUTATIONS.find((candidate) => candidate.breaks === breaks)
  if (mutation !== undefined) return mutation
  throw new CaravanError(
    'simulate.mutation.unknown',
    `There is no mutation that breaks "${breaks}"; there is one for each of ${MUTATIONS.map((m) => m.breaks).join(', ')}.`,
  )
}

const urlOf = (mutation: Mutation) => new URL(`../../${mutation.file}`, import.meta.url)

/**
 * The mutated text.
 * @throws CaravanError `simulate.mutation.stale` when its text is not there exactly once.
 */
export function mutated(mutation: Mutation, source: string): string {
  const parts = source.split(mutation.find)
  if (parts.length === 2) return parts.join(mutation.replace)
  throw new CaravanError(
    'simulate.mutation.stale',
    `The mutation for ${mutation.breaks} finds its text ${parts.length - 1} times in ${mutation.file}, not once: bring it up to date.`,
  )
}

/** From now on the file of the mutation is loaded with the mistake in it. */
export function install(mutation: Mutation): void {
  const url = urlOf(mutation)
  mutated(mutation, readFileSync(fileURLToPath(url), 'utf8')) // before anything runs
  registerHooks({
    load: (loaded, context, next) => {
      const result = next(loaded, context)
      if (loaded !== url.href) return result
      return { ...result, source: mutated(mutation, sourceText(result.source)) }
    },
  })
}

function sourceText(source: unknown): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source as Uint8Array)
}
