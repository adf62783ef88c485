/** The routes of trips. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { HttpContext } from './http-context.ts'
import { otherMethods } from './methods.ts'
import { tripLinks } from './links.ts'
import { sendProblem } from './problem-json.ts'
import { refused } from './refusal.ts'

type ById = {
  readonly Params: { readonly id: string }
  readonly Querystring: Readonly<Record<string, unknown>>
}

/** Adds `/trips` and what is below it. */
export function tripRoutes(app: FastifyInstance, { trips }: HttpContext): void {
  app.post('/trips', async (request, reply) => {
    const key = header(request, 'idempotency-key')
    const text = Buffer.isBuffer(request.body) ? request.body : ''
    if (text.length === 0 && !isJson(request)) {
      const { refusal } = refused(
        'content-type.unsupported',
        'Send the request as JSON: Content-Type: application/json.',
      )
      return sendProblem(reply, refusal)
    }
    const outcome = await trips.plan({ body: { text }, key, via: 'http' })
    if (!outcome.ok) return sendProblem(reply, outcome.refusal)
    const { id, status, notes } = outcome.value
    const links = tripLinks(id)
    return reply.code(202).header('location', links.self).send({ id, status, notes, links })
  })

  app.get<ById>('/trips/:id', async (request, reply) => {
    const outcome = await trips.look(request.params.id)
    if (!outcome.ok) return sendProblem(reply, outcome.refusal)
    return reply.header('cache-control', 'no-store').send(outcome.value)
  })

  app.post<ById>('/trips/:id/cancel', async (request, reply) => {
    const outcome = await trips.cancel(request.params.id)
    if (!outcome.ok) return sendProblem(reply, outcome.refusal)
    const { id } = outcome.value
    return reply.code(202).send({ id, status: 'cancelling', links: tripLinks(id) })
  })

  app.post<ById>('/trips/:id/top-up', async (request, reply) => {
    const value = parsed(request.body)
    const outcome = await trips.topUp(request.params.id, { value, key: header(request, 'idempotency-key') })
    if (!outcome.ok) return sendProblem(reply, outcome.refusal)
    const { id } = request.params
    return reply.code(202).send({ id, status: 'toppedUp', money: outcome.value, links: tripLinks(id) })
  })

  app.get<ById>('/trips/:id/costs', async (request, reply) => {
    const outcome = await trips.costs(request.params.id)
    if (!outcome.ok) return sendProblem(reply, outcome.refusal)
    return reply.header('cache-control', 'no-store').send(outcome.value)
  })

  app.get<ById>('/trips/:id/journal', async (request, reply) => {
    const after = readCursor(request.query['after'])
    if (after === undefined) {
      const { refusal } = refused(
        'cursor.invalid',
        '"after" must be a cursor: a whole number, 0 for everything.',
      )
      return sendProblem(reply, refusal)
    }
    const outcome = await trips.timeline(request.params.id, after)
    if (!outcome.ok) return sendProblem(reply, outcome.refusal)
    return reply.header('cache-control', 'no-store').send(outcome.value)
  })

  otherMethods(app, '/trips', ['POST'])
  otherMethods(app, '/trips/:id', ['GET'])
  otherMethods(app, '/trips/:id/cancel', ['POST'])
  otherMethods(app, '/trips/:id/top-up', ['POST'])
  otherMethods(app, '/trips/:id/costs', ['GET'])
  otherMethods(app, '/trips/:id/journal', ['GET'])
}

/** Undefined for what is no JSON: a top-up says what it has to be. */
function parsed(body: unknown): unknown {
  try {
    return Buffer.isBuffer(body) ? JSON.parse(body.toString()) : undefined
  } catch {
    return undefined
  }
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

function isJson(request: FastifyRequest): boolean {
  return header(request, 'content-type')?.includes('json') ?? false
}

function readCursor(text: unknown): number | undefined {
  if (text === undefined) return 0
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
