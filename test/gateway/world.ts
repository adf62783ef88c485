/** A whole small installation for gateway tests: actors on a driver, and a gateway in front of them. */
import { randomUUID } from 'node:crypto'
import { fromPromise } from 'xstate'
import { startGateway, type Gateway, type GatewayEvent, type GatewayOptions } from '../../gateway/index.ts'
import {
  createAgentMachine,
  type AttemptInput,
  type AttemptReply,
} from '../../machines/agent/agent-machine.ts'
import { AGENTS } from '../../machines/messages/index.ts'
import { tripMachine } from '../../machines/trip/trip-machine.ts'
import { clientOf, type Client } from '../../runtime/host/client.ts'
import { runHost } from '../../runtime/host/host.ts'
import { defineActor, type ActorDefinition } from '../../runtime/index.ts'
import type { Driver } from '../../runtime/core/driver.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { systemClock } from '../../runtime/core/clock.ts'
import { memorySpending } from '../../storage/spending/memory.ts'
import { DEFAULT_LIMITS } from '../../storage/spending/port.ts'
import { PORTS } from '../request/ports.ts'
import { answerCanned } from './canned-answers.ts'

type AnswerAttempt = (input: AttemptInput, signal: AbortSignal) => Promise<AttemptReply>

export interface WorldOptions {
  readonly driver?: Driver
  /** Default: canned answers, at once. */
  readonly answer?: AnswerAttempt
  /** Without a host nothing is ever handled: accepted trips stay in the inbox. */
  readonly host?: boolean
  /** Looks at the client that the gateway uses, or replaces it. */
  readonly client?: (client: Client) => Client
  readonly gateway?: Partial<GatewayOptions>
}

export interface World extends AsyncDisposable {
  readonly gateway: Gateway
  readonly client: Client
  readonly events: readonly GatewayEvent[]
  readonly url: string
  readonly socketUrl: string
}

/** The trip and its agents, answered by the test. */
export function tripActors(answer: AnswerAttempt = answerCanned) {
  const agents = AGENTS.map((kind) => {
    const machine = createAgentMachine(kind, { attempts: 2, backoffMs: 20, timeoutMs: 20_000 })
    const attempt = fromPromise<AttemptReply, AttemptInput>(({ input, signal }) => answer(input, signal))
    return defineActor({ kind, type: 'worker', machine: machine.provide({ actors: { attempt } }) })
  })
  const children = Object.fromEntries(agents.map((agent) => [agent.kind, agent]))
  const trip = defineActor({ kind: 'trip', machine: tripMachine, children })
  return { trip, all: [trip, ...agents] as unknown as readonly ActorDefinition[] }
}

/** What every test would say the same way. */
export const GATEWAY_DEFAULTS = {
  clock: systemClock,
  ports: PORTS,
  newId: randomUUID,
  host: '127.0.0.1',
  port: 0,
  prefix: 'caravan',
  spending: memorySpending({ limits: DEFAULT_LIMITS, clock: systemClock, jitter: () => 0 }),
  health: async () => ({ ok: true, parts: { nats: { ok: true } } }),
} as const

/** Starts it; disposing of it ends everything that it started. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const driver = options.driver ?? memoryDriver()
  const { trip, all } = tripActors(options.answer)
  const host = options.host === false ? undefined : await runHost({ actors: all, driver, drainMs: 500 })
  const own = clientOf(driver)
  const client = options.client?.(own) ?? own
  const events: GatewayEvent[] = []
  const gateway = await startGateway({
    ...GATEWAY_DEFAULTS,
    client,
    trip,
    onEvent: (event) => events.push(event),
    ...options.gateway,
    limits: { drainMs: 1_000, ...options.gateway?.limits },
  })
  return {
    gateway,
    client,
    events,
    url: gateway.url,
    socketUrl: `${gateway.url.replace('http', 'ws')}/agent-coordination`,
    [Symbol.asyncDispose]: async () => {
      await gateway[Symbol.asyncDispose]()
      if (host === undefined) await driver[Symbol.asyncDispose]()
      else await host.stop()
    },
  }
}
