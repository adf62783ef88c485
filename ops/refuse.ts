/** Saying no: what is wrong with an input, and why a command failed. */
import type { CommandContext } from './command-context.ts'
import { EXIT } from './exit-codes.ts'
import type { Failure } from './failure-text.ts'
import type { FlagProblem } from './plan-flags.ts'

/** Says everything that is wrong with a request. @returns the exit code */
export function presentProblems(
  context: CommandContext,
  json: boolean,
  problems: readonly FlagProblem[],
): number {
  const head =
    problems.length === 1
      ? 'This cannot be planned:'
      : `This cannot be planned, for ${problems.length} reasons:`
  context.err.write(`caravan: ${head}\n${problems.map(({ message }) => `  * ${message}\n`).join('')}`)
  if (json) context.out.write(jsonDocument({ problems }))
  return EXIT.badInput
}

/** Says why a command failed. @returns the exit code */
export function presentFailure(
  { out, err }: CommandContext,
  json: boolean,
  { code, text, exitCode }: Failure,
): number {
  err.write(
    text.split('\n').length === 1 ? `caravan: ${text}\n` : `caravan:\n${text.replaceAll(/^/gm, '  ')}\n`,
  )
  if (json) out.write(jsonDocument({ error: { code, message: text.split('\n')[0] } }))
  return exitCode
}

/** What a program reads from standard output: one document, whatever happened. */
export function jsonDocument(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}
