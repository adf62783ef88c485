/** What may go wrong, and where. A simulation asks at every step; the default answer is that all goes well. */
import type { CaravanError } from '../core/errors.ts'
import type { Message, Task } from '../core/message.ts'
import type { IntakeName, Settlement, Step, StepName } from './interpose.ts'

/** What becomes of a call: carried out and heard of; never carried out; carried out and not heard of; carried out after its caller gave up; refused at once. */
export type Fate = 'heard' | 'lost' | 'unheard' | 'late' | 'refused'

/**
 * A place where a host can fall or stall: `before` a call leaves it, when the store has `applied` it, and `after` its
 * answer came back; the same for what it settles (`before`, `after`), for deliveries (`after`) and for effects.
 */
export interface Point {
  readonly host: string
  readonly when: 'before' | 'applied' | 'after'
  readonly what: StepName | Settlement | 'deliver' | 'effect'
}

export interface Faults {
  /** One way, in ms of virtual time. */
  latencyMs(): number
  fate(step: Step): Fate
  /** After how long a caller without answer gives up, in ms. */
  timeoutMs(): number
  /** Whether an ack, a renewal or a release gets lost. */
  settlementLost(what: Settlement, value: Message | Task): boolean
  /**
   * Who gets a delivery, as indexes of those who believe that the intake is theirs, and how much later than usual. 0 is the
   * one whom the store chose. Empty: it is lost on its way, and comes again after the ack wait.
   */
  deliveries(
    intake: IntakeName,
    believers: number,
  ): readonly { readonly to: number; readonly holdMs: number }[]
  /** Whether a list of hosts or a hint does not reach somebody. */
  unheard(what: 'hosts' | 'hint'): boolean
  at(point: Point): 'crash' | 'stall' | undefined
  /** Why a call can never be carried out, however often it is tried: what poisons an actor (R13). */
  defect(step: Step): CaravanError | undefined
}

const TO_THE_CHOSEN = [{ to: 0, holdMs: 0 }] as const

export function noFaults(latencyMs: () => number = () => 1): Faults {
  return {
    latencyMs,
    fate: () => 'heard',
    timeoutMs: () => 5_000,
    settlementLost: () => false,
    deliveries: () => TO_THE_CHOSEN,
    unheard: () => false,
    at: () => undefined,
    defect: () => undefined,
  }
}
