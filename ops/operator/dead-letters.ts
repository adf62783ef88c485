/** `caravan dead-letters`: what nobody could handle, and what becomes of it (I11). */
import { parseAddress, type DeadLetterHead, type StoredDeadLetter } from '../../runtime/index.ts'
import type { CommandContext } from '../command-context.ts'
import { EXIT } from '../exit-codes.ts'
import { jsonDocument } from '../refuse.ts'
import { hang } from '../terminal/layout.ts'
import { countText, sizeText, spanText, timeText } from '../terminal/quantities.ts'
import { table } from '../terminal/table.ts'
import { operate, type Desk, type OperatorFlags, type Problems } from './operate.ts'

export interface ListFlags extends OperatorFlags {
  readonly kind?: string
  readonly actor?: string
  readonly after?: string
  readonly limit?: string
}

export interface ChoiceFlags extends OperatorFlags {
  readonly all?: boolean
  readonly actor?: string
  readonly raw?: boolean
  readonly yes?: boolean
}

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 10_000
/** Bytes of an undecodable letter that are shown. */
const SHOWN_BYTES = 256

/** Lists letters, oldest first. @returns the exit code */
export async function listDeadLetters(context: CommandContext, flags: ListFlags): Promise<number> {
  let [limit, after] = [DEFAULT_LIMIT, 0]
  const check = (problems: Problems) => {
    limit = problems.whole('--limit', flags.limit, 1, MAX_LIMIT, DEFAULT_LIMIT)
    after = problems.whole('--after', flags.after, 0, Number.MAX_SAFE_INTEGER, 0)
    if (flags.actor !== undefined) problems.address('--actor', flags.actor)
  }
  return operate(context, flags, check, async ({ operator, json, sheet, print, now }) => {
    const letters: DeadLetterHead[] = []
    let more = false
    for await (const letter of operator.deadLetters.list({ ...filterOf(flags), after })) {
      more = letters.length === limit
      if (more) break
      letters.push(letter)
    }
    const last = letters.at(-1)?.number ?? after
    if (json) {
      print(jsonDocument({ deadLetters: letters, ...(more ? { next: last } : {}) }).trimEnd())
      return EXIT.ok
    }
    if (letters.length === 0) {
      const which = flags.kind ?? flags.actor
      const whose = which === undefined ? '' : ` for ${which}`
      print(
        `No dead letters${whose}${after > 0 ? ` after ${after}` : ''}: everything that came could be handled.`,
      )
      return EXIT.ok
    }
    const columns = [
      { title: '#', side: 'right' },
      { title: 'set aside' },
      { title: 'why' },
      { title: 'for', flexible: true },
      { title: 'size', side: 'right' },
    ] as const
    const rows = letters.map(({ number, at, code, actor, origin, bytes }) => [
      `${number}`,
      `${spanText(now - at)} ago`,
      code,
      actor ?? origin?.subject ?? '?',
      sizeText(bytes),
    ])
    print(table(columns, rows, sheet).join('\n'))
    print('')
    const shown = countText(letters.length, 'dead letter')
    print(
      more
        ? `${shown}, and more: --after ${last} goes on.`
        : `${shown}. "caravan dead-letters show ${letters[0]?.number}" opens one.`,
    )
    return EXIT.ok
  })
}

/** Shows one letter with its content. @returns the exit code */
export async function showDeadLetter(
  context: CommandContext,
  text: string,
  flags: OperatorFlags,
): Promise<number> {
  let number = 0
  const check = (problems: Problems) => void ([number = 0] = numbersOf([text], problems))
  return operate(context, flags, check, async ({ operator, json, sheet, print, say }) => {
    const letter = await operator.deadLetters.get(number)
    if (letter === undefined) {
      say(
        `caravan: There is no dead letter ${number}: "caravan dead-letters list" shows those that there are.`,
      )
      if (json) print(jsonDocument({ error: { code: 'dead-letter.unknown' } }).trimEnd())
      return EXIT.failed
    }
    const { raw, ...rest } = letter
    if (json) {
      print(jsonDocument({ ...rest, base64: Buffer.from(raw).toString('base64') }).trimEnd())
      return EXIT.ok
    }
    const { what, code, reason, actor, kind, at, origin, bytes, id, message } = letter
    print(
      [
        sheet.paint('bold', `Dead letter ${number}`),
        ...hang('  why        ', `${code}: ${reason}`, sheet),
        `  for        ${actor === undefined ? 'nobody that its subject names' : `${actor} (${kind ?? '?'})`}`,
        `  what       ${what}, ${sizeText(bytes)}`,
        `  id         ${id}`,
        `  set aside  ${timeText(at)}`,
        ...(origin === undefined
          ? []
          : [`  from       ${origin.stream} ${origin.sequence}, ${origin.subject}`]),
        '',
        ...(message === undefined ? hexLines(raw) : [JSON.stringify(message, undefined, 2)]),
        '',
        ...adviceOn(letter).flatMap((line) => hang('', line, sheet)),
      ].join('\n'),
    )
    return EXIT.ok
  })
}

/** Puts letters back where they came from, oldest first. @returns the exit code */
export async function redriveDeadLetters(
  context: CommandContext,
  words: readonly string[],
  flags: ChoiceFlags,
): Promise<number> {
  return forEach(context, words, flags, { verb: 'redrive', done: 'went back' }, async (desk, letter) => {
    await desk.operator.deadLetters.redrive(letter, { raw: flags.raw === true })
  })
}

/** Removes letters for good. @returns the exit code */
export async function dropDeadLetters(
  context: CommandContext,
  words: readonly string[],
  flags: ChoiceFlags,
): Promise<number> {
  return forEach(context, words, flags, { verb: 'drop', done: 'dropped' }, async (desk, letter) => {
    if (!(await desk.operator.deadLetters.drop(letter)))
      throw new Error(`There is no dead letter ${letter}; it may be gone already.`)
  })
}

async function forEach(
  context: CommandContext,
  words: readonly string[],
  flags: ChoiceFlags,
  { verb, done }: { readonly verb: 'redrive' | 'drop'; readonly done: string },
  act: (desk: Desk, number: number) => Promise<void>,
): Promise<number> {
  let numbers: readonly number[] = []
  const check = (problems: Problems) => {
    numbers = numbersOf(words, problems)
    if (flags.actor !== undefined) problems.address('--actor', flags.actor)
    if (words.length === 0 && flags.all !== true)
      problems.add(
        `Say which: numbers from "caravan dead-letters list", or --all (with --actor for one actor's).`,
      )
    if (words.length > 0 && flags.all === true) problems.add('Give numbers or --all, not both.')
    if (flags.actor !== undefined && flags.all !== true) problems.add('--actor goes with --all.')
    if (verb === 'drop' && flags.all === true && flags.yes !== true)
      problems.add('Dropping all of them cannot be undone: look at the list first, then add --yes.')
  }
  return operate(context, flags, check, async (desk) => {
    const { operator, json, print, say } = desk
    if (flags.all === true) {
      const found: number[] = []
      for await (const letter of operator.deadLetters.list(filterOf(flags)))
        // Nobody waits for an event that was too large for the feed.
        if (verb === 'drop' || letter.what !== 'feed') found.push(letter.number)
      numbers = found
    }
    const worked: number[] = []
    const failed: { readonly number: number; readonly message: string }[] = []
    for (const number of numbers) {
      if (desk.stop.aborted) break
      try {
        await act(desk, number)
        worked.push(number)
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error)
        failed.push({ number, message })
        say(`caravan: ${message}`)
      }
    }
    if (json) print(jsonDocument({ [verb === 'drop' ? 'dropped' : 'redriven']: worked, failed }).trimEnd())
    else if (numbers.length === 0) print('There is none.')
    else
      print(
        `${countText(worked.length, 'dead letter')} ${done}${failed.length > 0 ? `, ${failed.length} did not` : ''}.`,
      )
    return failed.length > 0 ? EXIT.failed : EXIT.ok
  })
}

function filterOf({ kind, actor }: { readonly kind?: string; readonly actor?: string }) {
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(actor === undefined ? {} : { actor: parseAddress(actor) }),
  }
}

function numbersOf(words: readonly string[], problems: Problems): readonly number[] {
  return words.map((word) => problems.whole("A dead letter's number", word, 1, Number.MAX_SAFE_INTEGER, 0))
}

function adviceOn({ number, what, message, actor }: StoredDeadLetter): string[] {
  if (what === 'feed') return [`Nobody waits for it: "caravan dead-letters drop ${number}".`]
  const redrive = `caravan dead-letters redrive ${number}`
  if (message === undefined)
    return [
      `This version cannot decode it. After an upgrade "${redrive}" puts it back; "${redrive} --raw" does so now, as it is.`,
    ]
  return [
    `"${redrive}" puts it back for ${actor ?? 'its receiver'}; "caravan dead-letters drop ${number}" forgets it.`,
  ]
}

/** Sixteen bytes a line, in hexadecimal and as text. */
function hexLines(raw: Uint8Array): string[] {
  const lines: string[] = []
  for (let at = 0; at < Math.min(raw.length, SHOWN_BYTES); at += 16) {
    const bytes = [...raw.subarray(at, at + 16)]
    const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const text = bytes.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('')
    lines.push(`  ${at.toString(16).padStart(6, '0')}  ${hex.padEnd(47)}  ${text}`)
  }
  if (raw.length > SHOWN_BYTES) lines.push(`  … ${raw.length - SHOWN_BYTES} more bytes; --json has them all`)
  return lines
}
