/** Results of calls that a host holds and that are on no record yet: they were paid for (R9). */
import type { TurnRecord } from '../core/turn-record.ts'
import { splitLast } from './journal-rules.ts'

/** One call of one effect of one actor. */
export interface Call {
  readonly actor: string
  readonly effect: string
  readonly generation: number
  /** Whether it may be made without a record of it, and again (`ActorOptions.repeatable`). */
  readonly repeatable: boolean
}

export class CallsInHand {
  /** By host, actor and effect: the actor. */
  readonly #held = new Map<string, string>()

  /** What may be made again at no cost need not be kept. */
  hold(host: string, { actor, effect, generation, repeatable }: Call): void {
    if (repeatable) return
    this.#held.set(`${host} ${actor} effect ${effect}.${generation}`, actor)
  }

  /** What a host held in memory is gone with it, or with its run of one actor. */
  forget(host: string, actor?: string): void {
    for (const [key, of] of this.#held)
      if (key.startsWith(`${host} `) && (actor === undefined || of === actor)) this.#held.delete(key)
  }

  /** What the writer of a record held of an effect that is not open any more is superseded. */
  recorded({ host, actor, effects }: TurnRecord): void {
    for (const [key, of] of this.#held) {
      if (of !== actor || !key.startsWith(`${host} `)) continue
      const [effect, generation] = splitLast(key.slice(`${host} ${actor} effect `.length))
      if (effects[effect]?.generation !== Number(generation)) this.#held.delete(key)
    }
  }

  /** @param identity of the result's cause, see `identityOf` */
  taken({ host, actor }: TurnRecord, identity: string | undefined): void {
    this.#held.delete(`${host} ${actor} ${identity}`)
  }

  get left(): readonly string[] {
    return [...this.#held.keys()]
  }
}
