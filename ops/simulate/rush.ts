/** Many come at once to an installation where nobody works yet (R16): so many are taken on, the others have to ask again. */
import type { AdmissionLimits } from '../../runtime/host/admission.ts'
import type { Message } from '../../runtime/core/message.ts'
import type { World } from '../../runtime/testing/world.ts'

/** When hosts come in a seed with a rush, in ms of virtual time. */
export const RUSH_MS = 3_000
/** How many roots come beside those of other seeds. */
export const RUSH_ROOTS = 8
export const RUSH_LIMITS: Partial<AdmissionLimits> = { backlog: 5, mailbox: 3 }

/** Counts what is taken on before anybody works: until then nothing that was stored goes away. */
export function watchAdmission(world: World): (message: Message, admitted: boolean) => void {
  const waiting = new Map<string, { readonly all: number; readonly admitted: number }>()
  let taken = 0
  return (message, admitted) => {
    if (world.time.ms >= RUSH_MS) return
    const { to } = message
    const makesRoot = message.type === 'create' || 'first' in message
    const { backlog = Infinity, mailbox = Infinity } = RUSH_LIMITS
    const before = waiting.get(to) ?? { all: 0, admitted: 0 }
    // What was stored past the client may have come since it has last looked: only what it has taken itself is sure.
    if (admitted && makesRoot && before.all === 0 && taken > backlog)
      world.judge.blame('R16', `${to} was taken on while ${taken} messages waited, ${backlog} may`)
    if (admitted && before.admitted >= mailbox)
      world.judge.blame('R16', `${to}: ${before.admitted} messages wait, and one more was taken`)
    waiting.set(to, { all: before.all + 1, admitted: before.admitted + (admitted ? 1 : 0) })
    if (admitted) taken += 1
  }
}
