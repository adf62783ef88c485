/**
 * Carries out a committed turn's outbox (I3). Every item may be carried out again after a crash; receivers recognise
 * repeats (I4). Items for one receiver go in order; different receivers do not wait for each other.
 */
import { addressText, parseAddress, rootOf, type Address } from '../core/address.ts'
import { feedEvent } from '../core/driver.ts'
import { CaravanError, errorData } from '../core/errors.ts'
import { untilDone } from '../core/retry.ts'
import type { Task } from '../core/message.ts'
import type { OutboxItem, TurnRecord } from '../core/turn-record.ts'
import { stopTurn } from '../kernel/worker-turns.ts'
import { commit, readTail } from './commit.ts'
import type { HostContext } from './context.ts'
import { isStoppedForGood } from './ended-root.ts'
import { handOver, mayBeHandedOver } from './hand-over.ts'
import { checkFormat } from './version-choice.ts'

/** Of a record that this host has just committed itself: some of its outbox may go past the store. */
export interface Fresh {
  /** Whether a message of the actor stays un-acked for workers that begin here (beside.ts). */
  readonly covered: boolean
}

/**
 * Resolves when the server holds every item, or their receivers' journals show that they were handled: `overtaken` when a
 * later turn of the actor was seen, whose writer has seen to that.
 */
export async function relay(
  context: HostContext,
  record: TurnRecord,
  fresh?: Fresh,
): Promise<'relayed' | 'overtaken'> {
  const { outbox } = record
  let result: 'relayed' | 'overtaken' = 'relayed'
  if (outbox.length === 0) return result
  const alone = context.heldUntil()
  const turn = { actor: record.actor, kind: record.kind, turn: record.turn }
  const lanes = new Map<string, number[]>()
  outbox.forEach((item, index) => lanes.set(laneOf(item), [...(lanes.get(laneOf(item)) ?? []), index]))
  const run = async (indexes: readonly number[]) => {
    for (const index of indexes) {
      const item = outbox[index] as OutboxItem
      if (!(await isPastStore(context, record, item, fresh))) {
        let again = false
        const attempt = async () => {
          if (again && (await isOvertaken(context, record))) {
            result = 'overtaken'
            return
          }
          again = true
          await perform(context, record, item, alone)
        }
        await untilDone(attempt, {
          clock: context.clock,
          signal: context.signal,
          jitter: context.jitter,
          onRetry: (error) =>
            context.observe({ type: 'outbox:retry', ...turn, item: item.do, error: errorData(error) }),
        })
      }
      context.observe({ type: 'outbox:relayed', ...turn, index, size: outbox.length, item: item.do })
    }
  }
  await Promise.all([...lanes.values()].map(run))
  return result
}

/**
 * Whether a later turn is stored: then somebody has relayed this one (R2), and what is tried again may long be undone. Without
 * this a host that was cut off would set a timer anew which the actor's next owner has cancelled.
 */
async function isOvertaken({ driver }: HostContext, { actor, turn }: TurnRecord): Promise<boolean> {
  return ((await driver.tail(parseAddress(actor)))?.record.turn ?? 0) > turn
}

async function isPastStore(
  context: HostContext,
  record: TurnRecord,
  item: OutboxItem,
  fresh: Fresh | undefined,
): Promise<boolean> {
  if (fresh === undefined) return item.do === 'task' && (await hasBegun(context, record, item.task))
  if (mayBeHandedOver(record, item)) return handOver(context, item.message)
  if (item.do === 'task' && fresh.covered) return (await context.beside.begin(item.task)) ?? false
  return false
}

/** A child that began beside its parent has no stored task; another owner's task would take it from its holder. */
async function hasBegun(context: HostContext, { actor }: TurnRecord, { to }: Task): Promise<boolean> {
  if (to === actor) return false
  try {
    return (await readTail(context, parseAddress(to)))?.record.claim !== undefined
  } catch (error) {
    // Nobody can read it: a task makes it wait with an alarm, and its parent does not wait with it (I11).
    if (error instanceof CaravanError && error.code === 'journal.damaged') return false
    throw error
  }
}

function laneOf(item: OutboxItem): string {
  switch (item.do) {
    case 'create':
      return item.message.to
    case 'send':
      return item.message.to
    case 'task':
      return item.task.to
    case 'stop':
      return item.to
    case 'schedule':
      return `timer ${item.message.timer.id}`
    case 'cancel':
      return `timer ${item.timer.id}`
    case 'feed':
      return 'feed'
    case 'park':
      return item.task.to
  }
}

/** @param alone until when nobody can have taken the actor over, by the monotonic clock */
function perform(context: HostContext, record: TurnRecord, item: OutboxItem, alone: number): Promise<void> {
  const { driver } = context
  switch (item.do) {
    case 'create':
    case 'send':
      return driver.send(item.message)
    case 'task':
      return driver.enqueue(item.task)
    case 'stop':
      return stop(context, record, item)
    case 'schedule':
      return schedule(context, record, item, alone)
    case 'cancel':
      return driver.cancel(parseAddress(record.actor), record.kind, item.timer)
    case 'feed':
      return driver.publish(feedEvent(record, rootOf(parseAddress(record.actor)), item.id, item.event))
    case 'park':
      return driver.scheduleTask(item.task, item.at)
  }
}

/**
 * A host that stands still between commit and relay sets a timer that the actor's next owner may have cancelled by then: it would
 * stay until it is due. Whoever may have been overtaken looks afterwards, and takes it back.
 */
async function schedule(
  context: HostContext,
  record: TurnRecord,
  { message, at }: OutboxItem & { readonly do: 'schedule' },
  alone: number,
): Promise<void> {
  const { driver, clock } = context
  await driver.schedule(message, at)
  if (clock.monotonic() < alone) return
  const address = parseAddress(record.actor)
  const { id, generation } = message.timer
  const last = await readTail(context, address)
  if (last?.record.timers[id]?.generation !== generation)
    await driver.cancel(address, record.kind, message.timer)
}

/**
 * R2, for another actor's record: its host may have died between commit and relay. What can never be carried out is told and
 * left; if it held up the one who stops that actor, or takes its parent over, one poisoned child would poison its parent (I11).
 */
export async function relayForOther(context: HostContext, record: TurnRecord): Promise<void> {
  try {
    await relay(context, record)
  } catch (error) {
    if (context.signal.aborted || !(error instanceof CaravanError) || error.retryable) throw error
    const { actor, kind, turn } = record
    context.observe({ type: 'turn:failed', actor, kind, turn, error: errorData(error) })
  }
}

/**
 * R12: a fenced `stopped` record in the child's journal, tried until it wins or the child is final. Its own outbox stops
 * the child's children, so a stop reaches every descendant.
 */
async function stop(
  context: HostContext,
  record: TurnRecord,
  item: OutboxItem & { readonly do: 'stop' },
): Promise<void> {
  const address = parseAddress(item.to)
  for (;;) {
    const tail = await tailToStop(context, address, item.kind)
    if (tail.sequence === 0 && isStoppedForGood(context, record)) break
    if (tail.record !== undefined) checkFormat(tail.record)
    const by = { id: item.id, tenant: record.tenant, now: context.clock.now() }
    const draft = stopTurn(address, item.kind, item.type, tail.record, by)
    if (draft === undefined) {
      // Stopped or ended already, by a host that may have died between its append and the relay. What would have brought that
      // relay about is dropped below, so it is done here (I3).
      if (tail.record?.outcome === 'stopped') await relay(context, tail.record)
      else if (tail.record !== undefined) await relayForOther(context, tail.record)
      break
    }
    if (tail.record !== undefined) await relayForOther(context, tail.record)
    const stopped = context.sign(draft)
    const result = await commit(context, address, stopped, tail.sequence)
    if (result.status === 'conflict') continue
    await relay(context, stopped)
    break
  }
  context.stopHint(item.to)
  if (item.type === 'worker') await context.driver.dropTask(address, item.kind)
}

/** A child whose state nobody can read is stopped all the same, or its parent would wait for it for ever (I11). */
async function tailToStop(
  context: HostContext,
  address: Address,
  kind: string,
): Promise<{ readonly sequence: number; readonly record: TurnRecord | undefined }> {
  try {
    return (await readTail(context, address)) ?? { sequence: 0, record: undefined }
  } catch (error) {
    if (!(error instanceof CaravanError) || error.code !== 'journal.damaged') throw error
    context.observe({
      type: 'actor:paused',
      actor: addressText(address),
      kind,
      reason: error.message,
      retryMs: 0,
    })
    return { sequence: Number(error.data['sequence']), record: undefined }
  }
}
