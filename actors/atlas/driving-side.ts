/** Countries and territories that drive on the left, ISO 3166-1 alpha-2; all others drive on the right. */
const LEFT = new Set(
  (
    'AG AI AU BB BD BM BN BS BT BW CC CK CX CY DM FJ FK GB GD GG GY HK ID IE IM IN JE JM JP KE KI KN KY LC LK LS ' +
    'MO MS MT MU MV MW MY MZ NA NF NP NR NU NZ PG PK PN SB SC SG SH SR SZ TC TH TK TL TO TT TV TZ UG VC VG VI ' +
    'WS ZA ZM ZW AC TA GS'
  ).split(' '),
)

const ROADLESS = new Set(['AQ', 'BV', 'HM', 'TF'])

/** Side of the road traffic keeps to; undefined where there are no public roads. */
export function drivingSide(iso2: string): 'left' | 'right' | undefined {
  if (ROADLESS.has(iso2)) return undefined
  return LEFT.has(iso2) ? 'left' : 'right'
}
