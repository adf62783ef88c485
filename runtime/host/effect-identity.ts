/**
 * Which call a promise is: what its side effects can be named after. It is known by the signal that XState hands to every
 * promise, so that machines and promises stay plain XState and nothing has to be threaded through their input.
 */

/** One start of one effect. All four are on record before the promise is called (I8, R8), unless it is `repeatable`. */
export interface EffectIdentity {
  /** Address text of the worker that invoked it; it begins with the root. */
  readonly actor: string
  /** Id of the invoke. */
  readonly effect: string
  /** Counts up each time the machine invokes anything: two calls of one actor never share it. */
  readonly generation: number
  /** 1 for the first start; above 1 a crash interrupted an earlier one, whose outcome nobody knows. */
  readonly starts: number
}

const identities = new WeakMap<AbortSignal, EffectIdentity>()

/**
 * Who is calling, by the signal that the promise was given; undefined outside of a host (a plain XState actor, a test).
 *
 * ```ts
 * const pay = fromPromise(async ({ input, signal }) => {
 *   const identity = effectIdentity(signal)
 *   await bank.transfer(input, { key: identity && callId(identity), signal })
 * })
 * ```
 */
export function effectIdentity(signal: AbortSignal): EffectIdentity | undefined {
  return identities.get(signal)
}

/**
 * A name for one start, unique over all hosts and for ever: `trip/7f3a/planning.2~attempt.3.1`. What is made idempotent by
 * it happens once per start; a start that a crash interrupted keeps its own name, and its successor gets another.
 */
export function callId({ actor, effect, generation, starts }: EffectIdentity): string {
  return `${actor}~${effect}.${generation}.${starts}`
}

/** For the host alone: says whose signal this is. */
export function identify(signal: AbortSignal, identity: EffectIdentity): void {
  identities.set(signal, identity)
}
