import { HAND_WRITTEN_IDS } from '../columns.ts'
import type { Town } from './town.ts'

/**
 * Villages and camps where travellers sleep that the extract of GeoNames leaves out: it begins at 500 inhabitants. Written
 * by hand from maps, to about a kilometre and some ten metres of height; 0 inhabitants where none are counted. Division codes as
 * GeoNames writes them. `number latitude longitude height inhabitants country.division zone name; further names`; a number is
 * never given twice, also when its row goes.
 */
const TABLE = `
1 -24.487 15.8 800 0 NA.30 Africa/Windhoek Sesriem
2 -19.18 15.917 1100 0 NA.32 Africa/Windhoek Okaukuejo
3 -44.005 170.478 715 600 NZ.E9 Pacific/Auckland Lake Tekapo; Tekapo; Takapo
4 -43.388 170.183 140 400 NZ.G3 Pacific/Auckland Franz Josef; Franz Josef Glacier; Waiau
5 -43.465 170.018 150 300 NZ.G3 Pacific/Auckland Fox Glacier; Weheka
6 -43.736 170.096 750 200 NZ.E9 Pacific/Auckland Mount Cook Village
7 31.099 -4.012 700 0 MA.08 Africa/Casablanca Merzouga
8 27.687 86.731 2840 0 NP.1 Asia/Kathmandu Lukla
9 27.577 84.494 180 0 NP.3 Asia/Kathmandu Sauraha
10 10.316 -84.825 1320 0 CR.07 America/Costa_Rica Monteverde; Santa Elena de Monteverde
11 62.101 7.206 10 200 NO.08 Europe/Oslo Geiranger
12 29.576 35.42 960 0 JO.21 Asia/Amman Wadi Rum; Rum Village
13 -4.345 55.763 10 0 SC. Indian/Mahe Praslin; Baie Sainte Anne
14 -2.436 34.822 1540 0 TZ.08 Africa/Dar_es_Salaam Seronera
15 -24.995 31.592 270 0 ZA.07 Africa/Johannesburg Skukuza
16 33.265 103.918 2000 0 CN.32 Asia/Shanghai Jiuzhaigou; Zhangzha
17 21.172 94.861 60 0 MM.08 Asia/Yangon Bagan; Nyaung U; Old Bagan; Pagan
18 31.137 -7.919 1740 0 MA.07 Africa/Casablanca Imlil
19 -16.166 -69.086 3850 0 BO.04 America/La_Paz Copacabana
20 21.774 -72.265 10 24000 TC. America/Grand_Turk Providenciales
`

/** The rows as the bake reads towns. */
export const SMALL_TOWNS: readonly Town[] = TABLE.trim()
  .split('\n')
  .map((row) => {
    const match = /^(\d+) (\S+) (\S+) (\d+) (\d+) ([A-Z]{2})\.(\w*) (\S+) (.+)$/.exec(row)
    const [, number, lat, lon, height, people, country, division, zone, names] = match ?? []
    const [name, ...further] = names?.split('; ') ?? []
    if (country === undefined || division === undefined || zone === undefined || name === undefined)
      throw new Error(`Not a village of the table: "${row}"`)
    return {
      geonameId: HAND_WRITTEN_IDS + Number(number),
      name,
      asciiName: name,
      alternateNames: [],
      firstNames: further,
      latitude: Number(lat),
      longitude: Number(lon),
      featureCode: 'PPL',
      countryCode: country,
      admin1Code: division,
      population: Number(people),
      elevation: Number(height),
      timezone: zone,
    }
  })
