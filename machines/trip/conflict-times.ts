/** Whether items and journeys collide, and whether every leg has a connection. */
import type { Conflict, Sections } from '../messages/index.ts'
import { placeActivities } from './compose-day.ts'
import { pairLegs, transfersOf } from './compose-transfers.ts'
import { dayAndMonth, listed } from './wording.ts'

/** Activities over one another; activities and journeys that leave each other no time; journeys over one another. */
export function overlapConflicts(sections: Sections): Conflict[] {
  const { planning } = sections
  if (!planning) return []
  const conflicts: Conflict[] = []
  const transfers = transfersOf(planning, sections)
  for (const [i, transfer] of transfers.entries()) {
    const next = transfers[i + 1]
    if (!next || next.begins >= transfer.ends) continue
    conflicts.push({
      kind: 'impossible-transfer',
      severity: 'error',
      text:
        `The journey from ${transfer.from.name} to ${transfer.to.name} arrives after ` +
        `the one from ${next.from.name} to ${next.to.name} has left.`,
      sections: ['planning', 'transport'],
      date: next.departs,
      options: [
        `Stay longer in ${transfer.to.name}`,
        `Leave ${transfer.to.name} out`,
        'Take a faster connection',
      ],
    })
  }
  for (const day of planning.days) {
    const { placed, squeezed } = placeActivities(day, planning, sections, transfers)
    if (squeezed.length > 0) {
      conflicts.push({
        kind: 'impossible-transfer',
        severity: 'warning',
        text: `On ${dayAndMonth(day.date)} the journey leaves no time for ${listed(squeezed.map(({ title }) => title))}.`,
        sections: ['transport', 'activity'],
        date: day.date,
        options: ['Take an earlier or faster connection', 'Skip it or move it to another day'],
      })
    }
    const inOrder = placed.toSorted((a, b) => a.from - b.from || a.to - b.to)
    for (const [i, { activity, to }] of inOrder.entries()) {
      const next = inOrder[i + 1]
      if (!next || next.from >= to) continue
      conflicts.push({
        kind: 'overlap',
        severity: 'error',
        text: `On ${dayAndMonth(day.date)}, ${activity.title} and ${next.activity.title} overlap.`,
        sections: ['activity'],
        date: day.date,
        options: [`Shorten ${activity.title}`, `Move ${next.activity.title} to another time`],
      })
    }
  }
  return conflicts
}

/** Planned legs for which transport, when it answered, has no connection. */
export function connectionConflicts(sections: Sections): Conflict[] {
  if (!sections.transport) return []
  return pairLegs(sections).flatMap(({ planned, found }): Conflict[] =>
    found
      ? []
      : [
          {
            kind: 'no-connection',
            severity: 'error',
            text: `No connection from ${planned.from.name} to ${planned.to.name} was found for ${dayAndMonth(planned.date)}.`,
            sections: ['transport', 'planning'],
            date: planned.date,
            options: ['Look for a route with a change in a larger city', 'Visit the places in another order'],
          },
        ],
  )
}
