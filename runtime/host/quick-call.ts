/**
 * Calls that may be made again at no cost (`ActorOptions.repeatable`) need no record of their start: R8 asks for that of paid
 * ones. When such a call is the first thing that a worker does, it is made before the claim is stored, and if it ends soon,
 * one record holds the claim and what came of the call (docs/adr/0014). That record is fenced as every claim is (I2): when
 * somebody else was first, the result is dropped, and nothing has happened but a computation.
 */
import { decideMore } from '../kernel/batch.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import type { ActorState, TurnDraft } from '../kernel/draft.ts'
import type { HostContext } from './context.ts'
import type { Effects } from './effects.ts'
import type { Happenings } from './happenings.ts'
import type { Turn } from './take-more.ts'

/**
 * How long a claim waits for the end of a quick call. Its parent's next turn waits as long, and nobody sees until then that the
 * worker runs: shorter than anybody notices, and longer than most computations.
 */
export const QUICK_MS = 25

/** Whether a worker's first record may wait for its calls. */
export function mayComeFirst({ repeatable }: ActorDefinition, { outcome, effects }: TurnDraft): boolean {
  const open = Object.values(effects)
  return outcome === 'claimed' && open.length > 0 && open.every(({ src }) => repeatable.has(src))
}

/**
 * Makes the calls of a claim that is not stored yet. @returns the claim with what came of the first of them; the claim alone
 * when none was quick: they go on, and it goes on record by itself
 */
export async function withQuickCall(
  { clock, forceReplay }: HostContext,
  definition: ActorDefinition,
  claim: Turn,
  { effects, happenings }: { readonly effects: Effects; readonly happenings: Happenings },
): Promise<Turn> {
  effects.sync(claim.state.record)
  const first = await happenings.soon(clock, QUICK_MS)
  if (first === undefined) return claim
  const state: ActorState = forceReplay ? { ...claim.state, live: undefined } : claim.state
  const more = first.type === 'wake' ? undefined : decideMore(definition, state, first, clock.now())
  if (more !== undefined) return { state: more.state, logs: [...claim.logs, ...more.logs] }
  happenings.giveBack(first)
  return claim
}
