/**
 * What a local dish is, by its name: something to drink, something sweet or a dish; what is in it as far as a name or
 * common knowledge says; and when it is eaten. A dish that nothing is known of may hold anything: the plan says to ask.
 */
import { weekdayName } from './compose-clock.ts'

/** Each word as it stands, not inside a longer one; letters with accents are letters. */
function words(text: string): RegExp {
  const list = text.trim().split(/\s*,\s*|\s*\n\s*/)
  return new RegExp(`(?<![\\p{L}])(?:${list.join('|')})(?![\\p{L}])`, 'iu')
}

const DRINK = words(`
wine, coffee, tea, cider, pinot, balsam, chai, lassi, mojito, caipirinha, mezcal, pisco sour, ginjinha, goldwasser
txakoli, cafecito, café Touba, flat white, long mac, bicerin, canelazo, chicha morada, maheu, wedang jahe, douzhi, kahwa
cà phê sữa đá, raki with spoon sweets, mote con huesillo, horchata`)

const SWEET = words(`
apfelstrudel, apple strudel, BeaverTails, Bath bun, Sally Lunn bun, pfannkuchen, cream pie, torte, sachertorte, stollen
eierschecke, franzbrötchen, kiachl, luxemburgerli, mozartkugel, nanaimo bar, halwa, halva, quarkkeulchen, nockerl
alfajores, api con pastel, açaí, babà, bakpia, baklava, bambalouni, paan, beignets, bougatsa, butter tarts, cannoli
carolinas, cendol, cheesecake, churchkhela, churros con chocolate, cocada, cranachan, crema catalana, croissants
dried mangoes, dulce de leche, egg tarts, ensaïmada, gianduiotti, ghewar, gofry, ice cream, halo-halo, juju dhau
kanelbulle, kanelsnegl, key lime pie, knafeh, koeksisters, kohuke, korvapuusti, kremšnita, kürtőskalács, lamington
lefse, cloudberries, loukoumades, luqaimat, malasadas, malaiyo, malva pudding, mango sticky rice, maple cookies
maple taffy, marquesitas, marzipan, matcha sweets, mawa kachori, makrout, momiji manjū, obleas, om ali
ovocné knedlíky, pandoro, panettone, papanași, pastéis de nata, pavlova, persimmon cakes, petha, pączki, piononos
poffertjes, potica, princess cake, rellenitos, rožata, grütze, rød grød, sata andagi, sel roti, sfogliatella
shave ice, shortbread, skillingsboller, skyr, ssiat hotteok, stroopwafels, sugar pie, tarta de queso, tiramisù
torrijas, trigona, tropical fruit, melon, šakotis, waffles, kaya toast, mandazi, macarons, cannelés, gaufres`)

const PORK = words(`
pork, ham, jamón, bacon, schweinshaxe, eisbein, babi guling, bak kut teh, bifana, leberkäse, speckknödel, lechon, lechón
cochinita pibil, stegt flæsk, vepřo, sisig, moo hong, hongshao rou, dwaeji gukbap, tonkotsu, butaman, mortadella
sobrassada, choripán, currywurst, weißwurst, sausage, klobasa, hot dog, carbonara, francesinha, feijoada, cubano, sai ua
schabowy, himmel un ääd, hornado, fricasé, bosna, käsekrainer, bigos, half-smoke, completo, zagrebački odrezak, tacos al pastor
bún chả, bai sach chrouk, char siu, maczanka, żurek, cơm tấm, zhong dumplings, adobo, cocido madrileño, callos, bandeja paisa
speck, pršut, crispy pata, berner platte, nem lụi, carne fiesta, bánh khoái`)

const MEAT = words(`
chicken, beef, lamb, mutton, duck, goose, venison, reindeer, elk, bison, alpaca, llama, camel, crocodile, rabbit, snails
meat, meatballs, steak, burgers?, kebabs?, biltong, pastrami, barbecue, roast, rib tips, stew, wings, hotpot, braai, game
french dip, gatsby, dublin coddle, klopse, labskaus, chügelipastete, mission burrito, mughlai, sauerbraten, scotch pie
tafelspitz, gröstl, schnitzel, geschnetzeltes, agnolotti, ajiaco, ají de gallina, anticuchos, asado, bebek betutu
begova čorba, bistecca, bobotie, brochettes, carrillada, cazuela, chairo, chorrillana, ciorbă de burtă, cotoletta
cuy al horno, cơm gà, kapana, fenek, frit mallorquí, fårikål, gulyás, guláš, gumbo, gyros, haggis, hawawshi, hāngī
jambalaya, jibarito, jingisukan, karađorđeva, kare-kare, kavarma, khinkali, köttbullar, laal maas, laap, lampredotto
lok lak, lomo saltado, longeole, mansaf, manti, meshana skara, mici, milanesa, mishkak, mogodu, motsunabe, mtsvadi
nyama, ossobuco, pastissada, pašticada, pepián, phở bò, picanha, pljeskavica, plov, posta negra, ragù, ropa vieja
roujiamo, salteñas, sarma, sarmale, satay, sate, shashlik, shawarma, shuwa, shurpa, souvlaki, svíčková, tanjia, tourtière
tripas, txuleta, vitello tonnato, yakitori, yangrou paomo, poulet, ćevapi, šporki makaruli, akabenz, foie gras, chapulines
mopane worms, bún bò, conejo, cordero, harees, japrak, kalogeros, machboos, madrouba, me'orav, rosto, somsa, suuri läberli
italian beef, samsa, moussaka, tagine with prunes, pastilla, harira, mole, kung pao`)

const FISH = words(`
fish, sushi, oysters?, crab, lobster, shrimp, prawns, salmon, herring, cod, bream, perch, mussels, octopus, unagi, anago
calamares, chowder, seafood, langoustine, crawfish, crayfish, stockfish, bacalao, bacalhau, baccalà, amok, boquerones, brudet
congrio, ceviche, chả cá, cioppino, crni rižot, sardines?, sarde, sardinas, encebollado, fischbrötchen, pannfisch
inlagd sill, kaisendon, karimeen, kinilaw, hinava, sprat, kokotxas, lampuki, machas, marmitako, mentaiko, meen curry
mok pa, moqueca, camarão, nishin, nodoguro, paella, pescaíto, plokkfiskur, poke, rakfisk, reker, dorsz, takoyaki
thiéboudienne, toast skagen, trucha, vendace, zupa rybna, bombil, isso wade, persetorsk, pāua, cullen skink, bugs
gaeng poo, sutukil, balık, goong, eomuk, cuoppo, clam, seppia, mariscos, lox, perche, fiskesuppe, smørrebrød, saimin
bourgeois, buzara, centolla, cơm hến, gregada, jobfish, pastrmka, salmón, shark, tanigue`)

const SHELLFISH = words(`
crab, crabs, lobster, lobster roll, shrimps?, prawns?, oysters?, mussels?, clams?, clam chowder, seafood, langoustines?
crawfish, crayfish, scallops?, camarão, machas, mariscos, pāua, bugs, reker, goong, gaeng poo
buzara, centolla, cơm hến`)

const ALCOHOL = words(
  `wine, cider, pinot, balsam, mojito, caipirinha, mezcal, pisco sour, ginjinha, goldwasser, txakoli, canelazo, rakı, raki, vermouth`,
)

export type DishKind = 'drink' | 'sweet' | 'dish'

/** Nobody has a cake for dinner. */
export function dishKind(name: string): DishKind {
  return SWEET.test(name) ? 'sweet' : DRINK.test(name) ? 'drink' : 'dish'
}

const DIETS: readonly (readonly [RegExp, string])[] = [
  [/vegan/i, 'vegan'],
  [/vegetarian|veggie/i, 'vegetarian'],
  [/pescatarian/i, 'pescatarian'],
  [/halal/i, 'halal'],
  [/kosher/i, 'kosher'],
  [/gluten|coeliac|celiac/i, 'gluten-free'],
  [/lactose|dairy/i, 'dairy-free'],
  [/nut allerg|peanut/i, 'nut-free'],
  [/shellfish/i, 'shellfish-free'],
  [/seafood allerg|allerg\w* to seafood|no seafood/i, 'seafood-free'],
  [/(?<!shell)fish allerg|allerg\w* to fish/i, 'fish-free'],
]

/** The diets that a traveller's own words name, each as one would ask for it: "nut-free" of "a nut allergy". */
export function dietsIn(text: string): readonly string[] {
  return DIETS.filter(([pattern]) => pattern.test(text)).map(([, word]) => word)
}

/** Whether a name says that it is nothing for a diet; false where only the kitchen knows. */
export function isBarred(name: string, diets: readonly string[]): boolean {
  const has = (...patterns: RegExp[]) => patterns.some((pattern) => pattern.test(name))
  return diets.some((diet) => {
    if (/vegan|vegetarian/.test(diet)) return has(MEAT, PORK, FISH)
    if (/pescatarian/.test(diet)) return has(MEAT, PORK)
    if (/halal/.test(diet)) return has(PORK, ALCOHOL)
    if (/kosher/.test(diet)) return has(PORK, SHELLFISH)
    if (/seafood|^fish-free/.test(diet)) return has(FISH, SHELLFISH)
    return /shellfish/.test(diet) && has(SHELLFISH)
  })
}

const WINTER = { north: ['11', '12', '01', '02'], south: ['06', '07', '08'] } as const

/** Whether it is eaten on a date: "couscous on Fridays" is no tip for a Tuesday. @param lat degrees north */
export function isServedOn(name: string, date: string, lat: number): boolean {
  const weekday = /\bon (\w+day)s?\b/.exec(name)?.[1]
  if (weekday !== undefined && weekday !== weekdayName(date)) return false
  if (!/\bin winter\b/.test(name)) return true
  const months: readonly string[] = lat < 0 ? WINTER.south : WINTER.north
  return months.includes(date.slice(5, 7))
}

/** The dish without what was said of its time. */
export function plainName(name: string): string {
  return name.replace(/ (?:on \w+days?|in winter)$/, '')
}
