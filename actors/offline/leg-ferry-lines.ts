/**
 * Sea crossings travellers use, port to port, with the usual minutes on board (operators' advertised times in
 * 2023-2025, rounded). Ports are named by their town. Crossings run less often in winter: check the day's sailings.
 */
export type FerryLine = { readonly from: string; readonly to: string; readonly minutes: number }

/** `From - To minutes`, one crossing per line. */
const TABLE = `
Calais - Dover 95
Dieppe - Newhaven 240
Caen - Portsmouth 360
Roscoff - Plymouth 360
Santander - Portsmouth 1800
Hoek van Holland - Harwich 420
Holyhead - Dublin 200
Liverpool - Belfast 480
Cairnryan - Belfast 135
Fishguard - Rosslare 220
Cherbourg - Dublin 1140
Saint-Malo - Saint Helier 90
Portsmouth - Ryde 22
Southampton - Cowes 28
Penzance - Hugh Town 165
Aberdeen - Lerwick 750
Scrabster - Stromness 90
Ullapool - Stornoway 165
Oban - Craignure 50
Mallaig - Armadale 45
Heysham - Douglas 225
Algeciras - Tangier 90
Tarifa - Tangier 60
Algeciras - Ceuta 60
Málaga - Melilla 420
Barcelona - Palma 450
Valencia - Palma 450
Dénia - Ibiza 150
Barcelona - Ibiza 540
Palma - Ibiza 210
Alcúdia - Ciutadella 120
Ibiza - Formentera 35
Santa Cruz de Tenerife - Las Palmas de Gran Canaria 110
Los Cristianos - San Sebastián de la Gomera 55
Playa Blanca - Corralejo 30
Marseille - Ajaccio 720
Marseille - Bastia 720
Nice - Bastia 390
Nice - Ajaccio 390
Toulon - Bastia 600
Livorno - Bastia 240
Livorno - Olbia 540
Genoa - Olbia 660
Genoa - Palermo 1200
Civitavecchia - Olbia 420
Civitavecchia - Cagliari 780
Bonifacio - Santa Teresa Gallura 60
Naples - Palermo 630
Naples - Capri 50
Sorrento - Capri 25
Naples - Ischia 60
Naples - Procida 40
Milazzo - Lipari 60
Messina - Villa San Giovanni 25
Pozzallo - Valletta 105
Catania - Valletta 270
Cirkewwa - Mgarr 25
Trapani - Favignana 30
Piombino - Portoferraio 60
Bari - Dubrovnik 600
Bari - Durrës 540
Bari - Igoumenitsa 570
Bari - Patras 960
Ancona - Split 660
Ancona - Igoumenitsa 1020
Ancona - Patras 1320
Venice - Igoumenitsa 1560
Brindisi - Igoumenitsa 510
Split - Hvar 65
Split - Supetar 50
Split - Vis 140
Split - Korčula 150
Split - Dubrovnik 270
Dubrovnik - Korčula 120
Dubrovnik - Mljet 90
Orebić - Korčula 20
Corfu - Igoumenitsa 90
Corfu - Sarandë 45
Piraeus - Santorini 360
Piraeus - Mykonos 210
Piraeus - Paros 220
Piraeus - Naxos 280
Piraeus - Ios 330
Piraeus - Milos 240
Piraeus - Syros 180
Piraeus - Heraklion 540
Piraeus - Chania 510
Piraeus - Rhodes 960
Piraeus - Kos 720
Piraeus - Chios 480
Piraeus - Mytilene 720
Piraeus - Aegina 45
Piraeus - Hydra 105
Rafina - Mykonos 165
Rafina - Andros 120
Mykonos - Paros 50
Mykonos - Naxos 60
Mykonos - Santorini 150
Paros - Naxos 35
Paros - Santorini 150
Naxos - Santorini 100
Ios - Santorini 50
Milos - Santorini 120
Heraklion - Santorini 130
Rhodes - Kos 150
Rhodes - Marmaris 60
Kos - Bodrum 45
Chios - Çeşme 40
Kyllini - Zakynthos 75
Kyllini - Argostoli 90
Volos - Skiathos 150
Kavala - Thasos 90
Girne - Taşucu 150
Helsinki - Tallinn 135
Stockholm - Turku 660
Stockholm - Helsinki 1020
Stockholm - Tallinn 1020
Stockholm - Riga 1020
Stockholm - Mariehamn 330
Turku - Mariehamn 330
Nynäshamn - Visby 195
Oskarshamn - Visby 175
Gdynia - Karlskrona 630
Trelleborg - Rostock 360
Ystad - Rønne 80
Copenhagen - Oslo 1140
Gothenburg - Frederikshavn 210
Gothenburg - Kiel 840
Kiel - Oslo 1200
Hirtshals - Kristiansand 195
Hirtshals - Larvik 225
Hirtshals - Bergen 990
Hirtshals - Tórshavn 2280
Tórshavn - Seyðisfjörður 1140
Bodø - Moskenes 210
Landeyjahöfn - Vestmannaeyjar 40
Virtsu - Kuivastu 27
Travemünde - Helsinki 1770
Buenos Aires - Colonia del Sacramento 75
Buenos Aires - Montevideo 135
Punta Arenas - Porvenir 135
Puerto Natales - Puerto Montt 5400
Puerto Montt - Castro 210
Vancouver - Victoria 225
Vancouver - Nanaimo 165
Seattle - Victoria 170
Port Angeles - Victoria 95
Sydney NS - Channel-Port aux Basques 420
Seattle - Bainbridge Island 35
Hyannis - Nantucket 60
Hyannis - Oak Bluffs 60
Lahaina - Lanai City 60
Playa del Carmen - Cozumel 45
Cancún - Isla Mujeres 30
Belize City - San Pedro 90
Belize City - Caye Caulker 45
La Ceiba - Roatán 90
Port of Spain - Scarborough 210
Ceiba - Vieques 40
Charlotte Amalie - Road Town 60
Cartagena - Tierra Bomba 20
Salvador - Morro de São Paulo 140
Puerto Ayora - Puerto Baquerizo Moreno 130
Puerto Ayora - Puerto Villamil 130
Pointe-à-Pitre - Roseau 135
Roseau - Fort-de-France 135
Fort-de-France - Castries 90
Dar es Salaam - Zanzibar 120
Zanzibar - Wete 180
Mahé - Praslin 60
Praslin - La Digue 15
Port Louis - Port Mathurin 2100
Mindelo - Porto Novo 60
Hong Kong - Macau 60
Hong Kong - Zhuhai 70
Xiamen - Jincheng 30
Haikou - Zhanjiang 240
Busan - Fukuoka 220
Busan - Osaka 1140
Shanghai - Osaka 2880
Mokpo - Jeju 270
Wando - Jeju 160
Hiroshima - Miyajima 45
Aomori - Hakodate 220
Kagoshima - Naha 1500
Kagoshima - Yakushima 165
Niigata - Sado 150
Kobe - Takamatsu 285
Osaka - Beppu 720
Singapore - Batam 60
Singapore - Tanjung Pinang 120
Malacca - Dumai 150
Kuala Perlis - Kuah 75
Satun - Kuah 75
Surat Thani - Ko Samui 120
Ko Samui - Ko Pha Ngan 35
Ko Samui - Ko Tao 110
Ko Pha Ngan - Ko Tao 70
Chumphon - Ko Tao 110
Phuket - Phi Phi 120
Krabi - Phi Phi 90
Krabi - Ko Lanta 120
Trat - Ko Chang 45
Pattaya - Ko Lan 40
Rach Gia - Phú Quốc 150
Vũng Tàu - Côn Đảo 240
Sihanoukville - Koh Rong 45
Banyuwangi - Gilimanuk 60
Padangbai - Gili Trawangan 100
Padangbai - Mataram 270
Sanur - Nusa Penida 45
Labuan Bajo - Bima 420
Makassar - Surabaya 1500
Cebu City - Tagbilaran 120
Cebu City - Ormoc 180
Cebu City - Dumaguete 300
Dumaguete - Siquijor 60
Iloilo - Bacolod 75
Batangas - Puerto Galera 75
Caticlan - Boracay 15
El Nido - Coron 240
Wellington - Picton 210
Bluff - Oban NZ 60
Auckland - Oneroa 40
Melbourne - Devonport 660
Townsville - Magnetic Island 25
Perth WA - Rottnest Island 45
Suva - Levuka 240
Nadi - Malolo 50
Apia - Salelologa 75
Papeete - Moorea 40
Noumea - Île des Pins 150
Istanbul - Bursa 120
Istanbul - Adalar 75
Volos - Skopelos 165
Skiathos - Skopelos 40
Rhodes - Symi 70
Kos - Patmos 150
Piraeus - Patmos 480
Piraeus - Sifnos 165
Piraeus - Folegandros 270
Piraeus - Amorgos 450
Naxos - Amorgos 120
Piraeus - Spetses 150
Kos - Kalymnos 45
Piraeus - Samos 600
Samos - Kuşadası 90
Piraeus - Karpathos 1020
Patras - Sami 200
Rhodes - Fethiye 100
Lavrio - Kea 60
Dubrovnik - Hvar 200
Zadar - Ancona 480
Civitavecchia - Barcelona 1200
Genoa - Barcelona 1140
Civitavecchia - Palermo 840
Genoa - Porto Torres 660
Civitavecchia - Porto Torres 480
Salerno - Amalfi 35
Brindisi - Vlorë 330
Barcelona - Ciutadella 480
Cádiz - Las Palmas de Gran Canaria 2400
Almería - Nador 330
Almería - Melilla 420
Las Palmas de Gran Canaria - Morro Jable 120
Los Cristianos - Santa Cruz de la Palma 180
Marseille - Tunis 1260
Marseille - Algiers 1260
Genoa - Tunis 1440
Palermo - Tunis 600
Nice - Calvi 360
Marseille - Porto Torres 900
Quiberon - Le Palais 50
Dunkirk - Dover 120
Saint-Malo - Portsmouth 660
Cherbourg - Rosslare 1020
Roscoff - Cork 840
Rotterdam - Hull 690
Amsterdam - Newcastle 960
Poole - Saint Helier 270
Portsmouth - Bilbao 1680
Saint Helier - Saint Peter Port 60
Liverpool - Douglas 165
Ardrossan - Brodick 55
Oban - Castlebay 285
Aberdeen - Kirkwall 360
Kirkwall - Lerwick 450
Bodø - Svolvær 215
Bergen - Flåm 330
Bergen - Ålesund 800
Ålesund - Trondheim 780
Bodø - Tromsø 1440
Rostock - Gedser 120
Køge - Rønne 330
Kapellskär - Mariehamn 135
Umeå - Vaasa 225
Kiel - Klaipėda 1260
Świnoujście - Ystad 420
Trelleborg - Travemünde 540
Rohuküla - Heltermaa 75
Aqaba - Nuweiba 180
Kinshasa - Brazzaville 30
Dakar - Ziguinchor 960
Libreville - Port-Gentil 270
Praia - São Filipe 240
Hell-Ville - Ankify 45
Hiroshima - Matsuyama 75
Beppu - Yawatahama 170
Oarai - Tomakomai 1080
Tokyo - Hachijō 630
Shimonoseki - Busan 720
Macau - Shenzhen 60
Dalian - Yantai 390
Sanur - Gili Trawangan 150
Bangsal - Gili Trawangan 30
Labuhan Lombok - Poto Tano 100
Merak - Bakauheni 90
Hà Tiên - Phú Quốc 90
Hai Phong - Cát Bà 60
Phnom Penh - Châu Đốc 300
Mersing - Tioman 120
Kota Kinabalu - Labuan 195
Manila - Cebu City 1380
Manila - Puerto Princesa 1920
Tagbilaran - Siquijor 110
Tagbilaran - Dumaguete 130
Cebu City - Surigao 420
Surigao - Dapa 120
Batangas - Caticlan 540
Cebu City - Cagayan de Oro 600
Roxas MD - Caticlan 240
Puerto Princesa - Coron 840
Famagusta - Mersin 600
Bandar Abbas - Qeshm 40
Juneau - Skagway 390
Juneau - Haines 270
Haines - Skagway 60
Juneau - Sitka 540
Juneau - Ketchikan 1140
Ketchikan - Bellingham 2280
Ketchikan - Prince Rupert 420
Prince Rupert - Port Hardy 960
Whittier - Valdez 345
Homer - Kodiak 570
Anacortes - Friday Harbor 65
Saint John NB - Digby 135
Bar Harbor - Yarmouth 210
Boston - Provincetown 90
Woods Hole - Oak Bluffs 45
Point Judith - Block Island 55
Long Beach - Avalon 65
Key West - Fort Myers 210
Nassau - Dunmore Town 150
La Paz MX - Mazatlán 780
La Paz MX - Los Mochis 420
Almirante - Bocas del Toro 30
San Jorge - Moyogalpa 70
Puntarenas - Paquera 70
Puerto Barrios - Livingston 45
Philipsburg - Gustavia 60
Philipsburg - The Valley 40
Basseterre - Charlestown 45
Saint John’s - Codrington 90
Kingstown - Port Elizabeth 60
Charlotte Amalie - Cruz Bay 40
Saint George’s - Hillsborough 120
Santo Domingo - San Juan 780
Ushuaia - Puerto Williams 120
Punta Arenas - Puerto Williams 1920
Manaus - Santarém 2160
Manaus - Belém 6000
Iquitos - Leticia 600
Belém - Salvaterra 180
São Luís - Alcântara 80
Panama City - Taboga 45
Cape Jervis - Penneshaw 45
Suva - Savusavu 720
Papeete - Vaitape 420
Papeete - Huahine 240
Noumea - Lifou 300
Honiara - Gizo 1500
Nuku‘alofa - Neiafu 1200
`

export const FERRY_LINES: readonly FerryLine[] = TABLE.trim()
  .split('\n')
  .flatMap((row) => {
    const match = /^(.+) - (.+) (\d+)$/.exec(row)
    return match?.[1] && match[2] ? [{ from: match[1], to: match[2], minutes: Number(match[3]) }] : []
  })
