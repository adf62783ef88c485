/**
 * IATA metropolitan area codes: one code for all airports of a city. Value: the city as `findPlace` knows it
 * by name and ISO country. Codes that are also an airport (BER, SHA, HOU, IST...) are left to the airport.
 */
export const METRO_CODES: ReadonlyMap<string, readonly [name: string, country: string]> = new Map([
  ['BHZ', ['Belo Horizonte', 'BR']],
  ['BJS', ['Beijing', 'CN']],
  ['BUE', ['Buenos Aires', 'AR']],
  ['BUH', ['Bucharest', 'RO']],
  ['CHI', ['Chicago', 'US']],
  ['DTT', ['Detroit', 'US']],
  ['JKT', ['Jakarta', 'ID']],
  ['LON', ['London', 'GB']],
  ['MIL', ['Milan', 'IT']],
  ['MOW', ['Moscow', 'RU']],
  ['NYC', ['New York City', 'US']],
  ['OSA', ['Osaka', 'JP']],
  ['PAR', ['Paris', 'FR']],
  ['REK', ['Reykjavík', 'IS']],
  ['RIO', ['Rio de Janeiro', 'BR']],
  ['ROM', ['Rome', 'IT']],
  ['SAO', ['São Paulo', 'BR']],
  ['SEL', ['Seoul', 'KR']],
  ['SPK', ['Sapporo', 'JP']],
  ['STO', ['Stockholm', 'SE']],
  ['TCI', ['Santa Cruz de Tenerife', 'ES']],
  ['TYO', ['Tokyo', 'JP']],
  ['WAS', ['Washington', 'US']],
  ['YEA', ['Edmonton', 'CA']],
  ['YMQ', ['Montréal', 'CA']],
  ['YTO', ['Toronto', 'CA']],
])
