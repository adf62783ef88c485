/** Answers of all seven agents that fit any request: quick, plain, and the same every time. */
import type { Answer, AttemptInput } from '../../machines/agent/agent-machine.ts'
import type {
  AgentName,
  AgentTask,
  PriceRange,
  ResolvedPlace,
  Sections,
} from '../../machines/messages/index.ts'

const SOURCES = [{ name: 'Canned', method: 'written down for tests' }]

/** Every agent's canned section, as an answer. */
export async function answerCanned({ task }: AttemptInput, signal: AbortSignal): Promise<Answer> {
  signal.throwIfAborted()
  return { provider: 'canned', section: COMPOSERS[task.agent](task) }
}

/** The canned answer after a while, which ends early when the call is aborted. */
export function answerAfter(ms: number): (input: AttemptInput, signal: AbortSignal) => Promise<Answer> {
  return async (input, signal) => {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, ms)
      signal.addEventListener('abort', () => {
        clearTimeout(timer)
        reject(signal.reason as Error)
      })
    })
    return answerCanned(input, signal)
  }
}

/** Canned answers that wait until the test lets an agent go, so that what is seen meanwhile depends on no clock. */
export function answerWhenLet(): {
  readonly answer: (input: AttemptInput, signal: AbortSignal) => Promise<Answer>
  readonly let: (...agents: readonly AgentName[]) => void
} {
  const gates = new Map<AgentName, PromiseWithResolvers<void>>()
  const gateOf = (agent: AgentName): PromiseWithResolvers<void> => {
    const gate = gates.get(agent) ?? Promise.withResolvers<void>()
    gates.set(agent, gate)
    return gate
  }
  return {
    answer: async (input, signal) => {
      const aborted = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
      })
      await Promise.race([gateOf(input.task.agent).promise, aborted])
      return answerCanned(input, signal)
    },
    let: (...agents) => agents.forEach((agent) => gateOf(agent).resolve()),
  }
}

const COMPOSERS: { readonly [A in AgentName]: (task: AgentTask) => NonNullable<Sections[A]> } = {
  planning,
  location: (task) => ({
    places: stops(task).map((place) => ({
      place,
      about: `${place.name} is a city in ${place.countryName}.`,
      languages: ['Japanese'],
      currency: 'JPY',
      timeZone: place.timeZone,
      districts: [{ name: 'Old town', why: 'walkable' }],
      dishes: ['ramen'],
      holidays: [],
      tips: ['Carry some cash.'],
    })),
    notes: [],
    sources: SOURCES,
  }),
  transport: (task) => ({
    legs: frame(task).legs.map(({ from, to, date }) => ({
      from,
      to,
      mode: 'high-speed-train' as const,
      durationMinutes: 190,
      price: price(task, 18_000),
      co2Kg: 9,
      why: 'quick and central',
      distanceKm: 370,
      depart: `${date}T09:00`,
      departZone: from.timeZone,
      arrive: `${date}T12:10`,
      arriveZone: to.timeZone,
      details: ['every 15 minutes'],
      alternatives: [],
    })),
    local: stops(task).map((place) => ({
      place: place.name,
      text: 'Metro and bus.',
      perDay: price(task, 800),
    })),
    notes: [],
    sources: SOURCES,
  }),
  accommodation: (task) => ({
    stays: frame(task).stops.flatMap(({ place, arrive, leave, nights }, stop) =>
      nights === 0
        ? []
        : [
            {
              stop,
              place,
              checkIn: arrive,
              checkOut: leave,
              nights,
              band: 'moderate' as const,
              area: 'near the station',
              rooms: 1,
              perNight: price(task, 12_000),
              total: price(task, 12_000 * nights),
              why: 'close to the first sights',
              alternatives: [],
            },
          ],
    ),
    notes: [],
    sources: SOURCES,
  }),
  activity: (task) => ({
    days: frame(task).days.map(({ date, free }) => ({
      date,
      items: free.slice(0, 1).map(({ from }) => ({
        title: 'A walk through the old town',
        kind: 'walk',
        start: from,
        end: `${String(Number(from.slice(0, 2)) + 2).padStart(2, '0')}:00`,
        why: 'the best first look',
        setting: 'outdoor' as const,
        serves: ['culture'],
        basis: 'generic' as const,
      })),
      rainPlan: 'The city museum.',
    })),
    notes: [],
    sources: SOURCES,
  }),
  weather: (task) => ({
    days: frame(task).days.map(({ date }) => ({
      date,
      highC: 18,
      lowC: 9,
      rainChance: 0.3,
      text: 'Mild, some rain.',
      daylight: { kind: 'normal' as const, sunrise: '05:45', sunset: '17:58', hours: 12.2 },
    })),
    packing: ['A light jacket'],
    notes: [],
    sources: SOURCES,
  }),
  budget: (task) => ({
    currency: task.request.currency,
    lines: [
      { category: 'transport', price: price(task, 36_000), how: 'trains' },
      { category: 'accommodation', price: price(task, 60_000), how: 'mid-range' },
    ],
    days: frame(task).days.map(({ date }, i) => ({ date, expected: i === 0 ? 96_000 : 0 })),
    undated: 0,
    total: price(task, 96_000),
    ...(task.request.budget === undefined
      ? { verdict: 'no limit' as const }
      : {
          limit: task.request.budget.amount,
          remaining: task.request.budget.amount - 96_000,
          verdict: 'within' as const,
        }),
    savings: [],
    rates: [],
    notes: [],
    sources: SOURCES,
  }),
}

function planning({ request }: AgentTask): NonNullable<Sections['planning']> {
  const dates = datesOf(request.start, request.end)
  const places = request.destinations
  const share = Math.max(1, Math.floor(dates.length / places.length))
  const at = (i: number) => dates[Math.min(i, dates.length - 1)] ?? request.start
  const stops = places.map((place, i) => {
    const last = i === places.length - 1
    const from = Math.min(i * share, dates.length - 1)
    const to = last ? dates.length - 1 : Math.min((i + 1) * share, dates.length - 1)
    return { place, arrive: at(from), leave: at(to), nights: to - from, why: 'as asked' }
  })
  const legs = stops.slice(1).map(({ place, arrive }, i) => ({
    from: places[i] as ResolvedPlace,
    to: place,
    date: arrive,
  }))
  const days = dates.map((date, i) => {
    const stop = Math.min(Math.floor(i / share), stops.length - 1)
    const leg = legs.findIndex((candidate) => candidate.date === date)
    return {
      date,
      stop,
      kind: leg >= 0 ? ('transfer' as const) : ('full' as const),
      theme: `${places[stop]?.name ?? ''}, day by day`,
      ...(leg >= 0 ? { transfer: { from: '08:00', to: '13:00', leg } } : {}),
      free: [leg >= 0 ? { from: '14:00', to: '18:00' } : { from: '09:00', to: '18:00' }],
      pace: 'normal' as const,
      notes: [],
    }
  })
  return { stops, days, legs, flexibility: [], notes: [], sources: SOURCES }
}

function frame(task: AgentTask): NonNullable<Sections['planning']> {
  return task.sections.planning ?? planning(task)
}

function stops(task: AgentTask): readonly ResolvedPlace[] {
  return frame(task).stops.map(({ place }) => place)
}

function price({ request }: AgentTask, expected: number): PriceRange {
  return {
    low: Math.round(expected * 0.8),
    expected,
    high: Math.round(expected * 1.3),
    currency: request.currency,
  }
}

function datesOf(start: string, end: string): readonly string[] {
  const dates: string[] = []
  for (let at = Date.parse(start); at <= Date.parse(end); at += 86_400_000) {
    dates.push(new Date(at).toISOString().slice(0, 10))
  }
  return dates
}
