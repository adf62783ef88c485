/** The way in over HTTP: the routes, and the manners (limits, security headers, problems, no stack traces). */
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { MAX_BODY_BYTES } from '../machines/messages/index.ts'
import { errorData } from '../runtime/index.ts'
import { healthRoutes } from './health-routes.ts'
import type { HttpContext } from './http-context.ts'
import { isOwnOrigin } from './origin.ts'
import { pageRoutes } from './page-routes.ts'
import { sendProblem } from './problem-json.ts'
import { refusalOf, type Refusal } from './refusal.ts'
import { tripRoutes } from './trip-routes.ts'

/** What every answer carries; the page itself may load its own files and open its own WebSocket, nothing else. */
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
} as const

/** A server that does not listen yet. */
export function httpServer(context: HttpContext): FastifyInstance {
  const app = fastify({
    bodyLimit: MAX_BODY_BYTES,
    logger: false,
    routerOptions: { maxParamLength: 400 }, // longer than any id, so that a wrong id is unknown and not malformed
    requestTimeout: 30_000, // a body that trickles in holds a connection no longer than this
    frameworkErrors: (error, _request, reply) => void sendProblem(reply as FastifyReply, refusalFor(error)),
  })
  app.removeAllContentTypeParsers()
  // The body stays bytes: size, encoding and JSON are judged where every other problem is.
  app.addContentTypeParser(
    /^application\/(?:[\w.+-]+\+)?json(?:;|$)/,
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  )
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(HEADERS)
    return guard(context, request, reply)
  })
  app.setErrorHandler(async (error, request, reply) => {
    const refusal = refusalFor(error)
    if (refusal.code === 'internal') {
      const what = `${request.method} ${request.routeOptions.url ?? ''}`
      context.onEvent({ type: 'request:failed', what, error: errorData(error) })
    }
    return sendProblem(reply, refusal)
  })
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    const message = `${request.method} ${path.slice(0, 100)} is nothing here: see docs/protocol.md for what is.`
    return sendProblem(reply, { code: 'route.unknown', message })
  })
  tripRoutes(app, context)
  healthRoutes(app, context)
  pageRoutes(app, context)
  return app
}

async function guard(
  { options, isClosing }: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return undefined
  if (!isOwnOrigin(request.headers, options.origins ?? [])) {
    return sendProblem(reply, {
      code: 'origin.refused',
      message: 'A page of another site may not use this gateway: open its own page, or allow the origin.',
    })
  }
  if (!isClosing()) return undefined
  return sendProblem(reply, {
    code: 'gateway.closing',
    message: 'This gateway is shutting down: ask another one.',
  })
}

/** Fastify's own errors, in this gateway's words. */
function refusalFor(error: unknown): Refusal {
  const { code } = errorData(error)
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return {
        code: 'request.too-large',
        message: `The request is longer than ${MAX_BODY_BYTES} bytes: shorten its texts.`,
      }
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return {
        code: 'content-type.unsupported',
        message: 'The request must be JSON: send it with Content-Type: application/json.',
      }
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return {
        code: 'http.malformed',
        message: 'The HTTP request is malformed: check its URL and its length.',
      }
    default:
      return refusalOf(error)
  }
}
