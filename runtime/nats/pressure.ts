/** Backlog and fullness of JetStream: consumers count what waits, streams and the account what is stored. */
import type { JetStreamManager } from '@nats-io/jetstream'
import { CaravanError } from '../core/errors.ts'
import type { Pressure, PressureGauge } from '../core/pressure.ts'
import type { Subjects } from './subjects.ts'

export function pressureOf(jsm: JetStreamManager, s: Subjects): PressureGauge {
  return {
    read: () =>
      guarded(async (): Promise<Pressure> => {
        const { journal, inbox } = s.streams
        const [account, ...streams] = await Promise.all([
          jsm.getAccountInfo(),
          jsm.streams.info(journal),
          jsm.streams.info(inbox),
        ])
        const inboxes: Record<string, number> = {}
        let backlog = 0
        // Not the stream's own count: durable timers lie there too, and may be many.
        for await (const { name, num_pending, num_ack_pending } of jsm.consumers.list(inbox)) {
          const waiting = num_pending + num_ack_pending
          backlog += waiting
          const partition = /^inbox-(.+)-(\d+)$/.exec(name)
          if (partition !== null) inboxes[`${partition[1]}/${partition[2]}`] = waiting
        }
        const most = account.limits.max_storage
        const limits = streams.flatMap(({ config, state }) =>
          config.max_bytes > 0
            ? [{ of: `stream ${config.name}`, used: state.bytes, most: config.max_bytes }]
            : [],
        )
        if (most > 0) limits.push({ of: 'the NATS account', used: account.storage, most })
        return { backlog, inboxes, bytes: account.storage, limits }
      }),
    mailbox: (address, kind) =>
      guarded(async () => {
        const subject = s.inbox(address, kind)
        const { state } = await jsm.streams.info(s.streams.inbox, { subjects_filter: subject })
        return state.subjects?.[subject] ?? 0
      }),
  }
}

async function guarded<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (cause) {
    throw new CaravanError('nats.unreachable', 'The NATS server did not say how full it is; try again.', {
      retryable: true,
      cause,
    })
  }
}
