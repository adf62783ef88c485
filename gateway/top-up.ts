/** What a top-up says: checked as a whole, so that everything wrong is told at once. */
import { MICRO_USD, MOST_TOP_UP_USD } from '../storage/spending/port.ts'
import { refused, type Outcome } from './refusal.ts'
import { readKey } from './trip-id.ts'

/** The longest name of who tops up, in characters. */
const MOST_NAME = 200
const FIELDS = ['usd', 'by', 'topUpId']

export interface TopUpAsked {
  readonly microUsd: number
  readonly by: string
  /** The sender's own name of this top-up: the same again adds nothing. */
  readonly id: string | undefined
}

/**
 * @param value `{ usd, by?, topUpId? }`
 * @param key the `Idempotency-Key` that came beside it
 */
export function readTopUp(value: unknown, key: string | undefined): Outcome<TopUpAsked> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refused('request.malformed', 'Give the top-up as JSON: {"usd": 0.5}.')
  const { usd, by = 'unknown', topUpId } = value as Readonly<Record<string, unknown>>
  const problems: string[] = []
  const micro = typeof usd === 'number' ? usd * MICRO_USD : Number.NaN
  const microUsd = Math.round(micro)
  // 0.000001 has no exact double, so a hair's breadth is no seventh decimal.
  if (!(microUsd >= 1 && microUsd <= MOST_TOP_UP_USD * MICRO_USD && Math.abs(micro - microUsd) < 1e-3))
    problems.push(
      `/usd is ${shown(usd)}: give US dollars up to ${MOST_TOP_UP_USD}, such as 0.5, with at most 6 decimals`,
    )
  if (typeof by !== 'string' || by.trim() === '' || by.length > MOST_NAME)
    problems.push(`/by is ${shown(by)}: give a name of 1 to ${MOST_NAME} characters, or leave it out`)
  const named = topUpId === undefined ? key : topUpId
  const id = typeof named === 'string' ? readKey(named) : undefined
  if (named !== undefined && id === undefined)
    problems.push(
      `${topUpId === undefined ? 'Idempotency-Key' : '/topUpId'} is ${shown(named)}: give 1 to 128 letters, digits, "-" or "_"`,
    )
  for (const field of Object.keys(value))
    if (!FIELDS.includes(field))
      problems.push(`/${field.slice(0, 40)} is no field of a top-up: there are ${FIELDS.join(', ')}`)
  if (problems.length > 0) return refused('top-up.invalid', `${problems.join('; ')}.`)
  return { ok: true, value: { microUsd, by: String(by).trim(), id } }
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : (JSON.stringify(value) ?? 'nothing').slice(0, 60)
}
