/** What a knowledgeable traveller would check: the way, and the hours from door to door. */
import { describe, expect, test } from 'vitest'
import { estimateLeg } from '../../actors/offline/leg.ts'
import { readWishes } from '../../actors/offline/wishes.ts'
import { place } from './planning-requests.ts'

const NO_WISH = readWishes({ constraints: [], specialRequirements: [] })
const options = (from: string, to: string) => {
  const { best, others } = estimateLeg(place(from), place(to), { adults: 2, children: 0 }, NO_WISH)
  return [best, ...others]
}

/** `From - To: mode least-most`, hours door to door; the way is chosen or offered beside. */
const OFFERED = `
Manchester - Edinburgh: train 3.5-5
London - Inverness: train 8-11
London - Fort William: train 8.5-12
Paris - Nice: high-speed-train 6-7.5
Paris - Lourdes: high-speed-train 5-6.5
Lyon - Turin: high-speed-train 4-6
Marseille - Barcelona: high-speed-train 5-6.5
Barcelona - San Sebastián: train 6-7.5
Florence - Cinque Terre: train 3-4.5
Munich - Prague: train 5.5-7
Zagreb - Split: train 6-8
Sarajevo - Mostar: train 2.5-3.5
Athens - Kalampáka: train 5-6.5
Oslo - Bergen: train 7-8.5
Taipei - Hualien: train 2.5-3.5
Hong Kong - Shenzhen: high-speed-train 0.8-1.8
Shanghai - Guilin: high-speed-train 9-11
Lijiang - Shangri-La: high-speed-train 1.8-3
Chengdu - Lhasa: train 26-40
Delhi - Shimla: train 6-10
Mumbai - Aurangabad: train 6-8
Bukhara - Khiva: train 6-9
Tashkent - Samarkand: high-speed-train 2.5-4
Bangkok - Chiang Mai: train 11-15
Bangkok - Ayutthaya: train 1.5-2.8
Hanoi - Sa Pa: train 9-11.5
Kandy - Ella: train 6.5-8.5
Vientiane - Luang Prabang: high-speed-train 2.2-3.5
Jakarta - Bandung: high-speed-train 1.3-2.5
Tangier - Casablanca: high-speed-train 2.7-4
Fez - Marrakesh: train 7-8.5
Cairo - Luxor: train 9.5-12
Addis Ababa - Djibouti: train 12-15
Nairobi - Mombasa: train 6-7.5
Dar es Salaam - Dodoma: train 4-5.5
Jeddah - Medina: high-speed-train 2.3-3.5
Cusco - Machu Picchu: train 3.8-5.5
New York City - Boston: train 4.3-5.5
Miami - Orlando: high-speed-train 4-5.5
Sydney - Katoomba: train 2.3-3.5
Bodø - Svolvær: ferry 4-5.5
Algeciras - Tangier: ferry 2-3.5
Seville - Tangier: ferry 4.5-6.5
Buenos Aires - Colonia del Sacramento: ferry 2-3.3
Buenos Aires - Montevideo: ferry 3-4.5
Juneau - Skagway: ferry 5-7.5
Dubrovnik - Hvar: ferry 4-5.5
Tagbilaran - Siquijor: ferry 2.5-4.2
Kinshasa - Brazzaville: ferry 0.8-2.5
Hong Kong - Macau: ferry 1.8-3
Wellington - Picton: ferry 4-5.5
Dar es Salaam - Zanzibar: ferry 2.7-4
Piraeus - Naxos: ferry 5-7
Copenhagen - Aarhus: car 3.2-4.8
Miami - Key West: car 3.2-4.5
Bergen - Ålesund: car 7-9.5
Edinburgh - Portree: car 5.3-7
Islamabad - Gilgit: bus 11-17
Thimphu - Punakha: car 1.5-3.5
Antananarivo - Toliara: bus 18-26
Addis Ababa - Lalibela: bus 10.5-15
Luang Prabang - Phonsavan: car 5.3-8
Chiang Mai - Pai: car 3-4.2
Dushanbe - Khorugh: car 12-18
Jakarta - Yogyakarta: car 8-11
San Cristóbal de las Casas - Palenque: car 5-6.5
Bogotá - Salento: car 5.5-8
Singapore - Kuala Lumpur: train 5-7.5
Delhi - Agra: train 2.3-3.5
New York City - Washington: high-speed-train 3.3-4.5
Goroka - Mount Hagen: bus 4.5-7
Lima - Cusco: bus 18-24
Uyuni - San Pedro de Atacama: bus 10-15
Vancouver - Tofino: ferry 5.5-7.5
Phuket - Ko Phi Phi: ferry 2-4
Ubud - Nusa Penida: ferry 2.3-4
Ibiza - Formentera: ferry 1.2-2.5
Manila - Boracay: flight 3.5-5
Athens - Hydra: ferry 2.3-4
Riga - Tallinn: bus 4.3-5.8
`

/** `From - To: modes that do not exist there`. */
const NEVER = `
Seville - Lisbon: high-speed-train
Reykjavik - Akureyri: train high-speed-train
Edinburgh - Portree: train
Palma - Ciutadella: train
Guilin - Yangshuo: train
Algeciras - Tangier: bus car
Málaga - Tangier: bus car
Almería - Melilla: bus car
Tbilisi - Baku: bus car
Lahore - Amritsar: bus car train
Managua - Moyogalpa: bus car
Cusco - Machu Picchu: bus car
Winnipeg - Iqaluit: bus car
Panama City - Medellín: bus car
Athens - Thimphu: bus car train
`

function rows(table: string): readonly (readonly [string, string, string])[] {
  return table
    .trim()
    .split('\n')
    .map((row) => {
      const [, from = '', to = '', rest = ''] = /^(.+?) - (.+): (.+)$/.exec(row) ?? []
      return [from, to, rest] as const
    })
}

describe('ways that exist, in the time they take', () => {
  test.each(rows(OFFERED))('%s to %s: %s h', (from, to, wanted) => {
    const [mode = '', hours = ''] = wanted.split(' ')
    const [low = 0, high = 0] = hours.split('-').map(Number)
    const found = options(from, to)
    const option = found.find((one) => one.mode === mode)
    const taken = (option?.minutes ?? 0) / 60
    const offered = found.map((one) => `${one.mode} ${(one.minutes / 60).toFixed(1)} h`)
    // The offers are in the comparison so that a failure shows them.
    expect({ offered, within: taken >= low && taken <= high }).toEqual({ offered, within: true })
  })
})

describe('ways that do not exist', () => {
  test.each(rows(NEVER))('%s to %s: no %s', (from, to, barred) => {
    const modes = options(from, to).map(({ mode }) => mode)
    for (const mode of barred.split(' ')) expect(modes).not.toContain(mode)
  })
})

/** `From - To: likely`, a nonstop flight is common knowledge; `stop`, nobody flies there without one. */
const FLIGHTS = `
Paris - Marrakesh: likely
Paris - Fez: likely
London - Marrakesh: likely
Madrid - Fez: likely
Berlin - Marrakesh: likely
London - Santorini: likely
London - Dubrovnik: likely
London - Las Vegas: likely
London - Cape Town: likely
London - Hong Kong: likely
London - Malé: likely
Manchester - Tenerife: likely
Munich - Heraklion: likely
Frankfurt - Antalya: likely
Frankfurt - Windhoek: likely
Zürich - Pristina: likely
Stockholm - Copenhagen: likely
Amsterdam - Paramaribo: likely
Amsterdam - Arusha: likely
Brussels - Kinshasa: likely
Lisbon - Maputo: likely
Lisbon - Recife: likely
Paris - Antananarivo: likely
Paris - Pointe-à-Pitre: likely
Madrid - Quito: likely
Madrid - Havana: likely
Quito - Galapagos: likely
Addis Ababa - Lalibela: likely
Denpasar - Labuan Bajo: likely
La Paz - Uyuni: likely
Athens - Naxos: likely
Cebu City - Siargao: likely
Nuuk - Ilulissat: likely
Istanbul - Ulaanbaatar: likely
Dubai - Kathmandu: likely
Delhi - Paro: likely
Bangkok - Luang Prabang: likely
Bangkok - Kathmandu: likely
Seoul - Da Nang: likely
Perth - Denpasar: likely
Sydney - Queenstown: likely
Sydney - Santiago: likely
Auckland - Honolulu: likely
Auckland - Apia: likely
Nadi - Los Angeles: likely
Miami - Montego Bay: likely
Toronto - Varadero: likely
Bogotá - Cusco: likely
Johannesburg - Victoria Falls: likely
Copenhagen - Nuuk: likely
London - Sydney: stop
London - Moscow: stop
Paris - Papeete: stop
Amsterdam - Denpasar: stop
Auckland - London: stop
Madrid - Cusco: stop
London - Pyongyang: stop
Delhi - Karachi: stop
Algiers - Casablanca: stop
Yerevan - Baku: stop
Larnaca - Istanbul: stop
Tel Aviv - Beirut: stop
Miami - Caracas: stop
Bari - Dubrovnik: stop
Split - Ancona: stop
Honolulu - Vaitape: stop
`

describe('flights', () => {
  test.each(rows(FLIGHTS))('%s to %s: nonstop %s', (from, to, known) => {
    const words = options(from, to)
      .filter(({ mode }) => mode === 'flight')
      .map(({ details }) => details[0] ?? '')
    const wanted = known === 'likely' ? /nonstop likely/ : /usually (?:one stop|two stops)/
    // Where flying makes no sense at all, no flight is offered, which is no false promise either.
    if (known === 'stop' && words.length === 0) return
    expect(words.join()).toMatch(wanted)
  })

  test.each([
    ['Sydney', 'Nouméa', 'NOU'],
    ['Bangkok', 'Siem Reap', 'SAI'],
    ['Paris', 'Chamonix-Mont-Blanc', 'GVA'],
    ['New York City', 'Yosemite', 'FAT'],
    ['Tokyo', 'Sapporo', 'CTS'],
    ['Jakarta', 'Denpasar', 'CGK'],
    ['Tehran', 'Istanbul', 'IKA'],
    ['Osaka', 'Naha', 'ITM'],
    ['Stockholm', 'Copenhagen', 'CPH'],
    ['Johannesburg', 'Victoria Falls', 'VFA'],
  ])('%s to %s: by way of %s', (from, to, code) => {
    const flight = options(from, to).find(({ mode }) => mode === 'flight')
    expect(flight?.details[0]).toContain(`(${code})`)
  })
})

test.each([
  ['Madeira', 'Funchal', 'PT'],
  ['Crete', 'Heraklion', 'GR'],
  ['Mallorca', 'Palma', 'ES'],
  ['Lanzarote', 'Arrecife', 'ES'],
  ['Boracay', 'Boracay', 'PH'],
  ['La Digue', 'La Digue', 'SC'],
  ['Rarotonga', 'Avarua', 'CK'],
  ['Easter Island', 'Hanga Roa', 'CL'],
  ['Yosemite', 'Yosemite Valley', 'US'],
  ['Inle Lake', 'Nyaungshwe', 'MM'],
  ['Kochi', 'Cochin', 'IN'],
  ['Olbia', 'Olbia', 'IT'],
  ['Orkney', 'Kirkwall', 'GB'],
])('%s is %s, %s', (name, town, country) => {
  expect(place(name)).toMatchObject({ name: town, country })
})
