import type { Holiday } from './holidays.ts'

/** What a public holiday means for a visitor. */

/** Days on which even restaurants and transport rest, by their English names. */
const STILL =
  /christmas day|new year'?s day|good friday|easter sunday|eid |feast of (?:the )?sacrifice|end of ramadan|lunar new year|chinese new year|yom kippur|nyepi|day of silence|seollal|chuseok/i

/** What the day of silence means where it is kept. */
const NYEPI =
  'On Bali nobody, visitors included, leaves the house at Nyepi from six in the morning to six of the next, and the airport is closed.'

/** How much of a place rests: nearly all of it, or offices and a part of the shops. */
export function isStill(name: string): boolean {
  return STILL.test(name) && !/^day after/i.test(name)
}

/** One sentence for the holidays of a stay; undefined without any. Names are told with the dates elsewhere. */
export function holidaysEffect(holidays: readonly Holiday[]): string | undefined {
  if (holidays.length === 0) return undefined
  const still = [...new Set(holidays.filter(({ name }) => isStill(name)).map(({ name }) => name))]
  const rest =
    'banks and offices are closed, many shops and some museums too, and transport may run as on a Sunday'
  if (still.length === 0)
    return `On the public holiday${holidays.length === 1 ? '' : 's'} of your stay ${rest}.`
  const silent = still.some((name) => /nyepi/i.test(name)) ? ` ${NYEPI}` : ''
  const others = still.length < new Set(holidays.map(({ name }) => name)).size
  return (
    `On ${still.join(' and ')} almost everything closes: buy food the day before and check connections.${silent}` +
    (others ? ` On the other public holidays ${rest}.` : '')
  )
}
