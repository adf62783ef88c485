import { assert, property, string, uniqueArray } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { candidates, ownedBy, ownerOf } from '../../runtime/host/ownership.ts'
import { hostOf } from '../contract/driver-contract.ts'

const ids = uniqueArray(string({ minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 12 })
const PARTITIONS = 64
const owners = (hosts: readonly string[], kind = 'trip') =>
  Array.from({ length: PARTITIONS }, (_, partition) => ownerOf(kind, partition, hosts))

describe('ownership of partitions', () => {
  it('is one owner for each, the same whatever the order of the list', () => {
    expect.hasAssertions()
    assert(
      property(ids, string(), (hosts, kind) => {
        const from = owners(hosts, kind)
        expect(from.every((owner) => owner !== undefined && hosts.includes(owner))).toBe(true)
        expect(owners(hosts.toReversed(), kind)).toEqual(from)
      }),
    )
  })

  it('moves only what a newcomer wins and what a leaver held', () => {
    expect.hasAssertions()
    assert(
      property(ids, string({ minLength: 13, maxLength: 20 }), (hosts, newcomer) => {
        const before = owners(hosts)
        const kept = owners([...hosts, newcomer]).filter(
          (owner, partition) => owner === newcomer || owner === before[partition],
        )
        expect(kept).toHaveLength(PARTITIONS)
      }),
    )
  })

  it('is spread evenly: over many kinds each of four hosts has about a quarter', () => {
    const hosts = ['host-1', 'host-2', 'host-3', 'host-4']
    const count = new Map<string, number>()
    for (let kind = 0; kind < 100; kind++) {
      for (const owner of owners(hosts, `kind-${kind}`))
        count.set(owner ?? '', (count.get(owner ?? '') ?? 0) + 1)
    }
    for (const host of hosts) expect((count.get(host) ?? 0) / (100 * PARTITIONS)).toBeCloseTo(0.25, 1)
  })

  it('leaves out who drains, who does not serve the kind, and workers', () => {
    const served = { kind: 'k', type: 'entity', slots: 0, versions: ['1'] } as const
    const hosts = [
      hostOf('a'),
      hostOf('b', true),
      { ...hostOf('c'), kinds: [{ ...served, kind: 'other' }] },
      { ...hostOf('d'), kinds: [{ ...served, type: 'worker' as const }] },
    ]
    expect(candidates(hosts, 'k')).toEqual(['a'])
    expect(ownedBy('a', 'k', 4, hosts)).toEqual([0, 1, 2, 3])
    for (const host of ['b', 'c', 'd', 'unheard of']) expect(ownedBy(host, 'k', 4, hosts)).toEqual([])
    expect(ownerOf('k', 0, [])).toBeUndefined()
  })
})
