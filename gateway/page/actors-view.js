/** The eight actors and where each of them stands. */
import { fill, h, icon } from './dom.js'
import { count, elapsed } from './format.js'
import { standing } from './trip-model.js'

const TELLS = {
  trip: 'coordinates the others',
  planning: 'days, nights, order',
  location: 'places and customs',
  transport: 'how to get there',
  accommodation: 'where to sleep',
  activity: 'what to do',
  weather: 'climate and daylight',
  budget: 'what it costs',
}

/** States in which an actor is at work, and what each kind of state looks like. */
const LOOKS = {
  waiting: 'waiting',
  accepted: 'queued',
  queued: 'queued',
  attempting: 'working',
  validating: 'working',
  planning: 'working',
  researching: 'working',
  budgeting: 'working',
  reconciling: 'working',
  repairing: 'retrying',
  fallingBack: 'retrying',
  backingOff: 'retrying',
  restarting: 'retrying',
  quarantined: 'failed',
  answered: 'done',
  ready: 'done',
  degraded: 'partial',
  failed: 'failed',
  cancelled: 'stopped',
  stopped: 'stopped',
}

const WORDS = {
  backingOff: 'backing off',
  fallingBack: 'falling back',
  awaitingBudget: 'awaiting budget',
  attempting: 'attempting',
}

/** How a state looks; one that this page does not know looks like work. */
export function look(state, status) {
  if (status === 'stopped') return 'stopped'
  if (status === 'error') return 'failed'
  return LOOKS[state] ?? (status === 'done' ? 'done' : 'working')
}

/** A state's name for people. */
export function stateWord(state) {
  return WORDS[state] ?? state
}

/** Draws the actors; `draw(model)` brings them up to date. */
export function actorsView(root, agents) {
  const cards = new Map(['trip', ...agents].map((name) => [name, card(name)]))
  const middle = agents.filter((name) => name !== 'planning' && name !== 'budget')
  fill(
    root,
    h('div', { class: 'lane-trip' }, cards.get('trip').element),
    h(
      'div',
      { class: 'flow', role: 'list', 'aria-label': 'Agents' },
      h('div', { class: 'flow-side', role: 'presentation' }, cards.get('planning')?.element),
      h(
        'div',
        { class: 'flow-middle', role: 'presentation' },
        middle.map((name) => cards.get(name).element),
      ),
      h('div', { class: 'flow-side', role: 'presentation' }, cards.get('budget')?.element),
    ),
  )
  return {
    draw(model) {
      for (const [name, shown] of cards) shown.update(standing(model, name))
    },
  }
}

function card(name) {
  const state = h('span', { class: 'state' }, 'waiting')
  const detail = h('span', { class: 'detail' }, TELLS[name] ?? '')
  const element = h(
    'div',
    {
      class: 'actor',
      'data-actor': name,
      'data-look': 'waiting',
      role: name === 'trip' ? undefined : 'listitem',
    },
    h('span', { class: 'mark' }, icon(name)),
    h('span', { class: 'who' }, h('span', { class: 'name' }, name), detail),
    state,
  )
  return {
    element,
    update(actor) {
      element.dataset.look = look(actor.state, actor.status)
      element.dataset.state = actor.state
      state.textContent = stateWord(actor.state)
      detail.textContent = detailOf(actor) ?? TELLS[name] ?? ''
    },
  }
}

/** How long it took and how often it tried, as far as the journal tells. */
function detailOf({ began, ended, attempts, writing }) {
  if (writing !== undefined) return `writing, ${count(writing.characters, 'character')}`
  const tries = attempts !== undefined && attempts > 1 ? `attempt ${attempts}` : undefined
  const took = began !== undefined && ended !== undefined ? elapsed(ended.at - began) : undefined
  const parts = [took, tries].filter((part) => part !== undefined)
  return parts.length === 0 ? undefined : parts.join(' · ')
}
