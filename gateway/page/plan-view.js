/** The finished plan, as somebody who travels by it reads it. */
import { fill, h } from './dom.js'
import { count, date, dateSpan, money, useLocale } from './format.js'
import { dayCards } from './plan-days.js'
import { budgetPart } from './plan-money.js'
import { legsPart, placesPart, staysPart } from './plan-travel.js'

/** Draws a trip's result into `root`; a trip that ended without a plan says why. */
export function drawPlan(root, model, { title }) {
  const { result } = model
  const plan = result?.tripPlan
  root.hidden = false
  useLocale(model.request?.locale ?? navigator.language)
  if (plan === undefined) return fill(root, ending(model, result))
  const parts = [
    ['Day by day', dayCards(plan)],
    ['Getting there and around', legsPart(plan)],
    ['Where to stay', staysPart(plan)],
    ['Budget', budgetPart(plan)],
    ['Good to know', placesPart(plan)],
    ['Tips', plan.tips.length > 0 && h('div', { class: 'card columns' }, list(plan.tips))],
    ['Notes', notes(plan, model)],
  ].filter(([, content]) => content)
  const sections = parts.map(([name, content]) =>
    h('section', { class: 'part', 'aria-label': name }, h('h3', { tabindex: -1 }, name), content),
  )
  fill(
    root,
    header(plan, model, title),
    result.missing.length > 0 && missing(result.missing),
    conflicts(plan.conflicts),
    h(
      'nav',
      { class: 'jump', 'aria-label': 'Parts of the plan' },
      parts.map(([name], i) => h('button', { type: 'button', onclick: () => jump(sections[i]) }, name)),
    ),
    ...sections,
    sources(plan.sources),
  )
  return undefined
}

function jump(section) {
  section.scrollIntoView({ behavior: 'smooth', block: 'start' })
  section.querySelector('h3').focus({ preventScroll: true })
}

function header(plan, model, title) {
  const { travelers } = model.request ?? {}
  const nights = plan.stops.reduce((sum, stop) => sum + stop.nights, 0)
  const people =
    travelers &&
    [
      count(travelers.adults, 'adult'),
      travelers.children > 0 && count(travelers.children, 'child', 'children'),
    ]
      .filter(Boolean)
      .join(', ')
  const facts = [
    ['When', dateSpan(plan.start, plan.end)],
    ['How long', `${count(plan.days.length, 'day')}, ${count(nights, 'night')}`],
    people && ['Who', people],
    plan.budget && ['Expected cost', money(plan.budget.total.expected, plan.budget.total.currency)],
    models(model.result?.cost),
  ].filter(Boolean)
  return h(
    'header',
    { class: 'card plan-head' },
    h('h2', {}, plan.title || title),
    h(
      'dl',
      { class: 'facts' },
      facts.map(([term, text]) => h('div', {}, h('dt', {}, term), h('dd', {}, text))),
    ),
    h(
      'ol',
      { class: 'route', 'aria-label': 'Stops' },
      plan.stops.map(({ place, nights: stay, why }) =>
        h(
          'li',
          { title: why },
          h('strong', {}, place.name),
          h('span', { class: 'soft' }, stay === 0 ? 'day visit' : count(stay, 'night')),
        ),
      ),
    ),
  )
}

/** What planning it cost, where models were asked. */
function models(cost) {
  const calls = (cost?.byAgent ?? []).reduce((sum, line) => sum + line.calls, 0)
  if (calls === 0) return undefined
  return [
    'Planned by models',
    `${count(calls, 'call')}, ${(Math.ceil(cost.microUsd / 100) / 10_000).toFixed(4)} USD`,
  ]
}

function missing(sentences) {
  return h(
    'div',
    { class: 'card callout', 'data-severity': 'warning' },
    h('h3', {}, 'Not everything could be planned'),
    list(sentences),
  )
}

function conflicts(all) {
  if (all.length === 0) return undefined
  const rank = { error: 0, warning: 1, info: 2 }
  const sorted = [...all].sort((a, b) => rank[a.severity] - rank[b.severity])
  const worst = sorted[0].severity
  const words = { error: 'Not everything fits', warning: 'Worth a second look', info: 'Keep in mind' }
  return h(
    'div',
    { class: 'card callout', 'data-severity': worst },
    h('h3', {}, words[worst]),
    h(
      'ul',
      { class: 'conflicts' },
      sorted.map(({ severity, text, date: day, options }) =>
        h(
          'li',
          { 'data-severity': severity },
          h('span', {}, day && h('span', { class: 'chip' }, date(day)), ' ', text),
          options.length > 0 &&
            h(
              'ul',
              {},
              options.map((option) => h('li', {}, option)),
            ),
        ),
      ),
    ),
  )
}

function notes(plan, model) {
  const all = [...new Set([...(model.request?.notes ?? []), ...plan.notes])]
  return all.length > 0 && h('div', { class: 'card columns' }, list(all))
}

function sources(all) {
  if (all.length === 0) return undefined
  return h(
    'details',
    { class: 'sources' },
    h('summary', {}, `Sources (${all.length})`),
    h(
      'ul',
      {},
      all.map(({ name, method, date: day, licence }) =>
        h(
          'li',
          {},
          h('strong', {}, name),
          [method, day, licence].filter(Boolean).map((text) => ` · ${text}`),
        ),
      ),
    ),
  )
}

function ending(model, result) {
  const failure = result?.failure ?? model.failure
  const cancelled = model.status === 'cancelled'
  return h(
    'div',
    { class: 'card callout', 'data-severity': cancelled ? 'info' : 'error' },
    h('h3', {}, cancelled ? 'The trip was cancelled' : 'No plan could be made'),
    failure && !cancelled && h('p', {}, failure.message),
    (result?.missing ?? []).length > 0 && list(result.missing),
    !cancelled &&
      h('p', { class: 'soft' }, 'Change the request on this page and send it again; it becomes a new trip.'),
  )
}

function list(texts) {
  return h(
    'ul',
    { class: 'plain' },
    texts.map((text) => h('li', {}, text)),
  )
}
