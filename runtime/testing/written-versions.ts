/** R18: a host brings no actor into a machine version that another host, of which it has long known, cannot read. */
import type { Driver } from '../core/driver.ts'
import type { HostEntry } from '../core/membership.ts'
import type { TurnRecord } from '../core/turn-record.ts'

/** A list that a host does not believe, because it was taken for dead itself, may still be on its way: so many count. */
const LISTS = 4

export class WrittenVersions {
  readonly #blame: (rule: 'R18', text: string) => void
  /** What this host was told last, oldest first. */
  #lists: (readonly HostEntry[])[] = []
  /** What it has tried to write: it may be stored already, so it is tried again as it is (R1). */
  readonly #tried = new Set<string>()

  constructor(blame: (rule: 'R18', text: string) => void) {
    this.#blame = blame
  }

  /** The driver of this host, which hears along. */
  along(driver: Driver): Driver {
    const { membership } = driver
    const watch: typeof membership.watch = (onChange) =>
      membership.watch((hosts) => {
        this.#lists = [...this.#lists.slice(1 - LISTS), hosts]
        onChange(hosts)
      })
    return { ...driver, membership: { ...membership, watch } }
  }

  /** It stood still or was taken for dead: what it was told before counts no more. */
  forget(): void {
    this.#lists = []
  }

  /** It is about to write; what is tried again was decided when it was tried first. */
  check({ actor, kind, machine, outcome, turn, nonce }: TurnRecord): void {
    if (this.#tried.size === this.#tried.add(nonce).size) return
    const brought = outcome === 'migrated' || (turn === 1 && outcome !== 'stopped')
    const latest = this.#lists.at(-1)
    if (!brought || latest === undefined || this.#lists.length < LISTS) return
    const blind = latest.find(({ id }) => this.#lists.every((list) => cannotRead(list, id, kind, machine)))
    if (blind !== undefined)
      this.#blame('R18', `${actor} is written in version ${machine.version}, which ${blind.id} cannot read`)
  }
}

function cannotRead(
  list: readonly HostEntry[],
  host: string,
  kind: string,
  { version }: TurnRecord['machine'],
): boolean {
  const served = list.find(({ id }) => id === host)?.kinds.find((one) => one.kind === kind)
  return served !== undefined && !served.versions.includes(version)
}
