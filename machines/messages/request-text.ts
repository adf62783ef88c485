/** A request as text or bytes: its size, its encoding, its JSON; then the request itself. */
import { problem, quoted } from './problem.ts'
import { MAX_BODY_BYTES } from './request-limits.ts'
import { type Accepted, parseTripRequest, type Refused, type RequestPorts } from './request-parse.ts'

/** Checks a request's JSON text. A text over the limit is refused without being decoded or parsed. It never throws. */
export function parseTripText(text: string | Uint8Array, ports: RequestPorts): Accepted | Refused {
  // Each unit of a string is at least one byte, so that a huge one need not be encoded to be measured.
  const bytes =
    typeof text === 'string' && text.length <= MAX_BODY_BYTES
      ? new TextEncoder().encode(text).length
      : text.length
  if (bytes > MAX_BODY_BYTES) {
    const message = `The request is longer than ${MAX_BODY_BYTES} bytes: shorten its texts.`
    return refused('request.body.too-large', message, `at most ${MAX_BODY_BYTES} bytes`)
  }
  const decoded = typeof text === 'string' ? text.replace(/^\uFEFF/, '') : decode(text)
  if (decoded === undefined) {
    const message = 'The request is not UTF-8: send its JSON in that encoding.'
    return refused('request.body.not-utf8', message, 'UTF-8')
  }
  let raw: unknown
  try {
    raw = JSON.parse(decoded)
  } catch (error) {
    const message = `The request is not JSON${place(decoded, error)}: give one JSON object.`
    return refused('request.body.not-json', message, 'one JSON object', decoded)
  }
  return parseTripRequest(raw, ports)
}

function refused(
  code: 'request.body.too-large' | 'request.body.not-utf8' | 'request.body.not-json',
  message: string,
  expected: string,
  value?: string,
): Refused {
  return { ok: false, problems: [problem(code, [], message, { value, expected })] }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Where the text stops being JSON, as far as the parser tells. */
function place(text: string, error: unknown): string {
  if (text.trim() === '') return ', it is empty'
  const message = error instanceof Error ? error.message : ''
  if (message.startsWith('Unexpected end')) return ', it ends too early'
  const position = /at position (\d+)/.exec(message)?.[1]
  if (position === undefined) {
    const [, token, near] =
      /^Unexpected token '(.+?)', (?:\.{3})?"(.*?)"(?:\.{3})? is not/s.exec(message) ?? []
    return token === undefined || near === undefined
      ? ''
      : `, ${quoted(token)} is unexpected in ${quoted(near)}`
  }
  const before = text.slice(0, Number(position)).split('\n')
  return ` at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
}
