/** Subjects and names: pure functions of address and kind (docs/subjects.md is their reference). */
import {
  addressText,
  addressTokens,
  escapeToken,
  parseAddress,
  parseTokens,
  partitionOf,
  type Address,
} from '../core/address.ts'

export interface Subjects {
  readonly prefix: string
  readonly streams: {
    readonly journal: string
    readonly inbox: string
    readonly feed: string
    readonly dead: string
    readonly retention: string
    readonly payloads: string
  }
  /** KV bucket of the hosts' announcements. */
  readonly hosts: string
  /** Where stop hints are told. */
  readonly stop: string
  journal(address: Address): string
  /** One filter for a root and all its descendants. */
  journalOfRoot(root: Address): string
  /** Filter for all descendants of a root, without itself. */
  journalBelow(root: Address): string
  /** Filter for every root, or those whose kind is this token. */
  journalOfRoots(kind: string | undefined): string
  /** Where the sweeper's bookmark lies. */
  readonly bookmark: string
  inbox(address: Address, kind: string): string
  inboxOf(kind: string, partition: number): string
  task(address: Address, kind: string): string
  tasksOf(kind: string): string
  timer(address: Address, kind: string, timer: { readonly id: string; readonly generation: number }): string
  feed(tenant: string, kind: string, id: string, type: string): string
  dead(what: string, receiver: Receiver | undefined): string
  /** Filter for the letters of every kind, of one kind, or of one actor. */
  deadOf(kind: string | undefined, address: Address | undefined): string
  /** What lies apart (claim check): everything of a root is below `<kind>.<id>`. */
  payload(object: string): string
  /** Inverse of {@link dead}, {@link inbox} and {@link task}; undefined for what names no receiver. */
  receiver(subject: string): Receiver | undefined
}

/** An actor that something was sent to. */
export interface Receiver {
  readonly kind: string
  readonly address: Address
}

/** @param prefix one or more subject tokens; several installations can share one NATS by different prefixes. */
export function subjects(prefix: string, partitions: number): Subjects {
  const stream = prefix.replaceAll('.', '_').toUpperCase()
  const inboxOf = (kind: string, partition: number) => `${prefix}.inbox.${kind}.${partition}`
  return {
    prefix,
    streams: {
      journal: `${stream}_JOURNAL`,
      inbox: `${stream}_INBOX`,
      feed: `${stream}_FEED`,
      dead: `${stream}_DEAD`,
      retention: `${stream}_RETENTION`,
      payloads: `${stream}_PAYLOADS`,
    },
    hosts: `${stream}_HOSTS`,
    stop: `${prefix}.stop`,
    journal: (address) => `${prefix}.journal.${addressTokens(address)}`,
    journalOfRoot: (root) => `${prefix}.journal.${escapeToken(root.rootKind)}.${escapeToken(root.rootId)}.>`,
    journalBelow: (root) => `${prefix}.journal.${addressTokens({ ...root, path: [] })}.>`,
    journalOfRoots: (kind = '*') => `${prefix}.journal.${kind}.*.root`,
    bookmark: `${prefix}.retention.bookmark`,
    inbox: (address, kind) => `${inboxOf(kind, partitionOf(address, partitions))}.${addressTokens(address)}`,
    inboxOf: (kind, partition) => `${inboxOf(kind, partition)}.>`,
    task: (address, kind) => `${prefix}.task.${kind}.${addressTokens(address)}`,
    tasksOf: (kind) => `${prefix}.task.${kind}.>`,
    timer: (address, kind, timer) =>
      `${prefix}.timer.${kind}.${addressTokens(address)}.${escapeToken(timer.id)}.${timer.generation}`,
    feed: (tenant, kind, id, type) =>
      `${prefix}.feed.${escapeToken(tenant)}.${kind}.${escapeToken(id)}.${type.split('.').map(escapeToken).join('.')}`,
    dead: (what, receiver) =>
      `${prefix}.dead.${what}${receiver === undefined ? '' : `.${receiver.kind}.${addressTokens(receiver.address)}`}`,
    deadOf: (kind, address) =>
      kind === undefined && address === undefined
        ? `${prefix}.dead.>`
        : `${prefix}.dead.*.${kind ?? '*'}.${address === undefined ? '>' : addressTokens(address)}`,
    payload: (object) => `${prefix}.payload.${object}`,
    receiver: (subject) => {
      if (!subject.startsWith(`${prefix}.`)) return undefined
      const [what, ...tokens] = subject.slice(prefix.length + 1).split('.')
      // What stands before the kind, and between it and the address.
      const [before, between] = what === 'inbox' ? [0, 1] : what === 'dead' ? [1, 0] : [0, 0]
      const kind = tokens[before]
      if (kind === undefined || !['inbox', 'task', 'dead'].includes(what ?? '')) return undefined
      try {
        const address = parseTokens(tokens.slice(before + 1 + between))
        return { kind, address: parseAddress(addressText(address)) }
      } catch {
        return undefined // somebody else's subject
      }
    },
  }
}
