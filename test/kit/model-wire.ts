/** The languages of the model servers as events on the wire, written down from the providers' API references. */

export type WireName = 'chat' | 'responses' | 'azure' | 'anthropic'

interface Asked {
  readonly model: string
  readonly system: string
  readonly user: string
  readonly schemaName: string | undefined
  readonly maxTokens: number | undefined
}

type Figures = { readonly input: number; readonly cached?: number; readonly output: number }
type Finish = 'complete' | 'length' | 'refusal'
type Body = Readonly<Record<string, unknown>>

export interface Wire {
  readonly name: WireName
  readonly path: RegExp
  read(body: Body, url: string): Asked
  /** Events before the first piece. */
  start(model: string): readonly string[]
  piece(text: string): string
  refusal(text: string): string
  /** The last events; `usage` in the language's own shape, undefined: not reported. */
  end(model: string, text: string, finish: Finish, usage: unknown): string
  usage(figures: Figures): unknown
  /** The body of an error. */
  error(code: string, message: string): unknown
  /** An error as an event. */
  failure(code: string, message: string): string
}

const ID = 'scripted-1'

function data(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`
}

function named(value: Readonly<Record<string, unknown>> & { readonly type: string }): string {
  return `event: ${value.type}\n${data(value)}`
}

function chunk(delta: object, finish: string | null = null): string {
  return data({
    id: ID,
    object: 'chat.completion.chunk',
    created: 1,
    model: 'scripted-model',
    choices: [{ index: 0, delta, finish_reason: finish }],
  })
}

const CHAT: Wire = {
  name: 'chat',
  path: /^\/v1\/chat\/completions$/,
  read: (body) => {
    const messages = body['messages'] as readonly { role: string; content: string }[]
    const format = body['response_format'] as { json_schema?: { name: string } } | undefined
    const system = messages
      .filter(({ role }) => role !== 'user')
      .map(({ content }) => content)
      .join('\n')
    return {
      model: String(body['model']),
      system,
      user: messages
        .filter(({ role }) => role === 'user')
        .map(({ content }) => content)
        .join('\n'),
      schemaName: format?.json_schema?.name ?? namedIn(system),
      maxTokens: (body['max_completion_tokens'] ?? body['max_tokens']) as number | undefined,
    }
  },
  start: () => [chunk({ role: 'assistant', content: '' })],
  piece: (content) => chunk({ content }),
  refusal: (refusal) => chunk({ refusal }),
  end: (model, _text, finish, usage) =>
    [
      chunk({}, finish === 'length' ? 'length' : 'stop'),
      ...(usage === undefined ? [] : [data({ id: ID, model, choices: [], usage })]),
      'data: [DONE]\n\n',
    ].join(''),
  usage: ({ input, cached = 0, output }) => ({
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached },
  }),
  error: (code, message) => ({ error: { message, type: code, param: null, code } }),
  failure: (code, message) => data({ error: { message, type: code, code } }),
}

const AZURE: Wire = {
  ...CHAT,
  name: 'azure',
  path: /^\/openai\/deployments\/[^/]+\/chat\/completions\?api-version=/,
}

const RESPONSES: Wire = {
  name: 'responses',
  path: /^\/v1\/responses$/,
  read: (body) => {
    const input = body['input'] as readonly { role: string; content: string }[]
    const { format } = (body['text'] ?? {}) as { format?: { name?: string } }
    const system = input
      .filter(({ role }) => role !== 'user')
      .map(({ content }) => content)
      .join('\n')
    return {
      model: String(body['model']),
      system,
      user: input
        .filter(({ role }) => role === 'user')
        .map(({ content }) => content)
        .join('\n'),
      schemaName: format?.name ?? namedIn(system),
      maxTokens: body['max_output_tokens'] as number | undefined,
    }
  },
  start: (model) => [
    named({
      type: 'response.created',
      response: { id: ID, model, status: 'in_progress', output: [] },
    }),
  ],
  piece: (delta) => named({ type: 'response.output_text.delta', item_id: 'm', output_index: 0, delta }),
  refusal: (delta) => named({ type: 'response.refusal.delta', item_id: 'm', output_index: 0, delta }),
  end: (model, text, finish, usage) => {
    const short = finish === 'length'
    return named({
      type: short ? 'response.incomplete' : 'response.completed',
      response: {
        id: ID,
        model,
        status: short ? 'incomplete' : 'completed',
        incomplete_details: short ? { reason: 'max_output_tokens' } : null,
        output: [{ type: 'message', content: [{ type: 'output_text', text }] }],
        ...(usage === undefined ? {} : { usage }),
      },
    })
  },
  usage: ({ input, cached = 0, output }) => ({
    input_tokens: input,
    input_tokens_details: { cached_tokens: cached },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input + output,
  }),
  error: (code, message) => CHAT.error(code, message),
  failure: (code, message) =>
    named({
      type: 'response.failed',
      response: { id: ID, status: 'failed', error: { code, message } },
    }),
}

const ANTHROPIC: Wire = {
  name: 'anthropic',
  path: /^\/v1\/messages$/,
  read: (body) => {
    const messages = body['messages'] as readonly { content: string }[]
    const system = typeof body['system'] === 'string' ? body['system'] : ''
    return {
      model: String(body['model']),
      system,
      user: messages.map(({ content }) => content).join('\n'),
      schemaName: namedIn(system),
      maxTokens: body['max_tokens'] as number | undefined,
    }
  },
  start: (model) => [
    named({
      type: 'message_start',
      message: { id: ID, type: 'message', role: 'assistant', model, content: [], stop_reason: null },
    }),
    named({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
  ],
  piece: (text) => named({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
  refusal: (text) => ANTHROPIC.piece(text),
  end: (_model, _text, finish, usage) => {
    const reason = { complete: 'end_turn', length: 'max_tokens', refusal: 'refusal' }[finish]
    return [
      named({ type: 'content_block_stop', index: 0 }),
      named({
        type: 'message_delta',
        delta: { stop_reason: reason, stop_sequence: null },
        ...(usage === undefined ? {} : { usage }),
      }),
      named({ type: 'message_stop' }),
    ].join('')
  },
  usage: ({ input, cached = 0, output }) => ({
    input_tokens: input - cached,
    cache_read_input_tokens: cached,
    cache_creation_input_tokens: 0,
    output_tokens: output,
  }),
  error: (code, message) => ({ type: 'error', error: { type: code, message } }),
  failure: (code, message) => named({ type: 'error', error: { type: code, message } }),
}

export const WIRES: readonly Wire[] = [CHAT, AZURE, RESPONSES, ANTHROPIC]

/** The name in the words with which a schema is asked for where it cannot be given natively. */
function namedIn(system: string): string | undefined {
  return /JSON schema, named "([\w-]+)"/.exec(system)?.[1]
}
