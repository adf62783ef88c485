/** The days of a plan with their timed items. */
import { h, icon } from './dom.js'
import { clock, date, dayShift, money, priceRange } from './format.js'

const ICONS = {
  transfer: 'transport',
  'check-in': 'accommodation',
  'check-out': 'accommodation',
  activity: 'walk',
  meal: 'meal',
}

/** One card per day. */
export function dayCards({ days }) {
  return h('ol', { class: 'days' }, days.map(dayCard))
}

function dayCard(day, index) {
  const { weather, holiday, rainPlan, notes } = day
  return h(
    'li',
    { class: 'card day', 'data-kind': day.kind },
    h(
      'div',
      { class: 'day-head' },
      h(
        'div',
        { class: 'day-date' },
        h('span', { class: 'day-number' }, `Day ${index + 1}`),
        h('strong', {}, date(day.date)),
      ),
      h('div', { class: 'day-what' }, h('strong', {}, day.place), h('span', { class: 'soft' }, day.theme)),
      weather && weatherOf(weather),
    ),
    holiday && h('p', { class: 'chip holiday' }, holiday),
    day.items.length > 0 && h('ol', { class: 'items' }, day.items.map(itemOf)),
    rainPlan &&
      h('p', { class: 'rain' }, h('strong', {}, 'If it rains: '), rainPlan.replace(/^if it rains:\s*/i, '')),
    notes.length > 0 &&
      h(
        'ul',
        { class: 'plain soft' },
        notes.map((note) => h('li', {}, note)),
      ),
  )
}

function weatherOf({ highC, lowC, rainChance, text, daylight }) {
  const warm = highC === undefined ? undefined : `${Math.round(highC)}° / ${Math.round(lowC ?? highC)}°`
  const rain = rainChance === undefined ? undefined : rainOf(rainChance)
  const light =
    daylight.kind === 'normal'
      ? daylight.sunrise && daylight.sunset && `daylight ${daylight.sunrise}–${daylight.sunset}`
      : daylight.kind.replace('-', ' ')
  return h(
    'div',
    { class: 'day-weather', title: text },
    h('span', { class: 'soft' }, icon('weather')),
    h(
      'span',
      {},
      warm && h('strong', {}, warm),
      h('span', { class: 'soft' }, [rain, light].filter(Boolean).join(' · ') || text),
    ),
  )
}

/** A share of days, as one would say it. */
function rainOf(share) {
  const days = Math.round(share * 10)
  if (days <= 0) return 'hardly any rain'
  return days >= 10 ? 'rain nearly every day' : `rain ${days} ${days === 1 ? 'day' : 'days'} in 10`
}

/** The likely sum first; the range stands behind it. */
function costOf(cost) {
  if (cost.low === cost.high) return priceRange(cost)
  return [
    'about ',
    money(cost.expected, cost.currency),
    h('span', { class: 'soft' }, ` (${priceRange(cost)})`),
  ]
}

function itemOf({ kind, title, start, end, startZone, endZone, why, tip, cost }) {
  const zones = startZone === endZone ? '' : ' local time'
  return h(
    'li',
    { 'data-kind': kind },
    h(
      'span',
      { class: 'time' },
      clock(start),
      h('span', { class: 'soft' }, `–${clock(end)}${dayShift(start, end)}${zones}`),
    ),
    h('span', { class: 'mark' }, icon(ICONS[kind] ?? 'activity')),
    h(
      'span',
      { class: 'what' },
      h('strong', {}, title),
      cost && cost.expected > 0 && h('span', { class: 'cost' }, costOf(cost)),
      why && h('span', { class: 'soft' }, why),
      tip && h('span', { class: 'tip' }, tip),
    ),
  )
}
