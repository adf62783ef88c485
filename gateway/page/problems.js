/** Shows a refused request's problems where they are, and all of them at the top. */
import { byId, fill, h } from './dom.js'

/** What this page calls the fields that the gateway's sentences name as they are sent. */
const NAMES = {
  'budget.total': 'The budget',
  'budget.currency': 'The currency',
  budget: 'The budget',
  'dates.start': 'The first day',
  'dates.end': 'The last day',
  dates: 'The dates',
  durationDays: 'The number of days',
  earliestStart: '"Not before"',
  'travelers.adults': 'The number of adults',
  'travelers.children': 'The number of children',
  travelers: 'The travellers',
  origin: 'Where you start',
}

/** Takes every problem off the form. */
export function clearProblems(form) {
  const summary = byId('summary')
  summary.hidden = true
  fill(summary)
  for (const slot of form.querySelectorAll('.problem')) {
    slot.hidden = true
    fill(slot)
  }
  for (const input of form.querySelectorAll('[aria-invalid]')) {
    input.removeAttribute('aria-invalid')
    input.removeAttribute('aria-describedby')
  }
}

/** `problems` as the gateway gives them; those without a field of their own are only in the summary. */
export function showProblems(form, message, problems = []) {
  clearProblems(form)
  const summary = byId('summary')
  const entries = problems.map((problem) => {
    const field = fieldOf(form, problem.path)
    if (field !== undefined) showAt(field, problem)
    const text = inWords(problem)
    if (field === undefined) return h('li', {}, text)
    return h('li', {}, h('button', { type: 'button', class: 'linkish', onclick: () => focus(field) }, text))
  })
  const title =
    problems.length === 0
      ? message
      : problems.length === 1
        ? 'One thing needs a change'
        : `${problems.length} things need a change`
  fill(summary, h('strong', {}, title), entries.length > 0 && h('ul', {}, entries))
  summary.hidden = false
  const first = form.querySelector('[aria-invalid]')
  ;(first ?? summary).focus()
  ;(first?.closest('.field') ?? summary).scrollIntoView({ block: 'center', behavior: 'smooth' })
}

function inWords({ path, message }) {
  const sent = path
    .slice(1)
    .replaceAll(/\/(\d+)/g, '[$1]')
    .replaceAll('/', '.')
  const [, list, index] = /^(destinations|constraints|specialRequirements)\[(\d+)\]$/.exec(sent) ?? []
  const nouns = { destinations: 'Stop', constraints: 'Constraint', specialRequirements: 'Requirement' }
  const name = list === undefined ? NAMES[sent] : `${nouns[list]} ${Number(index) + 1}`
  return name !== undefined && message.startsWith(`${sent} `) ? name + message.slice(sent.length) : message
}

/** The closest field: `/constraints/3` is shown at the constraints. */
function fieldOf(form, path) {
  for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const field = form.querySelector(`.field[data-path="${CSS.escape(at)}"]`)
    if (field !== null) {
      field.closest('details')?.setAttribute('open', '')
      return field
    }
  }
  return undefined
}

function showAt(field, problem) {
  const slot = [...field.children].find((child) => child.classList.contains('problem'))
  if (slot === undefined) return
  const input = field.querySelector('input, select, textarea')
  slot.id ||= `problem-${field.dataset.path.replaceAll('/', '-')}`
  slot.hidden = false
  const suggestions = (problem.suggestions ?? [])
    .slice(0, 4)
    .map((text) =>
      h('button', { type: 'button', class: 'suggestion', onclick: () => take(field, input, text) }, text),
    )
  slot.append(h('span', {}, inWords(problem)), ...suggestions)
  input?.setAttribute('aria-invalid', 'true')
  input?.setAttribute('aria-describedby', slot.id)
}

function take(field, input, text) {
  input.value = text
  input.removeAttribute('aria-invalid')
  const slot = [...field.children].find((child) => child.classList.contains('problem'))
  slot.hidden = true
  fill(slot)
  input.focus()
}

function focus(field) {
  field.querySelector('input, select, textarea')?.focus()
  field.scrollIntoView({ block: 'center', behavior: 'smooth' })
}
