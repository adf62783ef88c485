/** `caravan actors journal`: what happened to an actor and its descendants, in order. */
import { errorData, type JournalEntry } from '../../runtime/index.ts'
import type { CommandContext } from '../command-context.ts'
import { EXIT } from '../exit-codes.ts'
import { hang, type Sheet } from '../terminal/layout.ts'
import { causeText, outboxText, stateOf, valueText } from './actor-text.ts'
import { operate, type OperatorFlags, type Problems } from './operate.ts'
import { unknownActor } from './unknown-actor.ts'

export interface JournalFlags extends OperatorFlags {
  readonly after?: string
  readonly live?: boolean
}

/**
 * Prints the journal; with `--json` one document per line, as it comes. @returns the exit code: it is a failure when there
 * are records and none of them can be read
 */
export async function actorJournal(
  context: CommandContext,
  address: string,
  flags: JournalFlags,
): Promise<number> {
  let after = 0
  const check = (problems: Problems) => {
    problems.address('The address', address)
    after = problems.whole('--after', flags.after, 0, Number.MAX_SAFE_INTEGER, 0)
  }
  return operate(context, flags, check, async (desk) => {
    const { operator, json, sheet, print, say, passedOver, stop } = desk
    const { live = false } = flags
    if (!live && (await operator.actor(address)) === undefined) throw await unknownActor(operator, address)
    let [count, last] = [0, after]
    let partial = false
    for (;;) {
      try {
        const options = { after: last, live, signal: stop, partial }
        for await (const entry of operator.journal(address, options)) {
          print(json ? JSON.stringify(entry) : entryText(entry, address, sheet).join('\n'))
          count += 1
          last = entry.cursor
        }
        break
      } catch (error) {
        const { code, message } = errorData(error)
        if (code !== 'journal.expired' || partial) throw error
        // What is left is worth showing; that something is missing is said first, to people and to programs.
        if (json) print(JSON.stringify({ missing: 'expired', message }))
        else say(`caravan: ${message}`)
        partial = true
      }
    }
    if (count === 0 && passedOver.size > 0) return EXIT.failed
    if (!json && count === 0 && !stop.aborted) print(`Nothing after cursor ${after}.`)
    return EXIT.ok
  })
}

/** `    812  17:03:11.482  planning.1 #2  claim 1 by 7f3a81c2: claimed → attempting  ⇒ task` */
function entryText({ cursor, record }: JournalEntry, address: string, sheet: Sheet): string[] {
  const { actor, turn, at, cause, outcome, reason, earlier = [] } = record
  const name = actor === address ? '' : `${actor.slice(address.length + 1)} `
  const time = new Date(at).toISOString().slice(11, 23)
  const prefix = (mark: string) => `${mark.padStart(7)}  ${time}  `
  const line = (
    mark: string,
    what: string,
    came: string,
    why: string | undefined,
    state: string,
    out: string,
  ) => {
    const because = why === undefined ? '' : ` (${why})`
    const then = out === '' ? '' : `  ⇒ ${out}`
    const text = `${name}#${turn}  ${what}: ${came}${because} → ${state || '-'}${then}`
    return hang(prefix(mark), text, sheet, PAINT[came as keyof typeof PAINT])
  }
  const before = earlier.flatMap((one) =>
    line('', causeText(one.cause), one.outcome, one.reason, valueText(one.value), ''),
  )
  return [
    ...before,
    ...line(`${cursor}`, causeText(cause), outcome, reason, stateOf(record), outboxText({ record })),
  ]
}

const PAINT = {
  failed: 'red',
  quarantined: 'red',
  stopped: 'yellow',
  restarted: 'yellow',
  ignored: 'dim',
} as const
