/**
 * One attempt of one agent with a real model: prompt, money set aside, call, money settled, answer read and checked. What
 * follows from how it went is decided by the agent's machine. Everything that it needs of the world is handed in.
 */
import type { AttemptInput, AttemptReply, Unanswered } from '../machines/agent/agent-reply.ts'
import type { AgentName } from '../machines/messages/index.ts'
import type { ModelCall } from '../machines/messages/model-calls.ts'
import { callId, CaravanError, deadline, effectIdentity, errorData } from '../runtime/index.ts'
import { moneyOf, recordHit, type Accounts, type AskEvent, type CallName } from './call-money.ts'
import { noRoom, replyOf, resting, retryAfterOf, timedOut, unanswered, wrongWith } from './attempt-reply.ts'
import { embeddingPayer } from './embedding-money.ts'
import type { CallEnd } from '../storage/breakers/port.ts'
import type { Knowledge } from './knowledge/knowledge.ts'
import { lacksRoom } from './models/model-room.ts'
import type { ModelProvider, ModelReply, ModelRequest, ProviderName, Route, Routes } from './models/port.ts'
import { affordable, complexityOf, stepDown } from './models/optimizer.ts'
import { answerOffline, offlineSection } from './offline/index.ts'
import { promptOf, PROMPTS, systemOf, type Prompt } from './prompts/index.ts'
import { sectionSchema } from './section-schema.ts'

/** A piece of an answer that is being written. Nobody may depend on it: it is never stored, and may get lost. */
export interface Progress {
  readonly tenant: string
  readonly trip: string
  readonly agent: AgentName
  /** Address of the actor that asks. */
  readonly actor: string
  readonly attempt: number
  readonly provider: string
  readonly model: string
  /** What came since the last one. */
  readonly text: string
}

/** Whether a model may be asked at the moment: one breaker per provider and model, shared by all hosts. */
export interface RouteGate {
  /** How long nobody should ask, in ms; undefined: ask. */
  readonly closedFor: (route: Route, signal: AbortSignal) => Promise<number | undefined>
  /**
   * `failed`: the provider could not answer. `limited`: it could, but wants to be asked less. What is wrong with a question or a
   * key is no fault of the route.
   */
  readonly report: (route: Route, how: CallEnd, signal: AbortSignal) => Promise<void>
}

/** What the attempts of all agents share. */
export interface AskPorts {
  readonly routes: Routes
  readonly providers: Readonly<Partial<Record<ProviderName, ModelProvider>>>
  readonly accounts: Accounts
  readonly gate?: RouteGate
  /** Earlier answers, and what colleagues know. Absent: nobody does. */
  readonly knowledge?: Knowledge
  /** How many estimated tokens the data of a prompt may take beside what is fixed in it. Default: the same for all models. */
  readonly promptBudget?: (route: Route, fixed: string) => number
  /** What one call may take, in ms. */
  readonly timeoutMs: (agent: AgentName) => number
  readonly onProgress?: (progress: Progress) => void
  readonly observe?: (event: AskEvent) => void
}

/** Answers attempts with models; see {@link AskPorts}. */
export type Ask = (input: AttemptInput, signal: AbortSignal) => Promise<AttemptReply>

export function asking(ports: AskPorts): Ask {
  return async (input, signal) => {
    const { task, route: index = 0 } = input
    const routes = ports.routes[task.agent]
    const wanted = routes[index] ?? routes[0]
    if (wanted.provider === 'offline') return await answerOffline(input, signal)
    const reference = await (ports.knowledge?.reference(task, signal) ?? offlineSection(task))
    const cheaper = await worthwhile(ports, routes, wanted, task, signal)
    // What cannot hold the answer is not cheaper.
    const route = lacksRoom(reference, cheaper) === undefined ? cheaper : wanted
    if (route.provider === 'offline') return await answerOffline(input, signal)
    const provider = ports.providers[route.provider]
    if (provider === undefined)
      throw new CaravanError(
        'model.not-configured',
        `The provider ${route.provider} is not configured on this host.`,
      )
    // What was answered before needs neither money nor a provider that works.
    const name = nameCall(input, signal)
    const paid: ModelCall[] = []
    const known =
      input.repair === undefined
        ? await ports.knowledge?.recall({ task, reference, route }, signal, embeddingPayer(ports, name, paid))
        : undefined
    if (known !== undefined) {
      // Colleagues of this trip need it as much as a new answer.
      ports.knowledge?.share(task, known.section)
      await recordHit(ports, { ...name, route })
      return withCalls({ provider: route.provider, model: route.model, ...known }, paid)
    }
    const uncalled = (reply: Unanswered) => {
      ports.observe?.({
        type: 'call:unmade',
        callId: name.callId,
        trip: name.trip,
        agent: name.agent,
        code: reply.failure.code,
      })
      return withCalls(reply, paid)
    }
    // Looked at before the breaker, which may let just this call through to try. Every token of an answer that cannot come
    // to its end would be paid for.
    const needed = lacksRoom(reference, route)
    if (needed !== undefined) return uncalled(unanswered(route, noRoom(task, route, needed)))
    const closedFor = await ports.gate?.closedFor(route, signal)
    if (closedFor !== undefined) return uncalled(resting(route, closedFor, routes[index + 1] !== undefined))
    return withCalls(await oneCall(ports, { input, name, reference, routes, route, provider }, signal), paid)
  }
}

interface Call {
  readonly input: AttemptInput
  readonly name: CallName
  /** The same section as open data gives it. */
  readonly reference: unknown
  readonly routes: readonly Route[]
  readonly route: Route
  readonly provider: ModelProvider
}

/** The route that was wanted, or the cheaper one that is left when a limit is near. */
async function worthwhile(
  { accounts }: AskPorts,
  routes: readonly Route[],
  wanted: Route,
  { agent, request }: AttemptInput['task'],
  signal: AbortSignal,
): Promise<Route> {
  if (wanted.provider === 'offline') return wanted
  const shares = await accounts.spending.shares(request.tenant, request.id, signal)
  const usedShare = Math.max(...Object.values(shares))
  return affordable(routes, wanted, { agent, complexity: complexityOf(request), usedShare })
}

async function oneCall(ports: AskPorts, call: Call, signal: AbortSignal): Promise<AttemptReply> {
  const { input, name, reference, routes, provider } = call
  const { task, attempt, repair } = input
  const { agent } = task
  const colleagues = (await ports.knowledge?.colleagues(task, signal)) ?? {}
  const promptFor = (to: Route) => {
    const fixed = `${systemOf(PROMPTS[agent])}${JSON.stringify(sectionSchema(agent))}`
    const budget = ports.promptBudget?.(to, fixed)
    return promptOf(PROMPTS[agent], {
      task,
      reference,
      colleagues,
      ...(repair === undefined ? {} : { repair }),
      ...(budget === undefined ? {} : { budget }),
    })
  }
  const timeoutMs = ports.timeoutMs(agent)
  const { actor } = name
  let { route } = call
  let prompt = promptFor(route)
  const moneyFor = () => moneyOf(ports, { ...name, route, promptText: textOf(prompt, agent), timeoutMs })
  let money = moneyFor()
  let reserved = await money.reserve(signal)
  const cheaper = stepDown(routes, route, agent)
  if (
    reserved.status === 'refused' &&
    (cheaper.model !== route.model || cheaper.maxTokens < route.maxTokens) &&
    lacksRoom(reference, cheaper) === undefined
  ) {
    // What is left may hold a cheaper call.
    route = cheaper
    prompt = promptFor(route)
    money = moneyFor()
    reserved = await money.reserve(signal)
  }
  if (reserved.status === 'refused') return unanswered(route, reserved.failure)
  const request: ModelRequest = {
    model: route.model,
    system: prompt.system,
    user: prompt.user,
    schema: { name: `${agent}_section`, json: sectionSchema(agent) },
    maxTokens: route.maxTokens,
    ...(route.temperature === undefined ? {} : { temperature: route.temperature }),
  }
  const tell = (text: string) =>
    ports.onProgress?.({
      tenant: task.request.tenant,
      trip: task.request.id,
      agent,
      actor,
      attempt,
      provider: route.provider,
      model: route.model,
      text,
    })
  using limit = deadline(ports.accounts.clock, timeoutMs)
  const timeout = limit.signal
  let reply: ModelReply
  try {
    reply = await provider.call(request, { signal: AbortSignal.any([signal, timeout]), onText: tell })
  } catch (error) {
    const cost = condensedCall(await money.settleFailed(error), prompt)
    signal.throwIfAborted() // stopped by its actor: nobody waits for what follows
    const { code, message, retryable } = errorData(error)
    const failure = timeout.aborted
      ? timedOut(agent, timeoutMs)
      : { code, message, ...(retryable === undefined ? {} : { retryable }) }
    if (timeout.aborted || retryable === true)
      await ports.gate?.report(route, code === 'model.rate-limited' ? 'limited' : 'failed', signal)
    return { ...unanswered(route, failure, retryAfterOf(error)), calls: [cost] }
  }
  let answer: AttemptReply
  try {
    answer = replyOf(agent, route, reply, input)
  } catch (error) {
    // Whatever becomes of the answer, it is paid for.
    await money.settle(reply, errorData(error).code)
    throw error
  }
  const cost = condensedCall(await money.settle(reply, wrongWith(agent, answer)), prompt)
  await ports.gate?.report(route, 'answered', signal)
  if ('section' in answer && answer.section !== undefined && answer.findings === undefined) {
    const asked = { task, reference, route }
    ports.knowledge?.remember(asked, { section: answer.section, microUsd: cost.microUsd })
  }
  return { ...answer, calls: [cost] }
}

/** What a call is known by in the ledger; a start that is made again has another id. */
function nameCall({ task, attempt }: AttemptInput, signal: AbortSignal): CallName {
  const { agent, request } = task
  const identity = effectIdentity(signal)
  const actor = identity?.actor ?? `trip/${request.id}/${agent}`
  const id = identity === undefined ? `${actor}~${attempt}.${crypto.randomUUID()}` : callId(identity)
  return { callId: id, tenant: request.tenant, trip: request.id, actor, agent, attempt }
}

function condensedCall(call: ModelCall, { dropped }: Prompt): ModelCall {
  return dropped.length === 0 ? call : { ...call, condensed: [...dropped] }
}

/** What was paid for beside the model comes first, as it did. */
function withCalls(reply: AttemptReply, paid: readonly ModelCall[]): AttemptReply {
  return paid.length === 0 ? reply : { ...reply, calls: [...paid, ...(reply.calls ?? [])] }
}

/** Everything that is charged as prompt. */
function textOf({ system, user }: Prompt, agent: AgentName): string {
  return `${system}\n${user}\n${JSON.stringify(sectionSchema(agent))}`
}
