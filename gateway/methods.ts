/** What a path says to the methods that it does not have. */
import type { FastifyInstance } from 'fastify'
import { sendProblem } from './problem-json.ts'

/** Adds OPTIONS, and 405 with `Allow` for every other method, to a path. */
export function otherMethods(app: FastifyInstance, url: string, has: readonly string[]): void {
  const allow = [...has, ...(has.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
  const missing = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((method) => !has.includes(method))
  app.route({
    method: 'OPTIONS',
    url,
    handler: async (_request, reply) => reply.header('allow', allow).code(204).send(),
  })
  app.route({
    method: missing,
    url,
    // Refused before the body is read: nobody needs it.
    onRequest: async (request, reply) => {
      const message = `${request.method} is not supported here: use ${allow}.`
      return sendProblem(reply.header('allow', allow), { code: 'method.unsupported', message })
    },
    handler: async () => undefined,
  })
}
