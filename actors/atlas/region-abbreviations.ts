type Row = readonly [country: string, region: string]

function rows(country: string, list: string): [string, Row][] {
  return list.split(';').map((entry) => {
    const [code = '', region = ''] = entry.trim().split('=')
    return [code, [country, region]]
  })
}

/** Postal abbreviations people write after a city name: "Portland, OR", "Perth WA" (US wins a clash). */
export const REGION_ABBREVIATIONS: Readonly<Record<string, Row>> = Object.fromEntries([
  ...rows(
    'AU',
    'NSW=New South Wales; QLD=Queensland; VIC=Victoria; TAS=Tasmania; ACT=Australian Capital Territory',
  ),
  ...rows(
    'CA',
    `AB=Alberta; BC=British Columbia; MB=Manitoba; NB=New Brunswick; NL=Newfoundland and Labrador;
     NS=Nova Scotia; NT=Northwest Territories; NU=Nunavut; ON=Ontario; PEI=Prince Edward Island; QC=Quebec;
     SK=Saskatchewan; YT=Yukon`,
  ),
  ...rows(
    'US',
    `AL=Alabama; AK=Alaska; AZ=Arizona; AR=Arkansas; CA=California; CO=Colorado; CT=Connecticut; DE=Delaware;
     DC=District of Columbia; FL=Florida; GA=Georgia; HI=Hawaii; ID=Idaho; IL=Illinois; IN=Indiana; IA=Iowa;
     KS=Kansas; KY=Kentucky; LA=Louisiana; ME=Maine; MD=Maryland; MA=Massachusetts; MI=Michigan; MN=Minnesota;
     MS=Mississippi; MO=Missouri; MT=Montana; NE=Nebraska; NV=Nevada; NH=New Hampshire; NJ=New Jersey;
     NM=New Mexico; NY=New York; NC=North Carolina; ND=North Dakota; OH=Ohio; OK=Oklahoma; OR=Oregon;
     PA=Pennsylvania; RI=Rhode Island; SC=South Carolina; SD=South Dakota; TN=Tennessee; TX=Texas; UT=Utah;
     VT=Vermont; VA=Virginia; WA=Washington; WV=West Virginia; WI=Wisconsin; WY=Wyoming`,
  ),
])
