/**
 * Hints that an actor was stopped (R12): core NATS, heard by every host that listens at that moment. Such a message gets lost
 * only with a connection, its sender's or its receiver's, so when there is one again both see to it: what was said lately is
 * said again, and who listens is told that something may have been missed.
 */
import type { NatsConnection } from '@nats-io/nats-core'
import type { Driver } from '../core/driver.ts'

/** A connection that carries nothing is found broken by its pings within this time. */
const REPEAT_FOR_MS = 20_000
/** A host that stops more than that in this time repeats the latest. */
const MOST_REPEATED = 10_000

/** @param onReconnect calls back when there is a connection again, after the subscriptions have been renewed */
export function stopHintsOf(
  nc: NatsConnection,
  subject: string,
  onReconnect: (run: () => void) => () => void,
): Pick<Driver, 'hintStop' | 'onStopHint'> {
  /** When each was said, oldest first. */
  const said = new Map<string, number>()
  onReconnect(() => {
    forgetOld()
    for (const actor of said.keys()) nc.publish(subject, actor)
  })

  function forgetOld(): void {
    for (const [actor, at] of said) {
      if (said.size <= MOST_REPEATED && performance.now() - at < REPEAT_FOR_MS) return
      said.delete(actor)
    }
  }

  return {
    hintStop: (actor) => {
      if (nc.isClosed()) return
      nc.publish(subject, actor)
      said.delete(actor)
      said.set(actor, performance.now())
      forgetOld()
    },
    onStopHint: (run, onMissed = () => undefined) => {
      const sub = nc.subscribe(subject, {
        callback: (error, m) => {
          if (error === null) run(m.string())
        },
      })
      const forget = onReconnect(onMissed)
      return () => {
        forget()
        sub.unsubscribe()
      }
    },
  }
}
