/** What belongs to the whole trip and not to a day: tips, notes and sources of all sections, each once. */
import type { Sections, Source, TripRequest } from '../messages/index.ts'
import { AGENTS } from '../messages/index.ts'

const ABSENT: Partial<Record<(typeof AGENTS)[number], string>> = {
  location:
    'Facts about the places are missing from this plan: look up plugs, emergency numbers and holidays.',
  transport: 'Journeys are missing from this plan: times kept for them are estimates.',
  accommodation: 'Places to stay are missing from this plan.',
  activity: 'Activities are missing from this plan: the free hours are yours to fill.',
  weather: 'Weather and daylight are missing from this plan.',
  budget: 'A budget is missing from this plan: prices are shown, but not added up.',
}

/** Tips of the places, getting around, packing, and how to stay flexible or save. */
export function gatherTips(sections: Sections): string[] {
  const places = sections.location?.places ?? []
  const several = new Set(places.map(({ place }) => place.id)).size > 1
  const tips: string[] = []
  // A tip that every place shares is said once and without a place name.
  const shared = new Map<string, number>()
  for (const { tips } of places) for (const tip of new Set(tips)) shared.set(tip, (shared.get(tip) ?? 0) + 1)
  for (const { place, tips: own } of places) {
    for (const tip of own) {
      tips.push(several && (shared.get(tip) ?? 0) === 1 ? `${place.name}: ${tip}` : tip)
    }
  }
  for (const { place, text } of sections.transport?.local ?? []) {
    tips.push(text.includes(place) ? text : `${place}: ${text}`)
  }
  const packing = sections.weather?.packing ?? []
  if (packing.length > 0) tips.push(`Pack: ${packing.join('; ')}.`)
  tips.push(...(sections.planning?.flexibility ?? []))
  if (sections.budget?.verdict === 'over' || sections.budget?.verdict === 'tight') {
    tips.push(...sections.budget.savings.slice(0, 3).map(({ text }) => `To save: ${text}`))
  }
  return once(tips)
}

/** What acceptance decided, then what each section notes, then what is missing. */
export function gatherNotes(request: TripRequest, sections: Sections): string[] {
  return once([
    ...request.notes,
    ...AGENTS.flatMap((agent) => sections[agent]?.notes ?? []),
    ...AGENTS.flatMap((agent) => (sections[agent] ? [] : (ABSENT[agent] ?? []))),
  ])
}

/** Every source once, in the order of the agents. */
export function gatherSources(sections: Sections): Source[] {
  const seen = new Map<string, Source>()
  for (const agent of AGENTS) {
    for (const source of sections[agent]?.sources ?? []) {
      const key = [source.name, source.method, source.date, source.licence].join('|')
      if (!seen.has(key)) seen.set(key, source)
    }
  }
  return [...seen.values()]
}

function once(lines: readonly string[]): string[] {
  return [...new Set(lines.map((line) => line.trim()).filter((line) => line !== ''))]
}
