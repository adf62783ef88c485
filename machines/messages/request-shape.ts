/** The raw request: what a traveller or a client sends, before places are looked up and dates are fixed. */
import { z } from 'zod'
import { IsoDate } from './basics.ts'
import type { ProblemCode } from './problem.ts'
import { FIELDS } from './request-aliases.ts'
import {
  MAX_BUDGET_TOTAL,
  MAX_DAYS,
  MAX_DESTINATIONS,
  MAX_LIST_ENTRIES,
  MAX_LOCALE_LENGTH,
  MAX_NAME_LENGTH,
  MAX_REQUEST_ID_LENGTH,
  MAX_TEXT_LENGTH,
  MAX_TRAVELERS,
} from './request-limits.ts'

/** Control characters, and the ones that reorder the text around them: nothing a name needs. */
const UNPRINTABLE = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u

/** A text with a code of its own for each way in which it can be wrong. `lines`: line breaks and tabs are fine. */
function text(limit: number, lines: boolean): z.ZodType<string> {
  return z
    .string()
    .superRefine((value, context) => {
      const code = textProblem(value, limit, lines)
      if (code !== undefined) context.addIssue({ code: 'custom', params: { code } })
    })
    .meta({ minLength: 1, maxLength: limit })
}

function textProblem(value: string, limit: number, lines: boolean): ProblemCode | undefined {
  if (value.trim() === '') return 'request.text.empty'
  // Units first: counting the code points of a huge text costs more than refusing it.
  if (value.length > 2 * limit || Array.from(value).length > limit) return 'request.text.too-long'
  const checked = lines ? value.replaceAll(/[\n\r\t]/g, ' ') : value
  return UNPRINTABLE.test(checked) || !checked.isWellFormed() ? 'request.text.characters' : undefined
}

/** Whether dates and money can be formatted for this BCP 47 tag here. */
function isLocale(tag: string): boolean {
  try {
    return tag.length <= MAX_LOCALE_LENGTH && Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0
  } catch {
    return false
  }
}

const Name = text(MAX_NAME_LENGTH, false)
const Line = text(MAX_TEXT_LENGTH, true)

/** A budget's total as a decimal number. */
export const BudgetTotal = z.number().positive().max(MAX_BUDGET_TOTAL)

/** A budget as an object. */
export const RawBudget = z.strictObject({
  total: BudgetTotal.describe('Decimal, in units of the currency: 2500.10'),
  currency: Name.optional().describe('ISO 4217 code; USD when absent'),
})

/** What every priority is called, most ordinary first. */
export const PRIORITIES = ['standard', 'high', 'low'] as const

/** A request as it is sent, under the fields' own names. */
export const RawTripRequest = z.strictObject({
  destinations: z
    .array(Name)
    .min(1)
    .max(MAX_DESTINATIONS)
    .describe('Place names or IATA airport codes, in the order of travel'),
  origin: Name.optional().describe('Where the journey starts and ends'),
  dates: z
    .strictObject({ start: IsoDate.describe('First day'), end: IsoDate.describe('Last day, included') })
    .optional(),
  durationDays: z.int().min(1).max(MAX_DAYS).optional().describe('Days, first and last included'),
  earliestStart: IsoDate.optional().describe('First day when only a length is given'),
  travelers: z
    .strictObject({
      adults: z.int().min(1).max(MAX_TRAVELERS),
      children: z.int().min(0).max(MAX_TRAVELERS).optional(),
    })
    .optional(),
  budget: z.union([BudgetTotal, RawBudget]).optional().describe('A bare number is in USD'),
  preferences: z.array(Name).max(MAX_LIST_ENTRIES).optional(),
  constraints: z.array(Line).max(MAX_LIST_ENTRIES).optional(),
  specialRequirements: z.array(Line).max(MAX_LIST_ENTRIES).optional(),
  priority: z.enum(PRIORITIES).optional(),
  fresh: z.boolean().optional().describe('true: nothing is answered from earlier answers of models'),
  locale: z.string().refine(isLocale).optional().describe('BCP 47 tag: how dates and money are written'),
  requestId: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .max(MAX_REQUEST_ID_LENGTH)
    .optional()
    .describe('Idempotency key: the same key is the same trip'),
  requestType: z.literal('create_itinerary').optional(),
})

/** The raw request as JSON Schema, for documentation: every field, and every alias marked as deprecated. */
export function requestJsonSchema(): z.core.JSONSchema.BaseSchema {
  const shape: Readonly<Record<string, z.ZodType>> = RawTripRequest.shape
  const aliases = Object.entries(FIELDS.request).flatMap(([name, spellings]) =>
    spellings.flatMap((spelling) => {
      const field = shape[name]
      const description = `Another spelling of ${name}; never beside it`
      return field === undefined ? [] : [[spelling, field.meta({ deprecated: true, description })] as const]
    }),
  )
  const documented = z.strictObject({ ...RawTripRequest.shape, ...Object.fromEntries(aliases) })
  return z.toJSONSchema(documented, { io: 'input' })
}
