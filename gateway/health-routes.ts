/** Whether this gateway works (`/health`), whether it should be given work (`/ready`), and what was counted (`/metrics`). */
import type { FastifyInstance } from 'fastify'
import type { HttpContext } from './http-context.ts'
import { otherMethods } from './methods.ts'
import type { Health } from './options.ts'
import { sendProblem } from './problem-json.ts'
import { errorData } from '../runtime/index.ts'

/** Adds `/health`, `/ready` and `/metrics`. */
export function healthRoutes(app: FastifyInstance, context: HttpContext): void {
  app.get('/health', async (_request, reply) => {
    const health = await check(context)
    return reply
      .code(health.ok ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(health)
  })
  app.get('/ready', async (_request, reply) => {
    const closing = context.isClosing()
    const ok = !closing && (await check(context)).ok
    return reply
      .code(ok ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ok, ...(closing ? { detail: 'shutting down' } : {}) })
  })
  app.get('/metrics', async (_request, reply) => {
    const { metrics } = context.options
    if (metrics === undefined) {
      const message = 'Nothing is counted here: set METRICS_ENABLED=true and start again.'
      return sendProblem(reply, { code: 'metrics.off', message })
    }
    const text = await metrics.text()
    return reply.header('cache-control', 'no-store').type(metrics.contentType).send(text)
  })
  otherMethods(app, '/metrics', ['GET'])
  otherMethods(app, '/health', ['GET'])
  otherMethods(app, '/ready', ['GET'])
}

/** A check that fails or hangs is an answer too. */
async function check({ options, healthMs, onEvent }: HttpContext): Promise<Health> {
  const late = Promise.withResolvers<Health>()
  const cancel = options.clock.timer(healthMs, () => {
    const parts = { check: { ok: false, detail: `no answer within ${healthMs} ms` } }
    late.resolve({ ok: false, parts })
  })
  try {
    return await Promise.race([options.health(), late.promise])
  } catch (error) {
    onEvent({ type: 'request:failed', what: 'health', error: errorData(error) })
    return { ok: false, parts: { check: { ok: false, detail: 'the check failed' } } }
  } finally {
    cancel()
  }
}
