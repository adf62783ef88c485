/**
 * Where the stations and ports of the rail and ferry tables are: `name latitude longitude country`, then the landmass
 * where it is not the country's main one. Degrees to two decimals (about a kilometre). Coordinates of the towns from
 * GeoNames (CC BY 4.0), of small ports by hand; landmasses as in `landmass.ts`.
 */
export type Station = {
  readonly name: string
  readonly lat: number
  readonly lon: number
  readonly country: string
  readonly landmass: string | undefined
}

const TABLE = `
A Coruña 43.37 -8.4 ES
Aachen 50.78 6.08 DE
Aalborg 57.05 9.92 DK
Aarhus 56.16 10.21 DK
Aberdeen 57.14 -2.1 GB
Abisko 68.35 18.83 SE
Abuja 9.06 7.5 NG
Adalar 40.87 29.13 TR TR-adalar
Addis Ababa 9.03 38.75 ET
Adelaide -34.93 138.6 AU
Aegina 37.75 23.43 GR GR-aegina
Agra 27.18 78.02 IN
Ahmedabad 23.03 72.59 IN
Airlie Beach -20.27 148.72 AU
Ajaccio 41.92 8.74 FR FR-ajaccio
Ajmer 26.45 74.64 IN
Akita 39.72 140.12 JP
Alappuzha 9.49 76.33 IN
Albacete 38.99 -1.86 ES
Albany 42.65 -73.75 US
Alberobello 40.78 17.24 IT
Albuquerque 35.08 -106.65 US
Alcântara -2.4 -44.42 BR
Alcúdia 39.85 3.12 ES ES-palma
Alexandria 31.2 29.92 EG
Algeciras 36.13 -5.45 ES
Algiers 36.73 3.09 DZ
Alicante 38.35 -0.48 ES
Almaty 43.25 76.92 KZ
Almería 36.84 -2.46 ES
Almirante 9.3 -82.4 PA
Amalfi 40.63 14.6 IT
Amorgos 36.83 25.86 GR GR-amorgos
Amritsar 31.62 74.88 IN
Amsterdam 52.37 4.89 NL
Anacortes 48.51 -122.61 US
Anchorage 61.22 -149.9 US
Ancona 43.59 13.5 IT
Andermatt 46.64 8.59 CH
Andong 36.57 128.72 KR
Andros 37.88 24.73 GR GR-andros
Angers 47.47 -0.55 FR
Angoulême 45.65 0.15 FR
Angra dos Reis -23.01 -44.32 BR
Ankara 39.92 32.85 TR
Ankify -13.53 48.35 MG
Annecy 45.91 6.13 FR
Antwerp 51.22 4.4 BE
Anuradhapura 8.31 80.41 LK
Aomori 40.82 140.73 JP
Apia -13.83 -171.77 WS
Aqaba 29.53 35.01 JO
Ardrossan 55.65 -4.81 GB
Arezzo 43.46 11.88 IT
Argostoli 38.18 20.49 GR GR-argostolion
Armadale 57.06 -5.9 GB
Asahikawa 43.77 142.37 JP JP-sapporo
Assisi 43.07 12.62 IT
Astana 51.18 71.45 KZ
Aswan 24.09 32.9 EG
Athens 37.98 23.73 GR
Atlanta 33.75 -84.39 US
Auckland -36.85 174.76 NZ
Aurangabad 19.88 75.34 IN
Austin 30.27 -97.74 US
Avalon 33.34 -118.33 US US-avalon
Aveiro 40.64 -8.65 PT
Avignon 43.95 4.81 FR
Ayutthaya 14.35 100.58 TH
Bacalar 18.68 -88.39 MX
Bacolod 10.67 122.95 PH PH-bacolod-city
Badajoz 38.88 -6.97 ES
Bainbridge Island 47.63 -122.52 US
Bakauheni -5.87 105.75 ID
Baku 40.38 49.89 AZ
Ballarat -37.57 143.85 AU
Baltimore 39.29 -76.61 US
Bandar Abbas 27.19 56.28 IR
Bandung -6.92 107.61 ID
Bangkok 13.75 100.5 TH
Bangsal -8.4 116.08 ID ID-mataram
Banyuwangi -8.23 114.36 ID
Bar 42.09 19.1 ME
Bar Harbor 44.39 -68.21 US
Barcelona 41.39 2.16 ES
Bari 41.12 16.87 IT
Basel 47.56 7.57 CH
Basseterre 17.3 -62.73 KN
Bastia 42.7 9.45 FR FR-ajaccio
Batam 1.15 104.02 ID ID-batam
Batangas 13.76 121.06 PH
Bath 51.38 -2.36 GB
Battambang 13.1 103.2 KH
Batumi 41.64 41.63 GE
Bayeux 49.28 -0.7 FR
Beijing 39.91 116.4 CN
Belfast 54.6 -5.93 GB IE-dublin
Belgrade 44.8 20.47 RS
Belize City 17.5 -88.2 BZ
Bellingham 48.76 -122.49 US
Belo Horizonte -19.92 -43.94 BR
Belém -1.46 -48.5 BR
Bendigo -36.76 144.28 AU
Bengaluru 12.97 77.59 IN
Beppu 33.28 131.5 JP
Berchtesgaden 47.63 13 DE
Bergen 60.39 5.32 NO
Berlin 52.52 13.41 DE
Bern 46.95 7.45 CH
Besançon 47.25 6.02 FR
Bhopal 23.25 77.4 IN
Bhubaneswar 20.27 85.83 IN
Biarritz 43.48 -1.56 FR
Bilbao 43.26 -2.93 ES
Bima -8.46 118.73 ID ID-bima
Birmingham 52.48 -1.9 GB
Bled 46.37 14.11 SI
Block Island 41.17 -71.56 US US-new-shoreham
Bluff -46.6 168.33 NZ NZ-christchurch
Bocas del Toro 9.34 -82.24 PA PA-bocas-del-toro
Bodrum 37.04 27.43 TR
Bodø 67.28 14.41 NO
Bologna 44.49 11.34 IT
Bolzano 46.49 11.34 IT
Bonifacio 41.39 9.16 FR FR-ajaccio
Boracay 11.96 121.93 PH PH-balabag
Bordeaux 44.84 -0.58 FR
Boston 42.36 -71.06 US
Bournemouth 50.72 -1.88 GB
Braga 41.55 -8.42 PT
Bratislava 48.15 17.11 SK
Brazzaville -4.27 15.28 CG
Brașov 45.65 25.61 RO
Bremen 53.08 8.81 DE
Brest 48.39 -4.49 FR
Brig 46.32 7.99 CH
Brighton 50.83 -0.14 GB
Brindisi 40.63 17.94 IT
Brisbane -27.47 153.03 AU
Bristol 51.46 -2.6 GB
Brno 49.2 16.61 CZ
Brodick 55.58 -5.15 GB GB-isle-of-arran
Bruges 51.21 3.22 BE
Brussels 50.85 4.35 BE
Bucharest 44.43 26.11 RO
Budapest 47.5 19.04 HU
Buenos Aires -34.61 -58.38 AR
Buffalo 42.89 -78.88 US
Bukhara 39.77 64.43 UZ
Buraydah 26.33 43.98 SA
Burgas 42.51 27.47 BG
Burgos 42.34 -3.7 ES
Bursa 40.2 29.06 TR
Busan 35.1 129.03 KR
Butterworth 5.4 100.36 MY
Caen 49.19 -0.36 FR
Cagayan de Oro 8.48 124.65 PH PH-davao
Cagliari 39.23 9.12 IT IT-cagliari
Cairnryan 54.97 -5.02 GB
Cairns -16.92 145.77 AU
Cairo 30.06 31.25 EG
Calais 50.95 1.86 FR
Calvi 42.57 8.76 FR FR-ajaccio
Cambridge 52.2 0.12 GB
Campeche 19.84 -90.53 MX
Canberra -35.28 149.13 AU
Cancún 21.17 -86.85 MX
Cannes 43.55 7.01 FR
Canterbury 51.28 1.08 GB
Cape Jervis -35.61 138.1 AU
Capri 40.55 14.24 IT IT-capri
Carcassonne 43.22 2.35 FR
Cardiff 51.48 -3.18 GB
Carlisle 54.9 -2.94 GB
Cartagena 10.4 -75.51 CO
Casablanca 33.59 -7.61 MA
Castlebay 56.95 -7.49 GB GB-barra
Castries 14 -61.01 LC
Castro -42.48 -73.76 CL CL-castro
Catania 37.49 15.07 IT IT-palermo
Caticlan 11.93 121.95 PH PH-iloilo
Caye Caulker 17.75 -88.02 BZ BZ-caye-caulker
Cebu City 10.32 123.89 PH PH-cebu-city
Ceiba 18.23 -65.6 PR
Ceuta 35.89 -5.32 ES
Chambéry 45.57 5.92 FR
Chamonix 45.92 6.87 FR
Chandigarh 30.74 76.79 IN
Changchun 43.88 125.32 CN
Changsha 28.2 112.97 CN
Chania 35.52 24.02 GR GR-irakleion
Channel-Port aux Basques 47.57 -59.14 CA CA-st-john-s
Charlestown 17.14 -62.62 KN KN-fig-tree
Charlotte 35.23 -80.84 US
Charlotte Amalie 18.34 -64.93 VI VI-charlotte-amalie
Chengde 40.95 117.96 CN
Chengdu 30.67 104.07 CN
Chennai 13.09 80.28 IN
Cherbourg 49.64 -1.62 FR
Chester 53.19 -2.89 GB
Chiang Mai 18.79 98.98 TH
Chiayi 23.48 120.45 TW
Chicago 41.85 -87.65 US
Chihuahua 28.64 -106.09 MX
Chillán -36.61 -72.1 CL
Chios 38.37 26.14 GR GR-chios
Chittagong 22.34 91.83 BD
Chongqing 29.56 106.56 CN
Christchurch -43.53 172.63 NZ NZ-christchurch
Chumphon 10.49 99.18 TH
Chuncheon 37.88 127.73 KR
Chur 46.85 9.53 CH
Churchill 58.77 -94.17 CA
Châu Đốc 10.7 105.12 VN
Cirebon -6.71 108.56 ID
Cirkewwa 35.99 14.33 MT
Ciutadella 40 3.84 ES ES-ciutadella
Civitavecchia 42.09 11.8 IT
Clermont-Ferrand 45.78 3.09 FR
Cleveland 41.5 -81.7 US
Cluj-Napoca 46.77 23.6 RO
Codrington 17.64 -61.82 AG AG-codrington
Coimbra 40.21 -8.42 PT
Colmar 48.08 7.36 FR
Cologne 50.93 6.95 DE
Colombo 6.94 79.85 LK
Colonia del Sacramento -34.46 -57.84 UY
Como 45.81 9.08 IT
Constanța 44.18 28.63 RO
Copenhagen 55.68 12.57 DK
Corfu 39.62 19.92 GR GR-corfu
Cork 51.9 -8.47 IE
Coron 12 120.2 PH PH-coron
Corralejo 28.74 -13.87 ES ES-puerto-del-rosario
Cowes 50.76 -1.3 GB GB-ryde
Cox’s Bazar 21.44 92.01 BD
Cozumel 20.5 -86.94 MX MX-cozumel
Craignure 56.47 -5.7 GB GB-isle-of-mull
Creel 27.75 -107.64 MX
Cruz Bay 18.33 -64.79 VI VI-cruz-bay
Cuenca 40.07 -2.14 ES
Cusco -13.52 -71.97 PE
Cáceres 39.48 -6.37 ES
Cádiz 36.53 -6.29 ES
Cát Bà 20.73 107.05 VN VN-cat-ba
Córdoba 37.89 -4.78 ES
Córdoba AR -31.41 -64.18 AR
Côn Đảo 8.68 106.61 VN VN-con-son
Da Nang 16.07 108.22 VN
Daegu 35.87 128.59 KR
Daejeon 36.35 127.38 KR
Dakar 14.69 -17.44 SN
Dali 25.59 100.23 CN
Dalian 38.91 121.6 CN
Dallas 32.78 -96.81 US
Dammam 26.43 50.1 SA
Dapa 9.76 126.05 PH PH-dapa
Dar es Salaam -6.82 39.27 TZ
Darjeeling 27.03 88.27 IN
Datong 40.09 113.29 CN
Dehradun 30.32 78.03 IN
Delhi 28.65 77.23 IN
Denali Park 63.73 -148.92 US
Denver 39.74 -104.98 US
Derry 55 -7.31 GB IE-dublin
Detroit 42.33 -83.05 US
Devonport -41.18 146.36 AU AU-hobart
Dhaka 23.71 90.41 BD
Dieppe 49.92 1.08 FR
Digby 44.62 -65.76 CA
Dijon 47.32 5.02 FR
Dire Dawa 9.59 41.87 ET
Djibouti 11.59 43.15 DJ
Dodoma -6.17 35.74 TZ
Dombås 62.07 9.13 NO
Douala 4.05 9.7 CM
Douglas 54.15 -4.48 IM
Dover 51.13 1.31 GB
Dresden 51.05 13.74 DE
Dublin 53.33 -6.25 IE
Dubrovnik 42.64 18.11 HR
Dumaguete 9.31 123.3 PH PH-bacolod-city
Dumai 1.67 101.44 ID ID-medan
Dundee 56.46 -2.97 GB
Dunhuang 40.17 94.68 CN
Dunkirk 51.03 2.2 FR
Dunmore Town 25.5 -76.64 BS BS-dunmore-town
Durrës 41.32 19.45 AL
Dénia 38.84 0.11 ES
Düsseldorf 51.22 6.78 DE
Edinburgh 55.95 -3.2 GB
Edmonton 53.55 -113.47 CA
Eger 47.9 20.37 HU
Eindhoven 51.44 5.48 NL
El Nido 11.18 119.39 PH PH-puerto-princesa
El Paso 31.76 -106.49 US
Ella 6.88 81.05 LK
Emeishan 29.6 103.48 CN
Erfurt 50.98 11.03 DE
Erzurum 39.91 41.28 TR
Eskişehir 39.78 30.52 TR
Exeter 50.72 -3.53 GB
Fairbanks 64.84 -147.72 US
Famagusta 35.13 33.94 CY
Faro 37.02 -7.93 PT
Favignana 37.93 12.33 IT IT-favignana
Fes 34.03 -5 MA
Fethiye 36.64 29.13 TR
Fishguard 52 -4.98 GB
Flagstaff 35.2 -111.65 US
Florence 43.78 11.25 IT
Flåm 60.86 7.11 NO
Folegandros 36.61 24.94 GR GR-folegandros
Formentera 38.73 1.42 ES ES-sant-francesc-de-formentera
Fort Lauderdale 26.12 -80.14 US
Fort Myers 26.62 -81.84 US
Fort William 56.82 -5.11 GB
Fort-de-France 14.6 -61.07 MQ
Frankfurt 50.12 8.68 DE
Frederikshavn 57.44 10.54 DK
Freiburg 48 7.85 DE
Friday Harbor 48.53 -123.02 US US-friday-harbor
Fujikawaguchiko 35.49 138.69 JP
Fukui 36.06 136.22 JP
Fukuoka 33.6 130.42 JP
Fuzhou 26.06 119.31 CN
Füssen 47.57 10.7 DE
Gabès 33.88 10.1 TN
Galle 6.05 80.21 LK
Galway 53.27 -9.05 IE
Gangneung 37.76 128.9 KR
Ganja 40.68 46.36 AZ
Garmisch-Partenkirchen 47.49 11.1 DE
Gdańsk 54.35 18.65 PL
Gdynia 54.52 18.53 PL
Gedser 54.57 11.93 DK
Geelong -38.15 144.36 AU
Geneva 46.2 6.15 CH
Genoa 44.4 8.94 IT
George Town 5.41 100.34 MY
Ghent 51.05 3.72 BE
Gili Trawangan -8.35 116.04 ID ID-gili-air
Gilimanuk -8.17 114.44 ID ID-denpasar
Girne 35.34 33.32 CY
Girona 41.98 2.82 ES
Gizo -8.1 156.84 SB SB-gizo
Glasgow 55.87 -4.26 GB
Gold Coast -28 153.43 AU
Golmud 36.41 94.9 CN
Gothenburg 57.71 11.97 SE
Granada 37.19 -3.61 ES
Graz 47.07 15.45 AT
Grenoble 45.18 5.71 FR
Greymouth -42.47 171.2 NZ NZ-christchurch
Grindelwald 46.62 8.04 CH
Groningen 53.22 6.57 NL
Guangzhou 23.12 113.25 CN
Guilin 25.28 110.3 CN
Guimarães 41.44 -8.3 PT
Guiyang 26.58 106.72 CN
Gustavia 17.9 -62.85 BL
Gwalior 26.23 78.17 IN
Gwangju 35.15 126.92 KR
Gyeongju 35.84 129.21 KR
Győr 47.68 17.64 HU
Hachijō 33.11 139.79 JP JP-hachijo
Hai Phong 20.86 106.68 VN
Haifa 32.82 34.99 IL
Haikou 20.05 110.34 CN CN-haikou
Hail 27.52 41.69 SA
Haines 59.24 -135.44 US
Hakodate 41.78 140.74 JP JP-sapporo
Hakone 35.23 139.1 JP
Halifax 44.64 -63.58 CA
Hallstatt 47.56 13.65 AT
Hamamatsu 34.7 137.73 JP
Hamburg 53.55 9.99 DE
Hangzhou 30.29 120.16 CN
Hanoi 21.02 105.84 VN
Hanover 52.37 9.73 DE
Harbin 45.75 126.65 CN
Haridwar 29.95 78.16 IN
Harrisburg 40.27 -76.88 US
Harwich 51.94 1.26 GB
Hat Yai 7.01 100.48 TH
Heidelberg 49.41 8.69 DE
Hell-Ville -13.4 48.27 MG MG-hell-ville
Helsinki 60.17 24.94 FI
Heltermaa 58.87 23.05 EE EE-kardla
Hendaye 43.36 -1.77 FR
Heraklion 35.33 25.14 GR GR-irakleion
Heysham 54.04 -2.89 GB
Hillsborough 12.48 -61.46 GD GD-hillsborough
Himeji 34.82 134.7 JP
Hiroshima 34.4 132.45 JP
Hirtshals 57.59 9.96 DK
Ho Chi Minh City 10.82 106.63 VN
Hoek van Holland 51.98 4.13 NL
Hohhot 40.81 111.65 CN
Holyhead 53.31 -4.63 GB
Homer 59.64 -151.55 US
Hong Kong 22.28 114.17 HK
Honiara -9.43 159.95 SB
Hospet 15.27 76.39 IN
Houston 29.76 -95.36 US
Hua Hin 12.57 99.96 TH
Huahine -16.71 -151.03 PF PF-fare
Hualien 23.98 121.6 TW
Huangshan 29.71 118.32 CN
Hue 16.46 107.6 VN
Hugh Town 49.91 -6.31 GB GB-isles-of-scilly
Hull 53.74 -0.34 GB
Hvar 43.17 16.44 HR HR-hvar
Hyannis 41.65 -70.28 US
Hyderabad 17.38 78.46 IN
Hydra 37.35 23.47 GR GR-ydra
Hà Tiên 10.38 104.49 VN
Ibadan 7.38 3.91 NG
Ibiza 38.91 1.43 ES ES-ibiza
Igoumenitsa 39.5 20.27 GR
Iloilo 10.7 122.56 PH PH-iloilo
Innsbruck 47.26 11.39 AT
Interlaken 46.69 7.86 CH
Inverness 57.48 -4.22 GB
Ios 36.72 25.28 GR GR-ios
Ipoh 4.58 101.08 MY
Iquitos -3.75 -73.25 PE
Irkutsk 52.3 104.3 RU
Ischia 40.74 13.94 IT IT-ischia
Ise 34.48 136.7 JP
Isfahan 32.65 51.67 IR
Isla Mujeres 21.23 -86.73 MX MX-isla-mujeres
Islamabad 33.72 73.06 PK
Istanbul 41.01 28.95 TR
Izumo 35.37 132.77 JP
Jaffna 9.67 80.01 LK
Jaipur 26.92 75.79 IN
Jaisalmer 26.92 70.9 IN
Jakarta -6.21 106.85 ID
Jasper 52.87 -118.08 CA
Jeddah 21.49 39.19 SA
Jeju 33.5 126.53 KR KR-jeju-city
Jeonju 35.82 127.15 KR
Jerusalem 31.77 35.22 IL
Jhansi 25.46 78.58 IN
Jiayuguan 39.81 98.29 CN
Jinan 36.67 117 CN
Jincheng 24.43 118.32 TW TW-jincheng
Jinghong 21.99 100.73 CN
Jodhpur 26.27 73.01 IN
Johannesburg -26.2 28.04 ZA
Johor Bahru 1.47 103.76 MY
Juneau 58.3 -134.42 US
Kaduna 10.53 7.44 NG
Kagoshima 31.57 130.55 JP
Kaikōura -42.4 173.68 NZ NZ-christchurch
Kalambaka 39.7 21.63 GR
Kalgoorlie -30.75 121.47 AU
Kalka 30.84 76.94 IN
Kalymnos 36.95 26.98 GR GR-kalymnos
Kamakura 35.31 139.55 JP
Kampot 10.61 104.18 KH
Kanazawa 36.6 136.62 JP
Kanchanaburi 14 99.55 TH
Kandy 7.29 80.63 LK
Kanpur 26.47 80.35 IN
Kansas City 39.1 -94.58 US
Kaohsiung 22.62 120.31 TW
Kapellskär 59.72 19.07 SE
Karachi 24.86 67.01 PK
Karlovy Vary 50.23 12.87 CZ
Karlskrona 56.16 15.59 SE
Karlsruhe 49.01 8.4 DE
Karlstad 59.38 13.5 SE
Karpathos 35.51 27.21 GR GR-karpathos
Kars 40.6 43.09 TR
Kashan 33.98 51.44 IR
Kassel 51.32 9.5 DE
Katoomba -33.71 150.31 AU
Katowice 50.26 19.03 PL
Katra 32.99 74.93 IN
Kaunas 54.9 23.91 LT
Kavala 40.94 24.41 GR
Kazan 55.79 49.12 RU
Kea 37.66 24.31 GR GR-kea
Ketchikan 55.34 -131.65 US US-ketchikan
Key West 24.55 -81.78 US
Khajuraho 24.85 79.93 IN
Khiva 41.39 60.36 UZ
Kiel 54.32 10.13 DE
Killarney 52.06 -9.52 IE
Kingston ON 44.23 -76.49 CA
Kingstown 13.15 -61.23 VC
Kinshasa -4.33 15.31 CD
Kirkwall 58.98 -2.96 GB GB-kirkwall
Kiruna 67.86 20.23 SE
Klagenfurt 46.62 14.31 AT
Klaipėda 55.71 21.14 LT
Ko Chang 12.06 102.29 TH TH-ko-chang-tai
Ko Lan 12.92 100.78 TH TH-ban-ko-lan
Ko Lanta 7.65 99.04 TH TH-saladan
Ko Pha Ngan 9.71 100 TH TH-ko-pha-ngan
Ko Samui 9.53 100.06 TH TH-ko-samui
Ko Tao 10.09 99.83 TH TH-koh-tao
Kobe 34.69 135.18 JP
Kochi 9.94 76.26 IN
Kodiak 57.79 -152.41 US US-kodiak
Koh Rong 10.65 103.29 KH islet-koh-rong
Kolkata 22.56 88.36 IN
Konya 37.87 32.48 TR
Korčula 42.96 17.14 HR HR-vela-luka
Kos 36.89 27.29 GR GR-kos
Kota 25.18 75.84 IN
Kota Kinabalu 5.97 116.07 MY ID-samarinda
Koya 34.21 135.58 JP
Košice 48.71 21.26 SK
Krabi 8.06 98.92 TH
Kraków 50.06 19.94 PL
Kristiansand 58.15 8 NO
Kuah 6.33 99.84 MY MY-kuah
Kuala Lumpur 3.14 101.69 MY
Kuala Perlis 6.4 100.13 MY
Kuivastu 58.57 23.39 EE EE-kuressaare
Kumamoto 32.81 130.69 JP
Kunming 25.04 102.72 CN
Kuopio 62.89 27.68 FI
Kuranda -16.82 145.64 AU
Kushiro 42.98 144.38 JP JP-sapporo
Kutaisi 42.27 42.69 GE
Kuşadası 37.86 27.26 TR
Kyiv 50.45 30.52 UA
Kyle of Lochalsh 57.28 -5.71 GB
Kyllini 37.94 21.14 GR
Kyoto 35.02 135.75 JP
Køge 55.46 12.18 DK
La Ceiba 15.78 -86.79 HN
La Digue -4.36 55.83 SC SC-la-passe
La Paz MX 24.14 -110.31 MX
La Rochelle 46.16 -1.15 FR
La Spezia 44.1 9.82 IT
Labuan 5.28 115.25 MY MY-labuan
Labuan Bajo -8.5 119.89 ID ID-labuan-bajo
Labuhan Lombok -8.5 116.67 ID ID-mataram
Lagos 6.45 3.39 NG
Lagos PT 37.1 -8.67 PT
Lahaina 20.87 -156.68 US US-kahului
Lahore 31.56 74.35 PK
Lamu -2.27 40.9 KE
Lanai City 20.83 -156.92 US US-lanai-city
Landeyjahöfn 63.53 -20.12 IS
Lanzhou 36.06 103.84 CN
Lao Cai 22.49 103.97 VN
Larvik 59.05 10.04 NO
Las Palmas de Gran Canaria 28.1 -15.41 ES ES-las-palmas-de-gran-canaria
Lausanne 46.52 6.63 CH
Lavrio 37.71 24.06 GR
Le Havre 49.49 0.11 FR
Le Mans 48 0.2 FR
Le Palais 47.35 -3.16 FR FR-le-palais
Lecce 40.35 18.17 IT
Leeds 53.8 -1.55 GB
Leiden 52.16 4.49 NL
Leipzig 51.34 12.37 DE
Lerwick 60.15 -1.14 GB GB-lerwick
Leshan 29.56 103.76 CN
Leticia -4.21 -69.94 CO
Levanto 44.17 9.62 IT
Levuka -17.68 178.83 FJ islet-levuka
León 42.6 -5.57 ES
Lhasa 29.65 91.1 CN
Libreville 0.39 9.45 GA
Lifou -20.92 167.26 NC NC-we
Lijiang 26.87 100.23 CN
Lille 50.63 3.06 FR
Lillehammer 61.12 10.47 NO
Limerick 52.66 -8.63 IE
Linköping 58.41 15.62 SE
Linz 48.31 14.29 AT
Lipari 38.47 14.95 IT IT-lipari
Lisbon 38.72 -9.13 PT
Liverpool 53.41 -2.98 GB
Livingston 15.83 -88.75 GT
Livorno 43.54 10.33 IT
Liège 50.63 5.57 BE
Ljubljana 46.05 14.51 SI
Logroño 42.47 -2.45 ES
London 51.51 -0.13 GB
Long Beach 33.77 -118.19 US
Los Angeles 34.05 -118.24 US
Los Cristianos 28.05 -16.72 ES ES-santa-cruz-de-tenerife
Los Mochis 25.79 -109 MX
Lourdes 43.09 -0.05 FR
Luang Prabang 19.89 102.15 LA
Lublin 51.25 22.57 PL
Lucca 43.84 10.5 IT
Lucerne 47.05 8.31 CH
Lucknow 26.84 80.92 IN
Lugano 46.01 8.96 CH
Lund 55.71 13.19 SE
Luoyang 34.68 112.45 CN
Luxembourg 49.61 6.13 LU
Luxor 25.7 32.64 EG
Lviv 49.84 24.02 UA
Lyon 45.75 4.85 FR
Lübeck 53.87 10.69 DE
Maastricht 50.85 5.69 NL
Macau 22.19 113.55 MO
Machu Picchu -13.15 -72.52 PE
Madgaon 15.27 73.96 IN
Madrid 40.42 -3.7 ES
Madurai 9.92 78.12 IN
Magnetic Island -19.17 146.85 AU AU-magnetic-island
Mahé -4.62 55.45 SC
Makassar -5.15 119.43 ID ID-makassar
Malacca 2.2 102.24 MY
Malang -7.98 112.63 ID
Mallaig 57 -5.83 GB
Malmö 55.61 13 SE
Malolo -17.77 177.19 FJ
Manaus -3.1 -60.02 BR
Manchester 53.48 -2.24 GB
Mandalay 21.98 96.08 MM
Mangaluru 12.92 74.86 IN
Manila 14.6 120.98 PH
Mannheim 49.49 8.47 DE
Mar del Plata -38 -57.56 AR
Maribor 46.55 15.65 SI
Mariehamn 60.1 19.93 AX
Marmaris 36.85 28.27 TR
Marrakesh 31.63 -8 MA
Marseille 43.3 5.38 FR
Mashhad 36.3 59.61 IR
Mataram -8.58 116.12 ID ID-mataram
Matera 40.67 16.61 IT
Matsue 35.48 133.05 JP
Matsumoto 36.23 137.97 JP
Matsuyama 33.84 132.77 JP
Mazatlán 23.23 -106.41 MX
Mbeya -8.9 33.45 TZ
Mecca 21.43 39.83 SA
Medina 24.47 39.61 SA
Meknes 33.89 -5.55 MA
Melbourne -37.81 144.96 AU
Melilla 35.29 -2.94 ES
Memphis 35.15 -90.05 US
Merak -5.93 106 ID
Mersin 36.81 34.64 TR
Mersing 2.43 103.84 MY
Messina 38.19 15.55 IT IT-palermo
Metz 49.12 6.17 FR
Mgarr 36.03 14.3 MT MT-victoria
Miami 25.77 -80.19 US
Milan 45.46 9.19 IT
Milazzo 38.22 15.24 IT IT-palermo
Milos 36.73 24.45 GR GR-adamas
Milwaukee 43.04 -87.91 US
Mindelo 16.89 -24.98 CV CV-mindelo
Minneapolis 44.98 -93.26 US
Miyajima 34.3 132.32 JP JP-miyajima
Mljet 42.77 17.39 HR HR-blato
Mokpo 34.81 126.39 KR
Mombasa -4.05 39.66 KE
Monaco 43.74 7.42 MC
Moncton 46.09 -64.8 CA
Monterosso 44.15 9.65 IT
Montevideo -34.9 -56.19 UY
Montpellier 43.61 3.88 FR
Montreal 45.51 -73.59 CA
Montreux 46.43 6.91 CH
Moorea -17.49 -149.77 PF PF-paopao
Moreton-in-Marsh 51.99 -1.7 GB
Morioka 39.7 141.15 JP
Morogoro -6.82 37.66 TZ
Morro Jable 28.05 -14.35 ES
Morro de São Paulo -13.38 -38.91 BR islet-morro-de-s-o-paulo
Moscow 55.75 37.62 RU
Moskenes 67.9 13.05 NO NO-reine
Mostar 43.34 17.81 BA
Moyogalpa 11.54 -85.7 NI
Mulhouse 47.75 7.33 FR
Mumbai 19.07 72.88 IN
Munich 48.14 11.58 DE
Mykonos 37.45 25.33 GR GR-mykonos
Myrdal 60.73 7.12 NO
Mysuru 12.3 76.64 IN
Mytilene 39.11 26.56 GR GR-mytilene
Málaga 36.72 -4.42 ES
Mérida 20.97 -89.62 MX
Mérida ES 38.92 -6.34 ES
Nadi -17.8 177.42 FJ
Nador 35.17 -2.93 MA
Nagano 36.65 138.18 JP
Nagasaki 32.75 129.88 JP
Nagoya 35.18 136.91 JP
Naha 26.21 127.68 JP JP-naha
Nairobi -1.28 36.82 KE
Nakhon Ratchasima 14.97 102.1 TH
Namur 50.47 4.87 BE
Nanaimo 49.17 -123.94 CA CA-victoria
Nanchang 28.68 115.85 CN
Nancy 48.68 6.18 FR
Nanjing 32.06 118.78 CN
Nanning 22.82 108.32 CN
Nantes 47.22 -1.55 FR
Nantucket 41.28 -70.1 US US-nantucket
Nanu Oya 6.94 80.74 LK
Naples 40.85 14.27 IT
Nara 34.69 135.8 JP
Narbonne 43.18 3 FR
Narvik 68.44 17.43 NO
Nassau 25.06 -77.34 BS BS-nassau
National Park -39.18 175.4 NZ
Naxos 37.1 25.38 GR GR-naxos
Neiafu -18.65 -173.98 TO TO-neiafu
New Haven 41.31 -72.93 US
New Orleans 29.95 -90.08 US
New York 40.71 -74.01 US
Newcastle 54.97 -1.61 GB
Newcastle NSW -32.93 151.78 AU
Newhaven 50.79 0.05 GB
Nha Trang 12.25 109.19 VN
Niagara Falls 43.09 -79.06 CA
Nice 43.7 7.27 FR
Niigata 37.89 139.01 JP
Nikko 36.75 139.62 JP
Ninh Binh 20.26 105.98 VN
Nizhny Novgorod 56.33 44 RU
Nong Khai 17.88 102.74 TH
Norwich 52.63 1.3 GB
Noumea -22.27 166.45 NC
Novi Sad 45.25 19.84 RS
Novosibirsk 55.04 82.93 RU
Nuku‘alofa -21.14 -175.2 TO
Nuremberg 49.45 11.08 DE
Nusa Penida -8.68 115.56 ID ID-toyapakeh
Nuweiba 29.05 34.66 EG
Nynäshamn 58.9 17.95 SE
Nîmes 43.84 4.36 FR
Oak Bluffs 41.45 -70.56 US US-edgartown
Oarai 36.31 140.58 JP
Oban 56.41 -5.47 GB
Oban NZ -46.9 168.13 NZ islet-oban-nz
Odawara 35.26 139.16 JP
Odense 55.4 10.39 DK
Odesa 46.49 30.74 UA
Oita 33.23 131.6 JP
Okayama 34.65 133.93 JP
Olbia 40.92 9.5 IT IT-cagliari
Olomouc 49.6 17.25 CZ
Oneroa -36.78 175.01 NZ NZ-ostend
Oran 35.7 -0.64 DZ
Orebić 42.98 17.19 HR
Orlando 28.54 -81.38 US
Ormoc 11.01 124.61 PH PH-tacloban
Orvieto 42.72 12.11 IT
Osaka 34.69 135.5 JP
Oskarshamn 57.26 16.45 SE
Oslo 59.91 10.75 NO
Ostrava 49.83 18.28 CZ
Otaru 43.19 141 JP JP-sapporo
Ottawa 45.41 -75.7 CA
Oujda 34.68 -1.91 MA
Oulu 65.01 25.47 FI
Ourense 42.34 -7.86 ES
Oviedo 43.36 -5.84 ES
Oxenholme 54.3 -2.72 GB
Oxford 51.75 -1.26 GB
Padang Besar 6.66 100.32 MY
Padangbai -8.53 115.51 ID ID-denpasar
Padua 45.41 11.89 IT
Palenque 17.51 -91.98 MX
Palermo 38.12 13.36 IT IT-palermo
Palma 39.57 2.65 ES ES-palma
Pamplona 42.82 -1.64 ES
Panama City 8.99 -79.52 PA
Papeete -17.53 -149.57 PF
Paquera 9.82 -84.93 CR
Paris 48.85 2.35 FR
Paros 37.08 25.15 GR GR-paros
Patmos 37.32 26.54 GR GR-skala
Patras 38.24 21.73 GR
Pattaya 12.93 100.88 TH
Pau 43.31 -0.36 FR
Penneshaw -35.72 137.94 AU AU-kingscote
Penzance 50.12 -5.54 GB
Perpignan 42.7 2.9 FR
Perth 56.4 -3.44 GB
Perth WA -31.95 115.86 AU
Perugia 43.11 12.39 IT
Phan Thiet 10.93 108.1 VN
Phi Phi 7.74 98.77 TH TH-phi-phi-don
Philadelphia 39.95 -75.16 US
Philipsburg 18.03 -63.05 SX
Phitsanulok 16.82 100.26 TH
Phnom Penh 11.56 104.92 KH
Phuket 7.89 98.4 TH
Phú Quốc 10.29 104.01 VN VN-phu-quoc
Picton -41.29 174 NZ NZ-christchurch
Pingyao 37.2 112.18 CN
Pinhão 41.19 -7.55 PT
Piombino 42.93 10.53 IT
Piraeus 37.94 23.65 GR
Pisa 43.71 10.4 IT
Playa Blanca 28.86 -13.83 ES ES-arrecife
Playa del Carmen 20.63 -87.08 MX
Plovdiv 42.15 24.75 BG
Plymouth 50.37 -4.14 GB
Plzeň 49.75 13.38 CZ
Podgorica 42.44 19.26 ME
Pohang 36.03 129.37 KR
Point Judith 41.38 -71.51 US
Pointe-à-Pitre 16.24 -61.53 GP
Poitiers 46.58 0.34 FR
Pompeii 40.75 14.5 IT
Poole 50.71 -1.99 GB
Poprad 49.06 20.3 SK
Port Angeles 48.12 -123.43 US
Port Blair 11.67 92.75 IN IN-port-blair
Port Elizabeth 13.01 -61.24 VC VC-port-elizabeth
Port Hardy 50.72 -127.49 CA CA-victoria
Port Louis -20.16 57.5 MU
Port Mathurin -19.68 63.42 MU MU-port-mathurin
Port of Spain 10.67 -61.52 TT
Port-Gentil -0.72 8.78 GA
Portland 45.52 -122.68 US
Portland ME 43.66 -70.26 US
Porto 41.15 -8.61 PT
Porto Novo 17.02 -25.07 CV CV-porto-novo
Porto Torres 40.83 8.4 IT IT-cagliari
Portoferraio 42.81 10.31 IT IT-portoferraio
Portsmouth 50.8 -1.09 GB
Porvenir -53.3 -70.37 CL AR-ushuaia
Poto Tano -8.41 117.48 ID ID-bima
Poznań 52.41 16.93 PL
Pozzallo 36.73 14.85 IT IT-palermo
Prague 50.09 14.42 CZ
Praia 14.93 -23.51 CV
Praslin -4.32 55.74 SC islet-praslin
Prayagraj 25.44 81.84 IN
Preston 53.76 -2.7 GB
Pretoria -25.75 28.19 ZA
Prince Rupert 54.31 -130.32 CA
Procida 40.76 14.03 IT IT-procida
Providence 41.82 -71.41 US
Provincetown 42.05 -70.19 US
Przemyśl 49.78 22.77 PL
Puerto Ayora -0.74 -90.31 EC EC-puerto-ayora
Puerto Baquerizo Moreno -0.9 -89.61 EC EC-puerto-baquerizo-moreno
Puerto Barrios 15.73 -88.59 GT
Puerto Galera 13.5 120.95 PH PH-san-jose
Puerto Montt -41.47 -72.94 CL
Puerto Natales -51.73 -72.51 CL
Puerto Princesa 9.74 118.73 PH PH-puerto-princesa
Puerto Villamil -0.96 -90.97 EC EC-puerto-villamil
Puerto Williams -54.93 -67.61 CL CL-puerto-williams
Pune 18.52 73.86 IN
Punta Arenas -53.15 -70.91 CL
Puntarenas 9.98 -84.84 CR
Puri 19.8 85.83 IN
Pécs 46.07 18.23 HU
Qeshm 26.95 56.27 IR IR-qeshm
Qingdao 36.06 120.38 CN
Quebec 46.81 -71.21 CA
Quiberon 47.48 -3.12 FR
Quimper 48 -4.1 FR
Rabat 34.01 -6.83 MA
Rach Gia 10.01 105.08 VN
Rafina 38.02 24.01 GR
Raleigh 35.77 -78.64 US
Ravenna 44.41 12.2 IT
Regensburg 49.02 12.1 DE
Reims 49.27 4.03 FR
Rennes 48.11 -1.67 FR
Rhodes 36.45 28.22 GR GR-rodos
Richmond 37.55 -77.46 US
Riga 56.95 24.11 LV
Rijeka 45.33 14.44 HR
Rimini 44.06 12.57 IT
Riomaggiore 44.1 9.74 IT
Riyadh 24.69 46.72 SA
Road Town 18.43 -64.62 VG
Roatán 16.32 -86.53 HN HN-coxen-hole
Rohuküla 58.91 23.42 EE
Rome 41.89 12.51 IT
Ronda 36.74 -5.17 ES
Rosario -32.95 -60.64 AR
Roscoff 48.72 -3.99 FR
Roseau 15.3 -61.39 DM
Rosslare 52.25 -6.34 IE
Rostock 54.09 12.14 DE
Rotterdam 51.92 4.48 NL
Rottnest Island -32 115.54 AU AU-rottnest-island
Rouen 49.44 1.1 FR
Rovaniemi 66.5 25.72 FI
Roxas MD 12.59 121.52 PH PH-san-jose
Ryde 50.73 -1.16 GB GB-ryde
Rønne 55.1 14.71 DK DK-r-nne
Saarbrücken 49.23 7.01 DE
Sacramento 38.58 -121.49 US
Sado 38.06 138.43 JP JP-sado
Saint George’s 12.05 -61.75 GD
Saint Helier 49.19 -2.1 JE
Saint John NB 45.27 -66.06 CA
Saint John’s 17.12 -61.84 AG
Saint Louis 38.63 -90.2 US
Saint Peter Port 49.46 -2.54 GG
Saint Petersburg 59.94 30.31 RU
Saint-Gervais 45.89 6.72 FR
Saint-Malo 48.65 -2.01 FR
Salamanca 40.97 -5.66 ES
Salelologa -13.73 -172.22 WS WS-asau
Salerno 40.68 14.79 IT
Salisbury 51.07 -1.8 GB
Salt Lake City 40.76 -111.89 US
Salvador -12.98 -38.49 BR
Salvaterra -0.76 -48.52 BR BR-breves
Salzburg 47.8 13.04 AT
Samarkand 39.65 66.96 UZ
Sami 38.25 20.65 GR GR-argostolion
Samos 37.75 26.98 GR GR-neon-karlovasion
San Antonio 29.42 -98.49 US
San Diego 32.72 -117.16 US
San Francisco 37.77 -122.42 US
San Jorge 11.46 -85.79 NI
San Juan 18.47 -66.11 PR
San Pedro 17.92 -87.96 BZ BZ-san-pedro
San Sebastián 43.31 -1.97 ES
San Sebastián de la Gomera 28.09 -17.11 ES ES-san-sebastian-de-la-gomera
Santa Barbara 34.42 -119.7 US
Santa Cruz de Tenerife 28.47 -16.25 ES ES-santa-cruz-de-tenerife
Santa Cruz de la Palma 28.68 -17.76 ES ES-los-llanos-de-aridane
Santa Teresa Gallura 41.24 9.19 IT IT-cagliari
Santander 43.46 -3.8 ES
Santarém -2.44 -54.71 BR
Santiago -33.46 -70.65 CL
Santiago de Compostela 42.88 -8.55 ES
Santo Domingo 18.47 -69.89 DO
Santorini 36.42 25.43 GR GR-oia
Sanur -8.69 115.26 ID ID-denpasar
Sanya 18.24 109.5 CN CN-haikou
Sapporo 43.07 141.35 JP JP-sapporo
Sarajevo 43.85 18.36 BA
Sarandë 39.88 20 AL
Satun 6.62 100.07 TH
Savannah 32.08 -81.1 US
Savusavu -16.78 179.33 FJ FJ-labasa
Scarborough 11.18 -60.74 TT TT-scarborough
Scrabster 58.61 -3.55 GB
Seattle 47.61 -122.33 US
Segovia 40.95 -4.12 ES
Selçuk 37.95 27.37 TR
Semarang -6.99 110.42 ID
Sendai 38.27 140.87 JP
Seoul 37.57 126.98 KR
Seville 37.38 -5.97 ES
Seward 60.1 -149.44 US
Seyðisfjörður 65.26 -14.01 IS
Sfax 34.74 10.76 TN
Shanghai 31.22 121.46 CN
Shangri-La 27.82 99.71 CN
Shenyang 41.79 123.43 CN
Shenzhen 22.55 114.07 CN
Shigatse 29.25 88.88 CN
Shimla 31.1 77.17 IN
Shimonoseki 33.95 130.94 JP
Shirahama 33.68 135.35 JP
Shiraz 29.61 52.53 IR
Shizuoka 34.98 138.38 JP
Shymkent 42.3 69.6 KZ
Sibiu 45.8 24.15 RO
Siena 43.32 11.33 IT
Sifnos 36.99 24.67 GR GR-apollonia
Sighișoara 46.22 24.79 RO
Sihanoukville 10.61 103.53 KH
Siliguri 26.71 88.43 IN
Sinaia 45.35 25.55 RO
Singapore 1.29 103.85 SG
Sintra 38.8 -9.38 PT
Siquijor 9.21 123.51 PH PH-siquijor
Sitka 57.05 -135.33 US US-sitka
Sivas 39.75 37.02 TR
Skagway 59.46 -135.31 US
Skiathos 39.16 23.49 GR GR-skiathos
Skopelos 39.12 23.73 GR GR-skopelos
Sligo 54.27 -8.47 IE
Sofia 42.7 23.32 BG
Sorrento 40.63 14.38 IT
Sousse 35.83 10.64 TN
Southampton 50.9 -1.4 GB
Spetses 37.26 23.16 GR GR-spetses
Split 43.51 16.44 HR
Srinagar 34.09 74.81 IN
St. Moritz 46.5 9.84 CH
Stavanger 58.97 5.73 NO
Stockholm 59.33 18.07 SE
Stornoway 58.21 -6.39 GB GB-isle-of-lewis
Strasbourg 48.58 7.75 FR
Stratford-upon-Avon 52.19 -1.71 GB
Stromness 58.96 -3.3 GB GB-kirkwall
Stuttgart 48.78 9.18 DE
Subotica 46.1 19.67 RS
Suceava 47.63 26.25 RO
Sundsvall 62.39 17.31 SE
Supetar 43.38 16.55 HR HR-supetar
Surabaya -7.25 112.75 ID
Surakarta -7.56 110.83 ID
Surat Thani 9.14 99.33 TH
Surigao 9.79 125.5 PH PH-davao
Suva -18.14 178.43 FJ
Suzhou 31.3 120.6 CN
Svolvær 68.23 14.57 NO
Swansea 51.62 -3.94 GB
Sydney -33.87 151.21 AU
Sydney NS 46.14 -60.19 CA
Sylhet 24.9 91.87 BD
Symi 36.62 27.84 GR GR-symi
Syracuse 37.07 15.29 IT IT-palermo
Syracuse NY 43.05 -76.15 US
Syros 37.44 24.94 GR GR-ermoupolis
São Filipe 14.9 -24.5 CV CV-cova-figueira
São Luís -2.53 -44.3 BR
Taboga 8.8 -79.55 PA PA-san-pedro
Tagbilaran 9.65 123.85 PH PH-cebu-city
Taichung 24.15 120.68 TW
Tainan 22.99 120.21 TW
Taipei 25.05 121.53 TW
Taitung 22.76 121.14 TW
Takamatsu 34.33 134.05 JP
Takayama 36.13 137.25 JP
Talkeetna 62.32 -150.11 US
Tallinn 59.44 24.75 EE
Tampere 61.5 23.79 FI
Tangier 35.77 -5.8 MA
Tanjung Pinang 0.92 104.46 ID ID-tanjung-pinang
Taormina 37.85 15.29 IT IT-palermo
Tarifa 36.01 -5.61 ES
Tarragona 41.12 1.25 ES
Tartu 58.38 26.73 EE
Tashkent 41.26 69.22 UZ
Taşucu 36.32 33.88 TR
Tbilisi 41.69 44.83 GE
Tehran 35.69 51.42 IR
Tel Aviv 32.08 34.78 IL
Thasos 40.78 24.71 GR GR-thasos
The Hague 52.08 4.3 NL
The Valley 18.22 -63.06 AI
Thessaloniki 40.64 22.93 GR
Thiruvananthapuram 8.49 76.95 IN
Thurso 58.59 -3.53 GB
Tianjin 39.14 117.18 CN
Tierra Bomba 10.36 -75.57 CO islet-tierra-bomba
Tioman 2.82 104.16 MY MY-kampung-tekek
Tirano 46.22 10.17 IT
Tiruchirappalli 10.82 78.7 IN
Tokyo 35.69 139.69 JP
Toledo 39.86 -4.02 ES
Tomakomai 42.64 141.6 JP JP-sapporo
Toronto 43.7 -79.42 CA
Toulon 43.12 5.93 FR
Toulouse 43.6 1.44 FR
Tours 47.39 0.7 FR
Townsville -19.27 146.81 AU
Toyama 36.7 137.22 JP
Toyooka 35.54 134.82 JP
Trapani 38.02 12.54 IT IT-palermo
Trat 12.24 102.51 TH
Travemünde 53.96 10.87 DE
Trelleborg 55.38 13.16 SE
Trieste 45.65 13.78 IT
Tromsø 69.65 18.95 NO
Trondheim 63.43 10.4 NO
Tucson 32.22 -110.93 US
Tulum 20.21 -87.46 MX
Tunis 36.82 10.17 TN
Turin 45.07 7.69 IT
Turku 60.45 22.27 FI
Tver 56.86 35.9 RU
Tórshavn 62.01 -6.77 FO
Ubon Ratchathani 15.24 104.85 TH
Udaipur 24.59 73.71 IN
Udine 46.07 13.24 IT
Udon Thani 17.42 102.79 TH
Ullapool 57.9 -5.16 GB
Ulm 48.4 9.99 DE
Umeå 63.83 20.26 SE
Uppsala 59.86 17.64 SE
Ushuaia -54.81 -68.32 AR AR-ushuaia
Utrecht 52.09 5.12 NL
Utsunomiya 36.57 139.88 JP
Vaasa 63.1 21.62 FI
Vadodara 22.3 73.21 IN
Vaitape -16.51 -151.75 PF PF-vaitape
Valdez 61.13 -146.35 US
Valence 44.93 4.89 FR
Valencia 39.47 -0.38 ES
Valladolid 41.66 -4.73 ES
Valladolid MX 20.69 -88.2 MX
Valletta 35.9 14.51 MT
Vancouver 49.25 -123.12 CA
Vang Vieng 18.92 102.45 LA
Varanasi 25.32 83.01 IN
Varenna 46.01 9.28 IT
Varna 43.22 27.92 BG
Veliko Tarnovo 43.08 25.63 BG
Venice 45.44 12.32 IT
Ventimiglia 43.79 7.61 IT
Vernazza 44.13 9.68 IT
Verona 45.43 10.98 IT
Vestmannaeyjar 63.44 -20.27 IS IS-vestmannaeyjar
Victoria 48.43 -123.37 CA CA-victoria
Vienna 48.21 16.37 AT
Vientiane 17.97 102.6 LA
Vieques 18.15 -65.44 PR PR-isabel-segunda
Vigo 42.23 -8.72 ES
Villa San Giovanni 38.22 15.64 IT
Vilnius 54.69 25.28 LT
Virtsu 58.57 23.51 EE
Vis 43.06 16.18 HR HR-vis
Visby 57.64 18.3 SE SE-visby
Visp 46.29 7.88 CH
Vitória -20.32 -40.34 BR
Vladivostok 43.11 131.87 RU
Vlorë 40.47 19.48 AL
Volos 39.37 22.95 GR
Vũng Tàu 10.35 107.08 VN
Wando 34.31 126.75 KR
Warsaw 52.23 21.01 PL
Washington 38.9 -77.04 US
Wellington -41.29 174.78 NZ
West Palm Beach 26.72 -80.05 US
Westerland 54.91 8.31 DE
Westport 53.8 -9.52 IE
Wete -5.06 39.73 TZ TZ-wete
Whittier 60.77 -148.68 US
Windermere 54.38 -2.91 GB
Winnipeg 49.88 -97.15 CA
Woods Hole 41.53 -70.67 US
Wrocław 51.1 17.03 PL
Wuhan 30.58 114.27 CN
Würzburg 49.79 9.95 DE
Xiamen 24.48 118.08 CN
Xining 36.63 101.76 CN
Xi’an 34.26 108.93 CN
Yakushima 30.73 131 JP JP-nishinoomote
Yamagata 38.23 140.37 JP
Yangon 16.8 96.16 MM
Yantai 37.48 121.44 CN
Yaoundé 3.87 11.52 CM
Yarmouth 43.84 -66.12 CA
Yaroslavl 57.63 39.87 RU
Yawatahama 33.46 132.43 JP
Yazd 31.9 54.37 IR
Yekaterinburg 56.85 60.61 RU
Yeosu 34.76 127.66 KR
Yerevan 40.18 44.51 AM
Yichang 30.71 111.28 CN
Yogyakarta -7.8 110.36 ID
Yokohama 35.43 139.65 JP
York 53.96 -1.08 GB
Ystad 55.43 13.82 SE
Yufu 33.26 131.35 JP
Zadar 44.12 15.22 HR
Zagreb 45.81 15.98 HR
Zakopane 49.3 19.95 PL
Zakynthos 37.79 20.9 GR GR-zakynthos
Zanzibar -6.16 39.19 TZ TZ-zanzibar
Zaragoza 41.65 -0.88 ES
Zermatt 46.02 7.75 CH
Zhangjiajie 29.13 110.48 CN
Zhanjiang 21.23 110.39 CN
Zhengzhou 34.76 113.65 CN
Zhuhai 22.28 113.57 CN
Ziguinchor 12.57 -16.27 SN
Zurich 47.37 8.55 CH
Ålesund 62.47 6.16 NO
Åndalsnes 62.57 7.69 NO
Çeşme 38.33 26.31 TR
Évora 38.57 -7.9 PT
Île des Pins -22.66 167.43 NC NC-vao
Östersund 63.18 14.64 SE
Ürümqi 43.8 87.6 CN
České Budějovice 48.97 14.47 CZ
Český Krumlov 48.81 14.32 CZ
İzmir 38.41 27.14 TR
Świnoujście 53.91 14.25 PL
`

export const STATIONS: ReadonlyMap<string, Station> = new Map(
  TABLE.trim()
    .split('\n')
    .flatMap((row) => {
      const match = /^(.+?) (-?\d[\d.]*) (-?\d[\d.]*) ([A-Z]{2})(?: (\S+))?$/.exec(row)
      if (!match?.[1] || !match[4]) return []
      const [, name, lat, lon, country, landmass] = match
      const station = { name, lat: Number(lat), lon: Number(lon), country, landmass }
      return [[station.name, station] as const]
    }),
)
