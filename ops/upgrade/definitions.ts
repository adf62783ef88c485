/** The definitions that this code has: the planner's own, and those of modules that the user names. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { travelActors } from '../../actors/index.ts'
import { CaravanError, errorData, type ActorDefinition } from '../../runtime/index.ts'

/**
 * A module's definitions take the place of the planner's of the same kind.
 * @param modules paths of modules that export definitions, alone or in lists
 * @throws CaravanError `actors.module.invalid` when one cannot be loaded or exports none
 */
export async function loadDefinitions(modules: readonly string[]): Promise<readonly ActorDefinition[]> {
  const own = await Promise.all(modules.map(definitionsOf))
  const byKind = new Map([...travelActors().all, ...own.flat()].map((one) => [one.kind, one]))
  return [...byKind.values()]
}

async function definitionsOf(path: string): Promise<readonly ActorDefinition[]> {
  const fail = (why: string, cause?: unknown) =>
    new CaravanError('actors.module.invalid', `${path} gives no actors: ${why}.`, { cause, data: { path } })
  let exported: unknown
  try {
    exported = await import(pathToFileURL(resolve(path)).href)
  } catch (error) {
    throw fail(errorData(error).message, error)
  }
  const found = Object.values(exported as Readonly<Record<string, unknown>>)
    .flat()
    .filter(isDefinition)
  if (found.length === 0) throw fail('it exports nothing that defineActor has made')
  return found
}

function isDefinition(value: unknown): value is ActorDefinition {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && 'pure' in value && 'migrations' in value
  )
}
