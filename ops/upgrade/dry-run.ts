/** `caravan actors migrate --dry-run`: every living actor of a store against the definitions that this code has. */
import { addressText } from '../../runtime/core/address.ts'
import type { StoredRecord } from '../../runtime/core/history.ts'
import type { ActorDefinition, Operator } from '../../runtime/index.ts'
import { checkUpgrade, type UpgradeCheck } from '../../runtime/kernel/upgrade-check.ts'

/** One actor that would not simply go on. */
export interface Finding {
  /** Address text. */
  readonly actor: string
  /** Absent when its record cannot be read. */
  readonly kind?: string
  /** The machine version that it was written in. */
  readonly version?: string
  readonly status: 'stays' | 'breaks'
  readonly reason: string
}

export interface DryRun {
  /** How many actors came to what. */
  readonly counts: Readonly<Record<UpgradeCheck['status'], number>>
  /** The findings by kind, version and reason, the most frequent first. */
  readonly groups: readonly (Omit<Finding, 'actor'> & { readonly actors: number })[]
  readonly findings: readonly Finding[]
}

/** @param kind only actors of this kind */
export async function dryRun(
  store: Pick<Operator, 'tails'>,
  definitions: readonly ActorDefinition[],
  now: number,
  kind?: string,
): Promise<DryRun> {
  const byKind = new Map(definitions.flatMap((one) => [one, ...one.derived]).map((one) => [one.kind, one]))
  const counts = { ended: 0, fits: 0, old: 0, migrates: 0, stays: 0, breaks: 0 }
  const findings: Finding[] = []
  const groups = new Map<string, Omit<Finding, 'actor'> & { actors: number }>()
  for await (const stored of store.tails()) {
    if (kind !== undefined && (stored.record?.kind ?? kind) !== kind) continue
    const { status, reason = '' } = check(stored, byKind, now)
    counts[status] += 1
    if (status !== 'stays' && status !== 'breaks') continue
    const { record } = stored
    const found = {
      ...(record === undefined ? {} : { kind: record.kind, version: record.machine.version }),
      status,
      reason,
    }
    findings.push({ actor: addressText(stored.address), ...found })
    const group = JSON.stringify([found.kind, found.version, status, reason])
    groups.set(group, { ...found, actors: (groups.get(group)?.actors ?? 0) + 1 })
  }
  return { counts, groups: [...groups.values()].sort((a, b) => b.actors - a.actors), findings }
}

function check(
  stored: StoredRecord,
  definitions: ReadonlyMap<string, ActorDefinition>,
  now: number,
): UpgradeCheck {
  const { record, error } = stored
  if (record === undefined) return { status: 'breaks', reason: error?.message ?? 'its record cannot be read' }
  return checkUpgrade(definitions.get(record.kind), record, now)
}

/** How many actors of one group are named in the text; the JSON document has them all. */
const NAMED = 5

/** The report for people. */
export function dryRunText({ counts, groups, findings }: DryRun): string {
  const { ended, fits, old, migrates, stays, breaks } = counts
  const living = fits + old + migrates + stays + breaks
  const lines = [
    `${living} living actors (and ${ended} ended): ${fits} go on as they are, ${migrates} would be migrated, ${old} go on with an old machine, ${stays} would stay in theirs, ${breaks} would break.`,
  ]
  for (const group of groups) {
    const same = (one: Finding) =>
      one.kind === group.kind && one.version === group.version && one.reason === group.reason
    const named = findings.filter(same).slice(0, NAMED)
    const what = group.kind === undefined ? '' : ` of kind ${group.kind}, version ${group.version ?? ''}`
    const more = group.actors > named.length ? ` and ${group.actors - named.length} more` : ''
    lines.push(
      '',
      `${group.actors}${what} ${group.status === 'breaks' ? 'would break' : 'would stay'}: ${group.reason}`,
      `  ${named.map(({ actor }) => actor).join(', ')}${more}`,
    )
  }
  return lines.join('\n')
}
