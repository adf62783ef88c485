/** The live page, and what it has to know of this installation. */
import type { FastifyInstance } from 'fastify'
import {
  AGENTS,
  DEFAULT_CURRENCY,
  MAX_DAYS,
  MAX_DAYS_AHEAD,
  MAX_DESTINATIONS,
  MAX_LIST_ENTRIES,
  MAX_TEXT_LENGTH,
  MAX_TRAVELERS,
  PREFERENCES,
} from '../machines/messages/index.ts'
import { SUBPROTOCOL } from './frames.ts'
import type { HttpContext } from './http-context.ts'
import { otherMethods } from './methods.ts'
import { SOCKET_PATH } from './links.ts'

/** Adds `/`, the page's files and `/settings`. */
export function pageRoutes(app: FastifyInstance, { page, options }: HttpContext): void {
  for (const [path, file] of page) {
    app.get(path, async (request, reply) => {
      // Always asked again, rarely sent again: a new version is seen at once.
      void reply.header('etag', file.etag).header('cache-control', 'no-cache')
      if (request.headers['if-none-match'] === file.etag) return reply.code(304).send()
      return reply.type(file.type).send(file.body)
    })
    otherMethods(app, path, ['GET'])
  }
  const { currencies, currencyDecimals } = options.ports
  const settings = {
    ...options.settings,
    protocol: SUBPROTOCOL,
    socket: SOCKET_PATH,
    agents: AGENTS,
    preferences: PREFERENCES,
    currencies: currencies.map((code) => ({ code, decimals: currencyDecimals(code) })),
    defaultCurrency: DEFAULT_CURRENCY,
    limits: {
      destinations: MAX_DESTINATIONS,
      days: MAX_DAYS,
      daysAhead: MAX_DAYS_AHEAD,
      travelers: MAX_TRAVELERS,
      listEntries: MAX_LIST_ENTRIES,
      textLength: MAX_TEXT_LENGTH,
    },
  }
  app.get('/settings', async (_request, reply) => reply.header('cache-control', 'no-cache').send(settings))
  otherMethods(app, '/settings', ['GET'])
}
