/** The activity agent, offline: what to do on each day, from city guides where there are any. */
import type { ActivitySection, AgentTask } from '../../machines/messages/index.ts'
import { notesOf, sourcesOf } from './activity-notes.ts'
import { isTaughtFood } from './activity-candidate.ts'
import { type FilledFrame, planActivities } from './activity-plan.ts'
import { priceBand } from './activity-price.ts'
import { RainPlans } from './activity-rain.ts'
import { RestDays } from './activity-rest.ts'
import { servedBy } from './activity-appetite.ts'
import { type Wishes, wishesOf } from './activity-wishes.ts'
import { tipOf, whyOf } from './activity-wording.ts'
import { clockOf } from './day-clock.ts'
import { framesOf } from './day-frame.ts'
import { isEveningMeal } from './day-schedule.ts'

type Item = ActivitySection['days'][number]['items'][number]

/**
 * Plans the activities of every planned day inside its free windows.
 *
 * @throws Error when the task has no planning section: there are no days to fill then.
 */
export function composeActivity(task: AgentTask): ActivitySection {
  const { request } = task
  const { planning } = task.sections
  if (!planning) throw new Error('activities need the planning section')
  const wishes = wishesOf(request)
  const plan = planActivities(framesOf(planning, wishes), planning, wishes)
  const rain = new RainPlans(plan.frames, plan.pools)
  const rest = new RestDays(plan.frames, wishes)
  return {
    days: planning.days.map(({ date }) => {
      const frames = plan.frames.filter(({ frame }) => frame.date === date)
      const rainPlan = frames.map((filled) => rain.planFor(filled)).find((text) => text !== undefined)
      return {
        date,
        items: frames.flatMap((filled) => itemsOf(filled, wishes, request, rest)),
        ...(rainPlan !== undefined && { rainPlan }),
      }
    }),
    notes: notesOf(plan, wishes),
    sources: sourcesOf(plan),
  }
}

function itemsOf(
  { frame, slots }: FilledFrame,
  wishes: Wishes,
  request: AgentTask['request'],
  rest: RestDays,
): Item[] {
  const said = new Set<string>()
  const items = slots.map((slot, i): Item => {
    const { candidate } = slot
    const tip = tipOf(slot, frame, wishes, said)
    const cost = priceBand(candidate, frame.place, request)
    return {
      title: candidate.title,
      // Says to whoever plans meals that this is one.
      kind:
        isEveningMeal(candidate) || isTaughtFood(candidate) ? `${candidate.kind} with food` : candidate.kind,
      start: clockOf(slot.start),
      end: clockOf(slot.end),
      why: whyOf(slot, slots[i - 1], frame, wishes, said),
      ...(tip !== undefined && { tip }),
      ...(candidate.located && { lat: candidate.lat, lon: candidate.lon }),
      setting: candidate.setting,
      serves: servedBy(candidate, wishes),
      ...(cost && { cost }),
      basis: candidate.basis,
    }
  })
  return items.length === 0 && frame.whole ? rest.itemsFor(frame) : items
}
