/**
 * A driver that misbehaves on purpose, around one that works. Several around one inner driver are several hosts on one
 * store; with shared `taps` every delivery reaches all of them at once, so that each believes that it owns everything.
 */
import type { Delivery, Driver, Intake } from '../../runtime/core/driver.ts'
import type { Clock } from '../../runtime/core/clock.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import type { Message, Task } from '../../runtime/core/message.ts'
import { memoryMembership } from '../../runtime/memory/membership.ts'
import type { TurnRecord } from '../../runtime/core/turn-record.ts'
import { interpose, settledThrough, type Settlement, type Step } from '../../runtime/testing/interpose.ts'
import { senderOf } from '../../runtime/testing/step-text.ts'

const RELAYS = [
  'send',
  'enqueue',
  'scheduleTask',
  'dropTask',
  'schedule',
  'cancel',
  'publish',
  'deadLetter',
] as const
export type RelayName = (typeof RELAYS)[number]

export interface Faults {
  /** `ack-lost`: stored, but its writer never hears; `lost`: not stored, unknown to its writer. */
  append?: (record: TurnRecord, expected: number) => 'ack-lost' | 'lost' | undefined
  /** Runs before an item of an outbox is carried out; may throw, wait, or crash the host. */
  relay?: (name: RelayName) => void | Promise<void>
  /** Runs after an append was stored. */
  appended?: (record: TurnRecord) => void
  /** How often each message is delivered. Default once. */
  copies?: (message: Message) => number
  /** How long a message is held back; the order of one sender's messages is kept. */
  holdMs?: (message: Message) => number
  /** What the holder sends for a delivery. */
  settled?: (what: Settlement, value: Message | Task) => void
}

export interface FaultyDriver extends Driver {
  /** From now on nothing gets through in either direction, as if the process had been killed. */
  crash(): void
  readonly crashed: boolean
  /** A stalled process takes no new tasks; its clock has to stand still too. */
  stalled: boolean
}

type Deliver = (delivery: Delivery<never>) => void
export type Taps = Map<string, Set<Deliver>>

const NEVER = new Promise<never>(() => undefined)

export function faultyDriver(inner: Driver, faults: Faults = {}, taps?: Taps): FaultyDriver {
  const intakes = new Set<Intake>()
  const chains = new Map<string, Promise<void>>()
  // Who believes that it owns everything hears of nobody else.
  const alone = taps === undefined ? undefined : memoryMembership(systemClock, 2_000)

  async function call<T>(step: Step, run: () => Promise<T>): Promise<T> {
    if (self.crashed) return NEVER
    const unknown = (how: string) => ({ status: 'unknown', cause: new Error(how) }) as T
    const fault = step.name === 'append' ? faults.append?.(step.record, step.expected) : undefined
    if (fault === 'lost') return unknown('the append timed out')
    if (RELAYS.includes(step.name as never)) await faults.relay?.(step.name as RelayName)
    if (self.crashed) return NEVER
    const result = await run()
    if (step.name === 'append' && (result as { readonly status?: unknown }).status === 'committed')
      faults.appended?.(step.record)
    if (self.crashed) return NEVER
    return fault === 'ack-lost' ? unknown('the answer timed out') : result
  }

  function deliver<T extends Message | Task>(
    delivery: Delivery<T>,
    give: (delivery: Delivery<T>) => void,
  ): void {
    if (self.crashed || self.stalled) return
    const { value } = delivery
    const guarded = settledThrough(delivery, (what, run) => {
      if (self.crashed) return
      faults.settled?.(what, value)
      run()
    })
    const pass = () => {
      if (!self.crashed) give(guarded)
    }
    if (!('type' in value)) return pass()
    for (let copy = faults.copies?.(value) ?? 1; copy > 0; copy--) {
      if (faults.holdMs === undefined) {
        pass()
        continue
      }
      const sender = senderOf(value)
      const held = (chains.get(sender) ?? Promise.resolve()).then(async () => {
        await systemClock.sleep(faults.holdMs?.(value) ?? 0)
        pass()
      })
      chains.set(sender, held)
    }
  }

  /** With shared taps only the first one takes what the store delivers, and hands it to all. */
  async function take(key: string, run: () => Promise<Intake>, give: Deliver): Promise<Intake> {
    let intake: Intake
    if (taps === undefined) {
      intake = await run()
    } else {
      const all = taps.get(key) ?? new Set<Deliver>()
      const isFirst = !taps.has(key)
      taps.set(key, all)
      const tap: Deliver = (delivery) => deliver<never>(delivery, give)
      all.add(tap)
      const real = isFirst ? await run() : undefined
      intake = {
        ...(real?.more && { more: real.more }),
        [Symbol.asyncDispose]: async () => void all.delete(tap),
      }
    }
    intakes.add(intake)
    return intake
  }

  const driver = interpose(alone === undefined ? inner : { ...inner, membership: alone }, {
    call,
    deliver: (key, delivery, give) => {
      if (taps === undefined) deliver(delivery, give)
      else for (const tap of taps.get(key) ?? []) tap(delivery as Delivery<never>)
    },
    take,
    hear: (_what, run) => (self.crashed || self.stalled ? undefined : run()),
    free: (_key, free) => (self.crashed || self.stalled ? 0 : free),
    dispose: async () => {
      for (const intake of intakes) await intake[Symbol.asyncDispose]()
      alone?.close()
    },
  })
  const self: FaultyDriver & { crashed: boolean } = Object.assign(driver, {
    crashed: false,
    stalled: false,
    hintStop: (actor: string) => (self.crashed ? undefined : inner.hintStop(actor)),
    crash: () => {
      self.crashed = true
      for (const intake of intakes) void intake[Symbol.asyncDispose]()
    },
  })
  return self
}

/** A clock whose timers can be made to stand still, as those of a stalled process do; time itself goes on. */
export function freezableClock(): Clock & { freeze(): void; thaw(): void } {
  let waiting: (() => void)[] | undefined
  const timer = (ms: number, run: () => void) => {
    let cancelled = false
    const cancel = systemClock.timer(ms, () => {
      const late = () => {
        if (!cancelled) run()
      }
      if (waiting) waiting.push(late)
      else run()
    })
    return () => {
      cancelled = true
      cancel()
    }
  }
  return {
    ...systemClock,
    timer,
    freeze: () => {
      waiting ??= []
    },
    thaw: () => {
      const due = waiting ?? []
      waiting = undefined
      for (const run of due) run()
    },
  }
}
