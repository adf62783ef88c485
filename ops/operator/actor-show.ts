/** `caravan actors show`: everything that is stored of one actor, and where its children are. */
import type { ActorSummary, TurnRecord } from '../../runtime/index.ts'
import type { CommandContext } from '../command-context.ts'
import { EXIT } from '../exit-codes.ts'
import { jsonDocument } from '../refuse.ts'
import { hang, section } from '../terminal/layout.ts'
import { sizeText, spanText, timeText } from '../terminal/quantities.ts'
import { table } from '../terminal/table.ts'
import { causeText, plainSummary, stateOf, statusText } from './actor-text.ts'
import { operate, type Desk, type OperatorFlags } from './operate.ts'
import { unknownActor } from './unknown-actor.ts'

/** Characters of the context that are shown; `--json` has all. */
const SHOWN_CONTEXT = 2_000

/** Shows one actor. @returns the exit code */
export async function showActor(
  context: CommandContext,
  address: string,
  flags: OperatorFlags,
): Promise<number> {
  return operate(
    context,
    flags,
    (problems) => problems.address('The address', address),
    async (desk) => {
      const { operator, json, print } = desk
      const actor = await operator.actor(address)
      if (actor === undefined) throw await unknownActor(operator, address)
      const below = await Array.fromAsync(operator.descendants(address))
      if (json) {
        print(
          jsonDocument({
            ...plainSummary(actor),
            record: actor.record,
            descendants: below.map(plainSummary),
          }).trimEnd(),
        )
      } else {
        print(textOf(actor, below, desk).join('\n'))
      }
      return EXIT.ok
    },
  )
}

function textOf(actor: ActorSummary, below: readonly ActorSummary[], { sheet, now }: Desk): string[] {
  const { record, address, error, bytes, cursor, storedAt } = actor
  const head = sheet.paint('bold', address)
  if (record === undefined)
    return [
      head,
      ...hang('  unreadable  ', `${error?.code}: ${error?.message}`, sheet),
      `  cursor      ${cursor}`,
    ]
  const { kind, type, machine, claim, quarantine, snapshot, cause, outcome, reason } = record
  const line = (name: string, text: string) => hang(`  ${name.padEnd(11)} `, text, sheet)
  return [
    head,
    ...line('status', `${statusText(actor)}, in ${stateOf(record)}`),
    ...line(
      'kind',
      `${kind}, ${type === 'entity' ? 'an entity' : 'a worker'}; machine ${machine.id || '(none)'} version ${machine.version || '-'}`,
    ),
    ...line(
      'last turn',
      `${record.turn}, ${spanText(now - storedAt)} ago (${timeText(storedAt)}), cursor ${cursor}`,
    ),
    ...line('because of', `${causeText(cause)}: ${outcome}${reason === undefined ? '' : `, ${reason}`}`),
    ...line('host', claim === undefined ? record.host : `${claim.host} (claim ${claim.number})`),
    ...line(
      'size',
      `${sizeText(bytes)} stored; context ${sizeText(JSON.stringify(snapshot.context ?? null).length)}`,
    ),
    ...(snapshot.error === undefined
      ? []
      : line('error', `${snapshot.error.code}: ${snapshot.error.message}`)),
    ...(quarantine === undefined ? [] : quarantineLines(quarantine, address, now, line)),
    ...section('Children', childLines(record, below, actor, sheet), sheet),
    ...section('Timers', timerLines(record, now), sheet),
    ...section('Effects', effectLines(record, now), sheet),
    ...section('Context', contextLines(snapshot.context), sheet),
  ]
}

function quarantineLines(
  { code, reason, since }: NonNullable<TurnRecord['quarantine']>,
  address: string,
  now: number,
  line: (name: string, text: string) => string[],
): string[] {
  return [
    ...line('quarantine', `for ${spanText(now - since)}: ${code}: ${reason}`),
    ...line(
      '',
      `"caravan actors repair ${address} --event '{"type":"…"}' --reason …" mends its state; "caravan actors release ${address} --reason …" lets it go on.`,
    ),
  ]
}

function childLines(
  record: TurnRecord,
  below: readonly ActorSummary[],
  actor: ActorSummary,
  sheet: Desk['sheet'],
): string[] {
  const children = Object.entries(record.children)
  if (children.length === 0) return []
  const rows = children.map(([id, child]) => {
    const { generation, kind, supervised } = child
    const own = below.find(({ address }) => address === `${actor.address}/${id}.${generation}`)
    const restarts = supervised === undefined ? '' : `${supervised.restarts.length}`
    const waiting = supervised?.held === undefined ? 'waits for a host' : 'restarts soon'
    return [
      `${id}.${generation}`,
      kind,
      own === undefined ? waiting : `${statusText(own)}, ${stateOf(own.record)}`,
      own === undefined ? '' : (own.record?.claim?.host ?? own.record?.host ?? '?'),
      restarts,
    ]
  })
  const columns = [
    { title: 'child' },
    { title: 'kind' },
    { title: 'stands', flexible: true },
    { title: 'host' },
    { title: 'restarts', side: 'right' },
  ] as const
  return table(columns, rows, { ...sheet, width: sheet.width - 2 }).map((row) => `  ${row}`)
}

function timerLines({ timers }: TurnRecord, now: number): string[] {
  return Object.entries(timers).map(([id, { at, generation, event, restart }]) => {
    const when = at > now ? `in ${spanText(at - now)}` : `due ${spanText(now - at)} ago`
    return `  ${id}.${generation}  ${when}  ${restart === undefined ? event.type : `restarts ${restart.join(', ')}`}`
  })
}

function effectLines({ effects }: TurnRecord, now: number): string[] {
  return Object.entries(effects).map(([id, { generation, src, starts, startedAt, deadlineAt }]) => {
    const again = starts > 1 ? `, started ${starts} times` : ''
    const left = deadlineAt > now ? `${spanText(deadlineAt - now)} left` : 'its time is up'
    return `  ${id}.${generation}  ${src}, since ${spanText(now - startedAt)}${again}, ${left}`
  })
}

function contextLines(context: unknown): string[] {
  if (context === undefined || context === null) return []
  const text = JSON.stringify(context, undefined, 2)
  const lines = text.slice(0, SHOWN_CONTEXT).split('\n')
  const rest = text.length - SHOWN_CONTEXT
  return [
    ...lines.map((one) => `  ${one}`),
    ...(rest > 0 ? [`  … ${rest} more characters; --json has them all`] : []),
  ]
}
