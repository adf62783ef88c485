/** The request form: what is typed becomes a request, unjudged; the gateway says what is wrong with it. */
import { byId, fill, h } from './dom.js'
import { clearProblems } from './problems.js'

const USUAL = ['EUR', 'USD', 'GBP', 'JPY', 'CHF', 'AUD', 'CAD', 'SEK']

/** @param send called with a request */
export function requestForm(settings, send) {
  const form = byId('request')
  const list = byId('destinations')
  for (let n = 0; n < 2; n++) addStop()
  renumber()
  byId('add-destination').addEventListener('click', () => {
    addStop()
    renumber()
    list.lastElementChild.querySelector('input').focus()
  })
  chooseCurrencies(settings)
  fill(byId('preferences'), settings.preferences.map(likeBox))
  // One constraint may be long, and all of them together: what is too long is said by the gateway, with its reason.
  presetDates()
  for (const radio of form.querySelectorAll('[name=when]')) radio.addEventListener('change', switchWhen)
  switchWhen()
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    clearProblems(form)
    send(read(form))
  })
  return form

  function addStop() {
    if (list.children.length >= settings.limits.destinations) return
    const input = h('input', { placeholder: list.children.length === 0 ? 'Tokyo' : 'Kyoto', maxlength: 200 })
    const remove = h('button', { type: 'button', class: 'quiet remove', onclick: () => drop(item) }, '×')
    const item = h(
      'li',
      { class: 'field' },
      h('div', { class: 'stop' }, input, remove),
      h('p', { class: 'problem', hidden: true }),
    )
    list.append(item)
  }

  function drop(item) {
    if (list.children.length === 1) item.querySelector('input').value = ''
    else item.remove()
    renumber()
    list.querySelector('input').focus()
  }

  function renumber() {
    for (const [i, item] of [...list.children].entries()) {
      item.querySelector('input').setAttribute('aria-label', `Stop ${i + 1}`)
      item.querySelector('.remove').setAttribute('aria-label', `Remove stop ${i + 1}`)
    }
    byId('add-destination').hidden = list.children.length >= settings.limits.destinations
  }
}

function likeBox(name) {
  return h('label', { class: 'like' }, h('input', { type: 'checkbox', value: name }), h('span', {}, name))
}

function chooseCurrencies({ currencies, defaultCurrency }) {
  const codes = currencies.map(({ code }) => code)
  const usual = USUAL.filter((code) => codes.includes(code))
  const rest = codes.filter((code) => !usual.includes(code)).sort()
  const option = (code) =>
    h('option', { value: code, selected: code === (usual[0] ?? defaultCurrency) }, code)
  const select = byId('currency')
  fill(select, usual.map(option), rest.length > 0 && h('optgroup', { label: 'All others' }, rest.map(option)))
}

/** A trip some weeks ahead, so that the form can be sent as it is. */
function presetDates() {
  const day = (ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10)
  byId('start').value = day(45)
  byId('end').value = day(51)
}

function switchWhen() {
  const exact = document.querySelector('[name=when]:checked').value === 'dates'
  byId('when-dates').hidden = !exact
  byId('when-days').hidden = exact
}

function read(form) {
  const text = (id) => byId(id).value.trim()
  const number = (id) => (text(id) === '' ? undefined : Number(text(id)))
  const lines = (id) => {
    const all = text(id)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
    return all.length === 0 ? undefined : all
  }
  const exact = form.querySelector('[name=when]:checked').value === 'dates'
  const likes = [...form.querySelectorAll('#preferences :checked')].map((box) => box.value)
  const total = number('budget')
  return withoutGaps({
    destinations: readStops(),
    origin: text('origin') || undefined,
    dates:
      exact && (text('start') || text('end'))
        ? withoutGaps({ start: text('start') || undefined, end: text('end') || undefined })
        : undefined,
    durationDays: exact ? undefined : number('days'),
    earliestStart: exact ? undefined : text('earliest') || undefined,
    travelers: withoutGaps({ adults: number('adults'), children: number('children') }),
    budget: total === undefined ? undefined : { total, currency: byId('currency').value },
    preferences: likes.length === 0 ? undefined : likes,
    constraints: lines('constraints'),
    specialRequirements: lines('needs'),
    locale: ownLocale(),
    requestId: randomKey(),
  })
}

/** Empty rows are left out, and each row remembers as which entry it was sent, for the problems to find it. */
function readStops() {
  const names = []
  for (const item of byId('destinations').children) {
    const name = item.querySelector('input').value.trim()
    item.dataset.path = name === '' ? '' : `/destinations/${names.length}`
    if (name !== '') names.push(name)
  }
  return names
}

function withoutGaps(object) {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
}

function ownLocale() {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(navigator.language)[0]
  } catch {
    return undefined
  }
}

/** Makes a second sending of the same request harmless. (`randomUUID` exists only on secure pages.) */
function randomKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}
