/** `GET /metrics` of a process that has no other HTTP: a host. */
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { Metrics } from './metrics.ts'

export interface MetricsServer extends AsyncDisposable {
  readonly url: string
}

/** Listens until it is disposed of. Rejects when the port cannot be had. @param port 0: any free one */
export async function serveMetrics(metrics: Metrics, host: string, port: number): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    const [path] = (request.url ?? '').split('?')
    if (path !== '/metrics' || request.method !== 'GET') {
      response.writeHead(path === '/metrics' ? 405 : 404, { 'content-type': 'text/plain' })
      response.end('Only GET /metrics is here.\n')
      return
    }
    metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    )
  })
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  const at = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${at}/metrics`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
