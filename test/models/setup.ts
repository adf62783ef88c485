/** One model server and a provider of each language that talks to it. */
import { z } from 'zod'
import { modelTable, type ModelTable } from '../../actors/models/model-table.ts'
import type { ModelProvider, ModelRequest } from '../../actors/models/port.ts'
import { startModelProviders } from '../../actors/models/providers.ts'
import { Secret } from '../../actors/models/secret.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import { errorData, type ErrorData } from '../../runtime/index.ts'
import { startModelServer, type ModelServer } from '../kit/model-server.ts'
import type { WireName } from '../kit/model-wire.ts'

export const KEY = 'sk-test-secret-0123456789'

/** A model per language that the table knows. */
export const MODEL: Readonly<Record<WireName, string>> = {
  chat: 'gpt-5-mini',
  responses: 'gpt-5-mini',
  azure: 'gpt-5-mini',
  anthropic: 'claude-haiku-5-5',
}
export const LANGUAGES = ['chat', 'responses', 'azure', 'anthropic'] as const

export interface ModelWorld extends AsyncDisposable {
  readonly server: ModelServer
  readonly providers: Readonly<Record<WireName, ModelProvider>>
}

export async function modelWorld(
  options: { readonly table?: ModelTable; readonly silenceMs?: number; readonly now?: () => number } = {},
): Promise<ModelWorld> {
  const server = await startModelServer()
  const { table = modelTable(), silenceMs = 20_000, now = () => 0 } = options
  const settings = { table, silenceMs, clock: { ...systemClock, now } }
  const openai = { apiKey: new Secret(KEY), baseUrl: server.openAiUrl }
  const { url: endpoint } = server
  const [chat, responses] = await Promise.all([
    startModelProviders(
      {
        openai,
        azure: { apiKey: new Secret(KEY), endpoint, apiVersion: '2025-04-01-preview' },
        anthropic: { apiKey: new Secret(KEY), baseUrl: endpoint },
      },
      settings,
    ),
    startModelProviders({ openai: { ...openai, api: 'responses' } }, settings),
  ])
  return {
    server,
    providers: {
      chat: chat.openai as ModelProvider,
      responses: responses.openai as ModelProvider,
      azure: chat.azure as ModelProvider,
      anthropic: chat.anthropic as ModelProvider,
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

const Answer = z.object({ city: z.string().min(1), days: z.int().positive(), tip: z.string().optional() })

export function question(wire: WireName, changes: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: MODEL[wire],
    system: 'You answer questions about cities.',
    user: 'Where to?',
    schema: { name: 'answer', json: z.toJSONSchema(Answer) },
    maxTokens: 500,
    ...changes,
  }
}

/** The error that a call ends in. */
export async function failure(call: Promise<unknown>): Promise<ErrorData> {
  try {
    const value = await call
    throw new Error(`no error, but ${JSON.stringify(value)}`)
  } catch (error) {
    return errorData(error)
  }
}
