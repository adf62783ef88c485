/** `caravan actors list`: who there is and how they stand. */
import type { ActorStatus, ActorSummary } from '../../runtime/index.ts'
import type { CommandContext } from '../command-context.ts'
import { EXIT } from '../exit-codes.ts'
import { jsonDocument } from '../refuse.ts'
import { countText, sizeText, spanText } from '../terminal/quantities.ts'
import { shorten, table } from '../terminal/table.ts'
import { WAITING } from './unknown-actor.ts'
import { operate, type OperatorFlags, type Problems } from './operate.ts'
import { plainSummary, stateOf, statusText } from './actor-text.ts'

export interface ActorsFlags extends OperatorFlags {
  readonly kind?: string
  readonly status?: string
  readonly all?: boolean
  readonly limit?: string
}

export const STATUSES = [
  'active',
  'closing',
  'final',
  'quarantined',
  'unreadable',
] as const satisfies readonly ActorStatus[]
const DEFAULT_LIMIT = 50
const MAX_LIMIT = 100_000
/** Parallel states are long; `show` has them whole. */
const STATE_COLUMNS = 24

/** Lists actors in the order of their last records. @returns the exit code */
export async function listActors(context: CommandContext, flags: ActorsFlags): Promise<number> {
  let limit = DEFAULT_LIMIT
  let status: ActorStatus | undefined
  const check = (problems: Problems) => {
    limit = problems.whole('--limit', flags.limit, 1, MAX_LIMIT, DEFAULT_LIMIT)
    status = problems.oneOf('--status', flags.status, STATUSES)
  }
  return operate(context, flags, check, async ({ operator, json, sheet, print, now }) => {
    const { kind, all = false } = flags
    const found = async (everybody: boolean) => {
      const filter = {
        all: everybody,
        ...(kind === undefined ? {} : { kind }),
        ...(status === undefined ? {} : { status }),
      }
      const actors: ActorSummary[] = []
      for await (const actor of operator.actors(filter)) {
        if (actors.push(actor) > limit) break
      }
      return actors
    }
    let actors = await found(all)
    // A kind that is no root's: children are meant.
    if (actors.length === 0 && kind !== undefined && !all) actors = await found(true)
    const more = actors.length > limit
    const shown = actors.slice(0, limit)
    if (json) {
      print(jsonDocument({ actors: shown.map(plainSummary), more }).trimEnd())
      return EXIT.ok
    }
    if (shown.length === 0) {
      const whose = kind === undefined ? '' : ` of kind ${kind}`
      if (status !== undefined) print(`No actor${whose} is ${status}.`)
      else print(`There is no actor${whose} yet. ${WAITING}`)
      return EXIT.ok
    }
    const columns = [
      { title: 'actor', flexible: true },
      { title: 'status' },
      { title: 'state' },
      { title: 'turn', side: 'right' },
      { title: 'last', side: 'right' },
      { title: 'size', side: 'right' },
    ] as const
    const rows = shown.map((actor) => [
      actor.address,
      statusText(actor),
      shorten(stateOf(actor.record), STATE_COLUMNS),
      `${actor.record?.turn ?? '?'}`,
      spanText(now - actor.storedAt),
      sizeText(actor.bytes),
    ])
    print(table(columns, rows, sheet).join('\n'))
    print('')
    print(
      more
        ? `The first ${countText(shown.length, 'actor')}: --limit shows more, --kind and --status choose.`
        : `${countText(shown.length, 'actor')}. "caravan actors show ${shown.at(-1)?.address}" says more of one.`,
    )
    return EXIT.ok
  })
}
