/** Progress over core NATS: at most once, to whoever listens now, on a subject of each trip. */
import type { NatsConnection } from '@nats-io/nats-core'
import { escapeToken } from '../../runtime/core/address.ts'
import { AgentProgress, type ProgressFeed } from './port.ts'

/** `<prefix>.progress.<trip>` */
export function progressSubject(prefix: string, trip: string): string {
  return `${prefix}.progress.${escapeToken(trip)}`
}

/** The caller owns the connection. */
export function natsProgress(connection: NatsConnection, prefix: string): ProgressFeed {
  return {
    publish: (progress) => {
      if (connection.isClosed() || connection.isDraining()) return
      connection.publish(progressSubject(prefix, progress.trip), JSON.stringify(progress))
    },
    watch: (trip, listener) => {
      const subscription = connection.subscribe(progressSubject(prefix, trip), {
        callback: (error, message) => {
          const progress = error === null ? read(message.string()) : undefined
          if (progress?.trip === trip) listener(progress)
        },
      })
      return () => subscription.unsubscribe()
    },
  }
}

/** Undefined for what is none: anybody who reaches the server can publish there. */
function read(text: string): AgentProgress | undefined {
  try {
    return AgentProgress.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
