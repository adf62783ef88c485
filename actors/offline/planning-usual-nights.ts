/**
 * How many nights independent travellers usually give to well-known places, day trips from there included: a judgement
 * from common itineraries, not a statistic. `name country nights`; names as GeoNames leads with them.
 */
const TABLE = `
Tokyo JP 4.2, Kyoto JP 3.2, Osaka JP 2, Hiroshima JP 1.3, Nara JP 1, Kanazawa JP 1.5, Takayama JP 1.3, Sapporo JP 2, Fukuoka JP 1.5,
Seoul KR 3.5, Busan KR 2, Gyeongju KR 1.2, Jeju City KR 2.5, Taipei TW 3, Tainan TW 1.5, Hualien City TW 1.5,
Beijing CN 3.5, Shanghai CN 3, Xi’an CN 2, Guilin CN 1.5, Chengdu CN 2.5, Lijiang CN 2, Lhasa CN 3, Hangzhou CN 1.5, Hong Kong HK 3, Macau MO 1,
Bangkok TH 3, Chiang Mai TH 3, Phuket TH 4, Krabi TH 3, Ayutthaya TH 1, Hanoi VN 2.5, Huế VN 1.3, Hội An VN 2.5, Da Nang VN 2, Ho Chi Minh City VN 2.2,
Siem Reap KH 3, Phnom Penh KH 1.7, Luang Prabang LA 2.5, Vientiane LA 1.2, Yangon MM 2, Bagan MM 2.4, Singapore SG 3, Kuala Lumpur MY 2, George Town MY 2.2,
Yogyakarta ID 2.5, Jakarta ID 1.3, Ubud ID 3.5, Denpasar ID 4, Manila PH 1.5, Cebu City PH 2, El Nido PH 3,
Delhi IN 2.2, New Delhi IN 2.2, Agra IN 1.2, Jaipur IN 2.2, Udaipur IN 2, Jodhpur IN 1.5, Jaisalmer IN 1.7, Varanasi IN 2, Mumbai IN 2.2, Cochin IN 2, Kolkata IN 2,
Kathmandu NP 2.5, Pokhara NP 2.5, Colombo LK 1, Kandy LK 1.7, Galle LK 2, Ella LK 2, Male MV 2,
Dubai AE 3, Abu Dhabi AE 1.5, Muscat OM 2, Doha QA 1.8, Amman JO 1.7, Wādī Mūsá JO 2, Jerusalem IL 2.7, Tel Aviv IL 2, Istanbul TR 3.5, Göreme TR 2.3, Antalya TR 3, İzmir TR 1.7, Ankara TR 1.3,
Tbilisi GE 2.7, Batumi GE 1.5, Yerevan AM 2.3, Baku AZ 2, Samarkand UZ 1.7, Bukhara UZ 1.7, Khiva UZ 1.5, Tashkent UZ 1.2,
Cairo EG 2.7, Luxor EG 2.2, Aswan EG 1.7, Marrakesh MA 2.7, Fez MA 2, Casablanca MA 1, Essaouira MA 1.7, Chefchaouen MA 1.3, Rabat MA 1.2, Tunis TN 2,
Nairobi KE 1.8, Mombasa KE 2.8, Arusha TZ 2, Zanzibar TZ 3.3, Dar es Salaam TZ 1, Kampala UG 1.3, Kigali RW 1.7, Addis Ababa ET 1.7, Victoria Falls ZW 2, Livingstone ZM 2,
Cape Town ZA 4.2, Johannesburg ZA 1.5, Windhoek NA 1.2, Sesriem NA 1.7, Okaukuejo NA 2, Skukuza ZA 2.5, Seronera TZ 2.5, Victoria SC 3, Praslin SC 2.6, La Digue SC 2.5, Swakopmund NA 2, Accra GH 2, Dakar SN 2,
Lisbon PT 3, Porto PT 2.2, Faro PT 1.5, Coimbra PT 1, Sintra PT 1, Évora PT 1, Funchal PT 4, Madrid ES 2.7, Barcelona ES 3.2, Seville ES 2.2, Granada ES 1.8, Valencia ES 2, Córdoba ES 1.2, Málaga ES 1.7, Bilbao ES 1.6, San Sebastián ES 1.8, Toledo ES 1, Palma ES 4,
Paris FR 4, Nice FR 2.5, Lyon FR 1.7, Marseille FR 1.6, Bordeaux FR 1.8, Strasbourg FR 1.6, Avignon FR 1.5, Toulouse FR 1.5, Amsterdam NL 2.6, Rotterdam NL 1.2, Brussels BE 1.5, Bruges BE 1.4, Antwerp BE 1.2, Luxembourg LU 1.1,
London GB 4, Edinburgh GB 2.5, York GB 1.4, Bath GB 1.2, Glasgow GB 1.4, Inverness GB 1.6, Liverpool GB 1.4, Manchester GB 1.4, Oxford GB 1, Dublin IE 2.4, Galway IE 1.7, Cork IE 1.4, Belfast GB 1.6,
Berlin DE 3, Munich DE 2.3, Hamburg DE 2, Cologne DE 1.3, Dresden DE 1.5, Heidelberg DE 1.1, Frankfurt am Main DE 1, Vienna AT 2.7, Salzburg AT 1.7, Innsbruck AT 1.5, Hallstatt AT 1, Zürich CH 1.6, Lucerne CH 1.6, Interlaken CH 2.2, Zermatt CH 2.3, Geneva CH 1.3, Bern CH 1.1, Basel CH 1.3,
Rome IT 3.5, Florence IT 2.6, Venice IT 2.1, Milan IT 1.6, Naples IT 2.2, Bologna IT 1.6, Pisa IT 0.9, Siena IT 1.1, Verona IT 1.2, Turin IT 1.6, Palermo IT 2, Catania IT 1.6, Sorrento IT 2.4, Bari IT 1.4, Bolzano IT 2.2, Valletta MT 3,
Prague CZ 2.7, Český Krumlov CZ 1, Budapest HU 2.7, Bratislava SK 1, Kraków PL 2.4, Warsaw PL 1.8, Gdańsk PL 1.8, Wrocław PL 1.4, Ljubljana SI 1.5, Bled SI 1.4, Zagreb HR 1.3, Split HR 2, Dubrovnik HR 2.2, Hvar HR 2, Kotor ME 1.8, Sarajevo BA 1.7, Mostar BA 1.1, Belgrade RS 1.7, Bucharest RO 1.7, Braşov RO 1.8, Sofia BG 1.6, Plovdiv BG 1.2, Tirana AL 1.3, Skopje MK 1.1, Ohrid MK 1.7,
Athens GR 2.3, Firá GR 2.6, Mykonos GR 2.3, Heraklion GR 2, Chaniá GR 2.5, Thessaloníki GR 1.6, Rhodes GR 3, Naxos GR 2.5,
Copenhagen DK 2.4, Århus DK 1.2, Stockholm SE 2.4, Göteborg SE 1.5, Oslo NO 1.8, Bergen NO 2.1, Tromsø NO 2.9, Stavanger NO 1.5, Helsinki FI 1.8, Rovaniemi FI 2.3, Tallinn EE 1.7, Riga LV 1.6, Vilnius LT 1.6, Reykjavík IS 3, Akureyri IS 1.8, Tórshavn FO 3, Nuuk GL 3, Moscow RU 3, Saint Petersburg RU 3.3,
New York City US 4.2, Boston US 2.2, Washington US 2.5, Philadelphia US 1.4, Chicago US 2.6, New Orleans US 2.5, Miami US 2.6, Orlando US 4, Los Angeles US 3, San Francisco US 3, Las Vegas US 2.2, San Diego US 2.2, Seattle US 2.2, Portland US 1.7, Denver US 1.6, Santa Fe US 1.7, Honolulu US 4, Hilo US 2, Kahului US 4, Anchorage US 1.8, Austin US 1.8, Nashville US 2, Savannah US 1.6, Charleston US 1.9,
Toronto CA 2.2, Montréal CA 2.3, Québec CA 1.9, Ottawa CA 1.4, Vancouver CA 2.5, Victoria CA 1.7, Banff CA 2.5, Jasper CA 2, Calgary CA 1, Halifax CA 1.8,
Mexico City MX 3.5, Oaxaca MX 2.7, Cancún MX 3, Tulum MX 2.5, Mérida MX 2.2, Puebla MX 1.3, Guadalajara MX 1.7, Antigua Guatemala GT 2.2, Flores GT 1.6, San José CR 1, Panama City PA 1.8, Havana CU 2.8, Trinidad CU 1.7, Santo Domingo DO 1.7, San Juan PR 2.4,
Lima PE 2, Cusco PE 3.7, Arequipa PE 2, Puno PE 1.3, Machupicchu PE 1, La Paz BO 2, Uyuni BO 2, Sucre BO 1.7, Quito EC 2.2, Cuenca EC 1.7, Bogotá CO 2, Medellín CO 2.3, Cartagena CO 2.6,
Santiago CL 2, Valparaíso CL 1.4, San Pedro de Atacama CL 2.7, Puerto Natales CL 2.5, Punta Arenas CL 1.2, Buenos Aires AR 3.3, Mendoza AR 2, San Carlos de Bariloche AR 2.6, El Calafate AR 2.2, Ushuaia AR 2.6, Puerto Iguazú AR 1.8, Salta AR 1.9, Montevideo UY 1.5, Colonia del Sacramento UY 1,
Rio de Janeiro BR 3.5, São Paulo BR 1.8, Salvador BR 2.3, Foz do Iguaçu BR 1.8, Manaus BR 2.3,
Sydney AU 3.6, Melbourne AU 2.8, Brisbane AU 1.6, Cairns AU 2.8, Adelaide AU 1.7, Perth AU 2, Hobart AU 2.5, Darwin AU 2, Alice Springs AU 1.6, Canberra AU 1.1,
Auckland NZ 1.8, Wellington NZ 1.7, Queenstown NZ 3, Lake Tekapo NZ 1.2, Franz Josef NZ 1.3, Christchurch NZ 1.4, Rotorua NZ 1.8, Nelson NZ 1.6, Apia WS 3, Pago Pago AS 1.8, Suva FJ 1.2, Nadi FJ 2.5, Papeete PF 1.5
`

const USUAL: ReadonlyMap<string, number> = new Map(
  TABLE.split(',').flatMap((row) => {
    const match = /^(.+) ([A-Z]{2}) ([\d.]+)$/.exec(row.trim())
    return match?.[1] && match[2] ? [[key(match[1], match[2]), Number(match[3])] as const] : []
  }),
)

function key(name: string, country: string): string {
  return `${country} ${name
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()}`
}

/** Usual nights at a well-known place; undefined for all others. */
export function usualNights(place: { readonly name: string; readonly country: string }): number | undefined {
  return USUAL.get(key(place.name, place.country))
}
