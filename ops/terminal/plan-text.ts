/** A trip's result as a page of text: what a traveller reads in the terminal. */
import type { Source, TripPlan, TripResult } from '../../machines/messages/index.ts'
import { budgetLines } from './budget-table.ts'
import { formatsFor, type Formats } from './formats.ts'
import { hang, section, type Paint, type Sheet } from './layout.ts'
import { dayLines } from './plan-day.ts'

/** The whole text, ending in a line break. */
export function planText(result: TripResult, locale: string, sheet: Sheet): string {
  const formats = formatsFor(locale)
  const lines = result.tripPlan === undefined ? [] : planLines(result.tripPlan, formats, sheet)
  return `${[...outcomeLines(result, sheet), ...lines, ...footer(result, sheet)].join('\n')}\n`
}

/** Said first when it is not simply a success, so that nobody reads on in the wrong belief. */
function outcomeLines(result: TripResult, sheet: Sheet): string[] {
  const said: Record<TripResult['status'], readonly [Paint, string]> = {
    success: ['green', ''],
    degraded: ['yellow', 'The plan is complete but for this:'],
    failed: ['red', `The trip could not be planned: ${result.failure?.message ?? 'no reason is known.'}`],
    cancelled: ['yellow', 'The trip was cancelled.'],
  }
  const [paint, text] = said[result.status]
  return [
    ...(text === '' ? [] : hang('', text, sheet, paint)),
    ...result.missing.flatMap((sentence) => hang('  * ', sentence, sheet)),
    ...(text === '' || result.tripPlan === undefined ? [] : ['']),
  ]
}

function planLines(plan: TripPlan, formats: Formats, sheet: Sheet): string[] {
  const bullets = (texts: readonly string[]) => texts.flatMap((text) => hang('  * ', text, sheet))
  const stops = plan.stops
    .map(({ place, nights }) => `${place.label} (${counted(nights, 'night')})`)
    .join(' → ')
  return [
    sheet.paint('bold', plan.title),
    ...hang('', `${formats.day(plan.start)} – ${formats.day(plan.end)}`, sheet),
    ...hang('', stops, sheet),
    ...section('What does not fit', conflictLines(plan, formats, sheet), sheet),
    ...section(
      'Day by day',
      plan.days.flatMap((day) => dayLines(day, formats, sheet)),
      sheet,
    ),
    ...section('Getting there and around', legLines(plan, formats, sheet), sheet),
    ...section('Stays', stayLines(plan, formats, sheet), sheet),
    ...section('Places', placeLines(plan, formats, sheet), sheet),
    ...section('Budget', plan.budget === undefined ? [] : budgetLines(plan.budget, formats, sheet), sheet),
    ...section('Tips', bullets(plan.tips), sheet),
    ...section('Notes', bullets(plan.notes), sheet),
    ...section(
      'Sources',
      plan.sources.flatMap((source) => hang('  * ', sourceText(source), sheet, 'dim')),
      sheet,
    ),
  ]
}

function conflictLines(plan: TripPlan, formats: Formats, sheet: Sheet): string[] {
  const paints = { info: 'dim', warning: 'yellow', error: 'red' } as const
  return plan.conflicts.flatMap(({ severity, text, date, options }) => [
    ...hang(
      '  ! ',
      `${date === undefined ? '' : `${formats.short(date)}: `}${text}`,
      sheet,
      paints[severity],
    ),
    ...options.flatMap((option) => hang('      - ', option, sheet)),
  ])
}

function legLines(plan: TripPlan, formats: Formats, sheet: Sheet): string[] {
  return plan.legs.flatMap((leg) => {
    const facts = `${leg.mode.replaceAll('-', ' ')}, ${formats.duration(leg.durationMinutes)} door to door, ${formats.number(Math.round(leg.distanceKm))} km, ${formats.price(leg.price)}, ${formats.number(Math.round(leg.co2Kg))} kg CO2 per person`
    return [
      ...hang(
        '  ',
        `${formats.short(leg.depart.slice(0, 10))}: ${leg.from.label} → ${leg.to.label}`,
        sheet,
        'cyan',
      ),
      ...hang('    ', facts, sheet),
      ...hang(
        '    ',
        `${localTime(leg.depart, formats)} → ${localTime(leg.arrive, formats)}, local times`,
        sheet,
      ),
      ...[leg.why, ...leg.details].flatMap((text) => hang('    ', text, sheet, 'dim')),
      ...leg.alternatives.flatMap((other) =>
        hang(
          '    or ',
          `${other.mode.replaceAll('-', ' ')}, ${formats.duration(other.durationMinutes)}, ${formats.price(other.price)}: ${other.why}`,
          sheet,
        ),
      ),
    ]
  })
}

function localTime(time: string, formats: Formats): string {
  return `${formats.short(time.slice(0, 10))} ${time.slice(11)}`
}

function stayLines(plan: TripPlan, formats: Formats, sheet: Sheet): string[] {
  return plan.stays.flatMap((stay) => [
    ...hang(
      '  ',
      `${stay.place.label}: ${formats.short(stay.checkIn)} – ${formats.short(stay.checkOut)}, ${counted(stay.nights, 'night')}`,
      sheet,
      'cyan',
    ),
    ...hang(
      '    ',
      `${stay.band}, ${counted(stay.rooms, 'room')}${stay.area === undefined ? '' : `, around ${stay.area}`}: ${formats.price(stay.perNight)} per night, ${formats.price(stay.total)} in all`,
      sheet,
    ),
    ...hang('    ', stay.why, sheet, 'dim'),
    ...stay.alternatives.flatMap(({ text, perNight }) =>
      hang('    or ', `${text.replace(/\.$/, '')}: ${formats.price(perNight)} per night`, sheet),
    ),
  ])
}

function placeLines(plan: TripPlan, formats: Formats, sheet: Sheet): string[] {
  return plan.places.flatMap((place) => {
    const facts = [
      `languages: ${place.languages.join(', ')}`,
      `currency: ${place.currency}${place.exchange === undefined ? '' : ` (${place.exchange})`}`,
      `time: ${formats.zone(place.timeZone)}${place.hoursFromOrigin === undefined ? '' : `, ${hours(place.hoursFromOrigin)} from home`}`,
      ...(place.plugs === undefined ? [] : [`plugs: ${place.plugs}`]),
      ...(place.drivingSide === undefined ? [] : [`traffic: on the ${place.drivingSide}`]),
      ...(place.emergency === undefined ? [] : [`emergency: ${place.emergency}`]),
      ...(place.callingCode === undefined ? [] : [`phone: ${place.callingCode}`]),
      ...(place.altitude === undefined ? [] : [place.altitude]),
      ...(place.dishes.length === 0 ? [] : [`to eat: ${place.dishes.join(', ')}`]),
      ...(place.districts.length === 0
        ? []
        : [`districts: ${place.districts.map(({ name }) => name).join(', ')}`]),
      ...place.holidays.map(({ date, name }) => `holiday: ${formats.short(date)}, ${name}`),
    ]
    return [
      ...hang('  ', place.place.label, sheet, 'cyan'),
      ...hang('    ', place.about, sheet),
      ...hang('    ', facts.join(' · '), sheet, 'dim'),
    ]
  })
}

function hours(offset: number): string {
  return offset === 0 ? 'no hour' : `${offset > 0 ? '+' : '−'}${Math.abs(offset)} h`
}

function sourceText({ name, method, date, licence }: Source): string {
  return [name, method, date, licence].filter((part) => part !== undefined).join(', ')
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Nothing when no model was asked. */
function paidFor(cost: TripResult['cost']): string {
  const calls = (cost?.byAgent ?? []).reduce((sum, line) => sum + line.calls, 0)
  if (cost === undefined || calls === 0) return ''
  const estimated = cost.byAgent.some((line) => line.estimated) ? 'at most ' : ''
  return `, ${counted(calls, 'call')} to models for ${estimated}${(Math.ceil(cost.microUsd / 100) / 10_000).toFixed(4)} USD`
}

function footer({ id, agentCoordination, cost }: TripResult, sheet: Sheet): string[] {
  const retries = agentCoordination.agents.reduce((sum, { retries }) => sum + retries, 0)
  const again = retries === 0 ? '' : `, ${counted(retries, 'retry').replace('retrys', 'retries')}`
  const agents = counted(agentCoordination.agentsInvolved.length, 'agent')
  return ['', sheet.paint('dim', `Trip ${id}: ${agents}${again}${paidFor(cost)}.`)]
}
