/**
 * Corrections for places people travel to, by "country GeoNames-name". Where several towns of a country share
 * the name, the most populous is meant.
 */

/** English names, and islands known better than their village, where GeoNames leads with another; it stays as an alias. */
export const ENGLISH_NAMES: ReadonlyMap<string, string> = new Map([
  ['BE Antwerpen', 'Antwerp'],
  ['BE Brugge', 'Bruges'],
  ['BE Gent', 'Ghent'],
  ['BR Fernando de Noronha (Distrito Estadual)', 'Fernando de Noronha'],
  ['CH Genève', 'Geneva'],
  ['CH Luzern', 'Lucerne'],
  ['DE Köln', 'Cologne'],
  ['DE Nürnberg', 'Nuremberg'],
  ['ES Donostia / San Sebastián', 'San Sebastián'],
  ['ES Sevilla', 'Seville'],
  ['GE Mest’ia', 'Mestia'],
  ['GE St’epants’minda', 'Stepantsminda'],
  ['GR Irákleion', 'Heraklion'],
  ['GR Náxos', 'Naxos'],
  ['GR Ródos', 'Rhodes'],
  ['ID Toyapakeh', 'Nusa Penida'],
  ['IE Cill Airne', 'Killarney'],
  ['IE Gaillimh', 'Galway'],
  ['JP Nara-shi', 'Nara'],
  ['LK Ella Town', 'Ella'],
  ['MA Fès', 'Fez'],
  ['MN Ulan Bator', 'Ulaanbaatar'],
  ['MX Isla Holbox', 'Holbox'],
  ['PA Panamá', 'Panama City'],
  ['PH Balabag', 'Boracay'],
  ['SC La Passe', 'La Digue'],
  ['TH Koh Tao', 'Ko Tao'],
  ['TH Phi Phi Don', 'Ko Phi Phi'],
  ['TH Phra Nakhon Si Ayutthaya', 'Ayutthaya'],
  ['UZ Xiva', 'Khiva'],
])

/** Islands, parks and monuments by which travellers know a town. */
export const KNOWN_AS: ReadonlyMap<string, readonly string[]> = new Map(
  `
AU Kingscote: Kangaroo Island
AU Yulara: Uluru; Ayers Rock
BS Dunmore Town: Harbour Island
BW Maun: Okavango Delta; Okavango
CK Avarua: Rarotonga
CL Castro: Chiloé; Chiloe
CL Hanga Roa: Easter Island; Rapa Nui
CL San Pedro de Atacama: Atacama
CV Santa Maria: Sal; Ilha do Sal
DK Rønne: Bornholm
EC Puerto Ayora: Galapagos; Galapagos Islands
ES Arrecife: Lanzarote
ES Las Palmas de Gran Canaria: Gran Canaria
ES Maó: Menorca; Minorca
ES Palma: Mallorca; Majorca
ES Puerto del Rosario: Fuerteventura
ES San Sebastián de la Gomera: La Gomera
ES Sant Francesc de Formentera: Formentera
ES Santa Cruz de la Palma: La Palma
ES Valverde: El Hierro
GB Brodick: Isle of Arran
GB Hugh Town: Isles of Scilly; Scilly
GB Kirkwall: Orkney
GB Lerwick: Shetland
GB Port Ellen: Islay; Isle of Islay
GB Portree: Skye; Isle of Skye
GB Tobermory: Isle of Mull
GR Adámas: Milos
GR Argostólion: Kefalonia; Cephalonia
GR Firá: Santorini; Thira
GR Irákleion: Crete
GR Ýdra: Hydra
HN Coxen Hole: Roatan
ID Labuan Bajo: Komodo
ID Mataram: Lombok
ID Parapat: Lake Toba
ID Waingapu: Sumba
IM Douglas: Isle of Man
IN Port Blair: Andaman Islands; Andamans
IN Srinagar: Kashmir
IT Bellagio: Lake Como
IT Monterosso al Mare: Cinque Terre
IT Portoferraio: Elba
IT Sirmione: Lake Garda
JO Wādī Mūsá: Petra
JP Kōya: Koyasan; Mount Koya
JP Miyanoura: Yakushima
KE Narok: Masai Mara; Maasai Mara
KH Siem Reap: Angkor; Angkor Wat
MG Hell-Ville: Nosy Be
MM Nyaungshwe: Inle Lake
MT Victoria: Gozo
MY Kampung Tekek: Tioman
NC Wé: Lifou
NL The Hague: Den Haag; 's-Gravenhage
NI Moyogalpa: Ometepe
NO Svolvær: Lofoten
NZ Oneroa: Waiheke; Waiheke Island
PE Machupicchu: Machu Picchu
PF Fare: Huahine
PF Paopao: Moorea
PF Papeete: Tahiti
PF Taiohae: Nuku Hiva
PF Uturoa: Raiatea
PF Vaitape: Bora Bora
PH Dapa: Siargao
PH Puerto Princesa: Palawan
PH Tagbilaran City: Bohol
PR Isabel Segunda: Vieques
PT Funchal: Madeira
SA Al-\`Ula: AlUla; Al Ula
SC Victoria: Mahé
SJ Longyearbyen: Svalbard; Spitsbergen
TH Phi Phi Don: Koh Phi Phi; Phi Phi Islands
TR Göreme: Cappadocia
TZ Chake Chake: Pemba Island
TZ Kiratu: Karatu; Ngorongoro
TZ Moshi: Kilimanjaro
US Grand Canyon Village: Grand Canyon
US Hilo: Big Island
US Honolulu: Oahu
US Kahului: Maui
US Lihue: Kauai
US Oak Bluffs: Martha's Vineyard
US West Yellowstone: Yellowstone
US Yosemite Valley: Yosemite
VC Port Elizabeth: Bequia
VN Côn Sơn: Con Dao
VN Hạ Long: Halong; Halong Bay; Ha Long Bay
`
    .trim()
    .split('\n')
    .map((line) => {
      const [town = '', names = ''] = line.split(': ')
      return [town, names.split('; ')]
    }),
)

const KEPT = `
  AR: El Chaltén
  AU: Airlie Beach, Apollo Bay, Coober Pedy, Coral Bay, Exmouth, Halls Creek, Jabiru, Katherine, Kingscote, Lorne, Port Douglas, Strahan, Yulara
  BS: Dunmore Town
  BZ: Caye Caulker, San Pedro, Placencia
  CA: Churchill, Jasper, Tofino
  CH: Lauterbrunnen, Gruyères
  CL: San Pedro de Atacama
  CV: Sal Rei
  ES: Cadaqués, Potes, Sant Francesc de Formentera
  FR: Eguisheim, Gordes, Rocamadour
  GB: Betws-y-Coed, Brodick, Hugh Town, Llanberis, Port Ellen, Portree, Stow on the Wold, Tobermory, Ullapool
  GR: Adámas, Firá, Oía, Mykonos, Pátmos, Skópelos, Sými, Ýdra
  HR: Hvar, Korčula, Slunj, Vis
  ID: Gili Trawangan, Toyapakeh
  IE: Clifden, Dingle, Kenmare
  IN: Hampi
  IS: Höfn, Seyðisfjörður, Stykkishólmur, Vík í Mýrdal
  IT: Bellagio, Monterosso al Mare, Positano, Riomaggiore, Vernazza
  ME: Perast
  MM: Nyaungshwe
  MX: Isla Holbox
  MY: Kampung Tekek
  NC: Vao
  NL: Giethoorn
  NO: Reine
  NP: Namche Bazaar
  NZ: Akaroa, Arrowtown, Hokitika, Kaikoura, Oneroa, Paihia, Russell, Te Anau, Twizel
  PE: Ollantaytambo, Pisac
  PF: Fare, Taiohae, Vaitape
  PH: Banaue
  PK: Skardu
  SC: La Passe
  SI: Piran
  SJ: Longyearbyen
  TH: Koh Tao, Pai, Phi Phi Don
  RU: Khuzhir, Listvyanka
  LK: Sigiriya
  US: Bar Harbor, Grand Canyon Village, Healy, Oak Bluffs, Provincetown, Springdale, Talkeetna, West Yellowstone, Yosemite Valley
  VC: Port Elizabeth
  ZA: Hoedspruit
  VN: Côn Sơn, Sa Pa
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
