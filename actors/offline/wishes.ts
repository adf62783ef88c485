/**
 * What the traveller's free text asks for, as far as it can be recognised by plain wording. What is not recognised is
 * said, never guessed: it is listed as not applied.
 */
import type { TripRequest } from '../../machines/messages/index.ts'
import { dietsIn } from '../../machines/trip/dishes.ts'
import { childAges } from './child-ages.ts'

/** Wishes that change the plan. */
export type Wishes = {
  readonly noFlights: boolean
  /** On the ground within a country; to it and out of it one may fly. */
  readonly noDomesticFlights: boolean
  readonly noCar: boolean
  readonly noBus: boolean
  readonly noFerry: boolean
  readonly preferTrain: boolean
  readonly preferCar: boolean
  readonly noEarlyMornings: boolean
  readonly noLateNights: boolean
  readonly slowPace: boolean
  readonly fullPace: boolean
  readonly stepFree: boolean
  readonly stroller: boolean
  /** Thin air is feared: more days to get used to it. */
  readonly altitude: boolean
  readonly keepOrder: boolean
  readonly separateRooms: boolean
  /** What one eats may be dangerous, not only unwanted. */
  readonly allergy: boolean
  readonly lodging: 'budget' | 'luxury' | undefined
  /** What the trip is for, e.g. `honeymoon`. */
  readonly occasion: string | undefined
  /** Here for a night between two other places. */
  readonly stopOver: boolean
  /** Diets named, e.g. `vegetarian`. */
  readonly diets: readonly string[]
  /** Of the children, where they are told; years. */
  readonly ages: readonly number[]
  /** Lines in which nothing was recognised, as given. */
  readonly unrecognised: readonly string[]
}

type Flag = Exclude<keyof Wishes, 'ages' | 'lodging' | 'diets' | 'unrecognised' | 'occasion'>

const NO = String.raw`\b(?:no|not|without|avoid(?:ing)?|never|don'?t|do not|can(?:no|')t|cannot|won'?t|afraid of|fear of|scared of|hate|skip)\b[^.,;]{0,24}`
const pattern = (source: string) => new RegExp(source, 'iu')

/** What follows "in" or "around" with a capital letter and is a time. */
const TIMES = String.raw`(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December|Christmas|Easter|New Year`

/**
 * "No flights inside India": the way there is not meant. A place has to be named, which its capital letter says, for
 * "no flights around midday" and "afraid of flying in general" are about all of them.
 */
const AT_HOME = pattern(
  String.raw`${NO}\b(?:domestic|internal|inland)[^.,;]{0,12}\bfl(?:y|ying|ights?)\b|${NO}\bfl(?:y|ying|ights?)\b[^.,;]{0,12}\b(?:within|inside|between|around|in) (?:the country\b|(?:the )?(?!(?:${TIMES})s?\b)(?-i:\p{Lu}))`,
)

const A_STOP_OVER = String.raw`\b(?:stop|lay)-?\s?overs?\b`
/** "No layovers" and "max one layover" are about the way, not about the stay. */
const LIMITED = String.raw`(?:${NO}|\b(?:max(?:imum)?|at most|up to|few(?:er|est)?|less than|more than)\b[^.,;]{0,24})`
const STOP_OVER = pattern(String.raw`^(?![^]*${LIMITED}${A_STOP_OVER})[^]*${A_STOP_OVER}`)

const FLAGS: readonly (readonly [Flag, RegExp])[] = [
  [
    'noFlights',
    pattern(
      String.raw`${NO}\b(?:fl(?:y|ies|ying|ight|ights)|planes?|air travel|aeroplanes?|airplanes?)\b|flight[- ]free|fly[- ]free`,
    ),
  ],
  ['noDomesticFlights', AT_HOME],
  ['stopOver', STOP_OVER],
  [
    'noCar',
    pattern(
      String.raw`${NO}\b(?:cars?|driv(?:e|ing)|rental|self[- ]driv)|car[- ]free|public transport only|only public transport`,
    ),
  ],
  ['noBus', pattern(String.raw`${NO}\b(?:bus|buses|coach|coaches)\b`)],
  ['noFerry', pattern(String.raw`${NO}\b(?:ferr(?:y|ies)|boats?|ships?|sea travel)\b|sea[- ]?sick`)],
  [
    'preferTrain',
    pattern(
      String.raw`\b(?:trains?|rail(?:way)?)\b[^.,;]{0,16}\b(?:only|where possible|if possible|preferred|whenever)\b|\b(?:prefer|by|only|love|take)\b[^.,;]{0,16}\b(?:trains?|rail(?:way)?)\b`,
    ),
  ],
  [
    'preferCar',
    pattern(
      String.raw`\broad ?trip\b|\bself[- ]driv|\b(?:rent(?:al)?|hire|our own|own|with a|by)\b[^.,;]{0,8}\bcar\b`,
    ),
  ],
  [
    'noEarlyMornings',
    pattern(String.raw`${NO}\b(?:early|mornings?|wake|get up)|late (?:start|riser)|sleep in|lie[- ]in`),
  ],
  ['noLateNights', pattern(String.raw`${NO}\blate\b|early (?:night|evening|bed)|back early`)],
  [
    'slowPace',
    pattern(
      String.raw`\b(?:slow|relaxed|easy|gentle|leisurely|unhurried)\b|not (?:too )?(?:rushed|packed|busy)|take it easy|pregnan|elderly|senior|grandparents?|limited (?:mobility|walking)|bad knees?`,
    ),
  ],
  [
    'fullPace',
    pattern(String.raw`\b(?:packed|fast[- ]paced|busy|as much as possible|full days|see everything)\b`),
  ],
  [
    'stepFree',
    pattern(
      String.raw`wheel ?chair|step[- ]?free|accessib|limited mobility|mobility (?:issue|problem|impair)|crutch|no stairs|can(?:no|')t (?:climb|walk)|reduced mobility|disab`,
    ),
  ],
  ['altitude', pattern(String.raw`altitude|soroche|thin air|mountain sickness`)],
  ['stroller', pattern(String.raw`stroller|push ?chair|buggy|pram\b|toddler|\bbab(?:y|ies)\b|infant`)],
  [
    'keepOrder',
    pattern(
      String.raw`\b(?:in (?:this|that|the given|the stated) order|keep the order|order (?:is|must)|fixed order|same order)\b`,
    ),
  ],
  [
    'allergy',
    pattern(
      String.raw`\ballerg(?:y|ies|ic)\b[^.;]{0,30}\b(?:nuts?|peanuts?|fish|shellfish|seafood|eggs?|milk|dairy|soya?|sesame|wheat|gluten)\b|\b(?:nuts?|peanuts?|(?:shell)?fish|seafood|eggs?|milk|dairy|soya?|sesame|wheat|gluten|food) allerg|co?eliac|anaphyla`,
    ),
  ],
  ['separateRooms', pattern(String.raw`\b(?:separate|single|own|individual|two) (?:bed)?rooms?\b`)],
]

const LUXURY = /\b(?:luxur(?:y|ious)|five[- ]star|5[- ]?(?:star|\*)|high[- ]end|upscale)\b/i
const BUDGET =
  /\b(?:hostels?|dorms?|backpack\w*|low[- ]cost|cheap(?:est)?|shoestring|budget (?:hotel|stay|accommodation))\b/i
const OCCASION = /\b(honeymoon|(?:wedding )?anniversary|birthday)\b/i

/** Up to this age nobody walks through a town. Years. */
const IN_A_STROLLER = 3

/** Reads constraints and special requirements. */
export function readWishes(request: Pick<TripRequest, 'constraints' | 'specialRequirements'>): Wishes {
  const lines = [...request.constraints, ...request.specialRequirements].filter((line) => line.trim() !== '')
  const has = (flag: Flag, counts = (_line: string) => true) =>
    FLAGS.some(
      ([name, expression]) => name === flag && lines.some((line) => expression.test(line) && counts(line)),
    )
  const noCar = has('noCar')
  const noFlights = has('noFlights', (line) => !AT_HOME.test(line))
  const slowPace = has('slowPace')
  const ages = lines.flatMap(childAges)
  const understood = (line: string) =>
    FLAGS.some(([, expression]) => expression.test(line)) ||
    OCCASION.test(line) ||
    LUXURY.test(line) ||
    BUDGET.test(line) ||
    childAges(line).length > 0 ||
    dietsIn(line).length > 0
  return {
    noFlights,
    noDomesticFlights: !noFlights && has('noDomesticFlights'),
    noCar,
    noBus: has('noBus'),
    noFerry: has('noFerry'),
    preferTrain: has('preferTrain'),
    preferCar: has('preferCar') && !noCar,
    noEarlyMornings: has('noEarlyMornings'),
    noLateNights: has('noLateNights'),
    slowPace,
    // "not too packed" asks for less, not more.
    fullPace: has('fullPace') && !slowPace,
    stepFree: has('stepFree'),
    stroller: has('stroller') || ages.some((age) => age <= IN_A_STROLLER),
    altitude: has('altitude'),
    keepOrder: has('keepOrder'),
    separateRooms: has('separateRooms'),
    allergy: has('allergy'),
    lodging: lines.some((line) => LUXURY.test(line))
      ? 'luxury'
      : lines.some((line) => BUDGET.test(line))
        ? 'budget'
        : undefined,
    occasion: OCCASION.exec(lines.join('\n'))?.[1]?.toLowerCase(),
    stopOver: has('stopOver'),
    diets: dietsIn(lines.join('\n')),
    ages,
    unrecognised: lines.filter((line) => !understood(line)),
  }
}
