/** Numbers to dial in an emergency; only what is well known. */
export type EmergencyNumbers = {
  /** One number for everything. */
  readonly general?: string
  readonly police?: string
  readonly ambulance?: string
}

/** Countries where one number reaches all services. */
const GENERAL: Readonly<Record<string, string>> = {
  '112':
    'AD AT BE BG CY CZ DE DK EE ES FI FO FR GR HR HU IE IS IT LI LT LU LV MC MT NL NO PL PT RO SE SI SK SM VA ' +
    'AX GF GP MQ RE YT BL MF CH TR UA RU GE AZ KZ MD ME MK XK AL IN ID RW TZ GH NG ZM KW VU',
  '999': 'GB GG JE IM HK MO MY BD BH QA KE SC UG ZW',
  '911': 'US CA MX PR VI GU MP AS BM KY AW CW BS BZ SV HN CR PA DO EC VE UY PY AR PH JO AM FJ',
  '000': 'AU CX CC NF',
  '111': 'NZ',
  '123': 'CO',
  '9999': 'OM',
}

/** "country police ambulance" where the services have their own numbers, also beside a general one. */
const SEPARATE = `
  FR 17 15; IT 113 118; ES 091 061; CH 117 144; LI 117 144; AT 133 144; DE 110 112; GR 100 166; NO 112 113
  CZ 158 155; PL 997 999; RU 102 103; UA 102 103; BY 102 103; MC 17 18; VA 113 118; SM 113 118
  RS 192 194; BA 122 124; ME 122 124; MK 192 194; AL 129 127; AM 102 103; AZ 102 103; UZ 102 103; KG 102 103
  JP 110 119; KR 112 119; CN 110 120; TW 110 119; MN 102 103; VN 113 115; KH 117 119; TH 191 1669; MM 199 192; LA 191 195
  SG 999 995; BN 993 991; ID 110 119; IN 100 108; LK 119 1990; NP 100 102; BT 113 112; MV 119 102; PK 15 1122
  IL 100 101; PS 100 101; LB 112 140; AE 999 998; SA 999 997; IR 110 115; QA 999 999
  MA 19 15; TN 197 190; EG 122 123; ET 991 907; ZA 10111 10177; NA 10111 112; BW 999 997; MU 999 114; SN 17 1515
  CV 132 130; RW 112 912
  PE 105 106; GT 110 122; BO 110 118; CL 133 131; BR 190 192; AR 911 107; CU 106 104; JM 119 110; BB 211 511; TT 999 811
  PF 17 15; NC 17 15
`

const numbers = new Map<string, EmergencyNumbers>()
for (const [general, countries] of Object.entries(GENERAL)) {
  for (const iso of countries.split(' ')) numbers.set(iso, { general })
}
for (const entry of SEPARATE.trim().split(/[;\n]/)) {
  const [iso = '', police = '', ambulance = ''] = entry.trim().split(' ')
  numbers.set(iso, Object.freeze({ ...numbers.get(iso), police, ambulance }))
}

/** Emergency numbers of a country; undefined where this table is not sure. */
export function emergencyNumbers(iso2: string): EmergencyNumbers | undefined {
  return numbers.get(iso2)
}
