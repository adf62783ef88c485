/** Sentences about ways to travel: why one was chosen and what another would change. */
import type { PriceRange } from '../../machines/messages/index.ts'
import { spokenMinutes, type LegOption } from './leg-option.ts'
import { spokenAmount } from './prices.ts'
import type { LegEstimate } from './leg.ts'

const MODE_NAME: Readonly<Record<LegOption['mode'], string>> = {
  walk: 'walking',
  train: 'the train',
  'high-speed-train': 'the high-speed train',
  bus: 'the bus',
  car: 'driving',
  ferry: 'the ferry',
  flight: 'flying',
}

/** "the train", "flying". */
export function modeName(mode: LegOption['mode']): string {
  return MODE_NAME[mode]
}

/** "train", "ferry": after "by". */
export function modeNoun(mode: LegOption['mode']): string {
  if (mode === 'flight') return 'plane'
  return mode === 'walk' ? 'foot' : mode === 'high-speed-train' ? 'high-speed train' : mode
}

/** Why the chosen way is the sensible one. */
export function whyBest({ best, others }: LegEstimate): string {
  const time = spokenMinutes(best.minutes)
  if (best.uncertain === true) return `Nothing scheduled is known here; ${time} is a guess from the distance.`
  const rival = others.find((option) => option.mode === 'flight') ?? others[0]
  if (rival === undefined) return `${time} door to door; no other sensible way is known.`
  const quicker = rival.minutes - best.minutes
  const name = modeName(rival.mode)
  if (best.mode === 'flight') {
    return quicker > 20
      ? `${time} door to door, ${spokenMinutes(quicker)} quicker than ${name}.`
      : `${time} door to door, and less trouble or money than ${name}.`
  }
  const speed =
    quicker > 20
      ? `${spokenMinutes(quicker)} quicker than ${name}`
      : quicker >= -20
        ? `about as quick as ${name}`
        : `${spokenMinutes(-quicker)} slower than ${name}`
  const cheaper = best.fare.expected < rival.fare.expected * 0.85 ? ', cheaper' : ''
  const cleaner =
    best.co2Kg < rival.co2Kg * 0.6 ? ` and with ${share(best.co2Kg / rival.co2Kg)} of its CO2` : ''
  return `${time} door to door, ${speed}${cheaper}${cleaner}.`
}

/** What choosing another way instead would change. */
export function whyOther(
  option: LegOption,
  price: PriceRange,
  best: LegOption,
  bestPrice: PriceRange,
): string {
  const parts: string[] = []
  const longer = option.minutes - best.minutes
  if (Math.abs(longer) > 10) {
    parts.push(`${spokenMinutes(Math.abs(longer))} ${longer > 0 ? 'longer' : 'quicker'}`)
  }
  const dearer = price.expected - bestPrice.expected
  if (Math.abs(dearer) > bestPrice.expected * 0.08) {
    parts.push(`about ${spokenAmount(Math.abs(dearer), price.currency)} ${dearer > 0 ? 'dearer' : 'cheaper'}`)
  }
  if (option.co2Kg < best.co2Kg * 0.6) parts.push(`only ${share(option.co2Kg / best.co2Kg)} of the CO2`)
  if (best.co2Kg > 0 && option.co2Kg > best.co2Kg * 1.7) {
    parts.push(`${Math.round(option.co2Kg / best.co2Kg)} times the CO2`)
  }
  const what = parts.length > 0 ? parts.join(', ') : 'much the same'
  const hint =
    option.mode === 'car'
      ? 'freedom to stop on the way'
      : option.mode === 'bus' && dearer < 0
        ? 'the cheap way'
        : option.mode === 'flight' && longer < -60
          ? 'if time matters most'
          : undefined
  // A flight's second line is about its airports; of a chain of trains every ride is worth naming.
  const told = option.mode === 'flight' ? option.details.slice(0, 1) : option.details.slice(0, 4)
  const detail = told.map((line) => ` ${line}`).join('')
  return `${capital(modeName(option.mode))}: ${what}${hint === undefined ? '' : `; ${hint}`}.${detail}`
}

function share(part: number): string {
  if (part < 0.02) return 'a fraction'
  if (part < 0.15) return 'about a tenth'
  if (part < 0.23) return 'about a fifth'
  if (part < 0.3) return 'about a quarter'
  if (part < 0.42) return 'about a third'
  return 'about half'
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
