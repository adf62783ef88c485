/**
 * Division names the automatic match cannot give: no airport stands there, or OurAirports and GeoNames cut
 * the country differently. Codes as in GeoNames (FIPS 10-4 for most of these countries), each checked against
 * the division's largest town. Viet Nam is as before the mergers of July 2025, like the town data.
 */
const ROWS = `
AT 01=Burgenland; 03=Lower Austria; 08=Vorarlberg
BE BRU=Brussels Capital; VLG=Flanders; WAL=Wallonia
BG 44=Kardzhali; 46=Lovech; 54=Shumen; 57=Smolyan; 58=Sofia Province; 64=Vratsa; 65=Yambol
CA 13=Northwest Territories
CL 06=Biobío
CO 33=Cundinamarca; 34=Bogotá
CZ 52=Prague; 79=South Bohemia
DE 11=Brandenburg
DO 06=Duarte; 08=Espaillat; 19=Hermanas Mirabal; 23=San Juan; 27=Valverde; 30=La Vega; 31=Monseñor Nouel
DO 34=Distrito Nacional; 35=Peravia; 37=Santo Domingo
EC 04=Cañar; 06=Chimborazo; 10=Guayas; 11=Imbabura; 13=Los Ríos; 25=Santa Elena
EC 26=Santo Domingo de los Tsáchilas
EG 04=Faiyum; 06=Alexandria; 08=Giza; 10=Minya; 11=Cairo; 12=Qalyubia; 13=New Valley; 18=Beni Suef
EG 21=Kafr el-Sheikh; 23=Qena
GT 02=Baja Verapaz; 05=El Progreso; 14=Quiché; 16=Sacatepéquez; 18=Santa Rosa; 20=Suchitepéquez
HR 02=Brod-Posavina; 10=Osijek-Baranja; 14=Sisak-Moslavina; 16=Varaždin; 18=Vukovar-Srijem; 21=Zagreb
HU 01=Bács-Kiskun; 02=Baranya; 03=Békés; 04=Borsod-Abaúj-Zemplén; 05=Budapest; 06=Csongrád-Csanád; 08=Fejér
HU 09=Győr-Moson-Sopron; 10=Hajdú-Bihar; 11=Heves; 12=Komárom-Esztergom; 14=Nógrád; 16=Pest; 17=Somogy
HU 18=Szabolcs-Szatmár-Bereg; 20=Jász-Nagykun-Szolnok; 21=Tolna; 22=Vas; 23=Veszprém; 24=Zala
ID 05=Jambi; 18=East Nusa Tenggara; 32=South Sumatra; 35=Bangka Belitung Islands; 37=Riau; 38=South Sulawesi
ID 39=West Papua; 40=Riau Islands; 41=West Sulawesi; PD=Southwest Papua
IE C=Connacht; L=Leinster; M=Munster; U=Ulster
IT 02=Basilicata; 11=Molise
JP 10=Gunma; 11=Hiroshima; 13=Hyōgo; 22=Kyoto; 23=Mie; 28=Nara; 34=Saitama; 35=Shiga; 40=Tokyo; 46=Yamanashi
KE 05=Nairobi; 12=Bungoma; 13=Busia; 15=Embu; 16=Garissa; 20=Kakamega; 22=Kiambu; 23=Kilifi; 25=Kisii; 26=Kisumu
KE 29=Laikipia; 31=Machakos; 37=Mombasa; 39=Nakuru; 47=Taita-Taveta; 50=Trans-Nzoia; 51=Turkana
KE 52=Uasin Gishu; 53=Vihiga
KR 01=Jeju; 03=North Jeolla; 05=North Chungcheong; 06=Gangwon; 10=Busan; 11=Seoul; 12=Incheon; 13=Gyeonggi; 14=North Gyeongsang
KR 15=Daegu; 16=South Jeolla; 17=South Chungcheong; 18=Gwangju; 19=Daejeon; 20=South Gyeongsang
KR 21=Ulsan; 22=Sejong
LK 29=Central; 30=North Central; 32=North Western; 33=Sabaragamuwa; 34=Southern; 35=Uva; 36=Western
LK 37=Eastern; 38=Northern
MA 01=Tanger-Tetouan-Al Hoceima; 02=Oriental; 03=Fès-Meknès; 04=Rabat-Salé-Kénitra; 05=Béni Mellal-Khénifra
MA 06=Casablanca-Settat; 07=Marrakesh-Safi; 08=Drâa-Tafilalet; 09=Souss-Massa; 10=Guelmim-Oued Noun
MX 13=Hidalgo
MY 02=Kedah; 05=Negeri Sembilan; 08=Perlis; 12=Selangor
NL 10=Zeeland
NO 12=Oslo
PE 03=Apurímac; 07=Callao; 15=Lima Region; 19=Pasco
PH 02=Cagayan Valley; 03=Central Luzon; 05=Bicol; 06=Western Visayas; 07=Central Visayas; 08=Eastern Visayas
PH 10=Northern Mindanao; 13=Caraga; 41=Mimaropa
PL 79=Opole; 81=Podlaskie; 84=Świętokrzyskie
RO 01=Alba; 03=Argeș; 06=Bistrița-Năsăud; 07=Botoșani; 15=Covasna; 16=Dâmbovița; 18=Galați; 19=Gorj
RO 20=Harghita; 21=Hunedoara; 22=Ialomița; 26=Mehedinți; 28=Neamț; 29=Olt; 30=Prahova; 31=Sălaj
RO 35=Teleorman; 38=Vaslui; 39=Vâlcea; 40=Vrancea; 41=Călărași; 42=Giurgiu
RS SE=Central Serbia
RU 01=Adygea; 27=Karachay-Cherkessia; 47=Moscow Oblast; 48=Moscow; 56=Oryol; 66=Saint Petersburg
SE 02=Blekinge; 03=Gävleborg; 05=Gotland; 06=Halland; 07=Jämtland; 08=Jönköping; 09=Kalmar; 10=Dalarna
SE 12=Kronoberg; 14=Norrbotten; 15=Örebro; 16=Östergötland; 18=Södermanland; 21=Uppsala; 22=Värmland
SE 23=Västerbotten; 24=Västernorrland; 25=Västmanland; 26=Stockholm; 27=Skåne; 28=Västra Götaland
TH 34=Lopburi; 38=Nonthaburi; 46=Chonburi; 79=Nong Bua Lamphu
TR 32=Mersin; 54=Sakarya
TW 03=Taipei
TZ 02=Pwani; 05=Kigoma; 06=Kilimanjaro; 08=Mara; 14=Ruvuma; 19=Kagera; 24=Rukwa; 25=Zanzibar; 27=Manyara
TZ 28=Geita; 29=Katavi; 30=Njombe; 31=Simiyu; 32=Songwe
UA 04=Dnipropetrovsk; 10=Kirovohrad; 11=Crimea; 13=Kyiv Oblast; 24=Volyn
VN 01=An Giang; 03=Bến Tre; 05=Cao Bằng; 09=Đồng Tháp; 13=Haiphong; 20=Ho Chi Minh City; 21=Kiên Giang
VN 23=Lâm Đồng; 24=Long An; 30=Quảng Ninh; 33=Tây Ninh; 34=Thanh Hóa; 37=Tiền Giang; 39=Lạng Sơn; 43=Đồng Nai; 44=Hanoi
VN 45=Bà Rịa-Vũng Tàu; 46=Bình Định; 47=Bình Thuận; 49=Gia Lai; 53=Hòa Bình; 54=Khánh Hòa; 55=Kon Tum
VN 58=Nghệ An; 60=Ninh Thuận; 61=Phú Yên; 62=Quảng Bình; 65=Sóc Trăng; 66=Thừa Thiên-Huế; 69=Vĩnh Long
VN 70=Yên Bái; 73=Bạc Liêu; 74=Bắc Ninh; 75=Bình Dương; 77=Cà Mau; 78=Da Nang; 79=Hải Dương; 82=Nam Định
VN 83=Phú Thọ; 84=Quảng Nam; 85=Thái Nguyên; 87=Cần Thơ; 88=Đắk Lắk; 91=Đắk Nông
`

/** Key: `JP.22`, value: `Kyoto`. */
export const EXTRA_REGIONS: ReadonlyMap<string, string> = new Map(
  ROWS.trim()
    .split('\n')
    .flatMap((line) =>
      line
        .slice(3)
        .split('; ')
        .map((entry) => {
          const [code = '', name = ''] = entry.split('=')
          return [`${line.slice(0, 2)}.${code}`, name] as const
        }),
    ),
)
