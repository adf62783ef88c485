/** What comes out of a stream, gathered piece by piece into one reply. */
import { tidyAnswer } from './answer-text.ts'
import { plausibleUsage, type ModelFacts } from './model-facts.ts'
import type { CallOptions, Finish, ModelReply, ModelRequest } from './port.ts'

/** Four characters to a token is usual; nobody needs more than this to be cut off. */
const CHARACTERS_PER_TOKEN = 32
const LEAST_CHARACTERS = 64 * 1_024

export interface Gathering {
  /** A piece of the answer. @returns false once the answer is far longer than was asked for: nothing more is wanted */
  readonly text: (piece: string) => boolean
  /** A piece of the model's own refusal. */
  readonly refusal: (piece: string) => void
  /** How it ended; the last one said counts. */
  readonly ended: (finish: 'complete' | 'length' | 'refusal') => void
  /** What the server says was used; a later figure replaces an earlier one. */
  readonly used: (figures: {
    readonly input?: unknown
    readonly cached?: unknown
    readonly output?: unknown
  }) => void
  readonly about: (facts: { readonly model?: unknown; readonly requestId?: unknown }) => void
  /** What a listener threw, if one did: that ends the call and is nobody else's fault. */
  readonly thrown: () => { readonly error: unknown } | undefined
  /** The reply; undefined when the stream ended before the answer had. */
  readonly reply: () => ModelReply | undefined
}

export function gather(
  request: ModelRequest,
  { onText }: CallOptions,
  facts: Pick<ModelFacts, 'context' | 'maxOutput'>,
): Gathering {
  const most = Math.max(LEAST_CHARACTERS, request.maxTokens * CHARACTERS_PER_TOKEN)
  let text = ''
  let refusal = ''
  let finish: 'complete' | 'length' | 'refusal' | undefined
  let figures: { input?: unknown; cached?: unknown; output?: unknown } = {}
  let model = request.model
  let requestId: string | undefined
  let thrown: { readonly error: unknown } | undefined
  return {
    text: (piece) => {
      text += piece
      try {
        onText?.(piece)
      } catch (error) {
        thrown = { error }
        throw error
      }
      if (text.length <= most) return true
      // A server that knows no limit is stopped here; what it charges for the rest, it alone knows.
      finish = 'length'
      figures = {}
      return false
    },
    refusal: (piece) => (refusal += piece),
    ended: (how) => (finish = how),
    used: (more) => (figures = { ...figures, ...more }),
    about: (facts) => {
      if (typeof facts.model === 'string' && facts.model !== '') model = facts.model
      if (typeof facts.requestId === 'string') requestId = facts.requestId
    },
    thrown: () => thrown,
    reply: () => {
      if (finish === undefined) return undefined
      const how = finishOf(finish, text, refusal)
      const { input, cached, output } = figures
      return {
        finish: how,
        text:
          how === 'refusal'
            ? refusal || text
            : how === 'complete'
              ? tidyAnswer(text, request.schema.json)
              : text,
        usage: plausibleUsage({ input, cached, output }, text !== '', facts),
        model,
        ...(requestId === undefined ? {} : { requestId }),
      }
    },
  }
}

function finishOf(said: 'complete' | 'length' | 'refusal', text: string, refusal: string): Finish {
  if (said === 'refusal' || refusal !== '') return 'refusal'
  if (said === 'length') return 'length'
  return text.trim() === '' ? 'empty' : 'complete'
}
