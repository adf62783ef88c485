/** From the pieces of answers as they come to a few messages a second. */
import { MAX_PROGRESS_TEXT, type AgentProgress } from './port.ts'

/** A piece of an answer, as its call hears it. */
export interface Piece extends Omit<AgentProgress, 'characters' | 'at'> {
  /** What came since the last one, of any length. */
  readonly text: string
}

export interface TellerOptions {
  readonly publish: (progress: AgentProgress) => void
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Whether the words themselves may be told. */
  readonly texts: boolean
}

/** Between two messages of one call: as often as anybody can read. */
export const TELL_EVERY_MS = 250
/** Calls that are remembered at once; more than any host makes. */
const MAX_CALLS = 1_000

/**
 * Tells of a call at once, then at most every {@link TELL_EVERY_MS}; what comes between is in the next message. The last
 * words may never be told: the answer is in the journal then.
 */
export function progressTeller({ publish, now, texts }: TellerOptions): (piece: Piece) => void {
  const calls = new Map<string, { key: string; characters: number; tail: string; toldAt: number }>()
  return (piece) => {
    const { actor, attempt, model, text } = piece
    if (text === '') return
    const key = `${attempt} ${model}`
    const known = calls.get(actor)
    // An actor makes one call at a time, and its next one begins anew.
    const call =
      known?.key === key ? known : { key, characters: 0, tail: '', toldAt: Number.NEGATIVE_INFINITY }
    call.characters += text.length
    call.tail = (call.tail + text).slice(-MAX_PROGRESS_TEXT)
    calls.delete(actor) // the one that was silent longest is forgotten first
    calls.set(actor, call)
    const [oldest] = calls.keys()
    if (calls.size > MAX_CALLS && oldest !== undefined) calls.delete(oldest)
    const at = now()
    if (at - call.toldAt < TELL_EVERY_MS) return
    call.toldAt = at
    const { trip, agent, provider } = piece
    const words = texts ? call.tail.toWellFormed() : ''
    publish({ trip, agent, actor, attempt, provider, model, characters: call.characters, text: words, at })
  }
}
