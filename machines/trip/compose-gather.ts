/** What belongs to the whole trip and not to a day: tips, notes and sources of all sections, each once. */
import type { Sections, Source, TripRequest } from '../messages/index.ts'
import { AGENTS } from '../messages/index.ts'
import { lowered } from './wording.ts'

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
  tips.push(...mergedByPlace(sections.transport?.local ?? []))
  const packing = sections.weather?.packing ?? []
  if (packing.length > 0)
    tips.push(`Pack: ${packing.map((item, i) => (i === 0 ? item : lower(item))).join('; ')}.`)
  tips.push(...(sections.planning?.flexibility ?? []))
  if (sections.budget?.verdict === 'over' || sections.budget?.verdict === 'tight') {
    tips.push(...sections.budget.savings.slice(0, 3).map(({ text }) => `To save: ${text}`))
  }
  return once(tips)
}

/** Texts that differ only in the name of the place are said once, for all of them. */
function mergedByPlace(local: readonly { place: string; text: string }[]): string[] {
  const groups = new Map<string, string[]>()
  for (const { place, text } of local) {
    const shape = text.startsWith(`${place} `) ? text.replace(place, NAME) : text
    const names = groups.get(shape) ?? []
    if (!names.includes(place)) groups.set(shape, [...names, place])
  }
  return [...groups].map(([shape, names]) => {
    const listed =
      names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
    if (!shape.startsWith(NAME)) return shape.includes(listed) ? shape : `${listed}: ${shape}`
    const text = names.length < 2 ? shape : shape.replace(`${NAME} has `, `${NAME} each have `)
    return text.replace(NAME, listed)
  })
}

/** Stands for the name of a place; no name holds it. */
const NAME = '\u0000'

/** The start of a list item inside a sentence; what is written in capitals stays. */
function lower(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? lowered(text) : text
}

/** What acceptance decided, then what each section notes, then what is missing. */
export function gatherNotes(request: TripRequest, sections: Sections): string[] {
  return once([
    ...request.notes,
    ...AGENTS.flatMap((agent) => sections[agent]?.notes ?? []),
    ...AGENTS.flatMap((agent) => (sections[agent] ? [] : (ABSENT[agent] ?? []))),
  ])
}

/** Every source once, in the order of the agents: what several took from it stands together. */
export function gatherSources(sections: Sections): Source[] {
  const merged = new Map<string, Source>()
  for (const source of AGENTS.flatMap((agent) => sections[agent]?.sources ?? [])) {
    // Only the same edition is the same source.
    const key = `${source.name}|${source.date ?? ''}`
    const known = merged.get(key)
    merged.set(key, known ? together(known, source) : source)
  }
  return [...merged.values()]
}

function together(one: Source, other: Source): Source {
  const parts = [one.method, other.method].flatMap((text) => text?.split('; ') ?? [])
  const method = [...new Set(parts)].join('; ')
  const licence = one.licence ?? other.licence
  return { ...one, ...(method !== '' && { method }), ...(licence !== undefined && { licence }) }
}

function once(lines: readonly string[]): string[] {
  return [...new Set(lines.map((line) => line.trim()).filter((line) => line !== ''))]
}
