/**
 * Which machine version an actor on this host goes on in (R18): decided by the kernel, asked again whenever the version that
 * every live host can read has changed.
 */
import type { Address } from '../core/address.ts'
import type { Tail } from '../core/driver.ts'
import { CaravanError } from '../core/errors.ts'
import type { HostEntry } from '../core/membership.ts'
import { RECORD_VERSION, type TurnRecord } from '../core/turn-record.ts'
import { pausesActor } from '../core/unreadable.ts'
import { activation, formatProblem } from '../kernel/activation.ts'
import type { ActorDefinition } from '../kernel/definition.ts'
import type { ActorState, TurnDraft } from '../kernel/draft.ts'
import { versionOf, writeVersion } from '../kernel/versions.ts'
import { commit } from './commit.ts'
import type { HostContext } from './context.ts'

export type Choice =
  | { readonly status: 'run'; readonly definition: ActorDefinition }
  /** To be committed before anything else. */
  | { readonly status: 'migrated'; readonly state: ActorState }

/** Of one actor. */
export class VersionChoice {
  readonly #context: HostContext
  readonly #definition: ActorDefinition
  #chosen: { readonly write: string | undefined; readonly definition: ActorDefinition } | undefined

  constructor(context: HostContext, definition: ActorDefinition) {
    this.#context = context
    this.#definition = definition
  }

  forget(): void {
    this.#chosen = undefined
  }

  /**
   * @param record the actor's last one; undefined when it is about to be made
   * @throws CaravanError `actor.version.unreadable` when this host must write nothing for the actor
   */
  of(actor: string, record: TurnDraft | undefined): Choice {
    const write = this.#context.writes(this.#definition)
    if (this.#chosen !== undefined && this.#chosen.write === write)
      return { status: 'run', definition: this.#chosen.definition }
    const found = record === undefined ? this.#forNew(actor, write) : this.#forOld(actor, record, write)
    if (found.status === 'run') this.#chosen = { write, definition: found.definition }
    return found
  }

  #forNew(actor: string, write: string | undefined): Choice {
    const definition = write === undefined ? undefined : versionOf(this.#definition, write)
    if (definition === undefined) {
      throw unreadable(
        actor,
        this.#definition,
        'no version of its machine is known to be readable by every live host of the kind',
      )
    }
    return { status: 'run', definition }
  }

  #forOld(actor: string, record: TurnDraft, write: string | undefined): Choice {
    const { observe, clock } = this.#context
    const found = activation(this.#definition, record, write, clock.now())
    const { kind } = this.#definition
    if (found.status === 'unreadable') throw unreadable(actor, this.#definition, found.reason)
    if (found.status === 'run') {
      if (found.unmigrated !== undefined)
        observe({ type: 'actor:unmigrated', actor, kind, reason: found.unmigrated })
      return { status: 'run', definition: found.definition }
    }
    for (const value of found.logs) observe({ type: 'machine:log', actor, value })
    return { status: 'migrated', state: found.state }
  }
}

/**
 * What this host writes beside those that live now; asked at every turn, worked out once for each list of hosts. While it
 * does not know who lives it brings no actor into any version (R18).
 */
export function writesBeside(hosts: () => readonly HostEntry[] | undefined): HostContext['writes'] {
  let beside: readonly HostEntry[] | undefined
  const known = new Map<string, string | undefined>()
  return (definition) => {
    const now = hosts()
    if (now === undefined) return undefined
    if (now !== beside) known.clear()
    beside = now
    if (!known.has(definition.kind)) known.set(definition.kind, writeVersion(definition, now))
    return known.get(definition.kind)
  }
}

/** How long a paused actor rests before this host looks at it again, in ms. */
export const PAUSE_MS = 2_000

/** The reason when `error` says that this host must not go on with the actor, else undefined. */
export function pauseReason(error: unknown): string | undefined {
  return pausesActor(error) ? (error as Error).message : undefined
}

/**
 * A record of a newer format is not even relayed: its outbox may say what this code does not know.
 * @throws CaravanError `actor.version.unreadable`
 */
export function checkFormat(record: TurnRecord): void {
  if (record.v > RECORD_VERSION) throw unreadable(record.actor, record, formatProblem(record.v))
}

/**
 * A migration's own turn, before anything else of the actor; its outbox is the caller's to relay.
 * @returns what the tail is then, and whether this host has written it
 */
export async function commitMigration(
  context: HostContext,
  address: Address,
  state: ActorState,
  expected: number,
): Promise<{ readonly ours: boolean; readonly tail: Tail | undefined }> {
  const record = context.sign(state.record)
  const result = await commit(context, address, record, expected)
  if (result.status === 'conflict') return { ours: false, tail: result.tail }
  const { actor, kind, cause } = record
  if (cause.type === 'migrate')
    context.observe({ type: 'actor:migrated', actor, kind, from: cause.from, to: cause.to })
  return { ours: true, tail: { sequence: result.sequence, bytes: result.bytes, record } }
}

function unreadable(actor: string, { kind }: { readonly kind: string }, reason: string): CaravanError {
  return new CaravanError(
    'actor.version.unreadable',
    `${actor} (kind "${kind}") is paused on this host: ${reason}. Run a host that has its version, or list that under versions or migrations of the definition.`,
    { data: { actor, kind, reason } },
  )
}
