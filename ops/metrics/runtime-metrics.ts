/** What happens inside this process's host: counted from the runtime's typed events. */
import { Counter, Gauge, type Registry } from 'prom-client'
import type { RuntimeEvent } from '../../runtime/index.ts'
import type { SpendingEvent } from '../../storage/spending/port.ts'

export interface RuntimeMetrics {
  readonly observe: (event: RuntimeEvent) => void
  readonly observeSpending: (event: SpendingEvent) => void
}

export function runtimeMetrics(register: Registry): RuntimeMetrics {
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name, help, labelNames, registers: [register] })
  const turns = counter('caravan_turns_total', 'Turns committed, by kind and outcome.', ['kind', 'outcome'])
  const conflicts = counter('caravan_turn_conflicts_total', 'Appends that lost their fence.', ['kind'])
  const failures = counter('caravan_turn_failures_total', 'Turns that could not be decided or committed.', [
    'kind',
  ])
  const relays = counter('caravan_relays_total', 'Things of outboxes that were relayed.', ['kind', 'item'])
  const retries = counter('caravan_relay_retries_total', 'Relays that had to be tried again.', [
    'kind',
    'item',
  ])
  const redeliveries = counter(
    'caravan_redeliveries_total',
    'Tasks taken again after an earlier claim, and messages that came twice.',
    ['what'],
  )
  const failovers = counter(
    'caravan_failovers_total',
    'Partitions taken over after the start, tasks resumed, and times this host lapsed.',
    ['what'],
  )
  const parked = counter('caravan_parked_total', 'Workers that gave their task back to wait.', ['kind'])
  const quarantined = counter('caravan_quarantined_total', 'Actors set aside.', ['kind'])
  const paused = counter('caravan_paused_total', 'Actors that this host must not go on with.', ['kind'])
  const dead = counter('caravan_dead_letters_total', 'Messages that nobody could take.', [])
  const late = counter(
    'caravan_late_results_total',
    'Results of calls that came after their host had lost the task.',
    ['used'],
  )
  const refused = counter('caravan_spending_refused_total', 'Reservations that a limit refused.', ['scope'])
  const owned = new Gauge({
    name: 'caravan_partitions_owned',
    help: 'Partitions that this host owns.',
    labelNames: ['kind'],
    registers: [register],
  })
  const owns = new Map<string, ReadonlySet<number>>()

  return {
    observe: (event) => {
      switch (event.type) {
        case 'turn:committed':
          return turns.inc({ kind: event.kind, outcome: event.outcome })
        case 'turn:conflict':
          return conflicts.inc({ kind: event.kind })
        case 'turn:failed':
          return failures.inc({ kind: event.kind })
        case 'outbox:relayed':
          return relays.inc({ kind: event.kind, item: event.item })
        case 'outbox:retry':
          return retries.inc({ kind: event.kind, item: event.item })
        case 'message:duplicate':
          return redeliveries.inc({ what: 'message' })
        case 'worker:claimed':
          if (event.claim <= 1) return undefined
          redeliveries.inc({ what: 'task' })
          return failovers.inc({ what: 'task' })
        case 'partitions:owned': {
          const before = owns.get(event.kind)
          const gained = before === undefined ? 0 : event.partitions.filter((one) => !before.has(one)).length
          owns.set(event.kind, new Set(event.partitions))
          owned.set({ kind: event.kind }, event.partitions.length)
          return failovers.inc({ what: 'partition' }, gained)
        }
        case 'host:lapsed':
          return failovers.inc({ what: 'lapse' })
        case 'worker:parked':
          return parked.inc({ kind: event.kind })
        case 'actor:quarantined':
          return quarantined.inc({ kind: event.kind })
        case 'actor:paused':
          return paused.inc({ kind: event.kind })
        case 'message:dead':
          return dead.inc()
        case 'effect:late':
          return late.inc({ used: String(event.used) })
        default:
          return undefined
      }
    },
    observeSpending: (event) => {
      if (event.type === 'spending:refused') refused.inc({ scope: event.scope })
    },
  }
}
