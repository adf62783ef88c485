/**
 * Price levels of countries, written by hand: what a dollar at the market rate buys there, against the United States
 * (1). Rounded from what price comparisons of 2023 to 2025 agree on, at the exchange rates of {@link LEVELS_DATE};
 * `curated`, not a statistic. Countries that are not here are brought forward from the Factbook's older figure.
 */
import { economyOf } from './economy.ts'

/** The month that the levels and the exchange rates are of. */
export const LEVELS_DATE = '2025-10-09'

const CURATED: ReadonlyMap<string, number> = new Map(
  `AD 0.75 AT 0.87 BE 0.84 CH 1.2 CY 0.7 DE 0.82 DK 1 ES 0.68 FI 0.92 FO 0.95 FR 0.8 GB 0.9 GI 0.85 GL 1.05 GR 0.63 IE 0.93
  IS 1.2 IT 0.73 LI 1.2 LU 0.98 MC 1 MT 0.67 NL 0.88 NO 1 PT 0.64 SE 0.88 SM 0.73 VA 0.73
  AL 0.5 BA 0.43 BG 0.48 BY 0.32 CZ 0.61 EE 0.66 HR 0.6 HU 0.56 LT 0.57 LV 0.58 MD 0.45 ME 0.47 MK 0.41 PL 0.53 RO 0.48
  RS 0.46 RU 0.42 SI 0.65 SK 0.59 UA 0.34 XK 0.42
  AM 0.45 AZ 0.38 GE 0.42 KG 0.33 KZ 0.38 MN 0.4 TJ 0.27 TM 0.4 TR 0.44 UZ 0.33
  AE 0.68 BH 0.57 EG 0.25 IL 1.03 IQ 0.42 JO 0.5 KW 0.68 LB 0.42 OM 0.56 PS 0.65 QA 0.7 SA 0.52
  BW 0.42 CI 0.45 CM 0.42 CV 0.52 DZ 0.32 ET 0.27 GH 0.42 KE 0.43 MA 0.44 MG 0.3 MU 0.43 MW 0.35 MZ 0.42 NA 0.45 NG 0.27
  RW 0.35 SC 0.65 SN 0.46 TN 0.35 TZ 0.38 UG 0.38 ZA 0.45 ZM 0.38 ZW 0.52
  BD 0.3 BN 0.45 BT 0.32 CN 0.49 HK 0.78 ID 0.32 IN 0.25 JP 0.65 KH 0.37 KR 0.63 LA 0.27 LK 0.32 MM 0.3 MO 0.72 MV 0.6
  MY 0.37 NP 0.28 PH 0.37 PK 0.26 SG 0.74 TH 0.37 TL 0.45 TW 0.49 VN 0.31
  AU 0.95 CK 0.8 FJ 0.5 NC 1 NZ 0.89 PF 0.97 PG 0.6 TO 0.65 VU 0.85 WS 0.65
  AG 0.8 AR 0.58 AW 0.85 BB 1.05 BO 0.36 BR 0.48 BS 1 BZ 0.6 CA 0.87 CL 0.51 CO 0.41 CR 0.67 CU 0.45 CW 0.8 DO 0.45
  EC 0.46 GD 0.75 GT 0.5 GY 0.5 HN 0.47 JM 0.6 LC 0.75 MX 0.56 NI 0.37 PA 0.51 PE 0.49 PR 0.95 PY 0.42 SR 0.42 SV 0.48
  TT 0.6 US 1 UY 0.74 VE 0.5`
    .split(/\s+(?=[A-Z])/)
    .map((row) => {
      const [country = '', level] = row.trim().split(' ')
      return [country, Number(level)] as const
    }),
)

/**
 * By how much the other countries are brought forward: the median of what the hand-written ones have become against
 * their figures of 2014 (a stronger dollar made most of the world cheaper). A test computes it again.
 */
export const DRIFT = 0.9

export type PriceLevel = { readonly value: number; readonly year: number; readonly method: string }

/** Price level of a country by ISO code in capitals, United States = 1; undefined where nothing is known. */
export function priceLevelOf(country: string): PriceLevel | undefined {
  const curated = CURATED.get(country)
  const year = Number(LEVELS_DATE.slice(0, 4))
  if (curated !== undefined) {
    return {
      value: curated,
      year,
      method:
        'curated: rounded by hand from price comparisons (purchasing power against the market rate), US = 1',
    }
  }
  const { priceLevel, priceYear } = economyOf(country) ?? {}
  if (priceLevel === undefined || priceYear === undefined) return undefined
  return {
    value: Math.round(priceLevel * DRIFT * 100) / 100,
    year,
    method: `GDP at the official exchange rate over GDP at purchasing power parity (World Factbook, ${priceYear}), US = 1, times ${DRIFT}: the median change of the countries known for ${year}`,
  }
}

/** ISO codes of the countries whose level is written by hand. */
export function curatedLevels(): ReadonlyMap<string, number> {
  return CURATED
}
