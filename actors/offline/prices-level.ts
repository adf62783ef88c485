/**
 * How dear a country is for a traveller against the United States (1): its price level (see the atlas for method and
 * date) damped by the power 0.8, since hotels and restaurants differ less between countries than all prices do.
 */
import { countryFacts, economyOf } from '../atlas/index.ts'

/** Used where the atlas knows no price level: about the middle of the world's countries. */
const UNKNOWN_LEVEL = 0.5
const DAMPED = 0.8

/** What a guest pays for one kind of thing, apart from the country's level. */
export type Goods = 'rooms' | 'meals' | 'rides' | 'tickets'

type Factors = Readonly<Record<Goods, number>>

const PLAIN: Factors = { rooms: 1, meals: 1, rides: 1, tickets: 1 }

/** A table of `key rooms/meals/rides/tickets` with 1 for what is left out, written by hand in 2025. */
export function factorTable(rows: string): ReadonlyMap<string, Factors> {
  return new Map(
    rows.split(',').flatMap((row) => {
      const match = /^(.+?) ([\d./]+)$/.exec(row.trim())
      if (match?.[1] === undefined) return []
      const [rooms = 1, meals = 1, rides = 1, tickets = 1] = (match[2] ?? '').split('/').map(Number)
      return [[match[1], { rooms, meals, rides, tickets }] as const]
    }),
  )
}

/**
 * Countries where guests pay other prices than the level says: resort islands, countries with rooms in plenty, foreign
 * visitors' tickets, subsidized rides. Written by hand (`curated`), of {@link LEVELS_DATE}.
 */
const COUNTRIES = factorTable(
  `MV 2/1.4, SC 1.8/1.3, PF 1.5/1.2, BS 1.4/1.2, KY 1.4/1.2, TC 1.7/1.3, BL 2.2/1.5, AG 1.4/1.2, BB 1.4/1.2, VG 1.4/1.2,
  AI 1.7/1.3, MU 1.3/1.1, FJ 1.5/1.25/1.2/0.9, PW 1.3/1.1, CK 1.3/1.1, BT 1.6/1/1/1.5, GL 1.3/1.1, AQ 2/1.4, MC 1.5/1.2,
  VN 0.75/0.8/1/0.7, KH 0.7/0.95/1.3/1.7, LA 0.9/0.9/2/1.1, TH 0.88/0.92/1.2/1, MY 0.85/0.9/1.2/1, ID 0.9/0.9/1.1/0.7, PH 1/0.9/1/0.9,
  NP 0.75/0.75/1/1.1, IN 0.92/0.8/1.3/1.2, PK 0.9/0.85, LK 0.95/0.85/1.1/1.2, MM 0.9/0.9, CN 0.87/0.82/0.8/0.95, JP 1.03/1/1/0.7,
  KR 0.95/0.92/0.8/0.5, TW 1.1/0.95/0.9/0.65, HK 1.3/0.95/0.8/0.65, SG 1.6/1.05/0.9/1.6, MO 1.2, UZ 0.9/0.95/0.7/0.6,
  KZ 0.9/0.9/0.6/0.65, KG 0.9/0.9/0.7/0.8, GE 0.95/0.95/0.7/0.8, AM 1/0.95/0.6/0.6, MN 1/0.95/0.8/1, AZ 0.95/0.9/0.7/1,
  TR 1.3/1.2/0.9/1.8, EG 1.25/1/1/2, JO 1/1/1.8/0.8, AE 1.2/1.2/1.1/1.7, QA 1.1/1.1, OM 1/1, IL 1.2/1.15/0.8/1, MA 1.1/1/1.3/1,
  TN 0.9/0.85/0.9/0.7, ET 1.15/0.9/1.1/0.9, KE 1.1/1/1.7/1.3, TZ 1.25/1/1.8/1, UG 1.1/0.9/1.6/1, RW 1.4/1/1.5/1, ZA 1.2/1.05/2/1.1, NA 1.2/1/1.5,
  BW 1.7/1.2/1.5/1.2, ZW 1.2/1.1/1.5/1.2, ZM 1.3/1.1/1.5/1.2, GH 1.15/1.1/1.6/0.75, NG 1.5/1.2/2.4/0.8, SN 1.05/1/1.3/0.6, MG 1.1/1,
  MX 1/1/0.6/0.55, GT 0.95/0.95/0.9/0.75, CR 0.9/1/0.8/0.95, CU 0.8/0.85/1.5/0.9, PA 1/1/0.8/1.2, BZ 1.2/1.1, DO 1.1/1, CO 0.88/0.92/0.9/0.6,
  EC 0.78/0.82/0.5/0.7, PE 1/1/0.8/1.1, BO 0.65/0.68/0.6/0.6, CL 1/1.1/0.8/0.75, AR 0.95/1.08/0.55/0.55, BR 1/1/0.9/1, UY 0.9/0.95/0.6/0.4, PY 0.9/0.9,
  US 1.1/1.12/0.85/1.4, CA 1.15/1.05/1/1.3, GB 1.12/1.06/1/1.25, IE 1.15/1.2/1/1.1, FR 1.05/1.1/1.1/1.3, ES 1.2/1.14/0.9/1.35, PT 1.3/1.12/1.1/1.15,
  IT 1.1/1.15/0.9/1.4, GR 1.15/1.1/0.9/1.5, HR 1.25/1.25/1/1.6, MT 1.2/1.1, CY 1.05/1.05, AT 1.02/1.04/0.9/1.2, DE 1/1.02/1.2/1.05, NL 1.2/1.15/1.2/1.5,
  BE 1/1.12/1/1.05, CH 1.15/1.3/1/0.95, IS 1.25/1.3/0.8/1, NO 1/1.25/1.1/1.05, DK 1.15/1.3/1.1/1.1, SE 1.1/1.15/1.4/1.1, FI 0.98/1.1/1.1/1.2,
  CZ 1/0.95/0.85/1.2, PL 0.98/1/0.85/0.95, HU 1.02/0.98/0.95/1.1, SK 1/0.95, SI 1.1/1.05, EE 1/1.1/0.9/1.3, LV 0.95/1/0.9/1, LT 1/1/0.8/1,
  RO 0.95/0.95/0.7/0.8, BG 0.9/0.92/0.7/0.65, RS 0.95/0.95/0.5/0.8, RU 1.05/1.12/0.8/1.2, AL 0.9/0.95, ME 1.15/1.05, UA 0.95/0.9/0.5,
  AU 1.15/1/0.85/1.25, NZ 1.05/1/1/1.2`,
)

/** Factor on United States prices for guests in a country, for one kind of thing. */
export function guestLevel(country: string, goods: Goods): number {
  const value = countryFacts(country)?.priceLevel?.value ?? UNKNOWN_LEVEL
  const known = COUNTRIES.get(country) ?? PLAIN
  // Tickets and rides follow what the people of the country earn more closely than rooms do.
  const power = goods === 'tickets' || goods === 'rides' ? 1 : DAMPED
  return value ** power * known[goods]
}

/**
 * Factor for fares between places, between 0.3 and 1.6. The rules for fares were fitted to published fares of 2023-2025
 * with the Factbook's levels, so they keep to these.
 */
export function countryPriceLevel(country: string): number {
  const value = economyOf(country)?.priceLevel ?? 0.55
  return Math.min(1.6, Math.max(0.3, value ** DAMPED))
}
