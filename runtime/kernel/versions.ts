/** Machine versions of one kind: what a host can read, and what it may write beside the hosts that live now (R18). */
import type { TurnDraft } from './draft.ts'
import type { ActorDefinition } from './definition.ts'

/** What a live host says of a kind that it serves; an entry of the membership has this shape. */
export interface ServedKind {
  readonly kind: string
  /** Machine versions that it can read. */
  readonly versions: readonly string[]
}

/** "2" before "10", "1.9" before "1.10". */
const { compare } = new Intl.Collator('en', { numeric: true })

/** Every machine version whose actors this definition can take over: it runs them, or migrates them. */
export function readableVersions(definition: ActorDefinition): readonly string[] {
  const { version, versions, migrations } = definition
  return [...new Set([version, ...Object.keys(versions), ...Object.keys(migrations)])].sort(compare)
}

/** The definition of one version, or undefined when this code has no machine for it. */
export function versionOf(definition: ActorDefinition, version: string): ActorDefinition | undefined {
  if (version === definition.version) return definition
  return Object.hasOwn(definition.versions, version) ? definition.versions[version] : undefined
}

/**
 * The version in which this host creates actors, and to which it migrates them: its own unless a live host of the kind
 * cannot read that, else the newest older one that all can read, else one that is newer than its own. Undefined when there
 * is none; then nothing new may be written here (R18).
 */
export function writeVersion(
  definition: ActorDefinition,
  liveHosts: readonly { readonly kinds: readonly ServedKind[] }[],
): string | undefined {
  const { kind, version } = definition
  const others = Object.keys(definition.versions)
  const older = others.filter((one) => compare(one, version) < 0).sort((a, b) => compare(b, a))
  const newer = others.filter((one) => compare(one, version) > 0).sort(compare)
  const readers = liveHosts.flatMap((host) => host.kinds.filter((served) => served.kind === kind))
  return [version, ...older, ...newer].find((one) => readers.every((reader) => reader.versions.includes(one)))
}

/** Versions that a migration passes on its way, `to` included; undefined when no chain of steps leads there. */
export function migrationPath(
  definition: ActorDefinition,
  from: string,
  to: string,
): readonly string[] | undefined {
  const stops = [...Object.keys(definition.migrations), definition.version].sort(compare)
  const path: string[] = []
  for (let at = from; at !== to;) {
    if (!Object.hasOwn(definition.migrations, at)) return undefined
    const next = stops[stops.indexOf(at) + 1]
    if (next === undefined) return undefined
    path.push(next)
    at = next
  }
  return path
}

/** A definition that stamps what it writes as the record is stamped: for turns that no machine decides. */
export function asWritten(definition: ActorDefinition, { machine }: TurnDraft): ActorDefinition {
  if (machine.version === definition.version && machine.id === definition.machine.id) return definition
  return {
    ...definition,
    version: machine.version,
    machine: { id: machine.id } as ActorDefinition['machine'],
  }
}
