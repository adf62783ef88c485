/**
 * What two free texts must have in common before their meanings are compared at all. Measured with the packaged model
 * (docs/context.md): "allergic to peanuts" and "I have a peanut allergy" score 0.86, but so do opposites ("no early mornings"
 * and "early mornings" 0.90, "prefer trains over planes" and "prefer planes over trains" 0.985), and all Japanese texts are
 * alike to it. So no score alone can say that two wishes are the same: their words have to be, and where words stand in
 * relation, their order as well.
 */

/** Words that show a text to be English; they add nothing to a wish. */
const ENGLISH = new Set(
  'please kindly thanks thank the we our you my would like want wish need love really very and with these those must should'.split(
    ' ',
  ),
)

/** More that add nothing, in an English text. Elsewhere they may mean anything: nothing is left out there. */
const FILLERS = new Set([
  ...ENGLISH,
  ...(
    'a an i us me ours mine quite just also so much be is are am was were been being have has had having do does will shall ' +
    "can could may might of for this that it its there here we'd i'd we're i'm we've i've it's"
  ).split(' '),
])

/** Where one of these stands the order of the others matters. */
const RELATIONS = new Set(
  (
    'to from over under than before after instead rather not no nor never without except but unless until between versus vs ' +
    "don't doesn't didn't won't can't cannot isn't aren't wasn't avoid skip exclude excluding if when while then first last " +
    'or either neither only more less most least fewer'
  ).split(' '),
)

const WORD = /\p{N}+(?:[.,:/-]\p{N}+)*|[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*|[%€$£¥]/gu

/**
 * The words of a text as one key. Texts with different keys are different wishes, whatever their score; `undefined` when there
 * is no word in it.
 */
export function wordsKey(text: string): string | undefined {
  const all = (text.normalize('NFKC').toLowerCase().match(WORD) ?? []).map((word) => word.replace('’', "'"))
  if (all.length === 0) return undefined
  if (!all.some((word) => ENGLISH.has(word))) return `as it is: ${all.join(' ')}`
  const words = all.filter((word) => !FILLERS.has(word)).map(singular)
  return all.some((word) => RELATIONS.has(word))
    ? `in order: ${words.join(' ')}`
    : `any order: ${words.toSorted().join(' ')}`
}

function singular(word: string): string {
  return word.length > 3 && /[^s'u]s$/.test(word) ? word.slice(0, -1) : word
}
