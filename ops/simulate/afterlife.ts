/** What comes after the end (R15): history goes, tombstones stay, and what arrives too late brings nobody back. */
import { addressText, parseAddress, rootOf } from '../../runtime/core/address.ts'
import type { Message, Task } from '../../runtime/core/message.ts'
import { isFinal } from '../../runtime/core/turn-record.ts'
import type { Step } from '../../runtime/testing/interpose.ts'
import type { World } from '../../runtime/testing/world.ts'

/** How long history is kept in a seed with an afterlife: longer than a host trusts a first delivery to be a young one. */
export const KEEP_MS = 75_000
/** A host looks in between a tenth and a twentieth of that; hosts may still come and go. */
const SWEPT_MS = 30_000
const ANSWERED_MS = 90_000

type Sent = { readonly task: Task } | { readonly message: Message }

export class Afterlife {
  readonly #world: World
  readonly #sent: Sent[] = []

  constructor(world: World) {
    this.#world = world
  }

  /** Remembers what was stored, so that it can come again. */
  saw(step: Step): void {
    if (step.name === 'enqueue') this.#sent.push({ task: step.task })
    else if (step.name === 'send') this.#sent.push({ message: step.message })
  }

  /** When all work is done. */
  async run(roots: readonly string[]): Promise<void> {
    const { memory, judge, store } = this.#world
    const ended = roots.filter((root) => {
      const last = judge.last(root)
      return last !== undefined && isFinal(last.snapshot)
    })
    const left = async () => {
      for (const root of ended) {
        const records = await Array.fromAsync(memory.read(parseAddress(root), {}))
        if (records.length !== 1) return `${root} has ${records.length} records, its tombstone is one`
      }
      return undefined
    }
    // A late repeat that one of its tree has put on record makes it young again.
    const isYoung = async (root: string) => {
      for await (const { storedAt } of memory.history.tails({ root: parseAddress(root) }))
        if (storedAt > this.#world.now - KEEP_MS - SWEPT_MS) return true
      return false
    }
    do await this.#world.run(KEEP_MS + SWEPT_MS)
    while (judge.violation === undefined && (await Promise.all(ended.map(isYoung))).includes(true))
    if (judge.violation !== undefined) return
    const kept = await left()
    if (kept !== undefined) return judge.blame('R15', `long after its end ${kept}`)
    for (const sent of this.#sent.splice(0)) {
      const { to } = 'task' in sent ? sent.task : sent.message
      if (!ended.includes(addressText(rootOf(parseAddress(to))))) continue
      if ('task' in sent) await store.enqueue(sent.task)
      else if ('child' in sent.message || to !== addressText(rootOf(parseAddress(to))))
        await store.send(sent.message)
    }
    let waiting = 1
    const look = () => void memory.pressure.read().then(({ backlog }) => (waiting = backlog))
    for (let ms = 0; ms < ANSWERED_MS; ms += 1_000) this.#world.time.after(ms, look)
    await this.#world.run(ANSWERED_MS, () => waiting === 0)
    if (waiting > 0) return judge.blame('R15', `${waiting} messages for those who have ended are not acked`)
  }
}
