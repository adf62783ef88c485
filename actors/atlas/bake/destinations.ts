/**
 * Corrections for places people travel to, by "country GeoNames-name". Where several towns of a country share
 * the name, the most populous is meant.
 */

/** English names where GeoNames leads with the local one; the local name stays as an alias. */
export const ENGLISH_NAMES: ReadonlyMap<string, string> = new Map([
  ['BE Antwerpen', 'Antwerp'],
  ['BE Brugge', 'Bruges'],
  ['BE Gent', 'Ghent'],
  ['CH Genève', 'Geneva'],
  ['CH Luzern', 'Lucerne'],
  ['DE Köln', 'Cologne'],
  ['DE Nürnberg', 'Nuremberg'],
  ['ES Donostia / San Sebastián', 'San Sebastián'],
  ['ES Sevilla', 'Seville'],
  ['GR Irákleion', 'Heraklion'],
  ['GR Ródos', 'Rhodes'],
  ['IE Gaillimh', 'Galway'],
  ['JP Nara-shi', 'Nara'],
  ['LK Ella Town', 'Ella'],
  ['MA Fès', 'Fez'],
  ['MN Ulan Bator', 'Ulaanbaatar'],
  ['PA Panamá', 'Panama City'],
  ['TH Phra Nakhon Si Ayutthaya', 'Ayutthaya'],
])

/** Islands, parks and monuments by which travellers know a town. */
export const KNOWN_AS: ReadonlyMap<string, readonly string[]> = new Map([
  ['AU Yulara', ['Uluru', 'Ayers Rock']],
  ['CL San Pedro de Atacama', ['Atacama']],
  ['EC Puerto Ayora', ['Galapagos', 'Galapagos Islands']],
  ['GB Portree', ['Skye', 'Isle of Skye']],
  ['GR Firá', ['Santorini', 'Thira']],
  ['ID Mataram', ['Lombok']],
  ['IT Monterosso al Mare', ['Cinque Terre']],
  ['JO Wādī Mūsá', ['Petra']],
  ['KH Siem Reap', ['Angkor', 'Angkor Wat']],
  ['NO Svolvær', ['Lofoten']],
  ['PE Machupicchu', ['Machu Picchu']],
  ['PF Vaitape', ['Bora Bora']],
  ['TR Göreme', ['Cappadocia']],
  ['TZ Moshi', ['Kilimanjaro']],
  ['US Kahului', ['Maui']],
  ['US Grand Canyon Village', ['Grand Canyon']],
  ['US West Yellowstone', ['Yellowstone']],
  ['VN Hạ Long', ['Halong', 'Halong Bay', 'Ha Long Bay']],
])

const KEPT = `
  AR: El Chaltén
  AU: Airlie Beach, Coober Pedy, Exmouth, Port Douglas, Strahan, Yulara
  BZ: Caye Caulker, San Pedro, Placencia
  CA: Jasper, Tofino
  CH: Lauterbrunnen, Gruyères
  CL: San Pedro de Atacama
  FR: Eguisheim, Gordes, Rocamadour
  GB: Portree, Tobermory, Ullapool
  GR: Firá, Oía, Mykonos
  HR: Hvar, Korčula, Vis
  IE: Dingle
  IN: Hampi
  IS: Höfn, Seyðisfjörður, Stykkishólmur, Vík í Mýrdal
  IT: Bellagio, Monterosso al Mare, Positano, Riomaggiore, Vernazza
  ME: Perast
  NL: Giethoorn
  NO: Reine
  NZ: Akaroa, Arrowtown, Kaikoura, Te Anau
  PE: Pisac
  PF: Vaitape
  SI: Piran
  TH: Pai
  US: Grand Canyon Village, Springdale, West Yellowstone
  VN: Sa Pa
`

/** Villages kept in the gazetteer whatever their size. */
export const DESTINATIONS: ReadonlySet<string> = new Set(
  KEPT.trim()
    .split('\n')
    .flatMap((line) => {
      const [country = '', names = ''] = line.trim().split(': ')
      return names.split(', ').map((name) => `${country} ${name}`)
    }),
)
