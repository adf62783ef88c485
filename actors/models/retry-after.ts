/** How long a server asks its clients to stay away: RFC 9110 10.2.3, and the finer `retry-after-ms` of OpenAI and Azure. */

/**
 * @returns ms, never negative; undefined when the server said nothing that can be understood. It is not capped here: who
 * waits decides how long is too long.
 */
export function retryAfterMs(headers: Headers | undefined, now: () => number): number | undefined {
  const fine = numberOf(headers?.get('retry-after-ms'))
  if (fine !== undefined) return Math.ceil(fine)
  const plain = headers?.get('retry-after')?.trim()
  const seconds = numberOf(plain)
  if (seconds !== undefined) return Math.ceil(seconds * 1_000)
  const until = plain === undefined ? Number.NaN : Date.parse(plain)
  if (Number.isNaN(until)) return undefined
  // Against the server's own clock when it tells it: ours may be wrong.
  const served = Date.parse(headers?.get('date') ?? '')
  return Math.max(0, until - (Number.isNaN(served) ? now() : served))
}

function numberOf(text: string | null | undefined): number | undefined {
  return text !== null && text !== undefined && /^\d{1,12}(\.\d{1,6})?$/.test(text.trim())
    ? Number(text)
    : undefined
}
