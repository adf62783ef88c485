/**
 * What health advice for a country usually begins with. General on purpose: who needs what depends on the person, the
 * region and the month, which is a doctor's business and never this table's.
 */

/** Countries with malaria in at least a part that travellers go to. */
const MALARIA = new Set(
  (
    'AO BF BI BJ BW CD CF CG CI CM DJ ER ET GA GH GM GN GQ GW KE KM LR MG ML MR MW MZ NA NE NG RW SD SL SN SO SS ST ' +
    'SZ TD TG TZ UG ZA ZM ZW AF BD BT IN ID KH KP LA MM NP PG PH PK SB TH VN VU YE BO BR CO EC GF GT GY HN HT NI PA PE ' +
    'SR VE'
  ).split(' '),
)

/** Warm countries where mosquitoes that bite by day carry dengue in some seasons. */
const DENGUE = new Set(
  (
    'BD BT IN ID KH LA LK MM MV MY NP PH PG PK SG TH TL TW VN BO BR CO CR CU DO EC GF GT GY HN HT JM MX NI PA PE PR PY ' +
    'SR SV TT VE BB BS GP MQ LC GD FJ NC PF WS TO VU SB BF CI KE SN TZ RE MU'
  ).split(' '),
)

/** Countries with yellow fever in a part: a certificate may be asked for there, or on the way onward. */
const YELLOW_FEVER = new Set(
  (
    'AO BF BI BJ CD CF CG CI CM ET GA GH GM GN GQ GW KE LR ML MR NE NG SD SL SN SS TD TG UG BO BR CO EC GF GY PA PE PY ' +
    'SR TT VE AR'
  ).split(' '),
)

const DOCTOR = 'a travel clinic or doctor knows, some six weeks before you go'

/** Sentences on health in a country, each general and with who to ask; empty where there is nothing particular. */
export function healthNotes(iso2: string): readonly string[] {
  const notes: string[] = []
  const carries = [
    ...(MALARIA.has(iso2) ? ['malaria in parts of the country'] : []),
    ...(DENGUE.has(iso2) ? ['dengue in warm, wet months'] : []),
  ]
  if (carries.length > 0)
    notes.push(`Mosquitoes carry ${carries.join(' and ')}: what that means for your route ${DOCTOR}.`)
  if (YELLOW_FEVER.has(iso2))
    notes.push(
      'Yellow fever occurs in parts of the country: whether a vaccination or certificate is needed, also onward, the official source says.',
    )
  if (iso2 === 'AU' || iso2 === 'NZ')
    notes.push('The sun burns fast, even on cool days: cover up around midday.')
  return notes
}
