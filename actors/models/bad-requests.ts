/** Answers with status 400 that are no fault of the question: an outcome, or a wish for another form of it. */
import { codesOf, type ApiFailure } from './model-errors.ts'

/** A provider's filter stopped the question, which Azure reports so. */
export function isFiltered(error: unknown): error is Error {
  return isBadRequest(error) && codesOf(error).includes('content_filter')
}

/** Hidden reasoning met the limit before the first word, which OpenAI's Chat Completions report so for some models. */
export function isLimitTooLow(error: unknown): boolean {
  return isBadRequest(error) && /max_tokens or model output limit was reached/i.test(error.message)
}

/**
 * The form of the answer is what was refused: a schema beyond what the provider compiles (Anthropic: "compiled grammar is too
 * large"), or one that a compatible server does not know at all.
 */
export function isSchemaRefused(error: unknown): boolean {
  return (
    isBadRequest(error) && /schema|grammar|response_format|text\.format|output_config/i.test(error.message)
  )
}

function isBadRequest(error: unknown): error is Error & ApiFailure {
  return error instanceof Error && 'status' in error && error.status === 400
}
