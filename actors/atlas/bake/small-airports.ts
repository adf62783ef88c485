import type { AirportCells } from '../airports.ts'

/**
 * Small fields that travellers use: the package of OurAirports holds large and medium ones. Only islands and valleys whose
 * next airport is a day away, each with scheduled flights for years. `code latitude longitude country town: name`.
 */
const TABLE = `
AIT -18.831 -159.764 CK Aitutaki: Aitutaki Airport
BQU 12.988 -61.262 VC Port Elizabeth: J. F. Mitchell Airport
CPX 18.313 -65.304 PR Culebra: Benjamín Rivera Noriega Airport
DRV 5.156 73.13 MV Dharavandhoo: Dharavandhoo Airport
DTB 2.26 98.992 ID Siborong-Borong: Sisingamangaraja XII Airport
ENE -8.849 121.661 ID Ende: H. Hasan Aroeboesman Airport
ENI 11.202 119.416 PH El Nido: El Nido Airport
FRD 48.522 -123.024 US Friday Harbor: Friday Harbor Airport
GMZ 28.03 -17.215 ES Alajeró: La Gomera Airport
GPS -0.454 -90.266 EC Puerto Ayora: Seymour Galapagos Ecological Airport
HDS -24.369 31.049 ZA Hoedspruit: Eastgate Airport
HEH 20.747 96.792 MM Heho: Heho Airport
IAO 9.859 126.014 PH Del Carmen: Sayak Airport
ISC 49.913 -6.292 GB Hugh Town: St Mary's Airport
JAV 69.243 -51.057 GL Ilulissat: Ilulissat Airport
JIK 37.683 26.347 GR Ikaria: Ikaria Airport
JMO 28.78 83.723 NP Jomsom: Jomsom Airport
JNX 37.081 25.368 GR Naxos: Naxos Airport
JSA 26.889 70.865 IN Jaisalmer: Jaisalmer Airport
JSY 37.423 24.951 GR Syros: Syros Airport
JTY 36.58 26.376 GR Astypalaia: Astypalaia Airport
KSJ 35.421 26.91 GR Kasos: Kasos Airport
KUU 31.877 77.154 IN Bhuntar: Kullu Manali Airport
KZS 36.142 29.576 GR Kastellorizo: Kastellorizo Airport
LBJ -8.487 119.889 ID Labuan Bajo: Komodo Airport
LDH -31.538 159.077 AU Lord Howe Island: Lord Howe Island Airport
LEC -12.482 -41.277 BR Lençóis: Horácio de Mattos Airport
LLI 11.975 38.98 ET Lalibela: Lalibela Airport
LRS 37.185 26.8 GR Leros: Leros Airport
LUA 27.687 86.73 NP Lukla: Tenzing-Hillary Airport
LXS 39.917 25.236 GR Myrina: Lemnos Airport
MHC -42.34 -73.716 CL Castro: Mocopulli Airport
MLO 36.697 24.477 GR Milos: Milos Airport
NYU 21.179 94.93 MM Nyaung-U: Bagan Airport
PAS 37.021 25.114 GR Paros: Paros Airport
PMA -5.257 39.811 TZ Chake Chake: Pemba Airport
RBQ -14.428 -67.498 BO Rurrenabaque: Rurrenabaque Airport
RNI 12.163 -83.064 NI Corn Island: Corn Island Airport
SCY -0.91 -89.617 EC Puerto Baquerizo Moreno: San Cristóbal Airport
SGY 59.46 -135.316 US Skagway: Skagway Airport
SKU 38.968 24.487 GR Skyros: Skyros Airport
SVU -16.803 179.341 FJ Savusavu: Savusavu Airport
SZK -24.961 31.589 ZA Skukuza: Skukuza Airport
TMC -9.409 119.244 ID Waikabubak: Tambolaka Airport
UYU -20.446 -66.848 BO Uyuni: Joya Andina Airport
VQS 18.135 -65.494 PR Isabel Segunda: Antonio Rivera Rodríguez Airport
WGP -9.669 120.302 ID Waingapu: Umbu Mehang Kunda Airport
WPU -54.931 -67.626 CL Puerto Williams: Guardiamarina Zañartu Airport
XKH 19.45 103.158 LA Phonsavan: Xieng Khouang Airport
`

/** As the bake writes airports; all of medium size. */
export const SMALL_AIRPORTS: readonly AirportCells[] = TABLE.trim()
  .split('\n')
  .map((row) => {
    const match = /^([A-Z]{3}) (\S+) (\S+) ([A-Z]{2}) (.+): (.+)$/.exec(row)
    const [, code, lat, lon, country, town, name] = match ?? []
    if (code === undefined || country === undefined || town === undefined || name === undefined)
      throw new Error(`Not an airport of the table: "${row}"`)
    return [code, name, Number(lat), Number(lon), country, 'M', town]
  })
