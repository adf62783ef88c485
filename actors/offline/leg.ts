/**
 * The one estimate of a leg that planning, transport, accommodation and budget share: every sensible way from one
 * place to another, best first. Pure: the same places, party and wishes give the same answer.
 */
import { distanceKm } from '../atlas/index.ts'
import { landmassOf } from './landmass.ts'
import { flightOption, SHORTEST_FLIGHT_KM, SHORTEST_FLIGHT_OVER_WATER_KM } from './leg-flight.ts'
import type { LegOption, Party } from './leg-option.ts'
import { irregularBoat, networkOption, regionalTrain, roadOptions, type LegPlace } from './leg-overland.ts'
import type { Wishes } from './wishes.ts'

export type LegEstimate = {
  readonly from: LegPlace
  readonly to: LegPlace
  /** Great circle. */
  readonly distanceKm: number
  /** The chosen way. */
  readonly best: LegOption
  /** Two or three others, by how well they suit. */
  readonly others: readonly LegOption[]
  /** A wish that could not be met, in words. */
  readonly unmet: string | undefined
}

type LegWishes = Pick<
  Wishes,
  'noFlights' | 'noDomesticFlights' | 'noCar' | 'noBus' | 'noFerry' | 'preferTrain' | 'preferCar' | 'stepFree'
>

/** What an hour is worth to a traveller when time is weighed against money. US dollars per person. */
const HOUR_USD = 28

/** Minutes of trouble that the clock does not show: security queues, driving abroad, cramped seats. */
const TROUBLE: Readonly<Record<LegOption['mode'], number>> = {
  walk: 0,
  train: 0,
  'high-speed-train': 0,
  bus: 40,
  car: 75,
  ferry: 20,
  flight: 65,
}

/** What a ton of CO2 is taken to cost everybody, 100 USD: it decides between ways that are otherwise alike. Per kg. */
const CARBON_USD = 0.1

/** Assistance and slower changes. Share of the time added. */
const STEP_FREE_EXTRA = 0.12

const REMEMBERED = new Map<string, LegEstimate>()
/** Four agents ask for the same legs; a process keeps at most this many. */
const REMEMBER_AT_MOST = 400

/** Estimates a leg. Remembered by its inputs, so that the agents of one trip compute it once. */
export function estimateLeg(from: LegPlace, to: LegPlace, party: Party, wishes: LegWishes): LegEstimate {
  const asked = [
    [from, to].map((place) => [place.id, place.name, place.lat, place.lon, place.country, place.elevation]),
    [party.adults, party.children],
    [wishes.noFlights, wishes.noDomesticFlights, wishes.noCar, wishes.noBus, wishes.noFerry],
    [wishes.preferTrain, wishes.preferCar, wishes.stepFree],
  ]
  const key = JSON.stringify(asked)
  const known = REMEMBERED.get(key)
  if (known !== undefined) return known
  const fresh = computeLeg(from, to, party, wishes)
  if (REMEMBERED.size >= REMEMBER_AT_MOST) REMEMBERED.clear()
  REMEMBERED.set(key, fresh)
  return fresh
}

function computeLeg(from: LegPlace, to: LegPlace, party: Party, wishes: LegWishes): LegEstimate {
  const km = distanceKm(from, to)
  // Around the world overland is only worth a search when flying is ruled out.
  const tables = km > 3_500 && !wishes.noFlights ? [] : networkOption(from, to, party, !wishes.noFerry)
  const overland = [
    ...roadOptions(from, to, party),
    ...(km > 4_500 ? [] : regionalTrain(from, to, party).filter((guess) => adds(guess, tables))),
    ...tables,
  ]
  const shortest = landmassOf(from) === landmassOf(to) ? SHORTEST_FLIGHT_KM : SHORTEST_FLIGHT_OVER_WATER_KM
  const flights = km >= shortest || overland.length === 0 ? flightOption(from, to, party) : []
  const all = dropSlowest(fastestPerMode([...overland, ...flights]))
  const known = all.length > 0 ? all : [irregularBoat(from, to, party)]
  const allowed = known.filter((option) => !ruledOut(option, wishes, from.country === to.country))
  const pool = allowed.length > 0 ? allowed : known
  const people = party.adults + party.children
  const ranked = pool
    .map((option) => (wishes.stepFree ? slower(option) : option))
    .map((option) => ({ option, cost: burden(option, people, wishes, km) }))
    .sort((a, b) => a.cost - b.cost)
    .map(({ option }) => option)
  const [best = irregularBoat(from, to, party), ...others] = ranked
  return {
    from,
    to,
    distanceKm: km,
    best,
    others: worthShowing(best, others, km),
    unmet: allowed.length > 0 ? undefined : unmetText(best, from, to),
  }
}

/** What the tables know of trains is truer than an estimate, unless it is far slower. */
function adds(guess: LegOption, tables: readonly LegOption[]): boolean {
  return !tables.some(({ mode, minutes }) => mode.endsWith('train') && minutes < guess.minutes * 1.3)
}

function ruledOut({ mode }: LegOption, wishes: LegWishes, atHome: boolean): boolean {
  return (
    (mode === 'flight' && (wishes.noFlights || (wishes.noDomesticFlights && atHome))) ||
    (mode === 'car' && wishes.noCar) ||
    (mode === 'bus' && wishes.noBus) ||
    (mode === 'ferry' && wishes.noFerry)
  )
}

/** Time, money and CO2 turned into time, and trouble; minutes. */
function burden(option: LegOption, people: number, wishes: LegWishes, km: number): number {
  const money = ((option.fare.expected / people + option.co2Kg * CARBON_USD) / HOUR_USD) * 60
  const liked =
    wishes.preferTrain && option.mode.endsWith('train')
      ? 0.55
      : wishes.preferCar && option.mode === 'car'
        ? 0.5
        : 1
  // A day on the road is worse than its hours: past seven hours they count half as much again.
  const tired = Math.max(0, option.minutes - 420) * (option.mode === 'flight' ? 0 : 0.5)
  // Over a short way a reserved seat on a fast train is no gain over the next regional one.
  const smooth = option.mode === 'high-speed-train' && km > 100 ? -15 : 0
  const far = (option.farAccessKm ?? 0) * 0.8
  return (
    (option.minutes + money + TROUBLE[option.mode] + smooth + tired + far) * liked +
    (option.uncertain ? 600 : 0)
  )
}

function slower(option: LegOption): LegOption {
  const minutes = Math.ceil((option.minutes * (1 + STEP_FREE_EXTRA)) / 5) * 5
  return { ...option, minutes }
}

/** Several estimates of one mode (a through train and a regional one): the quicker is the one people take. */
function fastestPerMode(options: readonly LegOption[]): readonly LegOption[] {
  const best = new Map<LegOption['mode'], LegOption>()
  for (const option of options) {
    const known = best.get(option.mode)
    if (known === undefined || option.minutes < known.minutes) best.set(option.mode, option)
  }
  const rail = best.get('train')
  const high = best.get('high-speed-train')
  // A slower plain train beside a high-speed one is no alternative worth reading.
  if (rail !== undefined && high !== undefined && rail.minutes > high.minutes * 1.6) best.delete('train')
  if (rail !== undefined && high !== undefined && high.minutes >= rail.minutes)
    best.delete('high-speed-train')
  return [...best.values()]
}

/** Ways that take several times as long as the quickest are no choice, unless nothing else is left. */
function dropSlowest(options: readonly LegOption[]): readonly LegOption[] {
  const quickest = Math.min(...options.map((option) => option.minutes))
  const sensible = options.filter(
    (option) => option.mode === 'flight' || option.minutes <= Math.max(quickest * 4, 240),
  )
  const within = sensible.length > 0 ? sensible : options
  // Ground ways stay known however slow they are, so that "no flights" can be met; ranking puts them last.
  return [...within, ...options.filter((option) => !within.includes(option) && option.mode !== 'walk')]
}

const isPublicGround = (mode: LegOption['mode']) => mode !== 'flight' && mode !== 'car' && mode !== 'walk'

/** Over short ways on one landmass airlines seldom fly, and nobody gains by it. */
function needlessFlight({ mode, minutes }: LegOption, best: LegOption, km: number): boolean {
  return mode === 'flight' && best.mode !== 'ferry' && km < 330 && minutes > best.minutes - 45
}

/** Slower, dearer and dirtier than the best: no choice. Driving stays, for its freedom. */
function pointless(option: LegOption, best: LegOption): boolean {
  // A train that is little slower than a coach is a choice, whatever it costs.
  const slow = option.minutes > best.minutes * (option.mode.endsWith('train') ? 1.3 : 1) + 20
  return (
    option.mode !== 'car' && slow && option.fare.expected > best.fare.expected && option.co2Kg >= best.co2Kg
  )
}

/** A ship is no other way than the road where it takes far longer. */
function roundabout(option: LegOption, best: LegOption): boolean {
  return option.mode === 'ferry' && isPublicGround(best.mode) && option.minutes > best.minutes * 1.6
}

/** What a sleeping car may take longer than a day train. Minutes. */
const NIGHT = 480

/** Two or three others, not absurdly slower; beside a flight always one without a car that stays on the ground. */
function worthShowing(best: LegOption, others: readonly LegOption[], km: number): readonly LegOption[] {
  const limit = Math.max(best.minutes * 2.5, best.minutes + 180)
  const fit = others.filter(
    (option) =>
      (option.uncertain !== true || option.mode !== 'bus') &&
      !needlessFlight(option, best, km) &&
      !pointless(option, best) &&
      !roundabout(option, best),
  )
  const close = fit.filter((option) => option.minutes <= limit).slice(0, 3)
  const sleeper = fit.find((option) => option.sleeper === true && option.minutes <= limit + NIGHT)
  const near = sleeper === undefined || close.includes(sleeper) ? close : [...close.slice(0, 2), sleeper]
  const grounded = fit.filter(({ mode, minutes }) => isPublicGround(mode) && minutes <= 48 * 60)
  const ground = grounded.find((option) => option.sleeper === true) ?? grounded[0]
  const other = ground ?? fit.find(({ mode, minutes }) => mode !== 'flight' && minutes <= 48 * 60)
  const offered = near.some(({ mode }) => (ground === undefined ? mode !== 'flight' : isPublicGround(mode)))
  if (best.mode === 'flight' && other !== undefined && !offered) return [...near.slice(0, 2), other]
  return near
}

function unmetText(best: LegOption, from: LegPlace, to: LegPlace): string {
  return `No way from ${from.name} to ${to.name} meets your wishes about transport; ${best.mode} is shown because nothing else is known.`
}
