/**
 * Which host owns which partition: rendezvous hashing, a pure function of the live hosts. Every host computes the same
 * answer from the same list; while lists differ, two believers are harmless (I2). A host that comes or goes moves only the
 * partitions that it wins or held.
 */
import { hashText } from '../core/address.ts'
import type { HostEntry } from '../core/membership.ts'

/** The hosts that may own partitions of an entity kind: those that serve it and do not leave. */
export function candidates(hosts: readonly HostEntry[], kind: string): readonly string[] {
  return hosts
    .filter((host) => !host.draining && host.kinds.some((k) => k.kind === kind && k.type === 'entity'))
    .map(({ id }) => id)
}

/** The candidate with the highest score; undefined without candidates. */
export function ownerOf(kind: string, partition: number, hosts: readonly string[]): string | undefined {
  let owner: string | undefined
  let best = -1
  for (const host of hosts) {
    const score = scoreOf(`${host}/${kind}/${partition}`)
    if (score < best || (score === best && owner !== undefined && owner < host)) continue
    owner = host
    best = score
  }
  return owner
}

/** The partitions of a kind that `host` owns, in order. */
export function ownedBy(
  host: string,
  kind: string,
  partitions: number,
  hosts: readonly HostEntry[],
): readonly number[] {
  const able = candidates(hosts, kind)
  if (!able.includes(host)) return []
  return Array.from({ length: partitions }, (_, partition) => partition).filter(
    (partition) => ownerOf(kind, partition, able) === host,
  )
}

/**
 * {@link ownedBy} for one host, which hears of the others several times a second and nearly always the same: worked out
 * only when the candidates of a kind have changed.
 */
export function ownedFrom(
  host: string,
  partitions: number,
): (kind: string, hosts: readonly HostEntry[]) => readonly number[] {
  const last = new Map<string, { readonly able: readonly string[]; readonly owned: readonly number[] }>()
  return (kind, hosts) => {
    const able = candidates(hosts, kind)
    const known = last.get(kind)
    if (known?.able.length === able.length && known.able.every((id, index) => id === able[index]))
      return known.owned
    const found = ownedBy(host, kind, partitions, hosts)
    last.set(kind, { able, owned: found })
    return found
  }
}

/** FNV-1a, then MurmurHash3's finalizer: alone, FNV leaves names that differ at the end close together. */
function scoreOf(text: string): number {
  let hash = hashText(text)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
