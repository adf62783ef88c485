/**
 * What happens inside a host, as typed events. Logs, metrics and crash tests subscribe; nothing in the runtime logs by
 * itself. Listeners run synchronously at the named point and must not throw.
 */
import type { ErrorData } from './errors.ts'

type Of<T extends string, D> = { readonly type: T } & D
type Turn = { readonly actor: string; readonly kind: string; readonly turn: number }

export type RuntimeEvent =
  | Of<'host:started', { readonly host: string; readonly kinds: readonly string[] }>
  | Of<'host:draining', { readonly host: string }>
  | Of<'host:stopped', { readonly host: string }>
  | Of<'host:replaced', { readonly host: string }>
  | Of<'host:lapsed', { readonly host: string }>
  | Of<'partitions:owned', { readonly kind: string; readonly partitions: readonly number[] }>
  | Of<'actor:activated', { readonly actor: string; readonly kind: string }>
  | Of<'actor:passivated', { readonly actor: string; readonly kind: string }>
  /** This host must not go on with the actor (R18): its messages wait, and it is looked at again after `retryMs`. */
  | Of<
      'actor:paused',
      { readonly actor: string; readonly kind: string; readonly reason: string; readonly retryMs: number }
    >
  | Of<
      'actor:migrated',
      { readonly actor: string; readonly kind: string; readonly from: string; readonly to: string }
    >
  /** It goes on in its old version, because the migration was refused. */
  | Of<'actor:unmigrated', { readonly actor: string; readonly kind: string; readonly reason: string }>
  /** It takes no messages any more, until an operator releases it (I11). */
  | Of<
      'actor:quarantined',
      { readonly actor: string; readonly kind: string; readonly code: string; readonly reason: string }
    >
  /** Its task was given back until a moment in ms since the epoch (R11). */
  | Of<'worker:parked', { readonly actor: string; readonly kind: string; readonly until: number }>
  | Of<'turn:committing', Turn & { readonly cause: string }>
  | Of<
      'turn:committed',
      Turn & {
        readonly cause: string
        readonly outcome: string
        /** Whether it was the actor's last one. */
        readonly final: boolean
        readonly sequence: number
        readonly at: number
      }
    >
  | Of<'turn:conflict', Turn>
  | Of<'turn:failed', Turn & { readonly error: ErrorData }>
  | Of<'message:ignored', { readonly actor: string; readonly id: string; readonly reason: string }>
  | Of<'message:duplicate', { readonly actor: string; readonly id: string }>
  | Of<'message:dead', { readonly actor: string; readonly id: string; readonly reason: string }>
  /** Streams are gone, or are not those that this host knew (R17). Work waits. */
  | Of<'store:lost', { readonly streams: readonly string[]; readonly reason: string }>
  /** The journal is older than what this host has seen of it (R17). */
  | Of<
      'store:rolled-back',
      { readonly stream: string; readonly seen: number; readonly found: number; readonly reason: string }
    >
  /** This machine's clock and the server's differ: timers set here fire that much too early (below 0: too late). */
  | Of<'clock:skewed', { readonly offsetMs: number; readonly reason: string }>
  /** A stream that nothing rests on was gone and is there again, empty. */
  | Of<'store:remade', { readonly stream: string }>
  /** A reader passed over a record that it cannot read. */
  | Of<'journal:unreadable', { readonly subject: string; readonly cursor: number; readonly error: ErrorData }>
  | Of<'message:acking', { readonly actor: string; readonly id: string }>
  | Of<'outbox:relayed', Turn & { readonly index: number; readonly size: number; readonly item: string }>
  | Of<'outbox:retry', Turn & { readonly item: string; readonly error: ErrorData }>
  | Of<'worker:claimed', { readonly actor: string; readonly kind: string; readonly claim: number }>
  | Of<'worker:lost', { readonly actor: string; readonly kind: string; readonly why: 'fence' | 'lease' }>
  | Of<
      'effect:started',
      {
        readonly actor: string
        readonly effect: string
        readonly generation: number
        readonly src: string
        readonly starts: number
        /** Whether it may be called without a record of it (`ActorOptions.repeatable`). */
        readonly repeatable: boolean
      }
    >
  | Of<
      'effect:completed',
      {
        readonly actor: string
        readonly effect: string
        readonly generation: number
        readonly src: string
        readonly ok: boolean
        readonly repeatable: boolean
      }
    >
  | Of<'effect:late', { readonly actor: string; readonly effect: string; readonly used: boolean }>
  | Of<'machine:log', { readonly actor: string; readonly value: unknown }>
  | Of<'retention:purged', { readonly actor: string; readonly records: number }>
  | Of<'retention:swept', { readonly roots: number; readonly records: number; readonly closing: number }>
  | Of<'retention:failed', { readonly error: ErrorData }>
  | Of<'driver:retry', { readonly what: string; readonly error: ErrorData }>

export type Observe = (event: RuntimeEvent) => void
