/** Asks a gateway over HTTP. */
import type { World } from './world.ts'

/** What came back over HTTP. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Record<string, unknown>
}

/** A request as it comes, and its answer; whatever it is, it must not tell of the inside. */
export async function ask(world: World, path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(world.url + path, init)
  const text = await response.text()
  if (/\n\s+at |node_modules|\.ts:\d/.test(text)) throw new Error(`a stack trace left the gateway: ${text}`)
  const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>
  return { status: response.status, headers: response.headers, body }
}

/** JSON, unless the headers say otherwise. */
export function post(
  world: World,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const text = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
  const init = {
    method: 'POST',
    body: text as NonNullable<RequestInit['body']>,
    headers: { 'content-type': 'application/json', ...headers },
  }
  return ask(world, path, init)
}
