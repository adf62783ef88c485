/** Wires the page: the form asks, the socket tells, the views draw. The trip in the address is the trip on the page. */
import { actorsView, stateWord } from './actors-view.js'
import { connection } from './connection.js'
import { byId } from './dom.js'
import { dateSpan, useCurrencies, useLocale } from './format.js'
import { drawPlan } from './plan-view.js'
import { clearProblems, showProblems } from './problems.js'
import { requestForm } from './request-form.js'
import { timelineView } from './timeline-view.js'
import { topUpButton } from './top-up.js'
import { apply, standing, tripModel } from './trip-model.js'

const settings = await readSettings()
useLocale(navigator.language)
useCurrencies(settings.currencies)

const actors = actorsView(byId('actors'), settings.agents)
const timeline = timelineView(byId('timeline'), settings.agents)
const form = requestForm(settings, ask)
byId('notice').textContent = settings.notice ?? ''
byId('notice').hidden = settings.notice === undefined

byId('sample').textContent =
  `curl -i ${location.origin}/trips -H 'content-type: application/json' \\\n  -d '{"destinations": ["Tokyo", "Kyoto"], "durationDays": 7}'`

/** A gateway that is just starting again is waited for. */
async function readSettings() {
  for (let wait = 500; ; wait = Math.min(wait * 2, 8_000)) {
    try {
      const response = await fetch('/settings')
      if (response.ok) return await response.json()
    } catch {
      // Not there yet: the line at the top says that it is being tried.
    }
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
}

/** The trip on the page; the request that was sent and not yet answered. */
let model
let asked
let announced = ''
let drawing = false

const link = connection(settings.socket, settings.protocol, { state: showLink, open: resume, frame: receive })

function ask(request) {
  asked = { request, ref: request.requestId }
  byId('plan-it').disabled = true
  byId('plan-it').textContent = 'Sending…'
  link.send({ type: 'trip.plan', ...asked })
}

/** After every connection: what was not answered is asked again, and the trip goes on from its cursor. */
function resume() {
  if (asked !== undefined) link.send({ type: 'trip.plan', ...asked })
  if (model !== undefined) subscribe()
}

function subscribe() {
  link.send({ type: 'trip.subscribe', trip: model.trip, cursor: model.cursor ?? 0 })
}

function receive(frame) {
  if (frame.type === 'trip.accepted' && frame.ref === asked?.ref) return accepted(frame)
  if (frame.type === 'error') return refused(frame)
  if (frame.trip === undefined || frame.trip !== model?.trip) return undefined
  const change = apply(model, frame)
  if (change === 'result') showResult()
  if (change !== undefined) draw()
  return undefined
}

function accepted(frame) {
  answered()
  clearProblems(form)
  history.pushState(null, '', `#${frame.trip}`)
  show(frame.trip)
  byId('watch').scrollIntoView({ behavior: 'smooth', block: 'start' })
}

function refused(frame) {
  if (frame.ref !== undefined && frame.ref === asked?.ref) {
    answered()
    return showProblems(form, frame.message, frame.problems)
  }
  if (frame.trip !== undefined && frame.trip === model?.trip) {
    byId('trip-line').textContent = frame.message
    if (frame.code === 'trip.unknown') byId('trip-title').textContent = 'This trip is not known here'
  }
  return undefined
}

function answered() {
  asked = undefined
  byId('plan-it').disabled = false
  byId('plan-it').textContent = 'Plan this trip'
}

/** Puts a trip on the page, or none. */
function show(trip) {
  if (model !== undefined) link.send({ type: 'trip.unsubscribe', trip: model.trip })
  model = trip === '' ? undefined : tripModel(trip)
  announced = ''
  byId('plan').hidden = true
  byId('intro').hidden = trip !== ''
  document.body.toggleAttribute('data-showing', trip !== '')
  byId('trip-title').textContent = trip === '' ? 'The agents are resting' : 'A trip is on its way'
  byId('trip-line').textContent =
    trip === '' ? 'Send a request and watch who does what, turn by turn.' : 'Waiting for its first turn.'
  document.title = 'Caravan'
  if (model !== undefined) subscribe()
  draw()
}

/** At most once per frame of the screen, however fast the journal is. */
function draw() {
  if (drawing) return
  drawing = true
  requestAnimationFrame(() => {
    drawing = false
    actors.draw(model)
    timeline.draw(model)
    headline()
    // The bars of what is going on grow with the time.
    if (model?.status === 'running' && model.caughtUp && model.transitions.length > 0) setTimeout(draw, 100)
  })
}

function headline() {
  const running = model?.status === 'running'
  byId('cancel').hidden = !(running && model.cursor !== undefined)
  topUp.show(running && standing(model, 'trip').state === 'awaitingBudget')
  byId('new-trip').hidden = model === undefined
  const badge = byId('trip-status')
  badge.hidden = model === undefined || model.cursor === undefined
  if (model === undefined || model.cursor === undefined) return
  badge.textContent = running ? stateWord(standing(model, 'trip').state) : model.status
  badge.dataset.status = model.status
  if (model.request !== undefined) {
    const { destinations, start, end } = model.request
    const title = destinations.map((place) => place.name).join(', ')
    byId('trip-title').textContent = title
    byId('trip-line').textContent = dateSpan(start, end)
    document.title = `${title} · Caravan`
  }
  announce(running ? `The trip is ${standing(model, 'trip').state}` : `The trip has ended: ${model.status}`)
}

function showResult() {
  const title = byId('trip-title').textContent
  drawPlan(byId('plan'), model, { title })
}

function announce(text) {
  if (text === announced) return
  announced = text
  byId('announce').textContent = text
}

function showLink(state, seconds) {
  const words = {
    connecting: 'Connecting',
    open: 'Live',
    waiting: `Connection lost, trying again in ${seconds} s`,
  }
  byId('link').dataset.state = state
  byId('link-text').textContent = words[state]
}

const tripInAddress = () => decodeURIComponent(location.hash.slice(1))

function follow() {
  if (tripInAddress() !== (model?.trip ?? '')) show(tripInAddress())
}

function startAgain(event) {
  event.preventDefault()
  history.pushState(null, '', location.pathname)
  show('')
  byId('destinations').querySelector('input').focus()
}

addEventListener('hashchange', follow)
addEventListener('popstate', follow)
byId('new-trip').addEventListener('click', startAgain)
byId('home').addEventListener('click', startAgain)
const topUp = topUpButton(
  () => model.trip,
  (text) => (byId('trip-line').textContent = text),
)
byId('cancel').addEventListener('click', () => link.send({ type: 'trip.cancel', trip: model.trip }))
byId('skip').addEventListener('click', (event) => {
  event.preventDefault()
  byId('watch').focus()
})
follow()
if (model === undefined) draw()
