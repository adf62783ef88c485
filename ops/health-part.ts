/** One part of a health report: it answers in time, or that is what is said of it. */
import type { Health } from '../gateway/index.ts'
import { errorData } from '../runtime/core/errors.ts'

/** The part that every Caravan reports: by it a health report is known to be one of Caravan's. */
export const TELLTALE_PART = 'journal'

export type Part = Health['parts'][string]

/** Less than a gateway waits for the whole report, so that one part that hangs does not hide the others. */
const PART_MS = 2_500

/** Never rejects. */
export async function partOf(ask: () => Promise<Part>): Promise<Part> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Part>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, detail: `no answer within ${PART_MS} ms` }), PART_MS)
  })
  try {
    return await Promise.race([ask(), late])
  } catch (error) {
    return { ok: false, detail: errorData(error).message }
  } finally {
    clearTimeout(timer)
  }
}
