/** Whether a request comes from a page of this gateway: browsers say so, other clients say nothing. */
import type { IncomingHttpHeaders } from 'node:http'

/** No `Origin`, one with the host that the request itself names, or one of the given. */
export function isOwnOrigin(headers: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  const { origin, host } = headers
  if (origin === undefined || allowed.includes(origin)) return true
  return URL.parse(origin)?.host === host && host !== undefined
}
