/**
 * The promises that a worker is running: started after their turn committed, or before it when they cost nothing
 * (quick-call.ts), and aborted when it is superseded.
 */
import { CaravanError, errorData } from '../core/errors.ts'
import type { Cause } from '../core/message.ts'
import type { OpenEffect } from '../core/turn-record.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import type { TurnDraft } from '../kernel/draft.ts'
import { versionOf } from '../kernel/versions.ts'
import type { HostContext } from './context.ts'
import { identify } from './effect-identity.ts'

export type EffectEnd = Extract<Cause, { readonly type: 'effect.done' | 'effect.error' }>

export class Effects {
  readonly #context: HostContext
  readonly #definition: ActorDefinition
  readonly #running = new Map<
    string,
    { readonly generation: number; readonly deadlineAt: number; readonly abort: AbortController }
  >()

  constructor(context: HostContext, definition: ActorDefinition) {
    this.#context = context
    this.#definition = definition
  }

  /** True while something runs whose recorded deadline has not passed (R10). */
  get live(): boolean {
    const now = this.#context.clock.now()
    return [...this.#running.values()].some((effect) => now < effect.deadlineAt)
  }

  /** Makes what runs equal to what the record says is open (I1: after its commit, or for calls that may be made again). */
  sync(record: TurnDraft, onEnd: (end: EffectEnd) => void): void {
    for (const [id, running] of this.#running) {
      if (record.effects[id]?.generation === running.generation) continue
      this.#running.delete(id)
      running.abort.abort(new CaravanError('effect.stopped', `The call of "${id}" was stopped by its actor.`))
    }
    for (const [id, effect] of Object.entries(record.effects)) {
      if (!this.#running.has(id)) this.#start(record, id, effect, onEnd)
    }
  }

  /** Aborts what still runs. The default reason is only made when it is needed: an Error costs its stack. */
  abortAll(reason?: Error): void {
    if (this.#running.size === 0) return
    const why = reason ?? new CaravanError('effect.stopped', 'The worker has ended.')
    for (const running of this.#running.values()) running.abort.abort(why)
    this.#running.clear()
  }

  #start(record: TurnDraft, id: string, effect: OpenEffect, onEnd: (end: EffectEnd) => void): void {
    const { observe, clock } = this.#context
    const { actor } = record
    const { generation } = effect
    const abort = new AbortController()
    this.#running.set(id, { generation, deadlineAt: effect.deadlineAt, abort })
    identify(abort.signal, { actor, effect: id, generation, starts: effect.starts })
    const repeatable =
      versionOf(this.#definition, record.machine.version)?.repeatable.has(effect.src) === true
    const about = { actor, effect: id, generation, src: effect.src, repeatable }
    observe({ type: 'effect:started', ...about, starts: effect.starts })
    const handle = { id, generation }
    const cancelDeadline = clock.timer(effect.deadlineAt - clock.now(), () =>
      abort.abort(
        new CaravanError(
          'effect.deadline',
          `The call of "${id}" exceeded its deadline of ${this.#definition.effectDeadlineMs} ms.`,
        ),
      ),
    )
    void this.#call(record.machine.version, effect, abort.signal).then(
      (output) =>
        end({ type: 'effect.done', id: `${actor}~${id}.${effect.generation}`, effect: handle, output }),
      (error: unknown) =>
        end({
          type: 'effect.error',
          id: `${actor}~${id}.${effect.generation}`,
          effect: handle,
          error: errorData(error),
        }),
    )
    const end = (result: EffectEnd) => {
      cancelDeadline()
      const current = this.#running.get(id)
      if (current?.abort === abort) this.#running.delete(id)
      observe({ type: 'effect:completed', ...about, ok: result.type === 'effect.done' })
      onEnd(result)
    }
  }

  /** Each machine version has promises of its own (R18). */
  async #call(version: string, effect: OpenEffect, signal: AbortSignal): Promise<unknown> {
    const logic = versionOf(this.#definition, version)?.effects[effect.src]
    if (logic === undefined)
      throw new CaravanError('effect.unknown', `No promise is bound to "${effect.src}" on this host.`)
    const emit = () => {
      throw new CaravanError(
        'effect.emit',
        'A promise cannot emit: return the value and let the machine emit it, so that it is journaled first.',
      )
    }
    const call = Promise.resolve().then(() =>
      logic.config({ input: effect.input, self: undefined, system: undefined, signal, emit }),
    )
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
      call.then(resolve, reject)
    })
  }
}
