/**
 * What agents know beyond their task: answers that models gave to the same question before, and what colleagues of the same
 * trip have found out meanwhile. All of it is optional; without it an agent asks its model with what its task holds.
 */
import { createHash } from 'node:crypto'
import type { Clock } from '../../runtime/index.ts'
import type { CacheHit } from '../../machines/messages/model-calls.ts'
import { AGENTS, SECTION_SCHEMAS, type AgentTask } from '../../machines/messages/index.ts'
import { canonical } from '../../storage/response-cache/identity.ts'
import type { Pool } from '../../storage/pool/port.ts'
import type { ResponseCache } from '../../storage/response-cache/port.ts'
import type { EmbeddingPayer } from '../../storage/embeddings/port.ts'
import type { TripContext } from '../../storage/trip-context/port.ts'
import { findingsOf } from '../facts/index.ts'
import type { Route } from '../models/port.ts'
import { offlineSection } from '../offline/index.ts'
import { promptOf, PROMPTS, type Colleagues } from '../prompts/index.ts'

export interface KnowledgePorts {
  readonly clock: Clock
  readonly cache?: ResponseCache
  readonly context?: TripContext
  readonly pool?: Pool
  /** Only the sections that an agent declares are read; false: every section that there is. */
  readonly lazy: boolean
}

/** One question to one model. */
export interface Asked {
  readonly task: AgentTask
  readonly reference: unknown
  readonly route: Route
}

/** An answer from the cache: checked like one of a model. */
export interface Recalled {
  readonly section: unknown
  readonly cacheHit: CacheHit
}

/** Goes up when the offline provider answers otherwise to the same task. */
const REFERENCE_VERSION = 5
/** Its rates and calendar facts are of the day. */
const REFERENCE_TTL_MS = 3_600_000
/** What is kept for others is written in the background; more than this at once is not (I10). */
const MAX_WRITES = 64
/** How long writes may still take when the host ends, in ms. */
const LAST_WRITES_MS = 2_000

/** Owns neither cache nor context: whoever opened them closes them afterwards. */
export class Knowledge implements AsyncDisposable {
  readonly #ports: KnowledgePorts
  readonly #writes = new Set<Promise<unknown>>()
  readonly #ended = new AbortController()

  constructor(ports: KnowledgePorts) {
    this.#ports = ports
  }

  /**
   * The same agent's section as open data gives it, which grounds the model: computed once for all attempts, routes and hosts
   * that ask with the same task. Undefined where open data gives none.
   * @throws the signal's reason when aborted
   */
  async reference(task: AgentTask, signal: AbortSignal): Promise<unknown> {
    const make = async () => offlineSection(task) ?? null
    if (this.#ports.pool === undefined) return (await make()) ?? undefined
    const { id: _, tenant: __, fresh: ___, ...request } = task.request
    const key = `reference/${REFERENCE_VERSION}/${task.agent}/${digest({ ...task, request })}`
    const read = (stored: unknown) =>
      stored === null || SECTION_SCHEMAS[task.agent].safeParse(stored).success ? stored : undefined
    return (
      (await this.#ports.pool.getOrMake(key, { ttlMs: REFERENCE_TTL_MS, make, read }, signal)) ?? undefined
    )
  }

  /**
   * Undefined when there is none, or when the traveller wants none.
   * @param payer for what looking costs
   * @throws the signal's reason when aborted
   */
  async recall(asked: Asked, signal: AbortSignal, payer?: EmbeddingPayer): Promise<Recalled | undefined> {
    const { cache } = this.#ports
    const { task } = asked
    if (cache === undefined || task.request.fresh === true) return undefined
    const hit = await cache.lookup(questionOf(asked), signal, payer)
    if (hit === undefined) return undefined
    // Facts, schemas and rates may have changed since it was stored.
    const parsed = SECTION_SCHEMAS[task.agent].safeParse(hit.answer)
    if (!parsed.success || findingsOf(task, parsed.data).length > 0) return undefined
    return {
      section: parsed.data,
      cacheHit: { score: hit.score, source: `trip ${hit.trip}, entry ${hit.id}` },
    }
  }

  /**
   * Keeps an answer that fits and holds, for other trips and for colleagues. It returns at once: what was paid for goes into the
   * journal first (I8), and nothing waits for this.
   */
  remember(
    asked: Asked,
    { section, microUsd }: { readonly section: unknown; readonly microUsd: number },
  ): void {
    const { id: trip } = asked.task.request
    const answer = { answer: section, trip, microUsd }
    this.#write(async (signal) => this.#ports.cache?.store(questionOf(asked), answer, signal))
    this.share(asked.task, section)
  }

  /** Tells colleagues of the same trip; returns at once. */
  share({ agent, request }: AgentTask, section: unknown): void {
    const name = { tenant: request.tenant, trip: request.id, section: agent }
    this.#write(async (signal) => this.#ports.context?.write(name, section, signal))
  }

  /** Waits for what is still being written, for a while. */
  async [Symbol.asyncDispose](): Promise<void> {
    const cancel = this.#ports.clock.timer(LAST_WRITES_MS, () => this.#ended.abort())
    await Promise.allSettled(this.#writes)
    cancel()
    this.#ended.abort()
  }

  /** What colleagues have found out, as far as it is there. @throws the signal's reason when aborted */
  async colleagues(task: AgentTask, signal: AbortSignal): Promise<Colleagues> {
    const { context, lazy } = this.#ports
    if (context === undefined) return {}
    const { colleagues, sections } = PROMPTS[task.agent]
    const others = AGENTS.filter((name) => name !== task.agent && !(sections as string[]).includes(name))
    const wanted = lazy ? colleagues : [...new Set([...colleagues, ...others])]
    const { tenant, id: trip } = task.request
    const found = await Promise.all(
      wanted.map(async (section) => {
        const stored = await context.read({ tenant, trip, section }, signal)
        const parsed = SECTION_SCHEMAS[section].safeParse(stored?.value)
        return parsed.success ? [[section, parsed.data] as const] : []
      }),
    )
    return Object.fromEntries(found.flat()) as Colleagues
  }

  #write(run: (signal: AbortSignal) => Promise<unknown>): void {
    if (this.#writes.size >= MAX_WRITES || this.#ended.signal.aborted) return
    // Cache and context tell by themselves what they could not store; what else there is, is the end.
    const write = run(this.#ended.signal)
      .catch(() => undefined)
      .finally(() => this.#writes.delete(write))
    this.#writes.add(write)
  }
}

function digest(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex')
}

/**
 * The question as the cache compares it: the whole prompt is exact but for the travellers' own wishes, which are blanked in it
 * and stand beside it. What colleagues know is left out: it follows from the same request, and depends on who was quicker.
 */
function questionOf({ task, reference, route }: Asked): Parameters<ResponseCache['lookup']>[0] {
  const about = PROMPTS[task.agent]
  const { constraints, specialRequirements } = task.request
  const blank = { ...task, request: { ...task.request, constraints: [], specialRequirements: [] } }
  const { version, system, user } = promptOf(about, { task: blank, reference })
  return {
    tenant: task.request.tenant,
    agent: task.agent,
    promptVersion: version,
    model: `${route.provider}/${route.model}`,
    exact: {
      system,
      user,
      temperature: route.temperature ?? null,
      counts: [constraints.length, specialRequirements.length],
    },
    text: about.readsTexts ? [...constraints, ...specialRequirements].join('\n') : '',
  }
}
