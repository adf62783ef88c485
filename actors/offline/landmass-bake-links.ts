/**
 * Places whose island one can drive onto although Natural Earth's coasts lie more than a kilometre apart, and places
 * whose island lies nearer than that to another and has no road to it. Compiled by hand. Read by
 * `landmass-bake.ts` only; a name stands for its most populous GeoNames place.
 */

/**
 * Bridges, causeways, road tunnels, and rivers' mouths that the coastline takes for the sea. Each paragraph: a place,
 * a colon, and places on the islands that are joined to its landmass, directly or through one another.
 */
export const FIXED_LINKS = `
FR Paris:
SG Singapore; CN Xiamen; CN Zhoushan; CN Jintang; CN Putuoshan; AE Abu Dhabi; DK Odense; DK Copenhagen;
MY George Town; TH Phuket; KR Sinhyeon; HK Tung Chung; TN Houmt El Souk; DE Bergen auf Rügen; IT Venice;
NO Ålesund; NO Ulsteinvik; NO Larsnes; NO Fosnavåg; NO Kopervik; NO Kristiansund; NO Bruhagen;
KR Ganghwa-gun; DE Fehmarn; FR La Flotte; FR Saint-Pierre-d'Oléron; HR Trogir; NO Hammerfest; HR Krk;
SE Skärhamn; SE Henån; DK Nykøbing Mors; FR Noirmoutier-en-l'Île; BH Ar Rifā‘; RU Kronstadt; NO Tromsø;
NO Harstad; NO Svolvær; NO Leknes; NO Sortland; NO Stokmarknes; SE Borgholm; SE Färjestaden;
NO Kleppestø; NO Ågotnes; NO Aukra; NO Midsund; NO Fillan; NO Sistranda; NO Svortland; NO Leirvik;
NO Hansnes; NO Finnsnes; NO Honningsvåg; RU Russkiy; CN Huangge; CN Hongqi; CN Sanzao; CN Langqi;
CN Dongshan; CN Hepu; VN Cù Lao Dung; KR Sangju; KR Apae; KR Jido; FI Nagu; FI Rymättylä; FI Dragsfjärd;
FI Kustavi; FI Replot; FI Larsmo; SE Strömma; SE Sturkö; SE Stavsnäs; NO Skjærhalden; DK Stege

US Houston:
CA Montréal; CA Terrebonne; CA L'Île-Perrot; CA Salaberry-de-Valleyfield; US Staten Island; US Brooklyn;
US New York City; BR Florianópolis; MX Ciudad del Carmen; US Newport; US Jamestown; US Oak Harbor;
US Sanibel; US Saint James City; US Longboat Key; US Islamorada; US Key Largo; US Marathon;
US Key Colony Beach; US Big Coppitt Key; US Key West; US Emerald Isle; US Wanchese; US Buxton;
US South Padre Island; US Port Aransas; US North Beach Haven; US Chincoteague; CA Charlottetown;
BR São Francisco do Sul; US Key Biscayne; US Grand Isle; US Deer Isle; US Beals; US Cedar Key

JP Tokyo: JP Fukuoka; JP Matsuyama

JP Fukuoka: JP Hirado; JP Amakusa; JP Kamiamakusa

JP Matsuyama: JP Minamiawaji

GB London: GB Hayling Island; GB Portree

CA Victoria: CA Tofino

GB Benbecula: GB Isle of South Uist; GB Isle of North Uist

FO Tórshavn: FO Klaksvík; FO Fuglafjørður; FO Sørvágur

FO Klaksvík: FO Kunoy

PH Tacloban: PH Catbalogan

PH Tagbilaran City: PH Danao

ID Jakarta: ID Pamekasan

ID Langgur: ID Tual

PW Koror: PW Ulimang

AU Sydney: AU Phillip Island

HR Mali Lošinj: HR Cres

AX Mariehamn: AX Lemland

EE Kuressaare: EE Liiva
`

/** Less than a kilometre of water, and no bridge. */
export const NO_LINK = ['BR Breves', 'US Vashon', 'RU Solovetsky', 'ES Caleta de Sebo', 'US Kake']
