/** What would make a trip cheaper, each with its amount: small changes first, giving up days last. */
import type { AgentTask, BudgetSection, PlanningSection } from '../../machines/messages/index.ts'
import { bandOf } from './budget-lines.ts'
import { spokenMinutes } from './leg-option.ts'
import { BANDS, mealsPerDay } from './prices-basket.ts'
import { priced, type Purse } from './prices.ts'
import { modeName } from './transport-wording.ts'

type Saving = BudgetSection['savings'][number]

/** A saving below this share of the total is not worth a sentence. */
const WORTH_SHARE = 0.008
const AT_MOST = 4

/**
 * Two to four savings. Cheapest change first means: what costs the traveller least comfort comes first (another train
 * or bus, fewer paid entries, simpler meals, simpler rooms, one day less).
 */
export function findSavings(
  task: AgentTask,
  planning: PlanningSection,
  purse: Purse,
  total: number,
): readonly Saving[] {
  const all = [
    ...cheaperLegs(task),
    ...fewerEntries(task),
    ...simplerMeals(task, planning, purse),
    ...simplerRooms(task),
    ...oneDayLess(task, planning, total),
  ]
  const rounded = all.map(({ text, saves }) => ({ text, saves: Math.round(saves / purse.step) * purse.step }))
  return rounded.filter(({ saves }) => saves >= Math.max(1, total * WORTH_SHARE)).slice(0, AT_MOST)
}

/** The leg whose cheaper way saves most for the time it costs. */
function cheaperLegs({ sections }: AgentTask): readonly Saving[] {
  const found = (sections.transport?.legs ?? []).flatMap((leg) =>
    leg.alternatives.flatMap((other) => {
      const saves = leg.price.expected - other.price.expected
      const longer = other.durationMinutes - leg.durationMinutes
      if (saves <= 0 || longer > 6 * 60) return []
      const time = longer > 10 ? `${spokenMinutes(longer)} longer` : 'no longer'
      const text = `${verbOf(other.mode)} from ${leg.from.name} to ${leg.to.name} (${time})`
      return [{ text, saves }]
    }),
  )
  return found.sort((a, b) => b.saves - a.saves).slice(0, 1)
}

function verbOf(mode: Parameters<typeof modeName>[0]): string {
  if (mode === 'flight') return 'Fly'
  if (mode === 'car') return 'Drive'
  return mode === 'walk' ? 'Walk' : `Take ${modeName(mode)}`
}

function fewerEntries({ sections }: AgentTask): readonly Saving[] {
  const items = (sections.activity?.days ?? []).flatMap((day) => day.items)
  const paid = items
    .flatMap(({ title, cost }) => (cost === undefined ? [] : [{ title, saves: cost.expected }]))
    .sort((a, b) => b.saves - a.saves)
    .slice(0, 3)
  if (paid.length === 0) return []
  const saves = paid.reduce((sum, item) => sum + item.saves, 0)
  return [{ text: `Leave out the dearest entries: ${paid.map(({ title }) => title).join(', ')}`, saves }]
}

function simplerMeals(task: AgentTask, planning: PlanningSection, purse: Purse): readonly Saving[] {
  const band = bandOf(task)
  const cheaper = BANDS[BANDS.indexOf(band) - 1]
  const eaters = task.request.travelers
  const perDay = (choice: typeof band) =>
    planning.days.reduce((sum, day) => {
      const place = planning.stops[day.stop]?.place
      return sum + (place === undefined ? 0 : priced(mealsPerDay(choice, place, eaters), purse).expected)
    }, 0)
  if (cheaper === undefined) {
    // Already the simplest restaurants: a picnic a day saves about a quarter of what meals cost.
    const saves = Math.round(perDay(band) * 0.25)
    return [{ text: 'One picnic or supermarket meal a day instead of eating out', saves }]
  }
  const text =
    cheaper === 'budget'
      ? 'Eat simply: markets, street food and lunch menus'
      : 'Eat in simpler restaurants, with the main meal at lunch'
  return [{ text, saves: perDay(band) - perDay(cheaper) }]
}

function simplerRooms({ sections }: AgentTask): readonly Saving[] {
  const stays = sections.accommodation?.stays ?? []
  let saves = 0
  let to: string | undefined
  for (const stay of stays) {
    const below = stay.alternatives.find(({ perNight }) => perNight.expected < stay.perNight.expected)
    if (below === undefined) continue
    saves += (stay.perNight.expected - below.perNight.expected) * stay.nights
    to = below.band
  }
  return to === undefined ? [] : [{ text: `Choose rooms of the ${to} band everywhere`, saves }]
}

/** A day less at the longest stop: its night and a day's meals, transport and entries; legs stay. */
function oneDayLess({ sections }: AgentTask, planning: PlanningSection, total: number): readonly Saving[] {
  const longest = [...planning.stops].sort((a, b) => b.nights - a.nights)[0]
  if (longest === undefined || longest.nights < 2) return []
  const legs = (sections.transport?.legs ?? []).reduce((sum, leg) => sum + leg.price.expected, 0)
  const saves = Math.round((total - legs) / planning.days.length)
  return [{ text: `Stay one night less in ${longest.place.name}`, saves: Math.max(0, saves) }]
}
