/** Intake: partitions of entity inboxes, and tasks by free slots. */
import { AckPolicy, type ConsumerInfo, DeliverPolicy, JetStreamApiError } from '@nats-io/jetstream'
import { nanos } from '@nats-io/nats-core'
import { parseAddress } from '../core/address.ts'
import type { Delivery, Intake } from '../core/driver.ts'
import { asMessage, asTask } from '../core/envelope.ts'
import { CaravanError, errorData } from '../core/errors.ts'
import type { Message, Task } from '../core/message.ts'
import { HeldUp } from './held-up.ts'
import { inbound } from './inbound.ts'
import { INBOX_ACK_WAIT_MS, type IntakeContext } from './intake-context.ts'
import { compareVersions } from './server-version.ts'

/** R10: failover time of a worker follows from it. */
export const TASK_ACK_WAIT_MS = 2_000
/** Messages of one partition on their way at once. */
const PARTITION_PREFETCH = 256
/** A heartbeat each second, so that a killed server is noticed in about two. */
const HEARTBEAT_MS = 1_000
/** A process that stands still keeps its pulls open this long: tasks that the server gives it come back after the ack wait. */
const PULL_EXPIRES_MS = 3_000
/** Between tries of what the server must do before intake goes on. */
const RETRY_MS = 250
const CONSUMER_NOT_FOUND = 10014
/** It is there, and shaped otherwise. */
const CONSUMER_EXISTS = 10148
/** Freed slots are asked for together: at load one pull brings many tasks. */
const GATHER_MS = 2

/**
 * A takeover resets the consumer (R6): what its predecessor left un-acked returns at once and in order. A reset leaves the
 * predecessor's open pulls, and what the server gives to a process that stands still would come back only after the ack
 * wait; so when there are any, the consumer is made anew, and they are gone with the old one.
 */
export async function takePartition(
  context: IntakeContext,
  kind: string,
  partition: number,
  deliver: (delivery: Delivery<Message>) => void,
): Promise<Intake> {
  const { js, jsm, observe } = context
  const stream = context.subjects.streams.inbox
  const name = `inbox-${kind}-${partition}`
  const closed = new AbortController()
  const insist = async (what: string, run: () => Promise<unknown>): Promise<void> => {
    while (!closed.signal.aborted) {
      try {
        await run()
        return
      } catch (error) {
        observe({ type: 'driver:retry', what: `${what} of ${name}`, error: errorData(error) })
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      }
    }
  }
  const change = () => jsm.consumers.update(stream, name, { max_ack_pending: heldUp.inHand })
  const heldUp = new HeldUp(() => insist('more room', () => change().catch(unlessMissing)))
  const add = () =>
    jsm.consumers
      .add(stream, {
        durable_name: name,
        filter_subject: context.subjects.inboxOf(kind, partition),
        ack_policy: AckPolicy.Explicit,
        deliver_policy: DeliverPolicy.All,
        ack_wait: nanos(INBOX_ACK_WAIT_MS),
        max_ack_pending: heldUp.inHand,
        max_deliver: -1,
      })
      .catch((error: unknown) => {
        // A predecessor has given it more room, or less.
        if (error instanceof JetStreamApiError && error.code === CONSUMER_EXISTS) return change()
        throw error
      })
  const subjectOf = (message: Message) => context.subjects.inbox(parseAddress(message.to), message.kind)
  const accept = inbound(context, { read: asMessage, subjectOf, inbox: heldUp }, deliver)
  const open = (found: ConsumerInfo) =>
    js.consumers.getConsumerFromInfo(found).consume({
      max_messages: PARTITION_PREFETCH,
      idle_heartbeat: HEARTBEAT_MS,
      abort_on_missing_resource: true,
      callback: accept,
    })
  let info = await add()
  if (info.num_waiting > 0 || (info.delivered.consumer_seq > 0 && !canReset(context))) {
    await jsm.consumers.delete(stream, name).catch(unlessMissing)
    info = await add()
  } else if (info.delivered.consumer_seq > 0) {
    await jsm.consumers.reset(stream, name)
  }
  let messages = await open(info)
  // Somebody else took the consumer away. If it was the next owner, this intake is about to be closed; it takes nothing back.
  const keepOpen = async () => {
    for (;;) {
      await messages.closed()
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      if (closed.signal.aborted || context.nc.isClosed()) return
      await insist('reopening', async () => {
        messages = await open(await add())
        if (closed.signal.aborted) messages.stop()
      })
    }
  }
  void keepOpen()
  // What was on its way when the connection broke may never have arrived, and would only return after the ack wait: one's
  // own un-acked messages are asked for again, as a predecessor's are (R6). What did arrive is recognised (I4).
  const forget = context.onReconnect(() => void insist('reset', () => resetConsumer(context, stream, name)))
  return {
    [Symbol.asyncDispose]: async () => {
      closed.abort()
      forget()
      await messages.close()
    },
  }
}

const NO_MESSAGE_FOUND = 10037

/** See the port; what is acked is gone from a work queue, so the oldest message of a subject tells. */
export async function olderWaits(
  { jsm, subjects: { streams } }: IntakeContext,
  subject: string,
  sequence: number,
  after: number,
): Promise<boolean> {
  try {
    // The client's type knows the second field for direct gets only, which may be answered by a replica that lags.
    const query: { readonly seq: number; readonly next_by_subj: string } = {
      seq: after + 1,
      next_by_subj: subject,
    }
    const oldest = await jsm.streams.getMessage(streams.inbox, query)
    return oldest !== null && oldest.seq < sequence
  } catch (cause) {
    if (cause instanceof JetStreamApiError && cause.code === NO_MESSAGE_FOUND) return false
    throw new CaravanError('nats.unreachable', 'An inbox could not be looked into; it is tried again.', {
      retryable: true,
      cause,
    })
  }
}

function unlessMissing(error: unknown): void {
  if (!(error instanceof JetStreamApiError && error.code === CONSUMER_NOT_FOUND)) throw error
}

/** Servers before 2.14 have no reset; there what was lost on its way returns after the ack wait. */
async function resetConsumer(context: IntakeContext, stream: string, name: string): Promise<void> {
  if (canReset(context)) await context.jsm.consumers.reset(stream, name)
}

function canReset({ nc }: IntakeContext): boolean {
  return compareVersions(nc.info?.version ?? '0', '2.14.0') >= 0
}

export async function takeTasks(
  context: IntakeContext,
  kind: string,
  free: () => number,
  deliver: (delivery: Delivery<Task>) => void,
): Promise<Intake> {
  const stream = context.subjects.streams.inbox
  const name = `task-${kind}`
  const add = () =>
    context.jsm.consumers.add(stream, {
      durable_name: name,
      filter_subject: context.subjects.tasksOf(kind),
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
      ack_wait: nanos(TASK_ACK_WAIT_MS),
      max_ack_pending: 10_000,
      max_deliver: -1, // R13: deliveries are not failures
    })
  await add()
  const consumer = await context.js.consumers.get(stream, name)
  const subjectOf = (task: Task) => context.subjects.task(parseAddress(task.to), task.kind)
  const accept = inbound(context, { read: asTask, subjectOf, inbox: undefined }, deliver)
  let asked = 0
  let closed = false
  const pulls = new Set<{ close(): Promise<unknown> }>()

  const pull = async (count: number): Promise<void> => {
    asked += count
    let left = count
    try {
      const batch = await consumer.fetch({
        max_messages: count,
        expires: PULL_EXPIRES_MS,
        idle_heartbeat: HEARTBEAT_MS,
      })
      pulls.add(batch)
      if (closed) await batch.close()
      try {
        for await (const m of batch) {
          left -= 1
          asked -= 1
          accept(m)
        }
      } finally {
        pulls.delete(batch)
      }
      // A pull from a consumer that was deleted ends like one that found nothing; this makes it again, if need be.
      if (left === count && !closed) await add()
    } catch (error) {
      if (closed) return
      context.observe({ type: 'driver:retry', what: `pull of ${kind} tasks`, error: errorData(error) })
      await add().catch(() => undefined) // the next try tells
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    } finally {
      asked -= left
      more()
    }
  }

  let gathering = false
  const more = (): void => {
    if (gathering || closed) return
    gathering = true
    setTimeout(() => {
      gathering = false
      const room = free()
      // As long as half of what is free has been asked for, tasks come as they are: a pull for every freed slot cost both
      // sides more than the task's own delivery.
      if (!closed && room > asked * 2) void pull(room - asked)
    }, GATHER_MS)
  }
  more()
  return {
    more,
    [Symbol.asyncDispose]: async () => {
      closed = true
      await Promise.all([...pulls].map((batch) => batch.close()))
    },
  }
}
