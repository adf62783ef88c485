/**
 * A worker may begin beside its parent: the host that has committed the parent's turn claims the worker itself, before and
 * instead of storing a task, which saves a write, a delivery and an ack for each. Its claim says so, and as long as it runs
 * on, a message of its parent stays un-acked (cover.ts): if the host dies, that message brings the parent's next owner
 * about, who finds the claim and stores a task (I7). Whatever else goes wrong, the task is stored, and all is as usual.
 */
import { addressText, childAddress, parseAddress, type Address } from '../core/address.ts'
import type { Delivery } from '../core/driver.ts'
import type { HostEntry } from '../core/membership.ts'
import type { Handle, Task } from '../core/message.ts'
import { errorData } from '../core/errors.ts'
import { untilDone } from '../core/retry.ts'
import type { TurnOutcome, TurnRecord } from '../core/turn-record.ts'
import type { TurnDraft } from '../kernel/draft.ts'
import { taskAgain } from '../kernel/task-again.ts'
import { readTail } from './commit.ts'
import { relayForOther } from './relay.ts'
import type { HostContext } from './context.ts'
import { IN_MEMORY } from './hand-over.ts'

/** What the other parts of a host ask of the workers that began beside their parents. */
export interface Beside {
  /**
   * Begins a task of a parent on this host, if there is room. Undefined when it is to be stored; else whether the worker's
   * claim was committed: if not, it is to be stored after all.
   */
  begin(task: Task): Promise<boolean> | undefined
  /** Whether children of this actor run here without a stored task. */
  of(parent: string): boolean
  /** Whether a run of this worker is in hand here. */
  runs(worker: string): boolean
}

/** Whether every live host would see to such workers (R18). */
export function allKnowBeside(hosts: readonly HostEntry[]): boolean {
  return hosts.every(({ beside }) => beside === true)
}

/** One worker that begins beside its parent, from the decision until it has ended or its task is stored; stands for its delivery. */
export class Begun implements Delivery<Task> {
  readonly value: Task
  readonly attempt = 1
  readonly origin = IN_MEMORY
  readonly #context: HostContext
  /** Let go once it was called: what waits for the claim is not kept for as long as the worker runs. */
  #claim: ((claimed: boolean) => void) | undefined
  readonly #onSettled: (begun: Begun, stored: boolean) => void
  #phase: 'claiming' | 'running' | 'storing' | 'settled' = 'claiming'

  /**
   * @param onClaim hears whether its claim was committed
   * @param onSettled hears `true` once nothing depends on this host any more; `false` when it gave up, and the parent's message
   * has to stay
   */
  constructor(
    context: HostContext,
    task: Task,
    onClaim: (claimed: boolean) => void,
    onSettled: (begun: Begun, stored: boolean) => void,
  ) {
    this.#context = context
    this.value = task
    this.#claim = onClaim
    this.#onSettled = onSettled
  }

  ack(): void {
    this.#end(true)
  }

  release(): void {
    this.store()
  }

  working(): void {} // no store waits for it

  /** Its claim is on record: the parent's outbox is carried out as far as it is concerned (I3). */
  hasClaimed(): void {
    if (this.#phase !== 'claiming') return
    this.#phase = 'running'
    this.#claimed(true)
  }

  /** Its run is over; `fenced` when a stop or another holder's claim has come in between. */
  ended(fenced: boolean): void {
    if (fenced) this.#end(this.#phase === 'running')
    else this.store()
  }

  /** Gives it up to the store, from where any host may take it. */
  store(): void {
    if (this.#phase === 'claiming') return this.#end(false)
    if (this.#phase !== 'running') return
    this.#phase = 'storing'
    const { value } = this
    const again = { ...value, id: againId(value.to, 1), input: undefined, sentAt: this.#context.clock.now() }
    // Only a host that gives up fails here.
    void enqueue(this.#context, again).then(
      () => this.#settle(true),
      () => this.#settle(false),
    )
  }

  #end(claimed: boolean): void {
    if (this.#phase === 'storing') return
    this.#claimed(claimed)
    this.#settle(true)
  }

  #claimed(claimed: boolean): void {
    this.#claim?.(claimed)
    this.#claim = undefined
  }

  /** Not at once: whoever ends it has more to do first. */
  #settle(stored: boolean): void {
    if (this.#phase === 'settled') return
    this.#phase = 'settled'
    queueMicrotask(() => this.#onSettled(this, stored))
  }
}

/** After these a task is stored, or un-acked. */
const HAS_TASK: ReadonlySet<TurnOutcome> = new Set(['parked', 'repaired', 'released', 'migrated'])

/** Who runs a worker that no stored task stands for. */
export interface Holder {
  readonly child: Handle
  readonly host: string
  /** When it wrote last, by its own clock. */
  readonly at: number
}

/**
 * For whoever takes a parent over: its workers without a stored task, also those that have ended and may not have said so.
 * When the holder is gone, they get one; the other holders are returned, to be looked at again when a host goes.
 */
export async function takeCare(context: HostContext, record: TurnDraft): Promise<readonly Holder[]> {
  const running: Holder[] = []
  let asked: Promise<readonly HostEntry[]> | undefined
  // Of a host that has just come this one may not have heard: its workers are not begun again before the store has said so.
  const isHere = async (holder: Holder) =>
    isThere(context, holder) || isAmong(context, holder, await (asked ??= listOf(context)))
  const look = async (child: Handle) => {
    const address = childAddress(parseAddress(record.actor), child.id, child.generation)
    const last = await lastOf(context, address, record.kind)
    if (last?.claim?.beside !== true || context.beside.runs(last.actor)) return
    const hasTask = last.quarantine !== undefined || HAS_TASK.has(last.outcome)
    const holder = { child, host: hasTask ? last.host : last.claim.host, at: last.at }
    if (await isHere(holder)) return void running.push(holder)
    // Who wrote that there is a task may have fallen before it was one (R2).
    if (hasTask) return relayForOther(context, last)
    const task = taskAgain(last, againId(last.actor, last.claim.number), context.clock.now())
    if (task !== undefined) await enqueue(context, task)
  }
  const open = Object.entries(record.children).filter(([, { type }]) => type === 'worker')
  await Promise.all(open.map(([id, { generation }]) => look({ id, generation })))
  return running
}

/** A child that nobody can read holds up nobody else (I11); an operator finds it as paused. */
async function lastOf(context: HostContext, address: Address, kind: string): Promise<TurnRecord | undefined> {
  try {
    return (await readTail(context, address))?.record
  } catch (error) {
    if (context.signal.aborted) throw error
    const { message: reason } = errorData(error)
    context.observe({ type: 'actor:paused', actor: addressText(address), kind, reason, retryMs: 0 })
    return undefined
  }
}

/** A host that started after it was written has only the name of the one that wrote it. This host knows what it runs. */
export function isThere(context: HostContext, holder: Omit<Holder, 'child'>): boolean {
  return isAmong(context, holder, context.hosts())
}

function isAmong(
  { hostId }: HostContext,
  { host, at }: Omit<Holder, 'child'>,
  hosts: readonly HostEntry[],
): boolean {
  return host !== hostId && hosts.some(({ id, since }) => id === host && since <= at)
}

/** What cannot be asked for is what was heard last: at worst something is begun again. */
function listOf({ driver, hosts }: HostContext): Promise<readonly HostEntry[]> {
  return driver.membership.list().catch(hosts)
}

/** Whoever stores it for this claim means the same task. */
function againId(actor: string, claim: number): string {
  return `${actor}~again.${claim}`
}

function enqueue(context: HostContext, task: Task): Promise<void> {
  const { clock, signal, jitter, observe } = context
  const onRetry = (error: unknown) =>
    observe({ type: 'driver:retry', what: 'task of a worker begun beside', error: errorData(error) })
  return untilDone(() => context.driver.enqueue(task), { clock, signal, jitter, onRetry })
}
