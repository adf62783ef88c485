/** Making a trip shorter: nights less at its longest stop, or a stop less. */
import { estimateLeg } from './leg.ts'
import type { Cost } from './budget-lines.ts'
import type { CostedPlan, Measure } from './budget-measures.ts'
import { nextDate } from './leg-plan.ts'
import { priced } from './prices.ts'
import { readWishes } from './wishes.ts'

/** The whole days at the longest stop, last first, can each be left out: 1, 2, … of them, at most half the stay. */
export function fewerNights({ planning }: CostedPlan): readonly Measure[] {
  const longest = planning.stops.toSorted((a, b) => b.nights - a.nights)[0]
  if (longest === undefined) return []
  const { place, arrive, nights } = longest
  const inner = Array.from({ length: Math.max(0, nights - 1) }, (_, i) => nextDate(arrive, i + 1))
  const most = Math.min(inner.length, Math.max(1, Math.floor(nights / 2)))
  return Array.from({ length: most }, (_, i): Measure => {
    const gone = new Set(inner.slice(inner.length - i - 1))
    return {
      kind: 'shorter',
      text: `Stay ${i === 0 ? 'one night' : `${i + 1} nights`} less in ${place.name}`,
      effort: 3 + 1.5 * (i + 1),
      apply: (costs) => costs.filter(({ date, of }) => of.kind === 'leg' || !gone.has(date)),
    }
  })
}

/** Each stop of several can be left out: its nights, its days, and the way there, against the direct way past it. */
export function withoutStop({ task, planning, purse }: CostedPlan): readonly Measure[] {
  const { stops, legs } = planning
  const stays = task.sections.accommodation?.stays ?? []
  if (stops.length < 2) return []
  const wishes = readWishes(task.request)
  return stops.flatMap(({ place, nights }, index): Measure[] => {
    const into = legs.findIndex(({ to }) => to.id === place.id)
    const away = legs.findIndex(({ from }) => from.id === place.id)
    // A place that the way touches twice is more than one stop less.
    if (nights === 0 || stops.filter((stop) => stop.place.id === place.id).length > 1) return []
    const [before, after] = [legs[into], legs[away]]
    const direct =
      before === undefined || after === undefined || before.from.id === after.to.id
        ? undefined
        : priced(estimateLeg(before.from, after.to, task.request.travelers, wishes).best.fare, purse)
    return [
      {
        kind: 'shorter',
        text: `Leave out ${place.name} (${nights === 1 ? 'one night' : `${nights} nights`} less)`,
        effort: 5 + 1.5 * nights,
        apply: (costs) =>
          costs.flatMap((cost): Cost[] => {
            const { of } = cost
            if (of.kind === 'room') return stays[of.stay]?.stop === index ? [] : [cost]
            if (of.kind === 'leg' && of.leg === into)
              return direct === undefined ? [] : [{ ...cost, price: direct }]
            if (of.kind === 'leg') return of.leg === away ? [] : [cost]
            const day = planning.days.find(({ date }) => date === cost.date)
            return day?.stop === index ? [] : [cost]
          }),
      },
    ]
  })
}
