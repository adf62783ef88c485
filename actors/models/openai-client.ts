/**
 * Clients of OpenAI's SDK. What it would read from the environment by itself is given here, so that only `ops` reads it; its
 * `OPENAI_CUSTOM_HEADERS` alone cannot be kept from it.
 */
import type { AzureOpenAI, OpenAI } from 'openai'
import type { Fetch } from './guarded-fetch.ts'
import type { Secret } from './secret.ts'

/** OpenAI's own server, or any that speaks its language. */
export interface OpenAiSettings {
  readonly apiKey: Secret
  /** With its version, such as `http://127.0.0.1:11434/v1`. Default: OpenAI's own. */
  readonly baseUrl?: string
  /**
   * Which of its two languages is spoken. Default: Responses with OpenAI's own server, Chat Completions with any other,
   * for that is what others have copied.
   */
  readonly api?: 'responses' | 'chat'
}

export interface AzureSettings {
  readonly apiKey: Secret
  /** `https://name.openai.azure.com` */
  readonly endpoint: string
  readonly apiVersion: string
}

export const OPENAI_URL = 'https://api.openai.com/v1'

/** Whether it is OpenAI's own server. */
export function isOpenAi({ baseUrl }: Pick<OpenAiSettings, 'baseUrl'>): boolean {
  return baseUrl === undefined || URL.parse(baseUrl)?.host === URL.parse(OPENAI_URL)?.host
}

/** What one call needs of a client of its own. */
export interface CallClient {
  readonly fetch: Fetch
  /** Until the first byte. */
  readonly timeoutMs: number
}

interface Sdk {
  readonly OpenAI: typeof OpenAI
  readonly AzureOpenAI: typeof AzureOpenAI
}

export function openAiClient(sdk: Sdk, settings: OpenAiSettings, call: CallClient): OpenAI {
  return new sdk.OpenAI({
    ...shared(call),
    apiKey: settings.apiKey.reveal(),
    adminAPIKey: null,
    baseURL: settings.baseUrl ?? OPENAI_URL,
  })
}

export function azureClient(sdk: Sdk, settings: AzureSettings, call: CallClient): AzureOpenAI {
  return new sdk.AzureOpenAI({
    ...shared(call),
    apiKey: settings.apiKey.reveal(),
    // Given as a base, for an endpoint is refused when OPENAI_BASE_URL happens to be set for the other provider.
    baseURL: `${settings.endpoint.replace(/\/+$/, '')}/openai`,
    apiVersion: settings.apiVersion,
  })
}

/** The agent's machine owns retries, so the SDK makes none. It logs nothing either: its lines would hold prompts. */
function shared({ fetch, timeoutMs }: CallClient) {
  return {
    maxRetries: 0,
    timeout: timeoutMs,
    fetch,
    organization: null,
    project: null,
    logLevel: 'off',
  } as const
}
