/**
 * Membership in a KV bucket whose entries live for one and a half seconds after each put. Every put is an ordinary message, so a plain
 * subscription hears it without a consumer on the server (a fleet that reconnects leaves none behind), and survives a
 * restart of the server by itself. What expires says nothing there: it is found by listing, at once when an entry is overdue.
 */
import { headers, nanos, type Msg, type MsgHdrs, type NatsConnection } from '@nats-io/nats-core'
import { DiscardPolicy, StorageType, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream'
import { escapeToken } from '../core/address.ts'
import { CaravanError, errorData } from '../core/errors.ts'
import { byId, type HostEntry, type Membership } from '../core/membership.ts'
import type { Observe } from '../core/runtime-event.ts'
import { addStream } from './topology.ts'

/**
 * Failover of entities follows from it. The server sweeps what is too old some 0.2 s late; with 2 s a killed host's entities
 * stood still for up to 3.0 s on a loaded machine (test/hosts/measure.ts). Shorter would take a busy host for a dead one.
 */
export const HOST_TTL_MS = 1_500
/** What the subscription missed is found within this time. */
const RELIST_MS = 5_000
/** The server needs a moment to expire an entry; one that is overdue is looked for this often. */
const OVERDUE_MS = 50
/** After a reconnect others need as long as oneself to announce again; until then nobody is taken for gone. */
const RECONNECT_GRACE_MS = 1_000
const REQUEST_MS = 2_000
const OPERATION = 'KV-Operation'

export interface MembershipContext {
  readonly nc: NatsConnection
  readonly js: JetStreamClient
  readonly jsm: JetStreamManager
  /** Name of the bucket. */
  readonly bucket: string
  readonly replicas: number
  readonly observe: Observe
  readonly onReconnect: (run: () => void) => () => void
}

/** Makes the bucket, an ordinary KV bucket. Not in memory: with such a store the bucket itself goes when the server restarts. */
export async function ensureHosts(jsm: JetStreamManager, bucket: string, replicas: number): Promise<void> {
  await addStream(jsm, {
    name: `KV_${bucket}`,
    subjects: [`$KV.${bucket}.>`],
    storage: StorageType.File,
    num_replicas: replicas,
    max_msgs_per_subject: 1,
    max_age: nanos(HOST_TTL_MS),
    duplicate_window: nanos(HOST_TTL_MS),
    discard: DiscardPolicy.New,
    allow_direct: true,
    allow_rollup_hdrs: true,
    deny_delete: true,
  })
}

export function membershipOf(context: MembershipContext): Membership {
  const { nc, js, jsm, bucket, replicas } = context
  const subjectOf = (id: string) => `$KV.${bucket}.${escapeToken(id)}`
  const put = async (id: string, payload: string, options: { readonly headers?: MsgHdrs } = {}) => {
    const store = () => js.publish(subjectOf(id), payload, { timeout: REQUEST_MS, ...options })
    const again = async (error: unknown) => {
      if (nc.isClosed()) throw error
      await ensureHosts(jsm, bucket, replicas) // deleted under our feet, or the server came back empty
      await store()
    }
    await asked('announce a host', store().catch(again))
  }

  async function list(): Promise<readonly HostEntry[]> {
    const found: HostEntry[] = []
    const ask = async () => {
      const last = await jsm.direct.getLastMessagesFor(`KV_${bucket}`, { multi_last: [`$KV.${bucket}.>`] })
      for await (const m of last) {
        if (m.header.get(OPERATION) === '')
          found.push(JSON.parse(new TextDecoder().decode(m.data)) as HostEntry)
      }
    }
    await asked('list the hosts', ask())
    return byId(found)
  }

  return {
    ttlMs: HOST_TTL_MS,
    announce: (entry) => put(entry.id, JSON.stringify(entry)),
    withdraw: (id) => put(id, '', { headers: deletion() }),
    list,
    watch: async (onChange) => {
      const watch = new Watch(context, list, onChange)
      await watch.start()
      return () => watch.stop()
    },
  }
}

function deletion(): MsgHdrs {
  const h = headers()
  h.set(OPERATION, 'DEL')
  return h
}

async function asked(what: string, request: Promise<unknown>): Promise<void> {
  try {
    await request
  } catch (cause) {
    throw new CaravanError('nats.unreachable', `The NATS server did not answer when asked to ${what}.`, {
      retryable: true,
      cause,
    })
  }
}

/** One subscription and one loop per process. */
class Watch {
  readonly #context: MembershipContext
  readonly #list: () => Promise<readonly HostEntry[]>
  readonly #onChange: (hosts: readonly HostEntry[]) => void
  readonly #entries = new Map<string, { readonly entry: HostEntry; readonly heardAt: number }>()
  readonly #ended = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #graceUntil = 0

  constructor(
    context: MembershipContext,
    list: () => Promise<readonly HostEntry[]>,
    onChange: (hosts: readonly HostEntry[]) => void,
  ) {
    this.#context = context
    this.#list = list
    this.#onChange = onChange
  }

  async start(): Promise<void> {
    const { nc, bucket, onReconnect } = this.#context
    const sub = nc.subscribe(`$KV.${bucket}.>`, {
      callback: (error, m) => {
        if (error === null) this.#hear(m)
      },
    })
    const forget = onReconnect(() => {
      this.#graceUntil = performance.now() + RECONNECT_GRACE_MS
    })
    this.#ended.signal.addEventListener('abort', () => {
      sub.unsubscribe()
      forget()
      clearTimeout(this.#timer)
    })
    this.#adopt(await this.#list())
    this.#arm()
  }

  stop(): void {
    this.#ended.abort()
  }

  #hear(m: Msg): void {
    if (m.headers?.get(OPERATION)) {
      const gone = [...this.#entries.keys()].find((id) => m.subject.endsWith(`.${escapeToken(id)}`))
      if (gone !== undefined && this.#entries.delete(gone)) this.#tell()
      return
    }
    const entry = m.json<HostEntry>()
    this.#entries.set(entry.id, { entry, heardAt: performance.now() })
    this.#tell()
  }

  #tell(): void {
    if (!this.#ended.signal.aborted)
      this.#onChange(byId([...this.#entries.values()].map(({ entry }) => entry)))
  }

  /** The list is the truth about who is gone; who was heard just now may not be in it yet. */
  #adopt(listed: readonly HostEntry[]): void {
    const now = performance.now()
    const ids = new Set(listed.map(({ id }) => id))
    for (const [id, { heardAt }] of this.#entries) {
      if (!ids.has(id) && now - heardAt > HOST_TTL_MS && now > this.#graceUntil) this.#entries.delete(id)
    }
    for (const entry of listed) {
      if (!this.#entries.has(entry.id)) this.#entries.set(entry.id, { entry, heardAt: now - HOST_TTL_MS / 2 })
    }
    this.#tell()
  }

  #arm(): void {
    if (this.#ended.signal.aborted) return
    this.#timer = setTimeout(() => void this.#relist(), this.#nextListIn())
  }

  #nextListIn(): number {
    const now = performance.now()
    let next = RELIST_MS
    for (const { heardAt } of this.#entries.values())
      next = Math.min(next, Math.max(OVERDUE_MS, heardAt + HOST_TTL_MS + OVERDUE_MS - now))
    return next
  }

  async #relist(): Promise<void> {
    try {
      this.#adopt(await this.#list())
    } catch (error) {
      this.#context.observe({ type: 'driver:retry', what: 'list of hosts', error: errorData(error) })
    }
    this.#arm()
  }
}
