/** What keeps an entity from its turn, as observers hear of it. */
import { errorData } from '../core/errors.ts'
import type { HostContext } from './context.ts'
import { PAUSE_MS, pauseReason } from './version-choice.ts'

export class Troubles {
  readonly #context: HostContext
  readonly #about: { readonly actor: string; readonly kind: string }
  #paused: string | undefined

  constructor(context: HostContext, actor: string, kind: string) {
    this.#context = context
    this.#about = { actor, kind }
  }

  /** Whether this host must not run the actor (R18). */
  get paused(): boolean {
    return this.#paused !== undefined
  }

  /** A pause is told once for each reason, not at every look: it may last as long as a rollout. */
  tell(error: unknown): void {
    const reason = pauseReason(error)
    if (reason === undefined) {
      this.#context.observe({ type: 'turn:failed', ...this.#about, turn: 0, error: errorData(error) })
    } else if (reason !== this.#paused) {
      this.#context.observe({ type: 'actor:paused', ...this.#about, reason, retryMs: PAUSE_MS })
    }
    this.#paused = reason
  }

  over(): void {
    this.#paused = undefined
  }
}
