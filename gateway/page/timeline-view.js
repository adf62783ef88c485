/** The trip's time, drawn from its journal: every span and every turn where it happened, however short the trip was. */
import { look, stateWord } from './actors-view.js'
import { fill, h } from './dom.js'
import { count, elapsed } from './format.js'
import { extent, standing } from './trip-model.js'

/** Distances between ticks that people can read, in ms. */
const STEPS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000,
]

/** `draw(model)` brings it up to date. */
export function timelineView(root, agents) {
  const names = ['trip', ...agents]
  const axis = h('div', { class: 'axis', 'aria-hidden': 'true' })
  const lanes = new Map(names.map((name) => [name, h('div', { class: 'track' })]))
  const head = h('p', { class: 'timeline-head soft' })
  const body = h('tbody')
  const summary = h('summary')
  const table = h(
    'table',
    { class: 'turns' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ['time', 'actor', 'what happened', 'state'].map((text) => h('th', { scope: 'col' }, text)),
      ),
    ),
    body,
  )
  const details = h(
    'details',
    { class: 'every-turn' },
    summary,
    h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Every turn' }, table),
  )
  const chart = h(
    'div',
    { class: 'chart', role: 'img', 'aria-label': 'When each actor did what; the same as a table is below' },
    names.map((name) => [h('span', { class: 'lane-name' }, name), lanes.get(name)]),
    h('span', {}),
    axis,
  )
  fill(root, h('h3', {}, 'Timeline'), head, chart, details)
  root.hidden = true

  let listed = []
  return {
    draw(model) {
      const span = model && extent(model)
      root.hidden = span === undefined && model?.missing === undefined
      chart.hidden = details.hidden = span === undefined
      if (span === undefined) {
        if (model?.missing !== undefined)
          head.textContent = 'What happened before is no longer kept; this is where the trip stands.'
        return
      }
      head.textContent = `${count(model.transitions.length, 'turn')} of ${count(model.actors.size, 'actor')} in ${elapsed(span.to - span.from)}, each one a journal record`
      for (const name of names) fill(lanes.get(name), marks(standing(model, name), span))
      fill(axis, ticks(span, axis.clientWidth < 400 ? 3 : 6))
      if (listed !== model.transitions || body.children.length > model.transitions.length) {
        listed = model.transitions
        fill(body)
      }
      for (const frame of model.transitions.slice(body.children.length)) body.append(row(frame, span.from))
      summary.textContent = `Every turn (${model.transitions.length})`
    },
  }
}

function place(at, { from, to }) {
  return `${Math.min(100, Math.max(0, ((at - from) / (to - from)) * 100)).toFixed(3)}%`
}

function marks(actor, span) {
  const bars = actor.spans.map(({ state, from, to }) => {
    const end = to ?? span.to
    const text = `${stateWord(state)} for ${elapsed(end - from)}`
    const style = { left: place(from, span), width: `calc(${place(end, span)} - ${place(from, span)})` }
    return h('span', {
      class: 'bar',
      'data-look': look(state, 'active'),
      'data-state': state,
      style,
      title: text,
    })
  })
  const dots = actor.turns.map(({ at, frame }) => {
    const style = { left: place(at, span) }
    const kind = frame.status === 'active' ? 'turn' : look(frame.state, frame.status)
    return h('span', {
      class: 'turn',
      'data-look': kind,
      style,
      title: `${told(frame)} → ${stateWord(frame.state)}`,
    })
  })
  return [...bars, ...dots, ...words(actor)]
}

/** The latest words of an agent that is writing at the moment; they are in no journal. */
function words({ writing }) {
  if (writing === undefined) return []
  const title = `${writing.name} is writing: ${count(writing.characters, 'character')} so far`
  return [h('span', { class: 'writing', title }, writing.text.slice(-60))]
}

function ticks(span, most) {
  const length = span.to - span.from
  const step = STEPS.find((candidate) => length / candidate <= most) ?? Math.ceil(length / most)
  const labels = []
  for (let at = 0; at <= length * 0.9; at += step) {
    labels.push(
      h(
        'span',
        { class: 'tick', style: { left: place(span.from + at, span) } },
        at === 0 ? '0' : elapsed(at).replace('.00', ''),
      ),
    )
  }
  return labels
}

function row(frame, from) {
  const at = Date.parse(frame.at) - from
  const state = frame.outcome === 'ignored' ? `${stateWord(frame.state)} (ignored)` : stateWord(frame.state)
  return h(
    'tr',
    {},
    h('td', { class: 'num' }, `+${elapsed(Math.max(0, at))}`),
    h('td', {}, frame.agent),
    h('td', {}, told(frame)),
    h('td', {}, h('span', { class: 'chip', 'data-look': look(frame.state, frame.status) }, state)),
  )
}

/** A turn's causes in words: several when several messages were handled in it. */
function told({ earlier = [], ...frame }) {
  return [...earlier, frame].map(toldCause).join(', ')
}

function toldCause({ cause, attempts }) {
  switch (cause.type) {
    case 'create':
      return 'the request was accepted'
    case 'claim':
      return attempts > 1 ? 'taken over by a host' : 'a host took the task'
    case 'event':
      return cause.name === 'trip.cancel' ? 'the traveller cancelled' : cause.name
    case 'child.done':
      return `${cause.name} handed over`
    case 'child.error':
      return `${cause.name} broke`
    case 'effect.done':
      return 'an answer came'
    case 'effect.error':
      return 'a call failed'
    case 'timer':
      return cause.name.includes('backoff') ? 'time for another attempt' : 'time was up'
    case 'stop':
      return 'stopped by the trip'
    case 'migrate':
      return `moved to version ${cause.name} of its machine`
    default:
      return cause.type
  }
}
