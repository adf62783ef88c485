/**
 * What is commonly known about flights without a stop, where size and distance mislead: holiday airports that half of
 * Europe flies to, long ways that are flown daily, fields that serve their own country only, and countries between which
 * nobody flies. Written by hand from schedules of 2023-2025; it names usual services, not every one, and no day of the week.
 */
import type { Airport } from '../atlas/index.ts'

/** Countries whose main airports reach nearly every Mediterranean holiday airport in the season. */
const EUROPE = 'GB IE FR BE NL DE AT CH IT ES PT DK SE NO FI PL CZ'

/**
 * `airports: partners`. A partner of two letters is a country: all its large airports; of three letters an airport;
 * EUROPE the countries above.
 */
const TABLE = `
RAK: GB IE FR BE NL DE AT CH IT ES PT DK PL CZ
AGA: GB FR BE DE CH
FEZ: FR BE ES IT DE NL STN
TNG: FR BE ES NL
RBA: FR ES BE LHR STN
OUD NDR: FR BE ES NL DE
CMN: EUROPE JFK IAD YUL MIA GRU DXB DOH IST CAI TUN
DJE MIR NBE: FR DE BE CZ PL
TUN: FR IT DE BE GB CH ES TR
ALG ORN: FR ES
HRG RMF: GB DE CH AT PL CZ BE NL IT
SSH: GB IT PL DE CZ TR
CAI: GB FR DE IT ES NL AT CH GR JFK IAD YYZ PEK CAN BKK DEL BOM NBO JNB
TFS LPA ACE FUE: EUROPE
SPC: GB DE NL CH
FNC: GB DE FR NL CH PT PL DK
PDL: PT BOS YYZ GB DE
FAO: GB IE DE NL BE FR CH DK SE
PMI AGP ALC: EUROPE
IBZ: GB DE IT FR NL CH BE
MAH: GB ES DE FR IT
SVQ VLC: GB FR DE IT NL BE CH IE PT
BIO SCQ: GB FR DE CH
NCE: EUROPE DXB JFK TN MA
BOD TLS NTE MRS LYS: GB ES IT DE NL PT MA TN DZ
BIA AJA FSC CLY: FR BE
BIQ: GB IE
INN SZG: GB NL DE
PSA FLR VRN NAP PMO CTA BRI BDS CAG OLB AHO: GB DE FR ES NL CH BE AT
MLA: GB IE DE FR IT ES NL BE CH AT PL DK SE
DBV SPU: GB IE DE FR CH AT NL BE FCO ES DK SE NO FI PL TR
ZAD PUY: GB DE IE
TIV: GB DE FR RS AT PL TR IL
TGD: RS AT DE IT GB TR
TIA: IT DE GB AT TR CH GR FR BE ES PL HU
PRN SKP: CH DE AT TR IT SE
SJJ: DE AT CH TR RS HR SE
HER RHO CFU SKG KGS CHQ ZTH: EUROPE
JTR JMK EFL PVK: GB DE FR IT AT CH NL
LCA PFO: GB DE IL GR PL AT CH SE DK
AYT: EUROPE IL RU KZ
DLM BJV ADB: GB DE NL FR CH AT BE
BOJ VAR: GB DE PL CZ AT IL
KTT RVN: GB DE FR NL
TOS: GB DE FR
BGO SVG: GB NL DE DK SE
KRK GDN WRO KTW: GB IE DE NL NO SE IT
GOH: CPH KEF EWR
FAE: CPH KEF EDI
TBS: TR DE FR IL PL AE QA
EVN: FR DE AT AE RU IT
GYD: TR AE DE GB RU IT
TAS: TR RU AE FRA LHR ICN DEL
ALA NQZ: TR DE AE KR TH
FRU DYU SKD: TR RU AE
PTP FDF: ORY CDG YUL MIA
RUN: ORY CDG MRU TNR
CAY: ORY
PPT: LAX SFO AKL HNL
NOU: SYD BNE AKL SIN
TNR: CDG ADD NBO MRU JNB
MRU: LHR LGW CDG DXB JNB CPT BOM DEL RUN SIN KUL PER FRA NBO
SEZ: DXB DOH AUH ADD NBO IST FRA CMB
MLE: LHR DXB DOH AUH SIN KUL BKK CMB IST FRA ZRH FCO MXP DEL BOM BLR SVO
CMB: LHR DXB DOH AUH SIN KUL BKK DEL BOM MAA IST NRT MEL SYD
KTM: DEL DXB DOH IST BKK KUL SIN DAC HKG
PBH: DEL KTM BKK CCU
ZNZ: ADD NBO IST DOH DXB MCT MXP FCO FRA
JRO: AMS ADD NBO DOH IST FRA
DAR: AMS DXB DOH IST ADD NBO JNB ZRH
EBB: AMS BRU DXB DOH IST ADD NBO
KGL: BRU LHR CDG DOH IST ADD NBO
NBO: LHR CDG AMS FRA IST DXB DOH JFK BOM CAN ADD JNB
WDH: FRA JNB CPT ADD
VFA: JNB ADD NBO
LVI MUB: JNB
MPM: LIS JNB ADD IST
LAD: LIS GRU CDG FRA JNB IST ADD
FIH: BRU CDG ADD IST NBO
ACC: LHR AMS CDG BRU IST DXB JFK IAD ADD LOS JNB
LOS: LHR CDG FRA AMS IST DXB DOH ATL JFK ADD JNB
ABV: LHR CDG FRA IST
ABJ: CDG BRU IST JFK CMN
DSS: CDG ORY LIS BRU MAD IST JFK CMN MXP
BJL: BRU BCN
RAI VXE: LIS
SID BVC: LIS GB DE NL
TMS: LIS
BKO NKC OUA COO LFW: CDG CMN IST
LBV DLA NSI: CDG IST
JIB: CDG ADD IST
CPT: LHR FRA AMS CDG MUC ZRH IST DXB DOH EWR ATL
JNB: LHR FRA CDG AMS ZRH IST DXB DOH ATL EWR HKG SIN PER SYD GRU ADD BOM
BGI: LHR MAN JFK MIA CLT BOS YYZ
ANU UVF: LGW JFK MIA CLT ATL YYZ
POS GND: LHR JFK MIA
SXM: CDG JFK MIA CLT ATL
AUA CUR: AMS MIA ATL EWR
BON: AMS ATL IAH
PUJ: MAD FRA LGW MAN CDG BRU LIS US CA PTY BOG
SDQ: MAD US PTY
MBJ: LGW MAN FRA US CA PTY
KIN: LGW MIA JFK YYZ
NAS GCM PLS: US YYZ
BDA: LHR JFK BOS YYZ
HAV: MAD IST MIA PTY MEX CUN CA
VRA: CA
SJO: MAD FRA AMS CDG ZRH US CA PTY
LIR: US CA
CUN: LGW MAN MAD FRA CDG IST ZRH LIS US CA PTY BOG LIM GRU
SJD PVR: US CA
MEX: MAD LHR CDG AMS FRA FCO MUC IST NRT ICN GRU SCL LIM BOG EZE
PTY: MAD AMS CDG IST CTG MDE HAV
GUA: MAD US PTY
BZE SAL MGA RTB: US PTY
BOG: MAD BCN CDG FRA LHR IST US
MDE CTG: MAD MIA JFK
UIO: MAD AMS MIA ATL IAH
GYE: MAD JFK MIA
LIM: MAD CDG AMS MIA JFK LAX ATL IAH LPB
CUZ: LIM LPB BOG SCL
LPB: LIM BOG
VVI: MAD MIA GRU EZE
SCL: MAD CDG LHR MIA ATL DFW JFK LAX SYD AKL IPC
EZE: MAD BCN LHR CDG FRA FCO AMS MIA JFK ATL DFW IAH IST
ASU MVD: MAD PTY
GRU: LHR CDG FRA MAD LIS OPO AMS ZRH MUC FCO MXP IST DXB DOH JFK MIA ATL ORD IAH DFW EWR YYZ MEX
GIG: LIS CDG AMS FRA MAD LHR FCO MIA ATL JFK IAH
REC FOR NAT SSA BSB CNF POA BEL FLN: LIS
GEO: JFK MIA
PBM: AMS
LAS: LHR LGW MAN FRA AMS ICN YYZ MEX
MCO: LHR LGW MAN DUB FRA GRU BOG PTY
SAN PHX AUS: LHR
MSY BNA: LHR
TPA: LGW FRA ZRH
SLC: LHR AMS CDG
HNL: NRT HND KIX ICN SYD AKL
OGG KOA LIH: LAX SFO SEA SAN DEN PHX PDX YVR
YYC: LHR FRA AMS CDG NRT
DPS: SIN KUL BKK HKG TPE ICN NRT PVG CAN SYD MEL BNE PER ADL DRW AKL DXB DOH IST MNL DEL
HKT: SIN KUL HKG ICN PVG PEK CAN DXB DOH AUH IST DEL BOM SVO
USM KBV: SIN KUL
CNX: HKG TPE ICN SIN KUL PVG CAN
DAD: ICN HKG TPE SIN BKK KUL NRT
CXR PQC: ICN BKK
HAN SGN: ICN NRT TPE HKG SIN BKK KUL CDG FRA SYD MEL DEL
SAI: BKK SIN KUL HAN SGN
LPQ: BKK HAN
VTE: BKK HAN ICN KMG
RGN MDL: BKK
CEB: ICN NRT HKG SIN TPE
BKI PEN: SIN HKG TPE
KCH LGK: SIN
BWN: SIN KUL HKG
DIL: DPS DRW
ROR: TPE MNL GUM
GUM: NRT ICN MNL HNL
UBN: ICN PEK FRA IST NRT
OKA CTS FUK: TPE HKG ICN PVG
CJU: PVG PEK TPE KIX
PUS: NRT KIX FUK TPE HKG BKK DAD PVG
ISB LHE KHI: DXB DOH AUH JED RUH IST
DAC: DXB DOH SIN KUL BKK DEL CCU IST
MAA BLR HYD COK: DXB DOH AUH SIN KUL CMB
BLR: LHR FRA CDG SFO
IKA: IST DXB DOH
ZQN: SYD MEL BNE
CHC WLG: SYD MEL BNE NAN
NAN: LAX SFO HNL AKL SYD MEL BNE SIN HKG NRT
APW: AKL SYD BNE NAN PPG
TBU: AKL SYD NAN
RAR: AKL SYD HNL
VLI: SYD BNE AKL NAN
HIR: BNE NAN
POM: BNE CNS SYD SIN MNL
PPG: HNL
CNS: NRT KIX SIN
PER: LHR CDG FCO SIN KUL DPS JNB DOH DXB HKG
ADL: SIN DOH DPS
MEL: LAX SFO SIN HKG DOH DXB AUH DEL NRT SCL
SYD: LAX SFO DFW HNL YVR SCL JNB SIN HKG DXB DOH AUH NRT HND ICN
BNE: LAX SFO YVR SIN HKG DXB DOH NRT
AKL: LAX SFO IAH JFK YVR SCL SIN HKG DOH DXB NRT ICN PVG CAN DPS
LAX SFO: LHR CDG FRA AMS MUC ZRH MAD BCN FCO IST CPH DUB DXB NRT HND KIX ICN TPE HKG PVG PEK MNL SIN GRU SCL
SEA: LHR CDG AMS FRA KEF IST DXB DOH NRT ICN TPE PEK
JFK EWR: DEL BOM DXB DOH AUH HKG SIN NRT HND ICN PVG PEK GRU EZE
ORD: DEL DOH AUH NRT HND ICN PVG IST GRU
ATL: ICN NRT DOH
DFW: NRT HND ICN DOH
YYZ: DEL BOM DXB ADD HKG ICN NRT HND PVG GRU EZE SCL BOG
YVR: HKG TPE NRT ICN PVG PEK DEL LHR FRA
LHR: HKG SIN KUL BKK DEL BOM MAA HYD NRT HND ICN PVG PEK TPE DAC
FRA: HKG SIN BKK NRT HND ICN PVG PEK DEL BOM
CDG: HKG SIN BKK NRT HND KIX ICN PVG PEK DEL BOM TPE
AMS: HKG SIN BKK CGK TPE NRT ICN PVG PEK DEL BOM
MUC ZRH: HKG SIN BKK NRT HND ICN PVG DEL BOM
VIE: BKK NRT ADD
MAD: NRT PEK PVG SJU CCS
FCO: NRT PVG PEK DEL ICN
HEL: NRT HND ICN SIN BKK HKG PVG DEL HKT
CPH: BKK NRT SIN PVG
`

const partners = new Map<string, Set<string>>()
for (const row of TABLE.trim().split('\n')) {
  const [airports = '', served = ''] = row.split(': ')
  for (const airport of airports.split(' ')) {
    const known = partners.get(airport) ?? new Set<string>()
    for (const partner of served.replace('EUROPE', EUROPE).split(' ')) known.add(partner)
    partners.set(airport, known)
  }
}

function serves(a: Airport, b: Airport): boolean {
  const known = partners.get(a.iata)
  if (known === undefined) return false
  return known.has(b.iata) || (b.size === 'large' && known.has(b.country))
}

/** Whether flights without a stop between two airports are common knowledge. */
export function isKnownNonstop(a: Airport, b: Airport): boolean {
  return serves(a, b) || serves(b, a)
}

/** Fields that serve their own country only; flights abroad leave from their city's other airport. */
const DOMESTIC_ONLY = new Set('GEA THR OKD SDU CGH ITM EOH ERS HLP BMA ADJ WIL JOG'.split(' '))

/** Fields with few flights of any kind, beside the airport that their city flies from. */
const MINOR_FIELDS = new Set('OKD ERS HLP BMA ADJ WIL JOG SPX SZB'.split(' '))

/** Whether an airport is the lesser one of its city, whatever its distance. */
export function isMinorField({ iata }: Airport): boolean {
  return MINOR_FIELDS.has(iata)
}

function isDomesticOnly({ iata }: Airport): boolean {
  return DOMESTIC_ONLY.has(iata)
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
  if (a.country === b.country) return false
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

/** Airports from which one changes to nearly everywhere within a day's flight. Kilometres of their reach. */
const FAR_HUBS: ReadonlyMap<string, number> = new Map([
  ['IST', 9_000],
  ['DXB', 8_500],
  ['DOH', 8_500],
  ['ADD', 5_500],
])

/** How far the far-reaching one of two airports flies without a stop as a rule; 0 when neither is one. */
export function farReachKm(a: Airport, b: Airport): number {
  return Math.max(FAR_HUBS.get(a.iata) ?? 0, FAR_HUBS.get(b.iata) ?? 0)
}
