/** The accommodation agent without a model: a price band, an area and rooms for every night, never an invented hotel. */
import type { AccommodationSection, AgentTask, ResolvedPlace } from '../../machines/messages/index.ts'
import { roomsFor, spokenRooms } from './accommodation-rooms.ts'
import { chooseBand } from './budget-estimate.ts'
import { BANDS, roomsPerNight, seasonFactor, type Band } from './prices-basket.ts'
import { priced, priceSources, purseOf, spokenAmount, timesRange, type Purse } from './prices.ts'
import { stayArea, surroundingsOf } from './stay-area.ts'
import { readWishes, type Wishes } from './wishes.ts'

type Stay = AccommodationSection['stays'][number]
type Request = AgentTask['request']

const BAND_TEXT: Readonly<Record<Band, string>> = {
  budget: 'hostel private rooms, guesthouses and simple hotels',
  moderate: 'three-star hotels and good guesthouses',
  comfort: 'four-star hotels and well-kept boutique houses',
  luxury: 'five-star hotels and small luxury houses',
}

/**
 * Stays for the plan's stops: each night of a stop once. Nights in transit need none: planning names them.
 * @throws Error when the task holds no planning section
 */
export function composeAccommodation(task: AgentTask): AccommodationSection {
  const { request } = task
  const { planning } = task.sections
  if (planning === undefined) throw new Error('accommodation needs the planning section')
  const wishes = readWishes(request)
  const purse = purseOf(request)
  const { band, why } = chooseBand(request, planning, wishes, purse)
  const stays = planning.stops.flatMap((stop, index) =>
    stop.nights > 0 ? [stayAt(index, stop, request, wishes, purse, band, why)] : [],
  )
  const peak = planning.stops.some(({ place, arrive }) => seasonFactor(arrive, place.lat) > 1)
  return {
    stays,
    notes: [
      ...(stays.length === 0 ? ['The trip has no night at a stop: no room is needed.'] : []),
      'Prices are ranges for a band and an area, not offers: compare a few houses before you book.',
      ...(peak ? ['Part of the trip is in high season, which is in the prices: book early.'] : []),
      ...(wishes.stepFree
        ? ['Ask each house in writing for a step-free room with a walk-in shower and a lift wide enough.']
        : []),
      ...(request.travelers.children > 0
        ? ['Ask for family rooms or a cot; many houses charge little for small children.']
        : []),
      ...occasionNotes(request, wishes, stays),
      ...(purse.note === undefined ? [] : [purse.note]),
    ],
    sources: [
      ...priceSources(purse),
      { name: 'Curated city guides', method: 'areas worth staying in, where a guide exists' },
    ],
  }
}

const SEATS_IN_A_TAXI = 4
/** From so many people on a table, a taxi and a corridor are questions of their own. */
const GROUP = 6

/** Who stays for more nights wants the large bag with them. */
const STOP_OVER_NIGHTS = 2

function occasionNotes(
  { travelers }: Request,
  { occasion, stopOver }: Wishes,
  stays: readonly Stay[],
): readonly string[] {
  const people = travelers.adults + travelers.children
  return [
    ...(people < GROUP
      ? []
      : [
          `You are ${people}: reserve tables some days ahead, count on ${Math.ceil(people / SEATS_IN_A_TAXI)} taxis or a minibus, and compare the rooms with one house or flat for all of you.`,
        ]),
    ...(occasion === undefined
      ? []
      : [
          `Say that it is your ${occasion} when you book: many houses then give a better room or a small present.`,
        ]),
    ...(stopOver && stays.some(({ nights }) => nights <= STOP_OVER_NIGHTS)
      ? ['On a short stop-over leave the large bag at the airport, and stay where its train or bus ends.']
      : []),
  ]
}

function stayAt(
  index: number,
  stop: {
    readonly place: ResolvedPlace
    readonly arrive: string
    readonly leave: string
    readonly nights: number
  },
  request: Request,
  wishes: Wishes,
  purse: Purse,
  band: Band,
  why: string,
): Stay {
  const { place, arrive, leave, nights } = stop
  const rooms = roomsFor(request.travelers, wishes.separateRooms)
  const nightly = (choice: Band) =>
    priced(roomsPerNight(choice, place, request.travelers, rooms, arrive), purse)
  const perNight = nightly(band)
  const area = stayArea(place, surroundingsOf(request, wishes))
  return {
    stop: index,
    place,
    checkIn: arrive,
    checkOut: leave,
    nights,
    band,
    ...(area === undefined ? {} : { area: area.name }),
    rooms,
    perNight,
    total: timesRange(perNight, nights),
    why: `${spokenRooms(rooms, request.travelers)} in the ${band} band (${BAND_TEXT[band]}): ${why}.${area === undefined ? ` Stay near the centre or the station of ${place.name} to save on local transport.` : ` ${area.name}: ${area.why}`}`,
    alternatives: neighbours(band).map((other) => {
      const price = nightly(other)
      const difference = price.expected - perNight.expected
      const change = spokenAmount(Math.abs(difference) * nights, purse.currency)
      return {
        band: other,
        perNight: price,
        text: `${BAND_TEXT[other]}: about ${change} ${difference < 0 ? 'less' : 'more'} for ${nights === 1 ? 'the night' : `the ${nights} nights`}.`,
      }
    }),
  }
}

/** One band cheaper and one dearer, where they exist. */
function neighbours(band: Band): readonly Band[] {
  const at = BANDS.indexOf(band)
  return [BANDS[at - 1], BANDS[at + 1]].flatMap((other) => other ?? [])
}
