/**
 * Whether something else than the fall of its host can have held an actor up. Who had it in between has left no record when it
 * fell as well, so the owner of its partition is computed as hosts compute it; a task may have been handed to any host.
 */
import { parseAddress, partitionOf, rootOf } from '../../runtime/core/address.ts'
import { ownerOf } from '../../runtime/host/ownership.ts'
import type { Interruption } from './calls.ts'

/** Who was cut off is connected anew within half a second, and takes nobody for gone for a second after that. */
const LINGER_MS = 1_500

/** A host of the run, from when on it took work, in milliseconds since the epoch. */
export interface Life {
  readonly host: string
  readonly from: number
}

/** An actor between the fall of its host and its next record. */
export interface Wait {
  readonly actor: string
  readonly type: 'worker' | 'entity'
  readonly from: number
  readonly until: number
  /** The host that fell, the one that went on, and whoever else had a hand in it. */
  readonly hosts: readonly string[]
}

/** All that is needed to know who owned what. */
export interface Scene {
  /** What happened, the fall itself left out. */
  readonly others: readonly Interruption[]
  readonly lives: readonly Life[]
  readonly partitions: number
}

/**
 * True when something happened to the server, to a host that is known to have had to do with it, or to an owner of its partition
 * in between, meanwhile or so shortly before that they still suffered from it. For a worker also when any other host fell,
 * stood still or was cut off meanwhile, for it may have taken the task with it; an entity that the fallen host only wrote last, its
 * partition being on its way to another already, waited for that.
 */
export function isDisturbed(wait: Wait, scene: Scene): boolean {
  const { type, from: fell, until, hosts } = wait
  const [fallen = ''] = hosts
  if (type === 'entity' && ownerAt(fell, wait, scene) !== fallen) return true
  // Without the one that fell: whose its partition was then, and whenever another host had come.
  const moments = [fell, ...scene.lives.map(({ from }) => from).filter((at) => at > fell && at <= until)]
  const owners = moments.map((moment) => ownerAt(moment, wait, scene, fallen))
  const concerned = new Set([...hosts, ...owners])
  return scene.others.some((one) => {
    const { kind, host, from, to } = one
    if (from > until) return false
    if (host === undefined || concerned.has(host)) return to + (leaves(one) ? 0 : LINGER_MS) >= fell
    // A slow host that was handed the task is the one that went on, and who drains gives back at once.
    return type === 'worker' && kind !== 'delay' && kind !== 'drain' && to >= fell
  })
}

/** As hosts compute it that know who has come and who has gone, but for one. */
function ownerAt(
  moment: number,
  { actor }: Wait,
  { others, lives, partitions }: Scene,
  without?: string,
): string | undefined {
  const gone = new Set(others.flatMap((one) => (leaves(one) && one.from < moment ? [one.host] : [])))
  const there = lives.flatMap(({ host, from }) =>
    from <= moment && host !== without && !gone.has(host) ? [host] : [],
  )
  const root = rootOf(parseAddress(actor))
  return ownerOf(root.rootKind, partitionOf(root, partitions), there)
}

function leaves({ kind }: Interruption): boolean {
  return kind === 'kill' || kind === 'drain'
}
