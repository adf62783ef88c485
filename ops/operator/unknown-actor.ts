/** An address that nobody has, and which may have been meant. */
import { distance } from 'fastest-levenshtein'
import { parseAddress, addressText, rootAddress, CaravanError, type Operator } from '../../runtime/index.ts'

/** Roots that are compared; more would take longer than asking again. */
const MAX_COMPARED = 50_000
const MAX_EDITS = 3
const SUGGESTIONS = 3

/** A request that was accepted is no actor before a host has handled it. */
export const WAITING = 'What was sent may still wait for a host: "caravan hosts" shows those that run.'

/** The error for an unknown address, with those that look like it. */
export async function unknownActor(operator: Operator, text: string): Promise<CaravanError> {
  const near = await nearest(operator, text)
  const meant = near.length === 0 ? ` ${WAITING}` : ` Did you mean ${near.join(' or ')}?`
  return new CaravanError('actor.unknown', `There is no actor ${text}.${meant}`, {
    data: { actor: text, suggestions: near },
  })
}

async function nearest(operator: Operator, text: string): Promise<readonly string[]> {
  const { rootKind, rootId, path } = parseAddress(text)
  const root = addressText(rootAddress(rootKind, rootId))
  const names = new Set<string>()
  if (path.length > 0 && (await operator.actor(root)) !== undefined) {
    for await (const { address } of operator.descendants(root)) names.add(address)
  } else {
    for await (const address of operator.rootAddresses()) {
      names.add(address)
      if (names.size >= MAX_COMPARED) break
    }
  }
  return [...names]
    .map((name) => ({
      name,
      edits: name.startsWith(text) || text.startsWith(`${name}/`) ? 0 : distance(name, text),
    }))
    .filter(({ edits }) => edits <= MAX_EDITS)
    .toSorted((a, b) => a.edits - b.edits)
    .slice(0, SUGGESTIONS)
    .map(({ name }) => name)
}
