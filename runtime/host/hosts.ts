/** Who runs actors now and what each owns: what every host computes for itself, for those who look on. */
import type { Driver } from '../core/driver.ts'
import type { HostEntry } from '../core/membership.ts'
import { ownedBy } from './ownership.ts'

export interface HostStatus extends HostEntry {
  /** Partitions per entity kind that it serves. */
  readonly owns: Readonly<Record<string, readonly number[]>>
}

/** The hosts that live, ordered by id. @throws CaravanError `nats.unreachable` */
export async function listHosts(driver: Driver): Promise<readonly HostStatus[]> {
  const hosts = await driver.membership.list()
  return hosts.map((host) => {
    const entities = host.kinds.filter(({ type }) => type === 'entity')
    const owns = entities.map(({ kind }) => [kind, ownedBy(host.id, kind, driver.partitions, hosts)])
    return { ...host, owns: Object.fromEntries(owns) as HostStatus['owns'] }
  })
}
