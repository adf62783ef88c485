/**
 * Where nobody flies without a stop although size and distance would have it: fields that serve their own country only,
 * flights that trains have replaced, countries without flights between them. By hand, as of 2025.
 */
import type { Airport } from '../atlas/index.ts'

/** Fields that serve their own country only; flights abroad leave from their city's other airport. */
const DOMESTIC_ONLY = new Set('GEA THR OKD SDU CGH ITM EOH ERS HLP BMA ADJ WIL JOG ARK CTU'.split(' '))

/** Fields with few flights of any kind, beside the airport that their city flies from. */
const MINOR_FIELDS = new Set('OKD ERS HLP BMA ADJ WIL JOG SPX SZB'.split(' '))

/** Whether an airport is the lesser one of its city, whatever its distance. */
export function isMinorField({ iata }: Airport): boolean {
  return MINOR_FIELDS.has(iata)
}

function isDomesticOnly({ iata }: Airport): boolean {
  return DOMESTIC_ONLY.has(iata)
}

/** Fields with flights from abroad in the season and none at home. */
const NO_HOME_FLIGHTS = new Set('CMF GNB'.split(' '))

/** Flights that France forbids since 2023 because trains take less than two and a half hours. */
const BY_RAIL = new Set('BOD-ORY LYS-ORY NTE-ORY'.split(' '))

/** Fields whose only flights at home lead to these: who goes on from there changes. */
const ONLY_TO: Readonly<Record<string, string>> = {
  HFN: 'RKV',
  EGS: 'RKV',
  IFJ: 'RKV',
  AEY: 'RKV KEF',
}

/** Whether the field has flights at home and none of them leads to the other. */
function leadsElsewhere({ iata }: Airport, other: Airport): boolean {
  return ONLY_TO[iata]?.split(' ').includes(other.iata) === false
}

const WEST =
  'AT BE BG CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LT LU LV MT NL NO PL PT RO SE SI SK UA US'
/** `country: countries` without flights between them: closed airspace, no relations, or flights suspended for years. */
const NO_FLIGHTS: Readonly<Record<string, string>> = {
  RU: `${WEST} JP KR AU NZ TW`,
  BY: WEST,
  IL: 'SY LB IR IQ SA KW QA OM YE PK AF MY ID BD DZ LY TN TR',
  DZ: 'MA',
  AM: 'AZ',
  CY: 'TR',
  IN: 'PK',
  IR: 'US CA',
  VE: 'US',
  XK: 'RS RU',
  TW: 'KP',
}
/** Countries that are reached from these alone. */
const ONLY_FROM: Readonly<Record<string, string>> = { KP: 'CN RU' }

/** Whether no airline flies between two countries without a stop. */
export function isBarred(a: Airport, b: Airport): boolean {
  if (a.country === b.country) {
    const [first, second] = a.iata < b.iata ? [a.iata, b.iata] : [b.iata, a.iata]
    return (
      NO_HOME_FLIGHTS.has(a.iata) ||
      NO_HOME_FLIGHTS.has(b.iata) ||
      BY_RAIL.has(`${first}-${second}`) ||
      leadsElsewhere(a, b) ||
      leadsElsewhere(b, a)
    )
  }
  return (
    barredOneWay(a.country, b.country) ||
    barredOneWay(b.country, a.country) ||
    isDomesticOnly(a) ||
    isDomesticOnly(b)
  )
}

function barredOneWay(from: string, to: string): boolean {
  const only = ONLY_FROM[from]?.split(' ')
  return (only !== undefined && !only.includes(to)) || NO_FLIGHTS[from]?.split(' ').includes(to) === true
}
