/**
 * Regions, parks, mountains, lakes and everyday names that are no town, written by hand: under each of them travellers mean
 * to stay somewhere. Read before any name of the gazetteer is guessed at, since a village elsewhere that happens to be
 * called so ("Andalusia" in Alabama) or to be spelled alike is never what was meant.
 */
import { nameKey } from './name-key.ts'

/** Where one stays for a name that is no town. */
export type Area = {
  /**
   * Said to the traveller before the town that was taken: "Provence is a region of France". Undefined where no single
   * town stands for the area: then its towns are only suggested.
   */
  readonly clause: string | undefined
  /** Queries for towns, the usual one first. */
  readonly towns: readonly string[]
}

/**
 * `names; names | clause | town; further towns`. A clause that is "?" stands for an area too wide to choose in: its
 * towns are suggested.
 */
const TABLE = `
Alaska | ? | Anchorage, United States; Juneau, United States; Fairbanks, United States
Algarve; The Algarve | The Algarve is the south coast of Portugal | Lagos, Portugal; Faro, Portugal; Tavira, Portugal
Alps; The Alps | ? | Innsbruck, Austria; Interlaken, Switzerland; Chamonix-Mont-Blanc, France
Alsace | Alsace is a region of France | Strasbourg, France; Colmar, France
Amalfi Coast; Costiera Amalfitana | The Amalfi Coast is a row of small towns south of Naples | Amalfi, Italy; Positano, Italy; Sorrento, Italy
Amazon; Amazonia; Amazon rainforest; Amazon jungle; The Amazon | ? | Manaus, Brazil; Iquitos, Peru; Puerto Maldonado, Peru
Amboseli; Amboseli National Park | Amboseli is a national park in Kenya without a town | Nairobi, Kenya
Andalusia; Andalucía | Andalusia is a region of Spain | Seville, Spain; Granada, Spain; Córdoba, Spain
Annapurna; Annapurna Circuit; Annapurna Base Camp | Annapurna is a massif in Nepal, reached from the lake below it | Pokhara, Nepal
Antigua | Antigua can be the colonial town in Guatemala or an island of the Caribbean | Antigua Guatemala, Guatemala; Saint John’s, Antigua and Barbuda
Antigua and Barbuda | ? | Saint John’s, Antigua and Barbuda
Arctic Circle | ? | Tromsø, Norway; Rovaniemi, Finland; Kiruna, Sweden
Ardennes | The Ardennes are wooded hills in Belgium | Dinant, Belgium; Bastogne, Belgium
Arenal; Arenal Volcano; Volcán Arenal | Arenal is a volcano in Costa Rica, visited from the town below it | La Fortuna, Alajuela, Costa Rica
Atacama; Atacama Desert | The Atacama is a desert in Chile | San Pedro de Atacama, Chile
Atlas Mountains; High Atlas | The Atlas Mountains are reached for a day or more from the city | Marrakesh, Morocco; Imlil, Morocco
Baja California Sur; Los Cabos; Cabo | Los Cabos is the southern end of Baja California | Cabo San Lucas, Mexico; San José del Cabo, Mexico; La Paz, Mexico
Bali | ? | Ubud, Indonesia; Denpasar, Indonesia; Kuta, Indonesia
Balkans; The Balkans | ? | Belgrade, Serbia; Sarajevo, Bosnia and Herzegovina; Tirana, Albania
Baltics; Baltic States | ? | Riga, Latvia; Tallinn, Estonia; Vilnius, Lithuania
Basque Country; País Vasco; Euskadi | The Basque Country lies on both sides of the border of Spain and France | San Sebastián, Spain; Bilbao, Spain; Biarritz, France
Bay of Islands | The Bay of Islands is in the north of New Zealand | Paihia, New Zealand; Kerikeri, New Zealand
Bernese Oberland; Berner Oberland; Jungfrau; Jungfraujoch; Jungfrau Region | The Bernese Oberland is the part of the Swiss Alps around the Jungfrau | Interlaken, Switzerland; Grindelwald, Switzerland; Lauterbrunnen, Switzerland
Black Forest; Schwarzwald; The Black Forest | The Black Forest is a range of hills in the southwest of Germany | Freiburg, Germany; Baden-Baden, Germany
Blue Mountains | The Blue Mountains lie west of Sydney | Katoomba, Australia
Borneo | ? | Kota Kinabalu, Malaysia; Kuching, Malaysia; Balikpapan, Indonesia
Borobudur; Prambanan | Borobudur and Prambanan are temples near the city | Yogyakarta, Indonesia; Magelang, Indonesia
Brecon Beacons; Bannau Brycheiniog | The Brecon Beacons are hills in the south of Wales | Brecon, United Kingdom; Abergavenny, United Kingdom
Brittany; Bretagne | Brittany is a region of France | Saint-Malo, France; Rennes, France; Quimper, France
Burgundy; Bourgogne | Burgundy is a region of France | Beaune, France; Dijon, France
Bwindi; Bwindi Impenetrable Forest; Bwindi Impenetrable National Park | Bwindi is a national park in Uganda without a town | Kisoro, Uganda; Kabale, Uganda
Cameron Highlands | The Cameron Highlands are hills of tea in Malaysia | Tanah Rata, Malaysia; Ipoh, Malaysia
Canary Islands; Canaries; The Canaries | ? | Santa Cruz de Tenerife, Spain; Las Palmas de Gran Canaria, Spain; Arrecife, Spain
Cape Cod | Cape Cod is a peninsula in Massachusetts | Provincetown, United States; Barnstable, United States
Caribbean; The Caribbean | ? | Bridgetown, Barbados; Punta Cana, Dominican Republic; Willemstad, Curacao
Catalonia; Catalunya; Cataluña | Catalonia is a region of Spain | Barcelona, Spain; Girona, Spain
Caucasus | ? | Tbilisi, Georgia; Yerevan, Armenia; Baku, Azerbaijan
Champagne | Champagne is a region of France | Reims, France; Épernay, France
Chianti | Chianti is the land of vineyards between Florence and Siena | Siena, Italy; Florence, Italy
Chitwan; Chitwan National Park | Chitwan is a national park in Nepal | Sauraha, Nepal
Chobe; Chobe National Park | Chobe is a national park in Botswana | Kasane, Botswana
Cliffs of Moher; The Burren | The Cliffs of Moher are on the west coast of Ireland | Ennis, Ireland; Galway, Ireland
Connemara | Connemara is the west of County Galway in Ireland | Clifden, Ireland; Galway, Ireland
Cornwall | Cornwall is the southwestern end of England | Penzance, United Kingdom; Falmouth, United Kingdom; Truro, United Kingdom
Corsica; Corse | Corsica is an island of France | Ajaccio, France; Bastia, France; Calvi, France
Costa Blanca | The Costa Blanca is a coast of Spain | Alicante, Spain; Altea, Spain
Costa Brava | The Costa Brava is a coast of Spain north of Barcelona | Girona, Spain; Cadaqués, Spain
Costa del Sol | The Costa del Sol is the coast on both sides of Málaga | Málaga, Spain; Nerja, Spain; Marbella, Spain
Costa Smeralda | The Costa Smeralda is a coast of Sardinia | Olbia, Italy
Cotswolds; The Cotswolds | The Cotswolds are hills with villages of yellow stone in England | Bourton on the Water, United Kingdom; Stow on the Wold, United Kingdom; Cirencester, United Kingdom
Cyclades; The Cyclades; Greek Islands; Greek Isles | ? | Naxos, Greece; Mykonos, Greece; Firá, Greece
Dalmatia; Dalmatian Coast | ? | Split, Croatia; Dubrovnik, Croatia; Zadar, Croatia
Dead Sea | The Dead Sea lies between Jordan and its western shore | Mādabā, Jordan; Jerusalem
Death Valley; Death Valley National Park | Death Valley is a national park in California; hardly anybody lives in it | Pahrump, United States; Las Vegas, United States
Denali; Denali National Park; Mount McKinley | Denali is a mountain and national park in Alaska | Healy, Alaska; Anchorage, United States
Dolomites; The Dolomites; Dolomiti; Dolomiten | The Dolomites are mountains in the north of Italy | Bolzano, Italy; Cortina d'Ampezzo, Italy; Ortisei, Italy
Dordogne; Périgord | The Dordogne is a valley in the southwest of France | Sarlat-la-Canéda, France; Bergerac, France
Douro; Douro Valley; Vale do Douro | The Douro Valley is the land of port wine in Portugal | Peso da Régua, Portugal; Porto, Portugal
Drakensberg; The Drakensberg; uKhahlamba | The Drakensberg is a range in South Africa | Harrismith, South Africa
El Yunque | El Yunque is a rainforest in Puerto Rico | Luquillo, Puerto Rico; San Juan, Puerto Rico
Emilia-Romagna | Emilia-Romagna is a region of Italy | Bologna, Italy; Parma, Italy; Ravenna, Italy
Etosha; Etosha National Park; Etosha Pan | Etosha is a national park in Namibia; one sleeps in its camps or at its gates | Okaukuejo, Namibia; Outjo, Namibia
Everest; Mount Everest; Everest Base Camp; EBC | Everest is walked to from the airstrip | Lukla, Nepal; Namche Bazaar, Nepal; Kathmandu, Nepal
Fiji | ? | Nadi, Fiji; Suva, Fiji
Finger Lakes | The Finger Lakes are in the state of New York | Ithaca, United States; Geneva, New York
Fiordland; Milford Sound; Doubtful Sound; Fiordland National Park | Fiordland has no town of its own; its fjords are visited from the lake | Te Anau, New Zealand; Queenstown, New Zealand
Flanders | Flanders is a region of Belgium | Ghent, Belgium; Bruges, Belgium; Antwerp, Belgium
Florida Keys; The Keys | The Florida Keys are a chain of islands | Key West, United States; Key Largo, United States
French Alps | The French Alps are wide; their best-known town is below Mont Blanc | Chamonix-Mont-Blanc, France; Annecy, France; Grenoble, France
French Polynesia; Society Islands | ? | Papeete, French Polynesia; Vaitape, French Polynesia
French Riviera; Côte d'Azur; Riviera | The French Riviera is the coast from Cannes to Menton | Nice, France; Cannes, France; Antibes, France
Galicia; Rías Baixas | Galicia is a region of Spain | Santiago de Compostela, Spain; A Coruña, Spain; Vigo, Spain
Garden Route; The Garden Route | The Garden Route is a coast of South Africa with several stops | Knysna, South Africa; Plettenberg Bay, South Africa; George, South Africa
Geirangerfjord; Geiranger Fjord | The Geirangerfjord is in the west of Norway | Geiranger, Norway; Ålesund, Norway
Giant's Causeway; Causeway Coast | The Giant's Causeway is on the north coast of Ireland | Portrush, United Kingdom; Belfast, United Kingdom
Gili; Gili Islands; Gilis; The Gilis; Gili Air; Gili Meno | The Gili Islands are three islets beside Lombok | Gili Trawangan, Indonesia
Pyramids; Pyramids of Giza; The Pyramids; Great Pyramid | The pyramids stand at the edge of the city | Cairo, Egypt
Glacier National Park | Glacier National Park is in Montana | Whitefish, United States; Kalispell, United States
Glencoe; Glen Coe; Ben Nevis | Glen Coe and Ben Nevis are in the west of the Scottish Highlands | Fort William, United Kingdom
Goa | ? | Panaji, India; Calangute, India; Madgaon, India
Gobi; Gobi Desert; The Gobi | The Gobi is a desert, in Mongolia mostly visited from its airport town | Dalanzadgad, Mongolia; Ulaanbaatar, Mongolia
Golden Circle | The Golden Circle is a round of sights in the southwest of Iceland | Selfoss, Iceland; Reykjavík, Iceland
Grand Teton; Grand Tetons; Grand Teton National Park; Jackson Hole | Grand Teton is a national park in Wyoming | Jackson, Wyoming
Great Barrier Reef; The Great Barrier Reef | The Great Barrier Reef is reached by boat from several towns | Cairns, Australia; Port Douglas, Australia; Airlie Beach, Australia
Great Ocean Road; Twelve Apostles | The Great Ocean Road is a coast west of Melbourne | Apollo Bay, Australia; Lorne, Australia; Warrnambool, Australia
Great Smoky Mountains; Smoky Mountains; Smokies | The Great Smoky Mountains are a national park in Tennessee and North Carolina | Gatlinburg, United States; Asheville, United States
Great Wall; Great Wall of China; The Great Wall | The Great Wall is visited for a day from the capital | Beijing, China
Halkidiki; Chalkidiki | Halkidiki is a peninsula in the north of Greece | Thessaloníki, Greece
Harz | The Harz is a range of hills in Germany | Goslar, Germany; Wernigerode, Germany
Hawaii; Hawaiian Islands | ? | Honolulu, United States; Kahului, United States; Hilo, United States
Highlands; Scottish Highlands; The Highlands; Loch Ness; Highlands of Scotland | The Highlands and Loch Ness are in the north of Scotland | Inverness, United Kingdom; Fort William, United Kingdom
Hobbiton | Hobbiton is a film set on a farm in New Zealand | Matamata, New Zealand; Rotorua, New Zealand
Iguazu; Iguazu Falls; Iguaçu Falls; Cataratas del Iguazú; Iguassu Falls | The Iguazu Falls are shared by Argentina and Brazil | Puerto Iguazú, Argentina; Foz do Iguaçu, Brazil
Istria | Istria is a peninsula of Croatia | Rovinj, Croatia; Pula, Croatia; Poreč, Croatia
Italian Lakes; Italian Riviera; Liguria | ? | Genoa, Italy; Bellagio, Italy; Stresa, Italy
Java | ? | Yogyakarta, Indonesia; Jakarta, Indonesia; Surabaya, Indonesia
Joshua Tree National Park | Joshua Tree National Park is in California | Joshua Tree, United States; Palm Springs, United States
Kerala | ? | Cochin, India; Munnar, India; Thiruvananthapuram, India
K'gari; Fraser Island | K'gari is an island of sand off Queensland | Hervey Bay, Australia
Kakadu; Kakadu National Park | Kakadu is a national park in the north of Australia | Jabiru, Australia; Darwin, Australia
Kamchatka | Kamchatka is a peninsula in the far east of Russia | Petropavlovsk-Kamchatsky, Russia
Karakoram; Hunza; Hunza Valley | ? | Skardu, Pakistan; Gilgit, Pakistan
Kazbegi; Mount Kazbek | Kazbegi is the old name of the village below Mount Kazbek | Stepantsminda, Georgia
The Kimberley; Kimberley Region | The Kimberley is the north of Western Australia | Broome, Australia; Kununurra, Australia
Kruger; Kruger National Park; Kruger Park | The Kruger National Park is in South Africa; one sleeps in its camps or at its gates | Skukuza, South Africa; Hoedspruit, South Africa
Lake Baikal; Baikal | Lake Baikal is in Siberia | Listvyanka, Russia; Irkutsk, Russia
Lake Bled | Lake Bled has the town of its name on its shore | Bled, Slovenia
Lake Bohinj; Bohinj | Lake Bohinj is in the Julian Alps | Bled, Slovenia
Lake Constance; Bodensee | Lake Constance is shared by Germany, Switzerland and Austria | Konstanz, Germany; Bregenz, Austria; Lindau, Germany
Lake District; The Lake District | The Lake District is a national park in the northwest of England | Windermere, United Kingdom; Keswick, United Kingdom
Lake Maggiore; Lago Maggiore | Lake Maggiore is shared by Italy and Switzerland | Stresa, Italy; Locarno, Switzerland
Lake Malawi | Lake Malawi is long; most visitors stay at its southern end | Monkey Bay, Malawi
Lake Ohrid | Lake Ohrid is shared by North Macedonia and Albania | Ohrid, North Macedonia; Pogradec, Albania
Lake Sevan | Lake Sevan has the town of its name on its shore | Sevan, Armenia; Yerevan, Armenia
Lake Tahoe; Tahoe | Lake Tahoe is shared by California and Nevada | South Lake Tahoe, United States
Lake Titicaca; Titicaca; Lago Titicaca | Lake Titicaca is shared by Peru and Bolivia | Puno, Peru; Copacabana, Bolivia
Lake Toba | Lake Toba is in the north of Sumatra | Parapat, Indonesia
Lake Victoria | ? | Entebbe, Uganda; Mwanza, Tanzania; Kisumu, Kenya
Languedoc; Occitanie | Languedoc is a region of France | Montpellier, France; Carcassonne, France; Nîmes, France
Lapland | Lapland is the north of Finland and of its neighbours | Rovaniemi, Finland; Kiruna, Sweden
Loire; Loire Valley; Val de Loire; Châteaux de la Loire | The Loire Valley is the land of castles in France | Tours, France; Amboise, France; Blois, France
Lombardy | Lombardy is a region of Italy | Milan, Italy; Bergamo, Italy
Luberon; The Luberon | The Luberon is a range of hills in Provence | Apt, France; Gordes, France
Manuel Antonio; Manuel Antonio National Park | Manuel Antonio is a national park in Costa Rica | Quepos, Costa Rica
Mekong Delta; The Mekong Delta | The Mekong Delta is the south of Vietnam | Cần Thơ, Vietnam; Ho Chi Minh City, Vietnam
Meteora; Metéora | Meteora is a group of monasteries on rocks in Greece | Kalampáka, Greece
Mont Blanc; Mount Blanc; Tour du Mont Blanc | Mont Blanc stands between France and Italy | Chamonix-Mont-Blanc, France; Courmayeur, Italy
Mont Saint-Michel; Mont St Michel; Le Mont-Saint-Michel | Mont Saint-Michel has few beds; most visitors stay nearby | Avranches, France; Saint-Malo, France
Monument Valley | Monument Valley lies on the border of Utah and Arizona | Kayenta, United States; Page, Arizona
Moselle; Mosel; Moselle Valley | The Moselle is a valley of vineyards in Germany | Cochem, Germany; Trier, Germany
Mount Cook; Aoraki; Aoraki Mount Cook; Aoraki/Mount Cook | Aoraki/Mount Cook has a village below it | Mount Cook Village, New Zealand; Lake Tekapo, New Zealand; Twizel, New Zealand
Mount Etna; Etna | Mount Etna stands above the city | Catania, Italy; Taormina, Italy
Mount Fuji; Mt Fuji; Fuji; Fujisan; Fuji-san; Fuji Five Lakes; Kawaguchiko | Mount Fuji is seen best from its lakes | Fujikawaguchiko, Japan; Hakone, Japan
Mount Kilimanjaro; Kilimanjaro National Park | Mount Kilimanjaro is climbed from the towns below it | Moshi, Tanzania; Arusha, Tanzania
Mount Kinabalu | Mount Kinabalu is a mountain of Malaysia | Kota Kinabalu, Malaysia
Mount Rainier; Mount Rainier National Park | Mount Rainier is a national park in Washington State | Seattle, United States
Mount Rushmore; Black Hills | Mount Rushmore is in South Dakota | Rapid City, United States
Mount Vesuvius; Vesuvius | Vesuvius is visited for a day from the city | Naples, Italy; Sorrento, Italy
Napa Valley | Napa Valley is a land of vineyards in California | Napa, United States; Yountville, United States
Neuschwanstein; Neuschwanstein Castle; Schloss Neuschwanstein; Hohenschwangau | Neuschwanstein is a castle in Bavaria | Füssen, Germany; Munich, Germany
New England | ? | Boston, United States; Portland, Maine; Burlington, Vermont
New Forest | The New Forest is a national park in England | Lymington, United Kingdom; Southampton, United Kingdom
Newcastle | Newcastle mostly is short for the city on the Tyne | Newcastle upon Tyne, United Kingdom; Newcastle, New South Wales, Australia
Ningaloo; Ningaloo Reef | Ningaloo is a reef off Western Australia | Exmouth, Australia; Coral Bay, Australia
Normandy; Normandie; D-Day beaches | Normandy is a region of France | Bayeux, France; Rouen, France; Honfleur, France
Norwegian fjords; Fjords; Western Fjords | The fjords of Norway are many; most visitors begin in the port | Bergen, Norway; Ålesund, Norway; Geiranger, Norway
Okinawa | Okinawa is an island of Japan | Naha, Japan
Olympic National Park; Olympic Peninsula | Olympic National Park is in Washington State | Port Angeles, United States; Seattle, United States
Outer Banks | The Outer Banks are a string of islands in North Carolina | Kill Devil Hills, United States
Outer Hebrides; Isle of Lewis; Isle of Harris; Western Isles | The Outer Hebrides are islands of Scotland | Stornoway, United Kingdom
Pamir; Pamirs; Pamir Highway | The Pamir is a highland of Tajikistan | Khorugh, Tajikistan; Osh, Kyrgyzstan
Pantanal; The Pantanal | The Pantanal is a wetland of Brazil | Poconé, Brazil; Cuiabá, Brazil; Corumbá, Brazil
Patagonia | ? | El Calafate, Argentina; Puerto Natales, Chile; San Carlos de Bariloche, Argentina
Peak District; The Peak District | The Peak District is a national park in England | Buxton, United Kingdom; Bakewell, United Kingdom
Pembrokeshire; Pembrokeshire Coast | Pembrokeshire is the southwestern end of Wales | Tenby, United Kingdom; Haverfordwest, United Kingdom
Peloponnese | The Peloponnese is the south of mainland Greece | Náfplio, Greece; Kalamáta, Greece
Phi Phi; Phi Phi Island; Phi Phi Islands; Koh Phi Phi | The Phi Phi Islands are a boat ride from Phuket and Krabi | Ko Phi Phi, Thailand
Picos de Europa | The Picos de Europa are mountains in the north of Spain | Cangas de Onís, Spain; Potes, Spain
Piedmont; Piemonte; Langhe; Barolo | Piedmont is a region of Italy | Turin, Italy; Alba, Italy
Plitvice; Plitvice Lakes; Plitvička Jezera | The Plitvice Lakes are a national park of Croatia | Slunj, Croatia; Zagreb, Croatia
Provence | Provence is a region of France | Avignon, France; Aix-en-Provence, France; Arles, France
Puglia; Apulia | Puglia is the heel of Italy | Bari, Italy; Lecce, Italy; Ostuni, Italy
Pyrenees; The Pyrenees | ? | Pau, France; Andorra la Vella, Andorra; Jaca, Spain
Raja Ampat; Raja Ampat Islands | Raja Ampat is a group of islands in the east of Indonesia | Waisai, Indonesia
Rhine Valley; Middle Rhine; Rhine; Rhine Gorge | The Rhine Valley is narrowest and richest in castles south of Koblenz | Koblenz, Germany; Bingen am Rhein, Germany
Romantic Road | The Romantic Road leads from Würzburg to Füssen | Rothenburg ob der Tauber, Germany; Würzburg, Germany
Ring of Kerry; Kerry; County Kerry | The Ring of Kerry is a round of coast in the southwest of Ireland | Killarney, Ireland; Kenmare, Ireland
Riviera Maya | The Riviera Maya is the coast south of Cancún | Playa del Carmen, Mexico; Tulum, Mexico
Rocky Mountain National Park | Rocky Mountain National Park is in Colorado | Estes Park, United States
Rocky Mountains; Rockies; The Rockies; Canadian Rockies; Banff National Park; Lake Louise | The Canadian Rockies are best known around their two park towns | Banff, Canada; Jasper, Canada
Route 66 | Route 66 leads from Chicago to Los Angeles (name the towns to stop in) | Chicago, United States; Flagstaff, United States; Santa Fe, United States
Sacred Valley; Valle Sagrado; Urubamba Valley | The Sacred Valley lies below Cusco | Ollantaytambo, Peru; Urubamba, Peru; Cusco, Peru
Sahara; Sahara Desert; The Sahara | The Sahara is most easily reached at the dunes of Morocco | Merzouga, Morocco; Douz, Tunisia
Salar de Uyuni; Uyuni Salt Flats; Bolivian Salt Flats; Salt Flats | The Salar de Uyuni is a plain of salt in Bolivia | Uyuni, Bolivia
Salzkammergut | The Salzkammergut is the land of lakes in Austria | Bad Ischl, Austria; Hallstatt, Austria; Gmunden, Austria
Sardinia; Sardegna | Sardinia is an island of Italy | Cagliari, Italy; Olbia, Italy; Alghero, Italy
Scotland | ? | Edinburgh, United Kingdom; Glasgow, United Kingdom; Inverness, United Kingdom
Serengeti; Serengeti National Park | The Serengeti is a national park in Tanzania; one sleeps in its camps | Seronera, Tanzania; Arusha, Tanzania
Seychelles | ? | Victoria, Seychelles; La Digue, Seychelles; Praslin, Seychelles
Sicily; Sicilia | Sicily is an island of Italy | Palermo, Italy; Catania, Italy; Taormina, Italy
Silicon Valley | Silicon Valley is the land south of San Francisco Bay | San Jose, California; Palo Alto, United States
Silk Road | ? | Samarkand, Uzbekistan; Bukhara, Uzbekistan; Xi’an, China
Sinai; Sinai Peninsula; Mount Sinai | Sinai is a peninsula of Egypt | Sharm el-Sheikh, Egypt; Dahab, Egypt
Snowdonia; Eryri; Snowdon; Yr Wyddfa | Snowdonia is a national park in the north of Wales | Betws-y-Coed, United Kingdom; Llanberis, United Kingdom; Caernarfon, United Kingdom
Sossusvlei; Deadvlei; Dead Vlei; Namib; Namib Desert | Sossusvlei lies in the dunes of the Namib, an hour inside its gate | Sesriem, Namibia; Swakopmund, Namibia
South Tyrol; Südtirol; Alto Adige | South Tyrol is a province of Italy | Bolzano, Italy; Merano, Italy
Southern Alps | The Southern Alps are the mountains of New Zealand's South Island | Queenstown, New Zealand; Wānaka, New Zealand
Stonehenge | Stonehenge stands on a plain in England | Salisbury, United Kingdom
Sumatra; Sumatera | ? | Medan, Indonesia; Padang, Indonesia; Parapat, Indonesia
Svaneti; Swaneti | Svaneti is a highland of Georgia | Mestia, Georgia
Swiss Alps | ? | Interlaken, Switzerland; Zermatt, Switzerland; Saint Moritz, Switzerland
Taj Mahal | The Taj Mahal stands in the city | Agra, India
Tasmania | ? | Hobart, Australia; Launceston, Australia; Strahan, Australia
Tatras; Tatra Mountains; High Tatras; Tatry | The Tatras are shared by Poland and Slovakia | Zakopane, Poland; Poprad, Slovakia
Tenerife | Tenerife is an island of Spain | Santa Cruz de Tenerife, Spain; Puerto de la Cruz, Spain; Adeje, Spain
Ticino | Ticino is a canton of Switzerland | Lugano, Switzerland; Locarno, Switzerland
Tierra del Fuego; Tierra del Fuego National Park | Tierra del Fuego is the southern end of South America | Ushuaia, Argentina
Torres del Paine; Torres del Paine National Park | Torres del Paine is a national park in Chile, entered from the town | Puerto Natales, Chile
Transylvania; Transilvania | Transylvania is a region of Romania | Braşov, Romania; Sibiu, Romania; Sighişoara, Romania
Turks and Caicos; Turks and Caicos Islands | The Turks and Caicos have most of their beds on one island | Providenciales, Turks and Caicos Islands
Tuscany; Toscana | ? | Florence, Italy; Siena, Italy; Lucca, Italy
Tyrol; Tirol | Tyrol is a state of Austria | Innsbruck, Austria; Kitzbühel, Austria
Umbria | Umbria is a region of Italy | Perugia, Italy; Assisi, Italy; Orvieto, Italy
Val d'Orcia | The Val d'Orcia is a valley of Tuscany | Montepulciano, Italy; Siena, Italy
Veneto | Veneto is a region of Italy | Venice, Italy; Verona, Italy; Padova, Italy
Waikiki | Waikiki is the beach of the city | Honolulu, United States
Wales | ? | Cardiff, United Kingdom; Conwy, United Kingdom; Tenby, United Kingdom
Whitsundays; Whitsunday Islands; The Whitsundays | The Whitsundays are islands off Queensland | Airlie Beach, Australia
Wild Atlantic Way | The Wild Atlantic Way is the whole west coast of Ireland (name the towns to stop in) | Galway, Ireland; Killarney, Ireland; Dingle, Ireland
Yorkshire Dales | The Yorkshire Dales are a national park in England | Skipton, United Kingdom; Harrogate, United Kingdom
Yucatan; Yucatán; Yucatan Peninsula | The Yucatán is a peninsula of Mexico | Mérida, Mexico; Cancún, Mexico; Valladolid, Mexico
Zion; Zion National Park | Zion is a national park in Utah | Springdale, Utah; Saint George, Utah
`

/** By name key. */
const AREAS: ReadonlyMap<string, Area> = new Map(
  rows().flatMap(({ names, ...area }) => names.map((name): [string, Area] => [nameKey(name), area])),
)

/** Every name of the table as a traveller would write it. */
export const AREA_NAMES: readonly string[] = rows().flatMap(({ names }) => names)

/** What a name stands for that is no town, with or without "The" before it; undefined when it is not in the table. */
export function areaNamed(name: string): Area | undefined {
  const key = nameKey(name)
  return AREAS.get(key) ?? AREAS.get(key.replace(/^the /, ''))
}

function rows(): readonly (Area & { readonly names: readonly string[] })[] {
  return TABLE.trim()
    .split('\n')
    .map((row) => {
      const [names = '', clause = '', towns = ''] = row.split(' | ')
      return {
        names: names.split('; '),
        clause: clause === '?' ? undefined : clause,
        towns: towns.split('; '),
      }
    })
}
