/** Chat Completions: of Azure, and of every server that speaks OpenAI's older language. */
import type { OpenAI } from 'openai'
import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions'
import type { Gathering } from './gather.ts'
import type { ModelFacts } from './model-facts.ts'
import type { ModelRequest } from './port.ts'
import { systemWithSchema } from './schema-prompt.ts'
import { strictSchema, type Dialect } from './strict-schema.ts'

/** Asks once and hands on what comes. */
export async function askChat(
  client: OpenAI,
  request: ModelRequest,
  { facts, dialect, signal }: { facts: ModelFacts; dialect: Dialect; signal: AbortSignal },
  gathering: Gathering,
): Promise<void> {
  const stream = await client.chat.completions.create(chatParameters(request, facts, dialect), { signal })
  for await (const chunk of stream) {
    gathering.about({ model: chunk.model, requestId: chunk.id })
    // The last chunk has the usage and no choice; some servers send it with every chunk.
    const { usage } = chunk
    if (typeof usage === 'object' && usage !== null) {
      gathering.used({
        input: usage.prompt_tokens,
        cached: usage.prompt_tokens_details?.cached_tokens,
        output: usage.completion_tokens,
      })
    }
    const choice = chunk.choices?.[0]
    if (choice === undefined) continue
    if (typeof choice.delta?.refusal === 'string') gathering.refusal(choice.delta.refusal)
    if (typeof choice.delta?.content === 'string' && !gathering.text(choice.delta.content)) return
    if (typeof choice.finish_reason === 'string') gathering.ended(finishOf(choice.finish_reason))
  }
}

/** Unknown reasons of servers that are not OpenAI's mean an end like any other: the answer is checked anyway. */
function finishOf(reason: string): 'complete' | 'length' | 'refusal' {
  if (reason === 'length') return 'length'
  return reason === 'content_filter' ? 'refusal' : 'complete'
}

/** What is sent. */
export function chatParameters(
  request: ModelRequest,
  facts: ModelFacts,
  dialect: Dialect,
): ChatCompletionCreateParamsStreaming {
  const { model, system, user, schema, maxTokens, temperature } = request
  const strict = facts.structured === 'schema' ? strictSchema(schema.json, dialect) : undefined
  return {
    model,
    messages: [
      { role: 'system', content: strict === undefined ? systemWithSchema(request) : system },
      { role: 'user', content: user },
    ],
    [facts.tokenParameter]: maxTokens,
    ...(temperature === undefined || facts.temperature === undefined
      ? {}
      : { temperature: Math.min(temperature, facts.temperature) }),
    ...(facts.effort === undefined ? {} : { reasoning_effort: facts.effort as 'low' }),
    ...(strict === undefined ? {} : strictFormat(schema.name, strict)),
    ...(strict === undefined && facts.structured !== 'prompt'
      ? { response_format: { type: 'json_object' as const } }
      : {}),
    stream: true,
    stream_options: { include_usage: true },
  }
}

function strictFormat(name: string, schema: Record<string, unknown>) {
  return { response_format: { type: 'json_schema' as const, json_schema: { name, strict: true, schema } } }
}
