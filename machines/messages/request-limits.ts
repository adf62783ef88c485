/**
 * Every limit of a request, in one place. `docs/request.md` has the same table; a test compares the two.
 * Lengths of texts are counted in characters (code points), so that an emoji is one.
 */

/** Bytes of a request's JSON text; a longer one is refused without being parsed. */
export const MAX_BODY_BYTES = 65_536

/** Entries in `destinations`. */
export const MAX_DESTINATIONS = 20

/** Entries in each of `preferences`, `constraints` and `specialRequirements`. */
export const MAX_LIST_ENTRIES = 20

/** Characters of one constraint or special requirement. */
export const MAX_TEXT_LENGTH = 500

/** Characters of one place name or preference. */
export const MAX_NAME_LENGTH = 200

/** Characters of `requestId`. */
export const MAX_REQUEST_ID_LENGTH = 128

/** Characters of `locale`. */
export const MAX_LOCALE_LENGTH = 35

/** Days of a trip, first and last day included. */
export const MAX_DAYS = 90

/** Days from today to the first day of a trip: two years. */
export const MAX_DAYS_AHEAD = 730

/** Adults and children together. */
export const MAX_TRAVELERS = 50

/** A budget's total, in units of its currency. Ten digits leave room for a large group paying in rupiah or dong. */
export const MAX_BUDGET_TOTAL = 10_000_000_000

/** Days from today to the first day when the request names no start. */
export const DEFAULT_DAYS_AHEAD = 30

/** Days of a trip when the request names no length; more when that is less than two days per place. */
export const DEFAULT_DAYS = 5

/** Adults when the request says nothing about travellers. */
export const DEFAULT_ADULTS = 1

/** Currency of a budget that names none, and of a plan without a budget. */
export const DEFAULT_CURRENCY = 'USD'

/** Locale of a request that names none. */
export const DEFAULT_LOCALE = 'en'

/** Unknown fields that are reported one by one, per object; the rest are counted in one more problem. */
export const MAX_UNKNOWN_FIELDS = 20

/** Characters of an offending value (or field name) that a problem repeats. */
export const MAX_SHOWN_LENGTH = 200
