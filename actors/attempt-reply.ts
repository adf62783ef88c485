/** What an attempt says of how its call went: an answer to check, or one of the failures that the agent's machine tells apart. */
import {
  isAnswer,
  type AttemptInput,
  type AttemptReply,
  type Unanswered,
} from '../machines/agent/agent-reply.ts'
import { misfit } from '../machines/agent/answer-problems.ts'
import type { AgentName } from '../machines/messages/index.ts'
import { CaravanError } from '../runtime/index.ts'
import type { ModelReply, Route } from './models/port.ts'
import { readAnswer } from './read-answer.ts'

/** How an answer ended, as a reply of the attempt. */
export function replyOf(
  agent: AgentName,
  route: Route,
  reply: ModelReply,
  { task }: AttemptInput,
): AttemptReply {
  const { provider } = route
  const { model, text } = reply
  switch (reply.finish) {
    case 'complete':
      return { provider, model, ...readAnswer(task, text) }
    case 'refusal': {
      const said = text.trim() === '' ? '' : `: ${text.trim().slice(0, 200).toWellFormed()}`
      const message = `The model declined to answer for the ${agent} agent${said}`
      return { provider, model, failure: { code: 'agent.answer.refused', message } }
    }
    case 'length': {
      const message = `The ${agent} agent's answer was cut off at ${route.maxTokens} tokens: ${moreRoom(agent)}.`
      return { provider, model, failure: { code: 'agent.answer.cut-off', message } }
    }
    case 'empty': {
      const message = `The model gave the ${agent} agent no text.`
      return { provider, model, failure: { code: 'agent.answer.empty', message } }
    }
  }
}

/** An answer whose limit cannot hold it. @param needed tokens, at least */
export function noRoom(
  { agent, request }: AttemptInput['task'],
  { maxTokens }: Route,
  needed: number,
): Failure {
  return {
    code: 'agent.answer.cut-off',
    message: `The ${agent} agent's answer would be cut off: it needs at least some ${needed} tokens for ${request.start} to ${request.end}, and may have ${maxTokens}: ${moreRoom(agent)}.`,
  }
}

function moreRoom(agent: AgentName): string {
  return `raise ${agent.toUpperCase()}_AGENT_MAX_TOKENS for trips of this length`
}

export type Failure = Unanswered['failure']

/** A model whose breaker is open. @param hasNext whether there is another route: it is taken at once, and nobody waits */
export function resting(route: Route, closedForMs: number, hasNext: boolean): Unanswered {
  const message = `${nameOf(route)} fails too often at the moment.`
  return unanswered(
    route,
    { code: 'model.resting', message, ...(hasNext ? { retryable: false } : {}) },
    closedForMs,
  )
}

/** What is wrong with an answer that ended well, as the agent's machine will call it; undefined: nothing. */
export function wrongWith(agent: AgentName, reply: AttemptReply): string | undefined {
  return isAnswer(reply) && reply.findings !== undefined ? misfit(agent, reply).code : undefined
}

/** No answer, and why. @param retryAfterMs how long nobody should ask this route */
export function unanswered(route: Route, failure: Failure, retryAfterMs?: number): Unanswered {
  const { provider, model } = route
  return { provider, model, failure, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}

export function timedOut(agent: AgentName, timeoutMs: number): Failure {
  return {
    code: 'agent.timeout',
    message: `The ${agent} agent gave no answer within ${timeoutMs / 1_000} s.`,
  }
}

/** What the server of a failed call asked to wait, in ms. */
export function retryAfterOf(error: unknown): number | undefined {
  const wait = error instanceof CaravanError ? error.data['retryAfterMs'] : undefined
  return typeof wait === 'number' && wait >= 0 ? wait : undefined
}

function nameOf({ provider, model }: Route): string {
  return `Model ${model} of ${provider}`
}
