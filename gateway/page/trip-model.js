/** One trip as its frames tell it: where every actor stands, and when it was in which state. */

/** An empty trip. */
export function tripModel(trip) {
  return {
    trip,
    cursor: undefined,
    /** Actor name -> { state, status, attempts, spans: [{ state, from, to }], turns: [ms], writing } */
    actors: new Map(),
    transitions: [],
    request: undefined,
    reports: undefined,
    status: 'running',
    result: undefined,
    failure: undefined,
    /** Why the beginning is not there. */
    missing: undefined,
    caughtUp: false,
    /** Journal time of the last transition, and when it arrived here. */
    last: undefined,
  }
}

/** Takes a frame in; tells what changed: `reset`, `turn`, `writing`, `result` or nothing. */
export function apply(model, frame) {
  switch (frame.type) {
    case 'trip.subscribed':
      model.missing = frame.missing
      return undefined
    case 'trip.snapshot':
      return snapshot(model, frame)
    case 'trip.transition':
      return transition(model, frame)
    case 'trip.progress':
      return progress(model, frame)
    case 'trip.caughtUp':
      model.caughtUp = true
      model.cursor = Math.max(model.cursor ?? 0, frame.cursor)
      return 'turn'
    case 'trip.gap':
      model.missing = 'gap'
      return undefined
    case 'trip.result':
      model.status = frame.status
      model.result = frame.result
      model.failure = frame.failure
      return 'result'
    default:
      return undefined
  }
}

/** Where an actor stands; `waiting` before anybody has given it a task. */
export function standing(model, name) {
  return model?.actors.get(name) ?? { state: 'waiting', status: 'waiting', spans: [], turns: [] }
}

/** The journal's time span, with the present as the end while the trip runs. */
export function extent(model) {
  const first = model.transitions[0]
  if (first === undefined) return undefined
  const from = Date.parse(first.at)
  const running = model.status === 'running' && model.caughtUp
  const to = running ? model.last.at + (performance.now() - model.last.arrived) : model.last.at
  return { from, to: Math.max(to, from + 1) }
}

function snapshot(model, frame) {
  model.actors.clear()
  model.transitions.length = 0
  model.cursor = frame.cursor
  model.request = frame.request
  model.status = frame.status
  model.actors.set('trip', actor(frame.state, frame.status === 'running' ? 'active' : 'done'))
  for (const { agent, state, status, attempts } of frame.agents) {
    model.actors.set(agent, { ...actor(state, status), attempts })
  }
  return 'reset'
}

/** What an agent is writing; nobody writes who is not at work. */
function progress(model, { agent, attempt, characters, text, model: name }) {
  const known = model.actors.get(agent)
  if (known === undefined || known.status !== 'active') return undefined
  known.writing = { attempt, characters, text, name }
  return 'writing'
}

function transition(model, frame) {
  if (model.cursor !== undefined && frame.cursor <= model.cursor) return undefined
  const at = Date.parse(frame.at)
  model.cursor = frame.cursor
  model.transitions.push(frame)
  model.last = { at: Math.max(at, model.last?.at ?? at), arrived: performance.now() }
  if (frame.request !== undefined) model.request = frame.request
  // A late record of an ended generation is on the timeline, but is not where the agent stands.
  const known = model.actors.get(frame.agent)
  if ((known?.generation ?? -1) <= frame.generation) {
    const next = known ?? actor(frame.state, frame.status)
    const state = ['stopped', 'quarantined'].includes(frame.outcome) ? frame.outcome : frame.state
    for (const before of frame.earlier ?? []) enter(next, before.state, timeOf(before, at), false)
    enter(next, state, at, frame.status !== 'active')
    Object.assign(next, { state, status: frame.status, generation: frame.generation, writing: undefined })
    if (frame.attempts !== undefined) next.attempts = frame.attempts
    next.began ??= timeOf(frame.earlier?.[0], at)
    next.turns.push({ at, frame })
    model.actors.set(frame.agent, next)
  }
  // Its parent lets it begin anew: what it ended as is not the end.
  const again = frame.outcome === 'restarted' && frame.cause.type === 'child.error'
  const restarting = again ? model.actors.get(frame.cause.name) : undefined
  if (restarting !== undefined) {
    enter(restarting, 'restarting', at, false)
    Object.assign(restarting, { state: 'restarting', status: 'active', ended: undefined })
  }
  for (const agent of frame.started ?? []) {
    const next = model.actors.get(agent) ?? actor('queued', 'active')
    // Its own first record may carry an earlier time: two machines, two clocks.
    if (next.turns.length === 0) enter(next, 'queued', at, false)
    model.actors.set(agent, next)
  }
  return 'turn'
}

/** When something was handled that shares a record with what came later. */
function timeOf(handled, at) {
  return handled?.at === undefined ? at : Date.parse(handled.at)
}

function actor(state, status) {
  return {
    state,
    status,
    began: undefined,
    attempts: undefined,
    generation: undefined,
    writing: undefined,
    spans: [],
    turns: [],
  }
}

function enter(actor, state, at, final) {
  const span = actor.spans.at(-1)
  if (span !== undefined && span.to === undefined) {
    if (span.state === state && !final) return
    span.to = Math.max(at, span.from)
  }
  if (!final) actor.spans.push({ state, from: at, to: undefined })
  else actor.ended = { state, at }
}
