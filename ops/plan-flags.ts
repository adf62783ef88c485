/** The flags of `caravan plan`: from a command line to a request, and from the request's problems back to flags. */
import type { Problem } from '../machines/messages/index.ts'

/** How a flag's texts become the request's value. */
type Sort = 'text' | 'number' | 'list' | 'texts' | 'switch'

/** One flag; `path` is where its value goes in the request. */
export interface PlanFlag {
  readonly name: string
  /** What stands for the value in the help; a switch has none. */
  readonly value: string
  readonly about: string
  readonly sort: Sort
  readonly path: readonly [string, string?]
}

/** Every flag that says something about the trip, in the order of the help. */
export const PLAN_FLAGS: readonly PlanFlag[] = [
  {
    name: 'from',
    value: 'place',
    about: 'where the journey starts and ends',
    sort: 'text',
    path: ['origin'],
  },
  { name: 'start', value: 'date', about: 'first day, YYYY-MM-DD', sort: 'text', path: ['dates', 'start'] },
  {
    name: 'end',
    value: 'date',
    about: 'last day, YYYY-MM-DD; or give --days',
    sort: 'text',
    path: ['dates', 'end'],
  },
  {
    name: 'days',
    value: 'number',
    about: 'days of the trip, first and last included',
    sort: 'number',
    path: ['durationDays'],
  },
  {
    name: 'adults',
    value: 'number',
    about: 'how many adults travel (1)',
    sort: 'number',
    path: ['travelers', 'adults'],
  },
  {
    name: 'children',
    value: 'number',
    about: 'how many children travel (0)',
    sort: 'number',
    path: ['travelers', 'children'],
  },
  {
    name: 'budget',
    value: 'amount',
    about: 'what the trip may cost in all',
    sort: 'number',
    path: ['budget', 'total'],
  },
  {
    name: 'currency',
    value: 'code',
    about: 'currency of the budget (USD)',
    sort: 'text',
    path: ['budget', 'currency'],
  },
  {
    name: 'prefer',
    value: 'list',
    about: 'wishes separated by commas: food, culture, nature, hiking, beach, museums, ...',
    sort: 'list',
    path: ['preferences'],
  },
  {
    name: 'constraint',
    value: 'text',
    about: 'what the plan must respect; may be given several times',
    sort: 'texts',
    path: ['constraints'],
  },
  {
    name: 'need',
    value: 'text',
    about: 'what a traveller needs; may be given several times',
    sort: 'texts',
    path: ['specialRequirements'],
  },
  { name: 'priority', value: 'word', about: 'standard, high or low', sort: 'text', path: ['priority'] },
  { name: 'fresh', value: '', about: 'take no answer from earlier ones', sort: 'switch', path: ['fresh'] },
  {
    name: 'locale',
    value: 'tag',
    about: 'how dates and money are written, such as en-GB',
    sort: 'text',
    path: ['locale'],
  },
  {
    name: 'id',
    value: 'key',
    about: 'request id: the same one is the same trip',
    sort: 'text',
    path: ['requestId'],
  },
]

/** What is wrong with a command line: one sentence that names the flag. */
export interface FlagProblem {
  readonly flag: string
  readonly message: string
}

/** A command line's flags: every value in the order given, `undefined` for a flag without its value. */
export type GivenFlags = Readonly<Record<string, readonly (string | undefined)[]>>

/** The request that a command line describes, and what is wrong with the line itself. */
export function requestOf(
  destinations: readonly string[],
  given: GivenFlags,
): { readonly request: Readonly<Record<string, unknown>>; readonly problems: readonly FlagProblem[] } {
  const problems: FlagProblem[] = []
  const request: Record<string, unknown> = { destinations: [...destinations] }
  for (const { name, value, sort, path } of PLAN_FLAGS) {
    const texts = given[name]
    if (texts === undefined) continue
    if (sort === 'switch') {
      put(request, path, true)
      continue
    }
    const whole = texts.filter((text) => text !== undefined)
    const flag = `--${name}`
    if (whole.length < texts.length)
      problems.push({ flag, message: `${flag} needs a value: ${flag} <${value}>.` })
    if (whole.length === 0) continue
    const many = sort === 'list' || sort === 'texts'
    if (!many && whole.length > 1) {
      problems.push({
        flag,
        message: `${flag} was given ${whole.length} times (${whole.join(', ')}): give it once.`,
      })
    }
    put(request, path, read(sort, whole))
  }
  return { request: { ...request, ...window(request) }, problems }
}

function read(sort: Exclude<Sort, 'switch'>, texts: readonly string[]): unknown {
  const last = texts.at(-1) ?? ''
  switch (sort) {
    case 'text':
      return last
    case 'number':
      // Anything else stays a text, and is then refused as one.
      return /^[+-]?\d+(\.\d+)?$/.test(last) ? Number(last) : last
    case 'list':
      return texts.flatMap((text) => text.split(',').map((one) => one.trim()))
    case 'texts':
      return [...texts]
  }
}

function put(request: Record<string, unknown>, [outer, inner]: PlanFlag['path'], value: unknown): void {
  if (inner === undefined) request[outer] = value
  else request[outer] = { ...(request[outer] as object | undefined), [inner]: value }
}

/** A start without an end is the request's earliest start: with a length it fixes the dates just as well. */
function window({ dates }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (typeof dates !== 'object' || dates === null || 'end' in dates || !('start' in dates)) return {}
  return { dates: undefined, earliestStart: dates.start }
}

/** The request's own problems in terms of the command line. */
export function flagProblem({ path, message }: Problem): FlagProblem {
  const [outer = '', inner = ''] = path.split('/').slice(1)
  return { flag: flagAt(outer, inner), message: inFlags(message) }
}

function flagAt(outer: string, inner: string): string {
  if (outer === 'destinations') return inner === '' ? 'destinations' : place(inner)
  if (outer === 'earliestStart') return '--start'
  const flag =
    PLAN_FLAGS.find(({ path }) => path[0] === outer && path[1] === inner) ??
    PLAN_FLAGS.find(({ path }) => path[0] === outer)
  return flag === undefined ? '' : `--${flag.name}`
}

/** People count from one. */
function place(index: string): string {
  return `destination ${Number(index) + 1}`
}

/** Names of fields as a request's sentences write them, longest first so that no part of a name is replaced. */
const LABELS: readonly (readonly [RegExp, string])[] = [
  [/\bearliestStart\b/g, '--start'],
  ...PLAN_FLAGS.filter(({ path }) => path[1] !== undefined).map(
    ({ name, path }) => [new RegExp(`\\b${path.join('\\.')}\\b`, 'g'), `--${name}`] as const,
  ),
  ...PLAN_FLAGS.filter(({ path }) => path[1] === undefined && path[0] !== 'origin').map(
    ({ name, path }) =>
      [
        new RegExp(`\\b${path[0]}(\\[\\d+\\])?(?= (is|are|has|and|give|agree)\\b)`, 'g'),
        `--${name}`,
      ] as const,
  ),
  [/\borigin\b/g, '--from'],
]

function inFlags(message: string): string {
  const counted = message.replaceAll(/\bdestinations\[(\d+)\]/g, (_, index: string) => place(index))
  return LABELS.reduce((text, [label, flag]) => text.replace(label, flag), counted)
}
