/** `caravan actors repair` and `release`: audited changes of a quarantined actor (R13). */
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { errorData, type ActorEvent, type TurnRecord } from '../../runtime/index.ts'
import type { CommandContext } from '../command-context.ts'
import { EXIT } from '../exit-codes.ts'
import { jsonDocument } from '../refuse.ts'
import { stateOf } from './actor-text.ts'
import { operate, type Desk, type OperatorFlags, type Problems } from './operate.ts'
import { unknownActor } from './unknown-actor.ts'

export interface MendFlags extends OperatorFlags {
  readonly event?: string
  readonly reason?: string
  readonly by?: string
}

const Event = z.looseObject({ type: z.string().min(1) })
/** How long the outcome is waited for: a host answers in milliseconds, if there is one. */
const OUTCOME_MS = 5_000
const LOOK_EVERY_MS = 50

/** Gives a quarantined actor's machine an event. @returns the exit code */
export async function repairActor(
  context: CommandContext,
  address: string,
  flags: MendFlags,
  user: string | undefined,
): Promise<number> {
  let event: ActorEvent = { type: '' }
  const check = (problems: Problems) => {
    checkMending(problems, address, flags, user)
    event = readEvent(problems, flags.event) ?? event
  }
  return operate(context, flags, check, (desk) =>
    mend(desk, address, (mending) => desk.operator.repair(address, event, mending), flags, user),
  )
}

/** Lets a quarantined actor go on. @returns the exit code */
export async function releaseActor(
  context: CommandContext,
  address: string,
  flags: MendFlags,
  user: string | undefined,
): Promise<number> {
  const check = (problems: Problems) => checkMending(problems, address, flags, user)
  return operate(context, flags, check, (desk) =>
    mend(desk, address, (mending) => desk.operator.release(address, mending), flags, user),
  )
}

async function mend(
  desk: Desk,
  address: string,
  send: (mending: { readonly by: string; readonly reason: string }) => Promise<string>,
  { by, reason = '' }: MendFlags,
  user: string | undefined,
): Promise<number> {
  const { operator, json, print, say } = desk
  const before = (await operator.actor(address))?.cursor ?? 0
  let id: string
  try {
    id = await send({ by: by ?? user ?? '', reason })
  } catch (error) {
    if (errorData(error).code === 'actor.unknown') throw await unknownActor(operator, address)
    throw error
  }
  const record = await outcomeOf(desk, address, id, before)
  if (json) {
    print(
      jsonDocument({
        id,
        address,
        outcome: record?.outcome ?? 'stored',
        ...(record?.reason === undefined ? {} : { reason: record.reason }),
      }).trimEnd(),
    )
  } else if (record === undefined) {
    say('It is stored, but no host has taken it up yet: it will be when one that serves this kind runs.')
  } else {
    const why = record.reason === undefined ? '' : `: ${record.reason}`
    print(`${address} is ${record.outcome}${why}, in ${stateOf(record)}.`)
    const left = record.quarantine !== undefined && record.outcome === 'repaired'
    if (left) print(`It is still quarantined: "caravan actors release ${address} --reason …" lets it go on.`)
    if (record.outcome === 'released')
      print(`"caravan dead-letters redrive --all --actor ${address}" brings what came meanwhile.`)
  }
  return record === undefined || record.outcome === 'repaired' || record.outcome === 'released'
    ? EXIT.ok
    : EXIT.failed
}

/** The record of the turn that handled a message; undefined when there is none in time. */
async function outcomeOf(
  { operator, stop }: Desk,
  address: string,
  id: string,
  after: number,
): Promise<TurnRecord | undefined> {
  for (let waited = 0; waited < OUTCOME_MS && !stop.aborted; waited += LOOK_EVERY_MS) {
    for await (const { record } of operator.journal(address, { after, partial: true }))
      if (record.actor === address && record.cause.id === id) return record
    await delay(LOOK_EVERY_MS)
  }
  return undefined
}

function checkMending(
  problems: Problems,
  address: string,
  { reason, by }: MendFlags,
  user: string | undefined,
): void {
  problems.address('The address', address)
  if (reason === undefined || reason.trim() === '')
    problems.add('--reason is missing: say why in a few words; it is kept in the journal.')
  if ((by ?? user ?? '').trim() === '')
    problems.add('--by is missing: say who you are; it is kept in the journal.')
}

function readEvent(problems: Problems, text: string | undefined): ActorEvent | undefined {
  if (text === undefined) {
    problems.add(`--event is missing: give the event as JSON, such as '{"type":"retry"}'.`)
    return undefined
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    value = undefined
  }
  const event = Event.safeParse(value)
  if (event.success) return event.data
  problems.add(
    `--event is ${JSON.stringify(text)}: give a JSON object with a type, such as '{"type":"retry"}'.`,
  )
  return undefined
}
