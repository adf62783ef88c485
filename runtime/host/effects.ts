/**
 * The promises that a worker is running: started after their turn committed, or before it when they cost nothing
 * (quick-call.ts), and aborted when it is superseded. Thousands may wait on a host, so what one holds is kept small.
 */
import { CaravanError, errorData } from '../core/errors.ts'
import type { Cause } from '../core/message.ts'
import type { OpenEffect } from '../core/turn-record.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import type { TurnDraft } from '../kernel/draft.ts'
import { versionOf } from '../kernel/versions.ts'
import { Alarm, type AlarmOwner } from './alarm.ts'
import type { HostContext } from './context.ts'
import { identify, type EffectIdentity } from './effect-identity.ts'

export type EffectEnd = Extract<Cause, { readonly type: 'effect.done' | 'effect.error' }>

/** What hears of the end of a call. */
interface Listener {
  tell(end: EffectEnd): void
}

interface Running {
  readonly identity: EffectIdentity
  readonly src: string
  readonly repeatable: boolean
  readonly deadlineAt: number
  readonly abort: AbortController
  /** False once it is clear how it ends: what else comes of it is nobody's. */
  isOpen: boolean
}

export class Effects implements AlarmOwner {
  readonly #context: HostContext
  readonly #definition: ActorDefinition
  readonly #listener: Listener
  readonly #alarm: Alarm
  #running: readonly Running[] = NONE

  /** @param nearMs see {@link Alarm} */
  constructor(context: HostContext, definition: ActorDefinition, nearMs: number, listener: Listener) {
    this.#context = context
    this.#definition = definition
    this.#listener = listener
    this.#alarm = new Alarm(context.clock, nearMs, this)
  }

  /** True while something runs whose recorded deadline has not passed (R10). */
  get live(): boolean {
    const now = this.#context.clock.now()
    return this.#running.some(({ deadlineAt }) => now < deadlineAt)
  }

  /** The first deadline of what runs and was not aborted. */
  get nextAt(): number {
    let next = Infinity
    for (const { isOpen, deadlineAt } of this.#running) if (isOpen) next = Math.min(next, deadlineAt)
    return next
  }

  /** Makes what runs equal to what the record says is open (I1: after its commit, or for calls that may be made again). */
  sync(record: TurnDraft): void {
    for (const running of this.#running) {
      const { effect: id, generation } = running.identity
      if (record.effects[id]?.generation === generation) continue
      this.#forget(running)
      this.#abort(
        running,
        new CaravanError('effect.stopped', `The call of "${id}" was stopped by its actor.`),
      )
    }
    for (const [id, effect] of Object.entries(record.effects)) {
      if (!this.#running.some(({ identity }) => identity.effect === id)) this.#start(record, id, effect)
    }
    this.#alarm.reset()
  }

  /** To be called in each beat. */
  beat(): void {
    this.#alarm.look()
  }

  /** Aborts what still runs. The default reason is only made when it is needed: an Error costs its stack. */
  abortAll(reason?: Error): void {
    this.#alarm.cancel()
    if (this.#running.length === 0) return
    const why = reason ?? new CaravanError('effect.stopped', 'The worker has ended.')
    const all = this.#running
    this.#running = NONE
    for (const running of all) this.#abort(running, why)
  }

  /** Aborts what has exceeded its deadline. */
  ring(until: number): void {
    for (const running of this.#running) {
      if (running.deadlineAt > until) continue
      this.#abort(
        running,
        new CaravanError(
          'effect.deadline',
          `The call of "${running.identity.effect}" exceeded its deadline of ${this.#definition.effectDeadlineMs} ms.`,
        ),
      )
    }
  }

  #start(record: TurnDraft, id: string, { generation, src, input, starts, deadlineAt }: OpenEffect): void {
    const identity = { actor: record.actor, effect: id, generation, starts }
    const version = versionOf(this.#definition, record.machine.version) // each has promises of its own (R18)
    const repeatable = version?.repeatable.has(src) === true
    const running = { identity, src, repeatable, deadlineAt, abort: new AbortController(), isOpen: true }
    identify(running.abort.signal, identity)
    this.#running = this.#running.concat(running) // exactly as long as it is: a spread leaves room for 16
    this.#context.observe({ type: 'effect:started', ...about(running), starts })
    queueMicrotask(() => {
      made(version?.effects[src], src, input, running.abort.signal).then(
        (output) => this.#end(running, { output }),
        (error: unknown) => this.#end(running, { error }),
      )
    })
  }

  /** Whatever the call makes of it, this is how it ends. */
  #abort(running: Running, reason: Error): void {
    if (!running.isOpen) return
    running.isOpen = false
    running.abort.abort(reason)
    queueMicrotask(() => this.#tell(running, { error: reason }))
  }

  #end(running: Running, how: End): void {
    if (!running.isOpen) return
    running.isOpen = false
    this.#tell(running, how)
  }

  #tell(running: Running, how: End): void {
    this.#forget(running)
    const { actor, effect, generation } = running.identity
    const end = { id: `${actor}~${effect}.${generation}`, effect: { id: effect, generation } }
    this.#context.observe({ type: 'effect:completed', ...about(running), ok: 'output' in how })
    this.#listener.tell(
      'output' in how
        ? { type: 'effect.done', ...end, output: how.output }
        : { type: 'effect.error', ...end, error: errorData(how.error) },
    )
  }

  #forget(running: Running): void {
    this.#running = this.#running.filter((one) => one !== running)
    if (this.#running.length === 0) this.#alarm.cancel()
  }
}

const NONE: readonly Running[] = []

type End = { readonly output: unknown } | { readonly error: unknown }

function about({ identity: { actor, effect, generation }, src, repeatable }: Running) {
  return { actor, effect, generation, src, repeatable }
}

/** Never throws: what the logic throws at once is what the promise rejects with. The logic's own promise, if it gives one. */
function made(
  logic: ActorDefinition['effects'][string] | undefined,
  src: string,
  input: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  try {
    if (logic === undefined)
      throw new CaravanError('effect.unknown', `No promise is bound to "${src}" on this host.`)
    return Promise.resolve(logic.config({ input, self: undefined, system: undefined, signal, emit }))
  } catch (error) {
    return Promise.reject(error)
  }
}

function emit(): never {
  throw new CaravanError(
    'effect.emit',
    'A promise cannot emit: return the value and let the machine emit it, so that it is journaled first.',
  )
}
