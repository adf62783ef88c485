import type { AirportCells } from '../airports.ts'
import { compare } from './aliases.ts'
import { SMALL_AIRPORTS } from './small-airports.ts'

/** The OurAirports fields the bake reads; all are strings in the source. */
export type AirportRow = {
  readonly type: string
  readonly name: string
  readonly latitude_deg: string
  readonly longitude_deg: string
  readonly iso_country: string
  readonly iso_region: string
  readonly municipality: string
  readonly scheduled_service: string
  readonly iata_code: string
}

/** Airports the source still lists with scheduled service although passengers cannot use them. */
const CLOSED: ReadonlyMap<string, string> = new Map([
  ['ISL', 'Istanbul Atatürk: airline traffic moved to IST in April 2019'],
  ['PNH', 'Phnom Penh: replaced by KTI in September 2025'],
  ['REP', 'Siem Reap: replaced by SAI in October 2023'],
  ['BLK', 'Blackpool: no scheduled flights since 2014'],
  ['NCY', 'Annecy: no scheduled flights since 2020'],
  ['BMA', 'Stockholm Bromma: its airline moved to ARN at the end of 2024'],
])

/** Countries without civil flights: Ukraine closed its airspace in February 2022. */
const NO_CIVIL_FLIGHTS = new Set(['UA'])

/** Airports that opened after the source was compiled. */
const OPENED: readonly AirportCells[] = [
  ['KTI', 'Techo International Airport', 11.364, 104.921, 'KH', 'L', 'Phnom Penh'],
  ['SAI', 'Siem Reap-Angkor International Airport', 13.371, 104.223, 'KH', 'L', 'Siem Reap'],
  ['TQO', 'Tulum Felipe Carrillo Puerto International Airport', 20.166, -87.66, 'MX', 'M', 'Tulum'],
]

/** Medium and large airports with scheduled service and an IATA code, corrected and with the small ones, by code. */
export function bakeAirports(rows: Iterable<AirportRow>): readonly AirportCells[] {
  const added = [...OPENED, ...SMALL_AIRPORTS]
  const cells = [...added]
  for (const row of rows) {
    const large = row.type === 'large_airport'
    if (!large && row.type !== 'medium_airport') continue
    if (row.scheduled_service !== 'yes' || !/^[A-Z]{3}$/.test(row.iata_code)) continue
    if (CLOSED.has(row.iata_code) || NO_CIVIL_FLIGHTS.has(row.iso_country)) continue
    if (added.some(([iata]) => iata === row.iata_code)) continue
    cells.push([
      row.iata_code,
      // Some names have two spaces in a row at their source.
      row.name.trim().replaceAll(/\s+/g, ' '),
      thousandths(row.latitude_deg),
      thousandths(row.longitude_deg),
      row.iso_country,
      large ? 'L' : 'M',
      row.municipality
        .replace(/\s*[(,].*$/, '')
        .trim()
        .replaceAll(/\s+/g, ' '),
    ])
  }
  return cells.sort((a, b) => compare(a[0], b[0]))
}

/** One airport per line, so that a correction is a one-line diff. */
export function airportsJson(cells: readonly AirportCells[]): string {
  return `[\n${cells.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`
}

function thousandths(degrees: string): number {
  return Math.round(Number(degrees) * 1000) / 1000
}
