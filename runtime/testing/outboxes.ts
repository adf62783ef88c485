/** What committed turns have promised, and what of it the store has carried out (I1, I3). */
import type { Task } from '../core/message.ts'
import { isFinal, type OutboxItem, type TurnRecord } from '../core/turn-record.ts'

export class Outboxes {
  readonly #promised = new Set<string>()
  readonly #done = new Set<string>()
  readonly #last: (actor: string) => TurnRecord | undefined

  constructor(last: (actor: string) => TurnRecord | undefined) {
    this.#last = last
  }

  committed(record: TurnRecord): void {
    for (const item of record.outbox) this.#promised.add(keyOf(record, item))
  }

  /** False when no committed turn has promised it. */
  carriedOut(key: string): boolean {
    this.#done.add(key)
    return this.#promised.has(key)
  }

  /** The same of a timer's end; one that is over may also be taken back by a host that set it too late. */
  cancelled(actor: string, timer: Parameters<typeof cancelKey>[1]): boolean {
    const { serial = 0, timers = {} } = this.#last(actor) ?? {}
    const isOver = timer.generation <= serial && timers[timer.id]?.generation !== timer.generation
    return this.carriedOut(cancelKey(actor, timer)) || isOver
  }

  /** What a record promises and nobody has carried out. */
  undone(record: TurnRecord): readonly string[] {
    return record.outbox
      .filter((item) => {
        if (item.do !== 'stop') return !this.#done.has(keyOf(record, item))
        const child = this.#last(item.to)
        return child === undefined || !isFinal(child.snapshot)
      })
      .map((item) => `${item.do} ${keyOf(record, item)}`)
  }
}

function keyOf(record: TurnRecord, item: OutboxItem): string {
  switch (item.do) {
    case 'create':
    case 'send':
    case 'schedule':
      return item.message.id
    case 'task':
      return item.task.id
    case 'park':
      return parkKey(item.task, item.at)
    case 'cancel':
      return cancelKey(record.actor, item.timer)
    case 'stop':
    case 'feed':
      return item.id
  }
}

/** Names the cancelling of one timer. */
export function cancelKey(
  actor: string,
  timer: { readonly id: string; readonly generation: number },
): string {
  return `cancel ${actor}~${timer.id}.${timer.generation}`
}

/** Names one parking of one task. */
export function parkKey(task: Task, at: number): string {
  return `park ${task.to} until ${at}`
}
