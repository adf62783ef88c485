/**
 * Whether what was stored is a message, a task or a record at all. Anything can be written to a subject; what has the
 * wrong shape is refused here, with every problem at once, before it could confuse an actor (I11).
 */
import { addressText, parseAddress } from './address.ts'
import { CaravanError } from './errors.ts'
import type { Message, Task } from './message.ts'
import { RECORD_VERSION, type TurnRecord } from './turn-record.ts'

type Fields = Readonly<Record<string, unknown>>
type Check = (value: unknown) => boolean

const isText: Check = (value) => typeof value === 'string'
const isName: Check = (value) => typeof value === 'string' && value !== ''
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value)
const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isHandle: Check = (value) => isObject(value) && isName(value['id']) && isNumber(value['generation'])
const isEvent: Check = (value) => isObject(value) && isText(value['type'])
const isError: Check = (value) => isObject(value) && isText(value['code']) && isText(value['message'])
const isFirst: Check = (value) => isObject(value) && isText(value['tenant'])
const isParent: Check = (value) =>
  isObject(value) && isAddress(value['address']) && isName(value['kind']) && isHandle(value['child'])
const isPeer: Check = (value) =>
  isObject(value) && isNumber(value['n']) && (value['from'] === 'parent' || isHandle(value['from']))
const isAddress: Check = (value) => {
  try {
    return typeof value === 'string' && parseAddress(value).rootId !== ''
  } catch {
    return false
  }
}
const absentOr =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value)

const ENVELOPE = { id: isName, to: isAddress, kind: isName, sentAt: isNumber }
const MESSAGES: ReadonlyMap<unknown, Readonly<Record<string, Check>>> = new Map([
  ['create', { ...ENVELOPE, tenant: isText, parent: absentOr(isParent) }],
  ['event', { ...ENVELOPE, event: isEvent, first: absentOr(isFirst), peer: absentOr(isPeer) }],
  ['child.done', { ...ENVELOPE, child: isHandle }],
  ['child.error', { ...ENVELOPE, child: isHandle, error: isError, quarantinedAt: absentOr(isNumber) }],
  ['timer', { ...ENVELOPE, timer: isHandle }],
  ['repair', { ...ENVELOPE, by: isText, reason: isText, event: isEvent }],
  ['release', { ...ENVELOPE, by: isText, reason: isText }],
])
const isMending: Check = (value) => {
  try {
    return ['repair', 'release'].includes(asMessage(value).type)
  } catch {
    return false
  }
}
const TASK = { ...ENVELOPE, tenant: isText, parent: isParent, mending: absentOr(isMending) }
const RECORD = {
  v: isNumber,
  actor: isAddress,
  kind: isName,
  type: isName,
  tenant: isText,
  machine: (value: unknown) => isObject(value) && isText(value['id']) && isText(value['version']),
  turn: isNumber,
  nonce: isText,
  host: isText,
  at: isNumber,
  cause: isEvent,
  outcome: isName,
  snapshot: (value: unknown) => isObject(value) && isName(value['status']),
  children: isObject,
  timers: isObject,
  effects: isObject,
  serial: isNumber,
  seen: Array.isArray,
  outbox: Array.isArray,
}

/** @throws CaravanError `message.malformed`, with `data.problems` */
export function asMessage(value: unknown): Message {
  const type = isObject(value) ? value['type'] : undefined
  const checks = MESSAGES.get(type)
  if (checks === undefined && isObject(value)) {
    throw malformed('message', [`type is none of ${[...MESSAGES.keys()].join(', ')}`])
  }
  return shaped('message', value, checks ?? ENVELOPE) as unknown as Message
}

/** @throws CaravanError `message.malformed`, with `data.problems` */
export function asTask(value: unknown): Task {
  return shaped('task', value, TASK) as unknown as Task
}

/**
 * Why a message or task that is sound in itself lies in the wrong place; undefined when it does not. Written in another way an
 * address would be a second actor in memory, with the journal of the first.
 */
export function misplaced({ to, kind }: Message | Task, inboxKind: string): string | undefined {
  if (kind !== inboxKind) return `it is for kind "${kind}", but came to one that serves "${inboxKind}"`
  return addressText(parseAddress(to)) === to ? undefined : `"${to}" is not the form that the address has`
}

/** @throws CaravanError `record.version.newer` for what a newer host wrote (R18); `message.malformed` */
export function asRecord(value: unknown): TurnRecord {
  if (isObject(value) && isNumber(value['v']) && (value['v'] as number) > RECORD_VERSION) {
    throw new CaravanError(
      'record.version.newer',
      `A record has version ${String(value['v'])}, this host reads up to ${RECORD_VERSION}: run the newest version on every host.`,
      { data: { version: value['v'], readable: RECORD_VERSION } },
    )
  }
  return shaped('record', value, RECORD) as unknown as TurnRecord
}

function shaped(what: string, value: unknown, checks: Readonly<Record<string, Check>>): Fields {
  if (!isObject(value)) throw malformed(what, ['it is no object'])
  let problems: string[] | undefined
  for (const name in checks) {
    if (checks[name]?.(value[name]) === true) continue
    problems = [...(problems ?? []), value[name] === undefined ? `${name} is missing` : `${name} is wrong`]
  }
  if (problems !== undefined) throw malformed(what, problems)
  return value
}

function malformed(what: string, problems: readonly string[]): CaravanError {
  return new CaravanError(
    'message.malformed',
    `What was stored is no ${what} of Caravan's: ${problems.join(', ')}.`,
    { data: { problems } },
  )
}
