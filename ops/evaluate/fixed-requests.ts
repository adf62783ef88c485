/**
 * The requests that every evaluation plans: chosen by hand over continents, seasons, lengths, budgets, families, wishes,
 * places without a guide and places at the edge of the data. A line is
 * `destinations; … | first day | days | adults[+children] | budget | preferences | origin | wishes`, a dash for nothing.
 */
export const FIXED_REQUESTS = `
# Europe: single cities through the year
Lisbon | 2027-05-10 | 5 | 2 | 1500 EUR | food, culture | London | -
Lisbon | 2027-01-11 | 1 | 1 | - | - | - | -
Paris | 2027-04-12 | 4 | 2 | 2000 EUR | museums, art | Berlin | -
Paris | 2027-07-12 | 7 | 2+2 | 4000 EUR | family, food | New York | -
Paris | 2027-12-24 | 3 | 2 | - | culture, shopping | - | -
London | 2027-08-28 | 6 | 2+1 | 3000 GBP | family, museums | Dublin | -
London | 2027-02-01 | 3 | 1 | 250 GBP | museums | Paris | -
Rome | 2027-06-01 | 5 | 2 | 1800 EUR | history, food | Vienna | -
Rome | 2027-08-13 | 4 | 2 | - | architecture, art | - | -
Barcelona | 2027-09-06 | 4 | 4 | 2400 EUR | beach, nightlife | Amsterdam | -
Madrid | 2027-10-11 | 3 | 2 | 700 EUR | art, food | Lisbon | -
Berlin | 2027-11-08 | 5 | 1 | 800 EUR | history, nightlife | Warsaw | -
Berlin | 2027-05-01 | 2 | 2 | - | museums | - | -
Vienna | 2027-12-06 | 4 | 2 | 1400 EUR | culture, architecture | Munich | -
Prague | 2027-03-15 | 3 | 2 | 600 EUR | architecture, food | Berlin | -
Budapest | 2027-02-15 | 4 | 2 | 700 EUR | relaxation, food | Vienna | -
Amsterdam | 2027-04-26 | 3 | 2 | 1000 EUR | art, museums | London | -
Copenhagen | 2027-06-21 | 4 | 2+1 | 2500 EUR | family, architecture | Hamburg | -
Stockholm | 2027-12-13 | 4 | 2 | - | museums, history | Oslo | -
Oslo | 2027-01-18 | 3 | 1 | 900 EUR | nature, museums | - | -
Helsinki | 2027-06-24 | 3 | 2 | - | architecture, relaxation | Tallinn | -
Reykjavik | 2027-12-18 | 5 | 2 | 3500 EUR | nature, relaxation | London | -
Reykjavik | 2027-06-20 | 7 | 2 | - | nature, hiking | Copenhagen | -
Tromso | 2027-01-05 | 5 | 2 | 3000 EUR | nature, photography | Oslo | -
Tromso | 2027-06-15 | 4 | 2 | - | hiking | - | -
Athens | 2027-07-20 | 4 | 2 | 1200 EUR | history, food | Rome | -
Santorini | 2027-09-13 | 5 | 2 | 2500 EUR | beach, photography | Athens | -
Istanbul | 2027-02-08 | 5 | 2 | 900 USD | history, food | Athens | -
Dublin | 2027-03-16 | 3 | 2 | - | nightlife, history | - | -
Edinburgh | 2027-08-09 | 4 | 2 | 1500 GBP | culture, hiking | London | -
Venice | 2027-11-15 | 3 | 2 | 900 EUR | art, architecture | Milan | wheelchair
Florence | 2027-05-24 | 4 | 2 | 1400 EUR | art, food | - | -
Milan | 2027-08-15 | 2 | 1 | 400 EUR | shopping | Zurich | -
Naples | 2027-10-04 | 5 | 2 | 900 EUR | food, history | Rome | -
Krakow | 2027-09-20 | 3 | 3 | 500 EUR | history | Prague | -
Warsaw | 2027-11-11 | 2 | 1 | - | history, food | - | -
Dubrovnik | 2027-06-14 | 5 | 2+2 | 2500 EUR | beach, family | Frankfurt | -
Porto | 2027-04-05 | 3 | 2 | 600 EUR | food | Madrid | -
Seville | 2027-08-02 | 4 | 2 | - | culture, food | Madrid | -
Granada | 2027-03-08 | 3 | 2 | 500 EUR | history, hiking | - | -
Valletta | 2027-10-18 | 6 | 2 | 1300 EUR | history, beach | Rome | -
Zurich | 2027-07-05 | 3 | 2 | 300 EUR | nature | Paris | -
Geneva | 2027-02-22 | 2 | 1 | - | relaxation | Lyon | -
Tallinn | 2027-12-27 | 4 | 2 | 800 EUR | culture | Helsinki | -
Bath | 2027-05-18 | 2 | 2 | 500 GBP | history, relaxation | London | -
Sarajevo | 2027-09-01 | 3 | 1 | 300 EUR | history, food | Zagreb | -
# Asia
Tokyo | 2027-04-01 | 7 | 2 | 4000 USD | food, culture | San Francisco | -
Tokyo | 2027-12-30 | 5 | 2+1 | 500000 JPY | family, shopping | Seoul | -
Tokyo | 2027-08-10 | 10 | 1 | 150000 JPY | nightlife, museums | - | -
Kyoto | 2027-11-20 | 4 | 2 | 2000 USD | culture, architecture | Tokyo | -
Osaka | 2027-05-03 | 3 | 4 | - | food, nightlife | Tokyo | -
Sapporo | 2027-02-04 | 4 | 2 | 200000 JPY | food, nature | Tokyo | -
Seoul | 2027-09-14 | 5 | 2 | 2500 USD | food, shopping | Tokyo | -
Beijing | 2027-10-01 | 5 | 2 | 2000 USD | history, architecture | Shanghai | -
Shanghai | 2027-02-06 | 4 | 2 | - | shopping, food | - | -
Hong Kong | 2027-07-19 | 4 | 2+1 | 2500 USD | food, hiking | Singapore | -
Taipei | 2027-03-01 | 5 | 2 | 1500 USD | food, hiking | Hong Kong | -
Bangkok | 2027-04-12 | 5 | 2 | 1000 USD | food, culture | Singapore | -
Bangkok | 2027-09-06 | 3 | 3 | 300 USD | nightlife, shopping | - | -
Chiang Mai | 2027-01-25 | 5 | 2 | 700 USD | nature, culture | Bangkok | -
Singapore | 2027-06-07 | 4 | 2+2 | 3000 SGD | family, food | Sydney | -
Hanoi | 2027-02-05 | 4 | 2 | 600 USD | food, history | Bangkok | -
Siem Reap | 2027-12-08 | 4 | 2 | 900 USD | history, photography | Bangkok | -
Ubud | 2027-07-15 | 8 | 2 | 1800 USD | relaxation, nature | Melbourne | -
Kathmandu | 2027-10-20 | 5 | 2 | 900 USD | culture, hiking | Delhi | -
Delhi | 2027-05-25 | 3 | 2 | 500 USD | history, food | London | -
Jaipur | 2027-11-06 | 3 | 2 | 30000 INR | architecture, shopping | Delhi | -
Varanasi | 2027-01-14 | 2 | 1 | - | culture | Delhi | -
Mumbai | 2027-07-12 | 4 | 2 | 900 USD | food, architecture | Dubai | -
Colombo | 2027-03-20 | 3 | 2 | 600 USD | food, beach | - | -
Dubai | 2027-02-20 | 5 | 2+2 | 5000 USD | family, shopping | London | -
Dubai | 2027-08-15 | 3 | 2 | - | beach | - | -
Samarkand | 2027-05-08 | 3 | 2 | 700 USD | history, architecture | Tashkent | -
Tbilisi | 2027-10-06 | 4 | 2 | 700 EUR | food, history | Istanbul | -
Manila | 2027-09-20 | 3 | 2 | - | history, shopping | - | -
# The Americas
New York | 2027-11-24 | 5 | 2 | 3000 USD | museums, food | Chicago | -
New York | 2027-07-03 | 3 | 2+2 | 1200 USD | family | Boston | -
San Francisco | 2027-09-27 | 4 | 2 | 2200 USD | food, hiking | Los Angeles | -
Los Angeles | 2027-03-29 | 5 | 2+1 | 3500 USD | beach, family | Seattle | -
Las Vegas | 2027-07-26 | 3 | 4 | 3000 USD | nightlife, nature | Denver | -
Chicago | 2027-01-18 | 3 | 2 | 1200 USD | architecture, art | - | -
Washington | 2027-04-10 | 4 | 2+2 | 2400 USD | museums, family | New York | -
New Orleans | 2027-02-08 | 4 | 2 | 1600 USD | food, nightlife | Houston | -
Honolulu | 2027-12-20 | 8 | 2 | 6000 USD | beach, hiking | Los Angeles | -
Banff | 2027-07-01 | 5 | 2 | 3000 CAD | hiking, nature | Vancouver | -
Banff | 2027-01-20 | 4 | 2 | - | nature, relaxation | - | -
Vancouver | 2027-06-12 | 4 | 2 | 2000 CAD | nature, food | Toronto | -
Montreal | 2027-02-14 | 3 | 2 | 1000 CAD | food, culture | Boston | -
Mexico City | 2027-11-01 | 5 | 2 | 1200 USD | food, museums | Dallas | -
Oaxaca | 2027-10-30 | 4 | 2 | 900 USD | food, culture | Mexico City | -
Havana | 2027-03-10 | 5 | 2 | - | culture, nightlife | Madrid | -
Cartagena | 2027-08-18 | 4 | 2 | 900 USD | beach, architecture | Miami | -
Cusco | 2027-06-23 | 6 | 2 | 1500 USD | history, hiking | Lima | -
Cusco | 2027-02-10 | 3 | 1 | 300 USD | food | - | -
La Paz | 2027-08-05 | 4 | 2 | 600 USD | culture, photography | Lima | -
Lima | 2027-07-27 | 3 | 2 | 700 USD | food | Bogota | -
Buenos Aires | 2027-03-22 | 5 | 2 | 1500 USD | food, nightlife | Santiago | -
Rio de Janeiro | 2027-02-05 | 5 | 4 | 4000 USD | beach, nightlife | Sao Paulo | -
San Pedro de Atacama | 2027-07-10 | 5 | 2 | 1800 USD | nature, photography | Santiago | -
Quito | 2027-09-08 | 4 | 2 | 800 USD | history, hiking | - | -
# Africa and Oceania
Cairo | 2027-02-14 | 4 | 2 | 900 USD | history, museums | Athens | -
Luxor | 2027-06-28 | 3 | 2 | 500 USD | history | Cairo | -
Marrakesh | 2027-03-05 | 4 | 2 | 800 EUR | shopping, architecture | Madrid | -
Fes | 2027-05-12 | 3 | 2 | - | culture, food | - | -
Cape Town | 2027-12-27 | 7 | 2+2 | 5000 USD | nature, family | Johannesburg | -
Cape Town | 2027-07-08 | 5 | 2 | 1500 EUR | hiking, food | Frankfurt | -
Nairobi | 2027-08-16 | 4 | 2+1 | 2500 USD | nature, family | London | -
Zanzibar | 2027-09-19 | 7 | 2 | 2000 USD | beach, food | Nairobi | -
Kigali | 2027-06-10 | 4 | 2 | - | nature, history | Nairobi | -
Accra | 2027-03-06 | 4 | 1 | 900 USD | culture, food | Lagos | -
Victoria Falls | 2027-04-20 | 3 | 2 | 1500 USD | nature | Johannesburg | -
Windhoek | 2027-08-02 | 6 | 2 | 2500 USD | nature, photography | Cape Town | -
Dakar | 2027-01-30 | 3 | 2 | - | culture, beach | - | -
Tunis | 2027-10-12 | 4 | 2 | 500 EUR | history | Rome | -
Sydney | 2027-01-02 | 6 | 2 | 4000 AUD | beach, food | Singapore | -
Melbourne | 2027-07-14 | 4 | 2 | 2000 AUD | art, food | Sydney | -
Perth | 2027-11-22 | 5 | 2+1 | - | family, beach | Singapore | -
Cairns | 2027-08-24 | 5 | 2 | 3000 AUD | nature, beach | Sydney | -
Auckland | 2027-02-05 | 4 | 2 | 2200 NZD | nature, food | Sydney | -
Queenstown | 2027-07-18 | 5 | 2 | 3500 NZD | hiking, nature | Auckland | -
Wellington | 2027-12-25 | 3 | 2 | - | museums, food | - | -
# One day, and short of time
Vienna | 2027-05-05 | 1 | 2 | 200 EUR | culture | Bratislava | -
Florence | 2027-06-07 | 1 | 2 | - | art | Bologna | -
Osaka | 2027-10-14 | 1 | 1 | - | food | Kyoto | -
Rome; Florence | 2027-06-15 | 2 | 2 | 500 EUR | art | - | -
Paris; London; Amsterdam | 2027-05-17 | 3 | 2 | 900 EUR | museums | - | -
Singapore | 2027-03-30 | 1 | 2+1 | - | family | Kuala Lumpur | -
Sydney | 2027-10-05 | 2 | 1 | - | - | London | -
Auckland | 2027-05-05 | 1 | 1 | - | food | Los Angeles | -
# Several places
Tokyo; Kyoto | 2027-04-05 | 7 | 2 | 5000 USD | food, culture | Lisbon | -
Tokyo; Kanazawa; Kyoto; Hiroshima | 2027-10-10 | 12 | 2 | 6000 USD | history, food | Singapore | -
Lisbon; Porto | 2027-06-10 | 6 | 2+1 | 2000 EUR | family, food | Paris | -
Madrid; Seville; Granada | 2027-05-10 | 8 | 2 | 1800 EUR | architecture, food | London | -
Rome; Florence; Venice | 2027-09-13 | 9 | 2 | 3000 EUR | art, history | New York | -
Paris; Amsterdam; Berlin; Prague | 2027-07-01 | 12 | 3 | 4500 EUR | museums, nightlife | Boston | -
Vienna; Budapest; Prague | 2027-12-01 | 8 | 2 | 1800 EUR | culture, architecture | Zurich | -
Stockholm; Helsinki; Tallinn; Riga; Vilnius | 2027-06-20 | 12 | 2 | 3000 EUR | history | Copenhagen | -
Zagreb; Split; Dubrovnik | 2027-08-20 | 8 | 2+2 | 3000 EUR | beach, family | Munich | -
London; Bath; Edinburgh | 2027-05-20 | 8 | 2 | 2500 GBP | history | Toronto | -
Bangkok; Chiang Mai; Phuket | 2027-01-10 | 12 | 2 | 2500 USD | beach, food | Berlin | -
Hanoi; Hoi An; Ho Chi Minh City | 2027-03-05 | 11 | 2 | 1800 USD | food, history | Sydney | -
Delhi; Agra; Jaipur | 2027-02-12 | 7 | 2 | 1200 USD | history, architecture | London | -
Beijing; Xi'an; Chengdu; Shanghai | 2027-04-10 | 12 | 2 | 3500 USD | history, food | Frankfurt | -
Lima; Cusco; La Paz | 2027-05-15 | 11 | 2 | 3000 USD | history, hiking | Miami | -
Buenos Aires; Rio de Janeiro; Santiago | 2027-11-05 | 12 | 2 | 5000 USD | food, nightlife | Madrid | -
New York; Washington; Boston | 2027-10-01 | 9 | 2 | 4000 USD | museums, history | London | -
San Francisco; Las Vegas; Los Angeles | 2027-06-01 | 10 | 2+2 | 6000 USD | family, nature | Chicago | -
Cairo; Luxor | 2027-01-15 | 7 | 2 | 1500 USD | history | Vienna | -
Marrakesh; Fes | 2027-10-20 | 7 | 2 | 1200 EUR | culture, shopping | Paris | -
Nairobi; Arusha; Zanzibar | 2027-07-25 | 11 | 2 | 5000 USD | nature, beach | London | -
Cape Town; Johannesburg; Victoria Falls | 2027-09-10 | 12 | 2 | 4000 USD | nature, food | Amsterdam | -
Sydney; Melbourne; Cairns | 2027-03-01 | 12 | 2 | 6000 AUD | beach, food | Tokyo | -
Auckland; Wellington; Queenstown | 2027-11-10 | 12 | 2 | 6000 NZD | hiking, nature | Melbourne | -
Reykjavik; Akureyri | 2027-07-10 | 8 | 2+1 | 5000 EUR | nature, family | Oslo | -
Istanbul; Athens; Santorini | 2027-09-01 | 10 | 2 | 3000 EUR | history, beach | Warsaw | -
Lisbon; Seville; Lisbon | 2027-04-15 | 8 | 2 | 1800 EUR | culture | Dublin | in this order
Tashkent; Samarkand | 2027-09-25 | 6 | 2 | 1200 USD | architecture | Istanbul | -
Colombo; Kandy | 2027-08-01 | 7 | 2+1 | 1800 USD | nature, culture | Dubai | -
Amman; Cairo | 2027-11-02 | 8 | 2 | 2000 USD | history | Rome | -
Singapore; Kuala Lumpur; George Town | 2027-02-06 | 9 | 2 | 1800 USD | food, architecture | Perth | -
Honolulu; Tokyo | 2027-05-01 | 9 | 2 | 6000 USD | beach, food | Vancouver | -
# Eight cities in three weeks, in an order that nobody should travel
Lisbon; Athens; Madrid; Rome; Barcelona; Venice; Seville; Florence | 2027-05-03 | 21 | 2 | 7000 EUR | art, food | London | -
Berlin; Paris; Prague; Amsterdam; Vienna; London; Budapest; Munich | 2027-09-01 | 21 | 2 | 8000 EUR | museums | New York | -
Tokyo; Fukuoka; Sapporo; Hiroshima; Kanazawa; Osaka; Naha; Kyoto | 2027-10-01 | 21 | 2 | 9000 USD | food, culture | Seoul | -
New York; Los Angeles; Miami; Seattle; Boston; New Orleans; Chicago; San Francisco | 2027-06-01 | 21 | 2 | 12000 USD | food | London | -
Bangkok; Hanoi; Singapore; Luang Prabang; Phnom Penh; Yogyakarta; Siem Reap; Kuala Lumpur | 2027-01-10 | 21 | 2 | 5000 USD | culture, food | Delhi | -
Stockholm; Copenhagen; Helsinki; Oslo; Tallinn; Bergen; Riga; Vilnius | 2027-06-10 | 21 | 2 | - | architecture | - | -
Delhi; Mumbai; Agra; Kochi, India; Jaipur; Varanasi; Udaipur; Kathmandu | 2027-11-10 | 21 | 2 | 4000 USD | history | Dubai | -
Lima; Buenos Aires; Quito; Santiago; Cusco; Rio de Janeiro; La Paz; Bogota | 2027-04-10 | 21 | 2 | 9000 USD | history, food | Madrid | -
# Long stays
Chiang Mai | 2027-11-05 | 21 | 1 | 1500 USD | relaxation, food | Berlin | -
Lisbon | 2027-02-01 | 21 | 2 | 4000 EUR | culture | Toronto | -
Palma | 2027-07-01 | 14 | 2+2 | 5000 EUR | beach, family | Cologne | -
Ubud | 2027-02-01 | 14 | 2 | 2000 USD | relaxation | Perth | -
# Without a guide, and at the edge of the data
Timbuktu | 2027-12-05 | 4 | 1 | - | history | - | -
Longyearbyen | 2027-12-10 | 4 | 2 | 3000 EUR | nature | Oslo | -
Longyearbyen | 2027-06-20 | 5 | 2 | - | hiking, photography | Tromso | -
Ushuaia | 2027-01-15 | 5 | 2 | 2500 USD | nature, hiking | Buenos Aires | -
Stanley, Falkland Islands | 2027-02-01 | 6 | 2 | - | nature | Santiago | -
Apia | 2027-08-10 | 6 | 2 | 3000 USD | beach | Auckland | -
Funafuti | 2027-05-20 | 5 | 1 | - | beach | - | -
Thimphu | 2027-03-15 | 5 | 2 | 2500 USD | culture, hiking | Bangkok | -
Nuuk | 2027-03-20 | 4 | 2 | - | nature | Copenhagen | -
Ulaanbaatar | 2027-07-10 | 6 | 2 | 2000 USD | nature, culture | Seoul | -
San Marino | 2027-05-08 | 2 | 2 | 400 EUR | history | Bologna | -
Vaduz | 2027-08-15 | 2 | 2 | - | hiking | Zurich | -
Gibraltar | 2027-09-10 | 2 | 2 | 500 GBP | nature | Seville | -
Jerusalem | 2027-04-21 | 4 | 2 | 1500 USD | history, culture | Athens | -
Yakutsk | 2027-01-20 | 3 | 1 | - | museums | - | -
Adamstown | 2027-10-01 | 10 | 2 | - | nature | Auckland | -
Cusco | 2027-06-12 | 5 | 2+2 | 2500 USD | family, history | New York | wheelchair; vegetarian
# Wishes in free words
Paris; Lyon; Nice | 2027-05-20 | 9 | 2 | 3500 EUR | food, art | London | no flights
Rome; Naples; Palermo | 2027-10-10 | 9 | 2 | 2000 EUR | food | Milan | no car; slow pace
Vienna; Salzburg; Innsbruck | 2027-07-10 | 8 | 2+2 | 4000 EUR | hiking, family | Berlin | trains preferred
Tokyo | 2027-03-20 | 5 | 2 | 3000 USD | food | Bangkok | vegan; no early mornings
Washington | 2027-05-24 | 4 | 2 | 2000 USD | museums, history | Atlanta | wheelchair
Barcelona | 2027-06-20 | 5 | 2 | 1500 EUR | beach, food | Geneva | no late nights
Oslo; Bergen | 2027-08-05 | 6 | 2 | 2500 EUR | nature | Hamburg | no ferries
Copenhagen; Stockholm | 2027-05-28 | 6 | 1 | 1500 EUR | shopping | Paris | luxury hotel
Porto | 2027-05-31 | 3 | 2 | 800 EUR | relaxation | - | as much as possible
Athens; Heraklion | 2027-08-10 | 8 | 2+3 | 4000 EUR | family, beach | Vienna | slow pace
`
