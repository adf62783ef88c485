/**
 * A prompt within its budget of tokens. What is least missed goes first, by rules that are stated here and nowhere else:
 *
 * 1. alternatives: what was not chosen (options of a leg, other stays), of colleagues, then of required sections, then of the
 *    reference;
 * 2. details: reasons, tips, notes, sources, in the same order;
 * 3. whole sections of colleagues, the last declared first;
 * 4. the whole reference.
 *
 * The request, required sections and what is to be mended are never left out. Nothing is shortened within a text: half a
 * sentence is worse than none. Pure, so the same task has the same prompt.
 */

export interface Block {
  readonly name: string
  /** Plain data. */
  readonly value: unknown
  /**
   * `fixed`: never touched. `required`: thinned out, never left out. `colleague`: what is good to know. `reference`: the answer as
   * open data gives it.
   */
  readonly role: 'fixed' | 'required' | 'colleague' | 'reference'
}

export interface Condensed {
  readonly blocks: readonly Block[]
  /** What went, in the order in which it went: `alternatives of transport`, `details of reference`, `weather`. */
  readonly dropped: readonly string[]
  /** Above the budget only when nothing more may go. */
  readonly tokens: number
}

/** Fields that hold what was not chosen. */
const ALTERNATIVES = new Set(['alternatives', 'rainPlan', 'savings', 'flexibility'])
/** Fields that explain, and that nothing is computed from. */
const DETAILS = new Set([
  'why',
  'how',
  'tip',
  'tips',
  'notes',
  'sources',
  'details',
  'districts',
  'dishes',
  'packing',
  'about',
])
/** Who gives first. */
const ORDER = ['colleague', 'required', 'reference'] as const

/**
 * @param budget in tokens, of all blocks together
 * @param tokensOf the tokens that one block takes as it is written
 */
export function condense(
  blocks: readonly Block[],
  budget: number,
  tokensOf: (block: Block) => number,
): Condensed {
  let kept = [...blocks]
  const dropped: string[] = []
  const sizes = new Map(kept.map((block) => [block.name, tokensOf(block)]))
  const tokens = () => kept.reduce((sum, { name }) => sum + (sizes.get(name) ?? 0), 0)

  for (const [what, fields] of [
    ['alternatives', ALTERNATIVES],
    ['details', DETAILS],
  ] as const) {
    for (const block of ORDER.flatMap((role) => kept.filter((one) => one.role === role))) {
      if (tokens() <= budget) break
      const thin = { ...block, value: without(block.value, fields) }
      const size = tokensOf(thin)
      if (size >= (sizes.get(block.name) ?? 0)) continue
      kept = kept.map((one) => (one.name === block.name ? thin : one))
      sizes.set(block.name, size)
      dropped.push(`${what} of ${block.name}`)
    }
  }
  for (const { name } of [
    ...kept.filter(({ role }) => role === 'colleague').toReversed(),
    ...kept.filter(({ role }) => role === 'reference'),
  ]) {
    if (tokens() <= budget) break
    kept = kept.filter((one) => one.name !== name)
    dropped.push(name)
  }
  return { blocks: kept, dropped, tokens: tokens() }
}

/** The same data without these fields, however deep. */
function without(value: unknown, fields: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((one) => without(one, fields))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      fields.has(name) ? [] : [[name, without(inner, fields)]],
    ),
  )
}
