/** Letters that Unicode does not decompose into a base letter and a mark. */
const LETTERS: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ħ: 'h',
  ŋ: 'n',
  ə: 'a',
}

/** Whole words written both ways on signs and in tickets. */
const WORDS: Readonly<Record<string, string>> = { st: 'saint', ste: 'sainte', mt: 'mount', ft: 'fort' }

/**
 * The form under which a name is compared: lower case, no diacritics, punctuation as single spaces,
 * apostrophes dropped, "St." spelled out. `nameKey("Saint-Étienne") === nameKey("st. etienne")`.
 * Scripts other than Latin keep their letters ("東京" stays). An input without letters or digits gives ''.
 */
export function nameKey(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}'’‘ʻʼ`´]+/gu, '')
    .replace(/[øłđðþßæœıħŋə]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/(?<![\p{L}\p{N}])(?:ste?|mt|ft)(?![\p{L}\p{N}])/gu, (word) => WORDS[word] ?? word)
    .normalize('NFC')
}
