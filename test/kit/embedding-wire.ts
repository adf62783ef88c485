/** Embeddings of a model server: a vector that follows from the words of a text alone, whatever their order. */
import type { ServerResponse } from 'node:http'

/** One question for vectors, as the server understood it. */
export interface EmbeddingAsked {
  readonly model: string
  readonly texts: readonly string[]
  readonly body: Readonly<Record<string, unknown>>
}

/** What is answered; an empty one is a vector for each text. */
export interface EmbeddingScript {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Length of a vector; default 1,536. */
  readonly dimensions?: number
  /** Default: a quarter of the characters. */
  readonly tokens?: number | 'none'
  /** Instead of vectors. */
  readonly embedding?: unknown
  readonly hang?: boolean
}

/** Of OpenAI and what is like it, and of Azure, where the path has the deployment. */
export const EMBEDDINGS_PATH =
  /^(?:\/v1\/embeddings|\/openai\/deployments\/([^/]+)\/embeddings\?api-version=.*)$/

export function readEmbedding(body: Readonly<Record<string, unknown>>, url: string): EmbeddingAsked {
  const texts = [body['input']].flat().map(String)
  return { model: EMBEDDINGS_PATH.exec(url)?.[1] ?? String(body['model']), texts, body }
}

export function sendEmbedding(
  response: ServerResponse,
  asked: EmbeddingAsked,
  script: EmbeddingScript,
): void {
  if (script.hang === true) return
  const head = { 'content-type': 'application/json', ...script.headers }
  if (script.status !== undefined) {
    response.writeHead(script.status, head).end('{"error":{"message":"scripted","code":"scripted_error"}}')
    return
  }
  const data = asked.texts.map((text, index) => ({
    object: 'embedding',
    index,
    embedding: script.embedding ?? vectorOf(text, script.dimensions ?? 1_536),
  }))
  const tokens = script.tokens ?? Math.ceil(asked.texts.join('').length / 4)
  const usage = tokens === 'none' ? {} : { usage: { prompt_tokens: tokens, total_tokens: tokens } }
  response.writeHead(200, head).end(JSON.stringify({ object: 'list', model: asked.model, data, ...usage }))
}

/** Each word adds to one number, so texts with the same words mean the same. */
export function vectorOf(text: string, dimensions: number): number[] {
  const vector = Array.from({ length: dimensions }, () => 0)
  for (const word of text.toLowerCase().match(/[a-z]+/g) ?? ['']) {
    const at = Buffer.from(word).reduce((sum, byte) => (sum * 31 + byte) % dimensions, 7)
    vector[at] = (vector[at] ?? 0) + 1
  }
  return vector
}
