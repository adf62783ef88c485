/**
 * A model server in this process that speaks OpenAI's Chat Completions and Responses, Azure's and Anthropic's languages as streams, and
 * embeddings.
 * What it answers is scripted; what it was asked, and what it says it charged, is counted.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  EMBEDDINGS_PATH,
  readEmbedding,
  sendEmbedding,
  type EmbeddingAsked,
  type EmbeddingScript,
} from './embedding-wire.ts'
import { WIRES, type WireName } from './model-wire.ts'

/** One question, as the server understood it. */
export interface ModelCall {
  /** 1 for the first. */
  readonly number: number
  readonly wire: WireName
  readonly model: string
  readonly system: string
  readonly user: string
  /** The name of the schema that was asked for, natively or in words. */
  readonly schemaName: string | undefined
  readonly maxTokens: number | undefined
  readonly headers: IncomingMessage['headers']
  /** The whole body. */
  readonly body: Readonly<Record<string, unknown>>
  /** Aborted when the client has closed the connection. */
  readonly gone: AbortSignal
}

export interface ModelUsageFigures {
  readonly input: number
  readonly cached?: number
  readonly output: number
}

/** What is answered. Everything is optional: an empty one is a short answer that ends well. */
export interface ScriptedReply {
  /** The answer; an object is sent as JSON. Default `{"ok":true}`. */
  readonly text?: string | object
  readonly finish?: 'complete' | 'length' | 'refusal'
  /** Default: a quarter of the characters. `none`: not reported. `raw`: as it is, in the language's own shape. */
  readonly usage?: ModelUsageFigures | 'none' | { readonly raw: unknown }
  /** An error instead of an answer. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** The body of an error; default: one as the language has it, with `code` and `message`. */
  readonly body?: string
  readonly code?: string
  readonly message?: string
  /** Before anything is sent. */
  readonly delayMs?: number
  /** Between two pieces. */
  readonly pieceDelayMs?: number
  /** Characters of a piece; default 40. */
  readonly pieceSize?: number
  /** Sends no headers and says nothing. */
  readonly hang?: boolean
  /** Says nothing more after so many pieces. */
  readonly hangAfter?: number
  /** Closes the stream in good order, or breaks the connection, after so many pieces. */
  readonly endAfter?: number
  readonly breakAfter?: number
  /** An error within the stream, after so many pieces. */
  readonly failAfter?: number
  /** Bytes instead of everything. */
  readonly raw?: string
}

type Script = ScriptedReply | ((call: ModelCall) => ScriptedReply | Promise<ScriptedReply>)

export interface ModelServer extends AsyncDisposable {
  /** `http://127.0.0.1:port`: Anthropic's and Azure's base. */
  readonly url: string
  /** With `/v1`: OpenAI's base. */
  readonly openAiUrl: string
  readonly calls: readonly ModelCall[]
  /** Questions for vectors; they are in none of the other counts. */
  readonly embeddings: readonly EmbeddingAsked[]
  /** Tokens of all answers that reported them, as reported. */
  readonly reported: () => {
    readonly calls: number
    readonly input: number
    readonly cached: number
    readonly output: number
  }
  /** How questions for vectors are answered from now on. */
  embed(script: EmbeddingScript): void
  /** What is answered when no script is left. */
  answer(script: Script): void
  /** The next answers, in order; with `model` only for it. */
  script(replies: readonly Script[], model?: string): void
}

export interface ModelServerOptions {
  /** Keeps of each call what it was about and not what was said: thousands of prompts and schemas fill a heap. Default false. */
  readonly forgets?: boolean
}

/** Starts it on a free loopback port; disposing of it closes every connection. */
export async function startModelServer(
  fallback: Script = {},
  { forgets = false }: ModelServerOptions = {},
): Promise<ModelServer> {
  const calls: ModelCall[] = []
  const queues = new Map<string, Script[]>()
  const totals = { calls: 0, input: 0, cached: 0, output: 0 }
  let last = fallback
  const embeddings: EmbeddingAsked[] = []
  let embedding: EmbeddingScript = {}

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const wire = WIRES.find((one) => one.path.test(request.url ?? ''))
    const text = await bodyOf(request)
    if (request.method === 'POST' && EMBEDDINGS_PATH.test(request.url ?? '')) {
      const asked = readEmbedding(JSON.parse(text) as Record<string, unknown>, request.url ?? '')
      embeddings.push(asked)
      return sendEmbedding(response, asked, embedding)
    }
    if (wire === undefined || request.method !== 'POST') {
      response
        .writeHead(404, { 'content-type': 'application/json' })
        .end('{"error":{"message":"no such path"}}')
      return
    }
    const body = JSON.parse(text) as Record<string, unknown>
    const closed = new AbortController()
    response.on('close', () => closed.abort())
    const call: ModelCall = {
      number: calls.length + 1,
      wire: wire.name,
      ...wire.read(body, request.url ?? ''),
      headers: request.headers,
      body,
      gone: closed.signal,
    }
    calls.push(forgets ? { ...call, system: '', user: '', headers: {}, body: {} } : call)
    const next = queues.get(call.model)?.shift() ?? queues.get('')?.shift() ?? last
    const reply = typeof next === 'function' ? await next(call) : next
    await send(response, wire, call, reply, totals)
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    openAiUrl: `${url}/v1`,
    calls,
    embeddings,
    embed: (script) => (embedding = script),
    reported: () => ({ ...totals }),
    answer: (script) => (last = script),
    script: (replies, model = '') => queues.set(model, [...(queues.get(model) ?? []), ...replies]),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function send(
  response: ServerResponse,
  wire: (typeof WIRES)[number],
  call: ModelCall,
  reply: ScriptedReply,
  totals: { calls: number; input: number; cached: number; output: number },
): Promise<void> {
  if (reply.hang === true) return
  if (reply.delayMs !== undefined && !(await pause(reply.delayMs, call.gone))) return
  if (reply.status !== undefined) {
    const { code = 'scripted_error', message = 'scripted' } = reply
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
    response.end(reply.body ?? JSON.stringify(wire.error(code, message)))
    return
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', ...reply.headers })
  if (reply.raw !== undefined) {
    response.end(reply.raw)
    return
  }
  const text = typeof reply.text === 'object' ? JSON.stringify(reply.text) : (reply.text ?? '{"ok":true}')
  const usage = reply.usage ?? { input: quarter(call.system + call.user), output: quarter(text) }
  for (const event of wire.start(call.model)) response.write(event)
  const pieces = text.match(new RegExp(`[\\s\\S]{1,${reply.pieceSize ?? 40}}`, 'gu')) ?? []
  for (const [index, piece] of [...pieces, ''].entries()) {
    if (index === reply.hangAfter) return
    if (index === reply.endAfter) return void response.end()
    if (index === reply.breakAfter) {
      // What was written has to be on its way, or the client sees a connection that never answered.
      await pause(30, call.gone)
      return void response.destroy()
    }
    if (index === reply.failAfter) {
      const { code = 'server_error', message = 'scripted' } = reply
      return void response.end(wire.failure(code, message))
    }
    if (piece === '') break
    response.write(reply.finish === 'refusal' ? wire.refusal(piece) : wire.piece(piece))
    if (reply.pieceDelayMs !== undefined && !(await pause(reply.pieceDelayMs, call.gone))) return
  }
  const said = usage === 'none' ? undefined : 'raw' in usage ? usage.raw : wire.usage(usage)
  if (usage !== 'none' && !('raw' in usage)) {
    totals.calls += 1
    totals.input += usage.input
    totals.cached += usage.cached ?? 0
    totals.output += usage.output
  }
  response.end(wire.end(call.model, text, reply.finish ?? 'complete', said))
}

function quarter(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

/** @returns false when the client has left meanwhile */
async function pause(ms: number, gone: AbortSignal): Promise<boolean> {
  if (gone.aborted) return false
  return await new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), ms)
    gone.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve(false)
    })
  })
}
