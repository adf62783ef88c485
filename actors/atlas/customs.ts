/** Countries whose tap water is treated and drunk everywhere by residents and visitors. */
const DRINKABLE = new Set(
  (
    'AD AT AU BE CA CH CZ DE DK EE ES FI FO FR GB GL HR HU IE IL IS IT JP KR LI LT LU LV MC MT NL NO NZ PL PT SE ' +
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

/** Countries where the water of the cities is treated, and opinions on drinking it differ. */
const TREATED = new Set(
  (
    'AE AL AM AR BA BB BG BH BR BW BY CL CR CY FJ GE JM JO KW KZ MD ME MK MU MY NA OM PA QA RO RS RU SA SC TR TT TW UA ' +
    'UY XK ZA'
  ).split(' '),
)

/** One sentence on tap water; undefined where this table is not sure. */
export function tapWater(iso2: string): string | undefined {
  if (DRINKABLE.has(iso2)) return 'Tap water is safe to drink unless a sign says otherwise.'
  if (iso2 === 'GR')
    return 'Tap water is safe on the mainland; on many islands people drink bottled water: ask where you stay.'
  if (TREATED.has(iso2))
    return 'Tap water is treated in the cities, but many people drink it filtered or bottled: ask where you stay.'
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
  ['IL JM BB BS TT DO', 'Restaurants: 10-15 % where no service charge is on the bill.'],
  ['EE LV LT RO BG RS BA ME MK AL UA MD', 'Restaurants: round up or add about 10 %.'],
  ['GE AM AZ KZ UZ KG', 'A service charge is often on the bill; otherwise up to 10 %.'],
  ['OM QA KW BH SA', 'Not obligatory; about 10 % where no service charge is on the bill.'],
  ['GH NG SN CI ET MG MU SC', 'Restaurants: up to 10 % where no service charge is on the bill.'],
  ['LA MM BT', 'Not a custom; a little for good service is welcome.'],
  ['CU', 'Restaurants: about 10 %, in cash; musicians expect a little too.'],
]

const tippingByCountry = new Map(
  TIPPING.flatMap(([list, note]) => list.split(' ').map((iso) => [iso, note] as const)),
)

/** One sentence on tipping; undefined where this table is not sure. */
export function tipping(iso2: string): string | undefined {
  return tippingByCountry.get(iso2)
}
