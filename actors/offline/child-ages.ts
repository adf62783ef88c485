/** How old the children are, where the traveller's words say so. */

const NUMBERS = String.raw`\d{1,2}(?:\s*(?:,|and|&|/)\s*(?:and\s+)?\d{1,2})*`
/** "children aged 6 and 9", "kids (8, 11)"; not "kids under 10", and not "2 kids". */
const AFTER = new RegExp(
  String.raw`\b(?:child(?:ren)?|kids?|toddlers?|sons?|daughters?|boys?|girls?|twins|aged?|ages)\b(?:\s*(?:are|is|of|aged?|ages?|:|\())*\s*(${NUMBERS})(?!\s*(?:rooms?|beds?|nights?|days?|adults?|months?))`,
  'iu',
)
const BEFORE = new RegExp(String.raw`\b(${NUMBERS})[\s-]*(?:years?[\s-]*olds?|yrs?\b|y/?o\b)`, 'iu')

/** From here on they are travellers like the others. Years. */
const GROWN = 18

/** Ages in the order in which they are told; empty where none are, or where they are no children's. */
export function childAges(line: string): readonly number[] {
  const told = (AFTER.exec(line) ?? BEFORE.exec(line))?.[1]
  const ages = (told?.match(/\d+/g) ?? []).map(Number)
  return ages.every((age) => age < GROWN) ? ages : []
}
