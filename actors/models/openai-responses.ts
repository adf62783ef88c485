/** The Responses API, which OpenAI calls its primary one. Nothing is kept there: `store` is off. */
import type { OpenAI } from 'openai'
import type { Response, ResponseCreateParamsStreaming } from 'openai/resources/responses/responses'
import type { Gathering } from './gather.ts'
import { StreamFailure } from './model-errors.ts'
import type { ModelFacts } from './model-facts.ts'
import type { ModelRequest } from './port.ts'
import { systemWithSchema } from './schema-prompt.ts'
import { OPENAI_DIALECT, strictSchema } from './strict-schema.ts'

/** Asks once and hands on what comes. @throws StreamFailure when the stream itself says that it failed */
export async function askResponses(
  client: OpenAI,
  request: ModelRequest,
  { facts, signal }: { facts: ModelFacts; signal: AbortSignal },
  gathering: Gathering,
): Promise<void> {
  const stream = await client.responses.create(responsesParameters(request, facts), { signal })
  for await (const event of stream) {
    switch (event.type) {
      case 'response.output_text.delta':
        if (typeof event.delta === 'string' && !gathering.text(event.delta)) return
        break
      case 'response.refusal.delta':
        gathering.refusal(event.delta)
        break
      case 'response.completed':
      case 'response.incomplete':
        ended(event.response, gathering)
        break
      case 'response.failed': {
        const { error } = event.response
        throw new StreamFailure(error?.code ?? 'server_error', error?.message ?? 'the response failed')
      }
      case 'error':
        throw new StreamFailure(event.code ?? 'server_error', event.message)
      default:
    }
  }
}

function ended(response: Response, gathering: Gathering): void {
  gathering.about({ model: response.model, requestId: response.id })
  const { usage } = response
  if (usage !== undefined && usage !== null) {
    gathering.used({
      input: usage.input_tokens,
      cached: usage.input_tokens_details?.cached_tokens,
      output: usage.output_tokens,
    })
  }
  const reason = response.incomplete_details?.reason
  gathering.ended(
    reason === 'content_filter' ? 'refusal' : response.status === 'incomplete' ? 'length' : 'complete',
  )
}

/** What is sent. */
export function responsesParameters(request: ModelRequest, facts: ModelFacts): ResponseCreateParamsStreaming {
  const { model, system, user, schema, maxTokens, temperature } = request
  const strict = facts.structured === 'schema' ? strictSchema(schema.json, OPENAI_DIALECT) : undefined
  return {
    model,
    input: [
      { role: 'developer', content: strict === undefined ? systemWithSchema(request) : system },
      { role: 'user', content: user },
    ],
    max_output_tokens: maxTokens,
    ...(temperature === undefined || facts.temperature === undefined
      ? {}
      : { temperature: Math.min(temperature, facts.temperature) }),
    ...(facts.effort === undefined ? {} : { reasoning: { effort: facts.effort as 'low' } }),
    ...(strict === undefined
      ? facts.structured === 'prompt'
        ? {}
        : { text: { format: { type: 'json_object' as const } } }
      : {
          text: { format: { type: 'json_schema' as const, name: schema.name, strict: true, schema: strict } },
        }),
    store: false,
    stream: true,
  }
}
