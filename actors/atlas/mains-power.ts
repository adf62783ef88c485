/** Sockets and voltage of a country. */
export type MainsPower = {
  /** IEC plug letters in common use, e.g. ['C', 'F']. */
  readonly plugs: readonly string[]
  /** Nominal volts at the socket; a country with two networks names the commoner one. */
  readonly voltage: number
}

/**
 * "volts plugs: countries". European countries are nominally 230 V since the IEC 60038 harmonisation. Left out
 * where sources disagree or several networks exist side by side: undefined means "check".
 */
const ROWS = `
  230 CF: AD AL AT BA BG BY DE EE ES FI GR HR HU IS LT LU LV MD ME MK NL NO PT RO RS RU SE SI TR UA XK CV DZ
  230 CE: BE CZ FR PL SK MC RE GP MQ YT TN MN
  230 CEFK: DK FO
  230 CFK: GL
  230 CFL: IT SM VA
  230 CJ: CH LI RW
  230 G: GB IE CY MT GG JE IM GI SG BH SA GM MU
  230 CG: KH
  240 G: KE UG BN FK SC
  240 DG: QA ZW
  240 CG: KW OM
  230 DG: TZ GH NG SL MV
  230 CDG: ZM AE
  230 CDM: IN
  230 CD: PK SD
  230 DGM: LK BW
  230 CDMN: ZA
  230 DM: NA LS SZ
  230 CDEK: SN
  230 G: MY MW
  220 CE: CI ML BF BJ CM DJ MA GA
  220 CF: EG KR AM AZ GE KZ KG UZ TM AF AO ET
  220 CFM: MZ
  220 G: HK
  220 GDM: MO
  220 ACI: CN
  220 AC: VN
  230 ACO: TH
  230 ABCEF: LA
  230 CF: ID IR
  220 ABC: PH PE
  220 CDGK: BD
  230 CH: IL PS
  230 CDM: NP
  230 CFGJ: JO
  100 AB: JP
  110 AB: TW
  120 AB: US CA PR VI GU MP AS BS BM KY TC VE CO CR PA GT SV NI HN EC DO CU HT FM MH PW
  127 AB: MX
  110 AB: JM VG
  110 ABG: BZ
  115 AB: BB TT
  120 ABF: AW
  127 ABF: CW
  220 CI: AR
  220 CL: CL
  230 CFIL: UY
  220 C: PY
  230 AC: BO
  127 CN: BR
  230 I: AU NZ
  240 I: FJ TO PG CK KI NR TV NU
  230 I: WS
  220 CEF: NC
  220 CE: PF MG
`

const powerByCountry: ReadonlyMap<string, MainsPower> = new Map(
  ROWS.trim()
    .split('\n')
    .flatMap((line) => {
      const [spec = '', countries = ''] = line.trim().split(': ')
      const [voltage = '', plugs = ''] = spec.split(' ')
      const power = Object.freeze({ plugs: Object.freeze(plugs.split('')), voltage: Number(voltage) })
      return countries.split(' ').map((iso) => [iso, power] as const)
    }),
)

/** Mains power of a country; undefined where this table is not sure. */
export function mainsPower(iso2: string): MainsPower | undefined {
  return powerByCountry.get(iso2)
}
