/** Legs, stays and places of a plan. */
import { h } from './dom.js'
import { clock, count, date, dayShift, minutes, priceRange, zoneName } from './format.js'

/** How one gets from stop to stop, and around in each. */
export function legsPart({ legs }) {
  if (legs.length === 0) return undefined
  return h('ul', { class: 'cards' }, legs.map(legCard))
}

function legCard(leg) {
  const { from, to, mode, depart, arrive, departZone, arriveZone, details, alternatives } = leg
  const zones = departZone === arriveZone ? '' : ' (local times)'
  return h(
    'li',
    { class: 'card leg' },
    h('h4', {}, `${from.name} → ${to.name}`),
    h(
      'p',
      { class: 'leg-line' },
      h('span', { class: 'chip' }, modeWord(mode)),
      h('strong', {}, date(depart.slice(0, 10))),
      ` ${clock(depart)} – ${clock(arrive)}${dayShift(depart, arrive)}${zones}`,
    ),
    facts([
      ['Door to door', minutes(leg.durationMinutes)],
      ['Price, all', priceRange(leg.price)],
      ['Distance', `${Math.round(leg.distanceKm)} km`],
      ['CO₂ each', `${Math.round(leg.co2Kg)} kg`],
    ]),
    h('p', { class: 'soft' }, [leg.why, ...details].filter(Boolean).join(' · ')),
    alternatives.length > 0 &&
      h(
        'details',
        {},
        h('summary', {}, count(alternatives.length, 'other way', 'other ways')),
        h(
          'ul',
          { class: 'plain' },
          alternatives.map((other) =>
            h(
              'li',
              {},
              h('strong', {}, modeWord(other.mode)),
              ` ${minutes(other.durationMinutes)}, ${priceRange(other.price)}, ${Math.round(other.co2Kg)} kg CO₂. `,
              other.why,
            ),
          ),
        ),
      ),
  )
}

/** Where one sleeps: areas and price bands, never an invented hotel. */
export function staysPart({ stays }) {
  if (stays.length === 0) return undefined
  return h(
    'ul',
    { class: 'cards' },
    stays.map((stay) =>
      h(
        'li',
        { class: 'card' },
        h('h4', {}, stay.place.name, stay.area && h('span', { class: 'soft' }, ` ${stay.area}`)),
        h(
          'p',
          {},
          h('span', { class: 'chip' }, stay.band),
          ` ${date(stay.checkIn)} – ${date(stay.checkOut)}, ${count(stay.nights, 'night')}`,
        ),
        facts([
          ['A night', priceRange(stay.perNight)],
          ['In all', priceRange(stay.total)],
          ['Rooms', String(stay.rooms)],
        ]),
        h('p', { class: 'soft' }, stay.why),
        stay.alternatives.length > 0 &&
          h(
            'details',
            {},
            h('summary', {}, 'Other price bands'),
            h(
              'ul',
              { class: 'plain' },
              stay.alternatives.map((other) =>
                h(
                  'li',
                  {},
                  h('strong', {}, other.band),
                  ` ${priceRange(other.perNight)} a night. `,
                  other.text,
                ),
              ),
            ),
          ),
      ),
    ),
  )
}

/** What one should know of each place; its tips stand with those of the whole trip. */
export function placesPart({ places }) {
  if (places.length === 0) return undefined
  return h('ul', { class: 'cards' }, places.map(placeCard))
}

function placeCard(place) {
  const rows = [
    ['Languages', place.languages.join(', ')],
    ['Money', [place.currency, place.exchange].filter(Boolean).join(' · ')],
    ['Emergency', place.emergency],
    ['Plugs', place.plugs],
    ['Calling code', place.callingCode],
    ['Driving', place.drivingSide && `on the ${place.drivingSide}`],
    ['Altitude', place.altitude],
    [
      'Time',
      place.hoursFromOrigin === undefined
        ? zoneName(place.timeZone)
        : `${zoneName(place.timeZone)}, ${place.hoursFromOrigin >= 0 ? '+' : '−'}${Math.abs(place.hoursFromOrigin)} h from home`,
    ],
    ['To eat', place.dishes.join(', ')],
    ['Holidays', place.holidays.map(({ date: day, name }) => `${date(day)}: ${name}`).join(', ')],
  ].filter(([, text]) => text)
  return h(
    'li',
    { class: 'card' },
    h('h4', {}, place.place.label),
    h('p', {}, place.about),
    place.districts.length > 0 &&
      h(
        'ul',
        { class: 'plain' },
        place.districts.map(({ name, why }) => h('li', {}, h('strong', {}, name), `: ${why}`)),
      ),
    h(
      'dl',
      { class: 'rows' },
      rows.map(([term, text]) => h('div', {}, h('dt', {}, term), h('dd', {}, text))),
    ),
  )
}

function facts(pairs) {
  return h(
    'dl',
    { class: 'facts small' },
    pairs.map(([term, text]) => h('div', {}, h('dt', {}, term), h('dd', {}, text))),
  )
}

function modeWord(mode) {
  return mode.replaceAll('-', ' ')
}
