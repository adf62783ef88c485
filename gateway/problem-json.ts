/** Refusals over HTTP: `application/problem+json` (RFC 9457). */
import type { FastifyReply } from 'fastify'
import { REFUSALS, type Refusal } from './refusal.ts'

/** Answers with a refusal. */
export async function sendProblem(reply: FastifyReply, refusal: Refusal): Promise<FastifyReply> {
  const [status, title] = REFUSALS[refusal.code]
  const { code, message, problems } = refusal
  if (status === 503) void reply.header('retry-after', '2')
  return reply
    .code(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `urn:caravan:problem:${code}`,
        title,
        status,
        detail: message,
        code,
        ...(problems === undefined ? {} : { problems }),
      }),
    )
}
