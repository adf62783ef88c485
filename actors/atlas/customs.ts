/** Countries whose tap water is treated and drunk everywhere by residents and visitors. */
const DRINKABLE = new Set(
  (
    'AD AT AU BE CA CH CZ DE DK EE ES FI FO FR GB GL GR HU IE IL IS IT JP KR LI LT LU LV MC MT NL NO NZ PL PT SE ' +
    'SG SI SK SM US VA HK BN'
  ).split(' '),
)

/** Countries where guides agree that visitors should not drink from the tap. */
const BOTTLED = new Set(
  (
    'AF AO BD BF BJ BO BT CD CG CI CM CN CO CU DO DZ EC EG ET GH GT GN HN HT ID IN IQ KE KH LA LB LK MA MG ML MM ' +
    'MN MW MX MZ NE NG NI NP PE PG PH PK PY RW SD SL SN SV SY TD TG TH TN TZ UG UZ VE VN YE ZM ZW'
  ).split(' '),
)

/** One sentence on tap water; undefined where this table is not sure. */
export function tapWater(iso2: string): string | undefined {
  if (DRINKABLE.has(iso2)) return 'Tap water is safe to drink unless a sign says otherwise.'
  if (BOTTLED.has(iso2)) return 'Visitors drink bottled, boiled or filtered water rather than tap water.'
  return undefined
}

/** What is usual in a sit-down restaurant, by the countries it holds for. */
const TIPPING: readonly (readonly [countries: string, note: string])[] = [
  ['US CA PR', 'Restaurants: 15-20 % is expected; small tips for taxis and hotel staff.'],
  ['JP KR CN TW', 'Tipping is not customary.'],
  ['SG HK MO', 'A service charge is usually on the bill; more is not expected.'],
  ['AU NZ', 'Tipping is not expected; rounding up for good service is welcome.'],
  ['IS NO SE DK FI FO', 'Service is included; tips are not expected, rounding up is fine.'],
  ['FR BE LU MC CH', 'Service is included; rounding up for good service is usual.'],
  ['GB IE', 'Restaurants: 10-12.5 % where no service charge is on the bill.'],
  ['DE AT CZ SK HU PL SI HR', 'Restaurants: round up or add 5-10 %.'],
  ['ES PT IT GR MT CY NL', 'Not obligatory; rounding up or 5-10 % for good service.'],
  ['MX', 'Restaurants: 10-15 %.'],
  ['PE EC BO AR UY PA GT', 'Restaurants: about 10 % where no service charge is on the bill.'],
  ['CL CO BR', 'A suggested 10 % is usually put on the bill; it is voluntary.'],
  ['CR', 'A 10 % service charge is on the bill by law; more is optional.'],
  ['ZA NA BW', 'Restaurants: 10-15 %.'],
  ['KE TZ UG RW ZM ZW', 'Restaurants: about 10 %; safari guides and drivers are tipped per day.'],
  ['EG MA TN JO', 'Restaurants: about 10 %; small tips for small services are customary.'],
  ['TR IN AE TH VN ID MY PH LK NP KH', 'Restaurants: up to 10 % where no service charge is on the bill.'],
  ['IL', 'Restaurants: 10-15 %.'],
]

const tippingByCountry = new Map(
  TIPPING.flatMap(([list, note]) => list.split(' ').map((iso) => [iso, note] as const)),
)

/** One sentence on tipping; undefined where this table is not sure. */
export function tipping(iso2: string): string | undefined {
  return tippingByCountry.get(iso2)
}
