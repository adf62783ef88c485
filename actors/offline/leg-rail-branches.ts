/**
 * Trains beside the main lines, as `leg-rail-lines.ts` has those: branches to places travellers go to, trains across
 * borders, sleepers. `kind name: Station minutes, Station minutes, ...`, usual minutes as advertised in 2023-2025, by hand.
 */
import type { RailLine } from './leg-rail-lines.ts'

const TABLE = `
high TGV: Lyon 0, Chambéry 90, Turin 235, Milan 315
high TGV: Lyon 0, Avignon 70, Marseille 105, Toulon 150, Cannes 230, Nice 265
high TGV: Paris 0, Bordeaux 128, Pau 255, Lourdes 285
high TGV: Paris 0, Bordeaux 128, Biarritz 250, Hendaye 280
high TGV: Frankfurt 0, Karlsruhe 65, Strasbourg 110
intercity Euskotren: Hendaye 0, San Sebastián 40
intercity TER: Toulouse 0, Carcassonne 48, Narbonne 80, Perpignan 120
intercity SNCF: Geneva 0, Annecy 90
intercity SNCF: Annecy 0, Saint-Gervais 90, Chamonix 140
night Intercités de Nuit: Paris 0, Toulon 660, Nice 755
night Intercités de Nuit: Paris 0, Toulouse 510
high AVE: Barcelona 0, Girona 38, Perpignan 85, Narbonne 125, Montpellier 180, Nîmes 210, Avignon 235, Marseille 280
high Avant: Málaga 0, Granada 75
intercity Alvia: Barcelona 0, Zaragoza 95, Pamplona 225, San Sebastián 345
intercity Alvia: Barcelona 0, Zaragoza 95, Logroño 230, Bilbao 395
intercity Alvia: Madrid 0, Cáceres 190, Mérida ES 240, Badajoz 275
intercity Media Distancia: Málaga 0, Ronda 115
intercity CP regional: Faro 0, Lagos PT 105
intercity CP regional: Porto 0, Pinhão 145
intercity Cinque Terre Express: La Spezia 0, Riomaggiore 8, Vernazza 17, Monterosso 22, Levanto 28
intercity Intercity: Genoa 0, Monterosso 75, La Spezia 95
intercity Regionale: Florence 0, Pisa 60, La Spezia 140
intercity Regionale: Milan 0, Varenna 63, Tirano 150
intercity Bernina Express: Tirano 0, St. Moritz 140
intercity Regionale: Rome 0, Orvieto 75
intercity Regionale: Rome 0, Assisi 125, Perugia 150
intercity Regionale: Florence 0, Arezzo 60, Perugia 125
intercity Regionale: Naples 0, Salerno 45
intercity FAL: Bari 0, Matera 105
intercity FSE: Bari 0, Alberobello 100
intercity Regionale: Turin 0, Genoa 110
intercity EuroCity: Trieste 0, Ljubljana 160
night Nightjet: Munich 0, Florence 600, Rome 770
night Nightjet: Vienna 0, Florence 660, Rome 830
night Nightjet: Munich 0, Venice 540
night Nightjet: Zurich 0, Berlin 720
night Nightjet: Zurich 0, Hamburg 740
night Nightjet: Vienna 0, Zurich 690
night Nightjet: Vienna 0, Berlin 720
night European Sleeper: Brussels 0, Amsterdam 210, Berlin 680
night European Sleeper: Berlin 0, Dresden 130, Prague 285
night EuroNight: Berlin 0, Hamburg 190, Malmö 610, Stockholm 960
intercity EuroCity Direct: Amsterdam 0, Rotterdam 40, Antwerp 90, Brussels 130
intercity Intercity: Antwerp 0, Ghent 58, Bruges 90
intercity TransPennine: Manchester 0, Preston 42, Oxenholme 77, Carlisle 115, Edinburgh 195
intercity Avanti: Birmingham 0, Preston 95, Oxenholme 135, Carlisle 175, Glasgow 245
intercity Northern: Oxenholme 0, Windermere 20
intercity Chiltern: London 0, Stratford-upon-Avon 125
intercity GWR: London 0, Oxford 55, Moreton-in-Marsh 95
intercity Greater Anglia: London 0, Harwich 90
intercity SWR: London 0, Portsmouth 95
intercity ScotRail: Inverness 0, Kyle of Lochalsh 155
intercity ScotRail: Inverness 0, Thurso 225
intercity ScotRail: Inverness 0, Aberdeen 140
night Caledonian Sleeper: London 0, Edinburgh 450
night Caledonian Sleeper: London 0, Glasgow 450
night Caledonian Sleeper: London 0, Inverness 690
night Caledonian Sleeper: London 0, Aberdeen 640
night Caledonian Sleeper: London 0, Fort William 760
night Night Riviera: London 0, Penzance 485
intercity Irish Rail: Dublin 0, Rosslare 170
intercity Irish Rail: Dublin 0, Sligo 190
intercity Irish Rail: Dublin 0, Westport 200
intercity NI Railways: Belfast 0, Derry 125
intercity RE: Hamburg 0, Westerland 195
intercity RE: Berlin 0, Rostock 125
intercity RE: Munich 0, Garmisch-Partenkirchen 82
intercity BRB: Munich 0, Berchtesgaden 160
intercity IC: Stuttgart 0, Zurich 190
high ICE: Dresden 0, Leipzig 68, Erfurt 115, Frankfurt 250
intercity EuroCity: Berlin 0, Wrocław 250, Katowice 400, Kraków 460
intercity EIC: Kraków 0, Przemyśl 185
intercity Ukrzaliznytsia: Przemyśl 0, Lviv 110, Kyiv 510
intercity Ukrzaliznytsia: Kyiv 0, Odesa 480
intercity PKP: Kraków 0, Zakopane 165
intercity PKP: Warsaw 0, Lublin 120
intercity PKP: Gdańsk 0, Poznań 210
intercity ZSSK: Bratislava 0, Poprad 235, Košice 310
intercity MÁV: Budapest 0, Eger 115
intercity MÁV: Budapest 0, Pécs 180
high Soko: Belgrade 0, Novi Sad 36, Subotica 75
intercity ŽFBH: Sarajevo 0, Mostar 120
intercity HŽ: Zagreb 0, Rijeka 230
intercity ŽPCG: Podgorica 0, Bar 60
intercity CFR: Brașov 0, Sibiu 170
intercity CFR: Bucharest 0, Sinaia 95, Brașov 160
intercity CFR: Bucharest 0, Suceava 430
intercity BDŽ: Sofia 0, Plovdiv 155, Burgas 380
intercity BDŽ: Sofia 0, Veliko Tarnovo 280
intercity Hellenic Train: Athens 0, Kalambaka 290
intercity Flåm Railway: Myrdal 0, Flåm 55
intercity Rauma Railway: Oslo 0, Lillehammer 125, Dombås 235, Åndalsnes 325
intercity VR: Helsinki 0, Kuopio 255
intercity SJ: Stockholm 0, Östersund 300
high YHT: Istanbul 0, Ankara 260, Sivas 430
night Doğu Ekspresi: Ankara 0, Erzurum 1200, Kars 1500
night TCDD: Ankara 0, İzmir 840
intercity ADY: Baku 0, Ganja 285
intercity Sapsan: Moscow 0, Yaroslavl 195
high CRH: Shanghai 0, Hangzhou 55, Nanchang 195, Changsha 290, Guiyang 490, Kunming 650
high CRH: Shanghai 0, Changsha 290, Guilin 520
high CRH: Beijing 0, Jinan 95, Hangzhou 270
high CRH: Beijing 0, Hohhot 130
high CRH: Beijing 0, Chengde 60
high CRH: Lijiang 0, Shangri-La 80
high CRH: Kunming 0, Jinghong 195
high CRH: Wuhan 0, Yichang 115, Chongqing 390
high CRH: Chongqing 0, Guiyang 130
high CRH: Guangzhou 0, Nanning 195
high CRH: Nanning 0, Guilin 150
high CRH: Guangzhou 0, Zhuhai 60
high CRH: Chengdu 0, Leshan 60, Emeishan 75
intercity China Railway: Lanzhou 0, Jiayuguan 290, Dunhuang 440
intercity China Railway: Lhasa 0, Shigatse 160
high Komachi: Tokyo 0, Sendai 92, Morioka 135, Akita 230
high Tsubasa: Tokyo 0, Yamagata 160
intercity Romancecar: Tokyo 0, Odawara 65, Hakone 85
intercity Fuji Excursion: Tokyo 0, Fujikawaguchiko 120
intercity Yakumo: Okayama 0, Matsue 155, Izumo 185
night Sunrise: Tokyo 0, Okayama 505, Takamatsu 565, Izumo 715
intercity Kinosaki: Kyoto 0, Toyooka 140
intercity Kuroshio: Osaka 0, Shirahama 150
intercity Kintetsu: Nagoya 0, Ise 85
intercity Kintetsu: Osaka 0, Ise 110
intercity Yufu: Fukuoka 0, Yufu 135
intercity JR: Sapporo 0, Otaru 35
intercity Kamui: Sapporo 0, Asahikawa 85
intercity Ozora: Sapporo 0, Kushiro 250
high KTX: Seoul 0, Andong 125
high KTX: Seoul 0, Pohang 150
intercity ITX: Seoul 0, Chuncheon 75
intercity ITX: Gangneung 0, Busan 300
intercity TRA: Kaohsiung 0, Taitung 115
night SRT: Bangkok 0, Hua Hin 225, Chumphon 430, Surat Thani 570
intercity SRT: Bangkok 0, Ayutthaya 80
intercity SRT: Bangkok 0, Kanchanaburi 165
night SRT: Bangkok 0, Nakhon Ratchasima 280, Ubon Ratchathani 620
intercity Royal Railway: Phnom Penh 0, Kampot 290, Sihanoukville 400
intercity Royal Railway: Phnom Penh 0, Battambang 430
intercity VNR: Hanoi 0, Ninh Binh 135
intercity VNR: Hue 0, Da Nang 165
intercity VNR: Ho Chi Minh City 0, Phan Thiet 230
night Myanma Railways: Yangon 0, Mandalay 930
intercity KAI: Surabaya 0, Malang 120
intercity Shatabdi: Delhi 0, Chandigarh 205, Kalka 245
intercity Kalka Shimla Railway: Kalka 0, Shimla 310
intercity Darjeeling Himalayan Railway: Siliguri 0, Darjeeling 450
intercity Vande Bharat: Delhi 0, Agra 110, Gwalior 180, Jhansi 240, Khajuraho 400
intercity Vande Bharat: Delhi 0, Katra 480
intercity Vande Bharat: Katra 0, Srinagar 180
intercity Indian Railways: Delhi 0, Lucknow 385
night Indian Railways: Delhi 0, Jodhpur 660, Jaisalmer 1050
night Indian Railways: Delhi 0, Ahmedabad 820
intercity Vande Bharat: Mumbai 0, Aurangabad 345
night Hampi Express: Bengaluru 0, Hospet 500
intercity Vande Bharat: Kochi 0, Alappuzha 60, Thiruvananthapuram 200
intercity Vande Bharat: Kolkata 0, Bhubaneswar 340, Puri 395
intercity Vande Bharat: Chennai 0, Tiruchirappalli 245, Madurai 345
night Green Line: Karachi 0, Lahore 1080
intercity Bangladesh Railway: Dhaka 0, Chittagong 320, Cox’s Bazar 520
intercity Bangladesh Railway: Dhaka 0, Sylhet 400
night Uzbekistan Railways: Tashkent 0, Samarkand 220, Bukhara 390, Khiva 800
night Kazakhstan Railways: Almaty 0, Shymkent 640
intercity RAI: Tehran 0, Kashan 190, Yazd 400
night RAI: Tehran 0, Mashhad 640
night RAI: Tehran 0, Isfahan 430
night RAI: Tehran 0, Shiraz 900
intercity SAR: Riyadh 0, Dammam 210
intercity SAR: Riyadh 0, Buraydah 145, Hail 230
intercity ONCF: Tangier 0, Fes 280
intercity ONCF: Fes 0, Meknes 35, Rabat 165, Casablanca 225, Marrakesh 390
intercity ONCF: Fes 0, Oujda 340
intercity SNTF: Algiers 0, Oran 270
intercity SNCFT: Tunis 0, Sousse 125, Sfax 235, Gabès 370
intercity NRC: Abuja 0, Kaduna 130
intercity Camrail: Yaoundé 0, Douala 240
intercity Ethio-Djibouti Railway: Addis Ababa 0, Dire Dawa 420, Djibouti 720
intercity Gautrain: Johannesburg 0, Pretoria 42
intercity Downeaster: Boston 0, Portland ME 150
intercity Amtrak: Philadelphia 0, Harrisburg 105
intercity Amtrak: Dallas 0, Austin 390, San Antonio 600
night Amtrak: Los Angeles 0, Tucson 600, El Paso 960, San Antonio 1740, Houston 2050, New Orleans 2780
intercity Amtrak: Charlotte 0, Raleigh 190
intercity Alaska Railroad: Anchorage 0, Talkeetna 175, Denali Park 460, Fairbanks 720
intercity Alaska Railroad: Anchorage 0, Seward 260
night VIA Rail: Winnipeg 0, Churchill 2700
night VIA Rail: Montreal 0, Moncton 990, Halifax 1320
intercity Tren Maya: Cancún 0, Valladolid MX 130, Mérida 290, Campeche 420, Palenque 680
intercity Tren Maya: Cancún 0, Playa del Carmen 75, Tulum 125, Bacalar 290
intercity Chepe: Los Mochis 0, Creel 560, Chihuahua 870
night Trenes Argentinos: Buenos Aires 0, Rosario 420, Córdoba AR 1140
intercity Vale: Belo Horizonte 0, Vitória 790
intercity V/Line: Melbourne 0, Ballarat 85
intercity V/Line: Melbourne 0, Bendigo 120
intercity V/Line: Melbourne 0, Geelong 65
intercity Transwa: Perth WA 0, Kalgoorlie 410
intercity Kuranda Scenic Railway: Cairns 0, Kuranda 115
`

const KINDS = { high: 'high', intercity: 'intercity', night: 'night' } as const

export const RAIL_BRANCHES: readonly RailLine[] = TABLE.trim()
  .split('\n')
  .map((row) => {
    const match = /^(high|intercity|night) (.+?): (.+)$/.exec(row)
    const [, kind, name, stops] = match ?? []
    if (name === undefined || stops === undefined) throw new Error(`Not a line of the rail table: "${row}"`)
    return { kind: KINDS[kind as keyof typeof KINDS], name, stops }
  })
