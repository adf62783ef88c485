/**
 * A server that speaks as much of Qdrant's HTTP API as the adapter uses, as its OpenAPI description has it, and that really
 * stores, filters and searches. It refuses what it does not know, so that a wrong request fails here too.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

type Data = Readonly<Record<string, unknown>>
interface Point {
  readonly id: string
  readonly vector: readonly number[]
  readonly payload: Data
}
interface Collection {
  readonly size: number
  readonly indexes: Map<string, unknown>
  readonly points: Map<string, Point>
}

export interface FakeQdrant extends AsyncDisposable {
  readonly url: string
  /** Method and path of every request. */
  readonly requests: string[]
  /** What was sent as `api-key`, last. */
  readonly apiKey: () => string | undefined
  /** From now on every request is answered with this status. */
  fail(status: number | undefined): void
  readonly collections: ReadonlyMap<string, { readonly points: ReadonlyMap<string, Point> }>
}

class Refused extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export async function startFakeQdrant(): Promise<FakeQdrant> {
  const collections = new Map<string, Collection>()
  const requests: string[] = []
  let apiKey: string | undefined
  let failing: number | undefined
  const server = createServer((request, response) => {
    const answer = async () => {
      const path = new URL(request.url ?? '/', 'http://fake').pathname
      requests.push(`${request.method} ${path}`)
      apiKey = request.headers['api-key'] as string | undefined
      const body = await bodyOf(request)
      if (failing !== undefined) throw new Refused(failing, 'told to fail')
      if (path === '/') return { title: 'fake', version: '1.19.0', raw: true }
      return { result: handle(collections, `${request.method} ${path}`, body) }
    }
    answer().then(
      (result) => {
        const { raw, ...plain } = result as Data
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify(raw === true ? plain : { ...result, status: 'ok', time: 0.001 }))
      },
      (error: Error) => {
        response.statusCode = error instanceof Refused ? error.status : 500
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ status: { error: error.message }, time: 0.001 }))
      },
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    collections,
    apiKey: () => apiKey,
    fail: (status) => {
      failing = status
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function handle(collections: Map<string, Collection>, what: string, body: Data): unknown {
  const [, method = '', name = '', rest = ''] = /^(\w+) \/collections\/([\w-]+)(?:\/(.*))?$/.exec(what) ?? []
  const found = () => {
    const collection = collections.get(name)
    if (collection === undefined) throw new Refused(404, `Collection ${name} doesn't exist`)
    return collection
  }
  switch (`${method} ${rest}`) {
    case 'GET exists':
      return { exists: collections.has(name) }
    case 'PUT ': {
      const { size, distance } = body['vectors'] as { size: number; distance: string }
      if (distance !== 'Cosine') throw new Refused(400, 'this one knows cosines only')
      if (collections.has(name)) throw new Refused(409, `Collection ${name} already exists`)
      collections.set(name, { size, indexes: new Map(), points: new Map() })
      return true
    }
    case 'GET ': {
      const { size, points, indexes } = found()
      const params = { vectors: { size, distance: 'Cosine' } }
      const payload_schema = Object.fromEntries([...indexes].map(([name, params]) => [name, { params }]))
      return { status: 'green', points_count: points.size, config: { params }, payload_schema }
    }
    case 'PUT index':
      found().indexes.set(String(body['field_name']), body['field_schema'])
      return { operation_id: 1, status: 'completed' }
    case 'PUT points':
      return put(found(), body['points'] as readonly Point[])
    case 'POST points/query':
      return { points: query(found(), body) }
    case 'POST points/scroll':
      return { points: scroll(found(), body), next_page_offset: null }
    case 'POST points/delete': {
      const { points } = found()
      for (const point of points.values()) if (fits(point, body['filter'])) points.delete(point.id)
      return { operation_id: 2, status: 'completed' }
    }
    default:
      throw new Refused(404, `${what} is not known here`)
  }
}

function put(collection: Collection, points: readonly Point[]): unknown {
  for (const point of points) {
    if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(point.id)) throw new Refused(400, 'no point id')
    if (point.vector.length !== collection.size)
      throw new Refused(
        400,
        `Vector dimension error: expected ${collection.size}, got ${point.vector.length}`,
      )
    collection.points.set(point.id, point)
  }
  return { operation_id: 3, status: 'completed' }
}

function query(collection: Collection, body: Data): readonly unknown[] {
  const wanted = body['query'] as readonly number[]
  return [...collection.points.values()]
    .filter((point) => fits(point, body['filter']))
    .map((point) => ({ ...shown(point), version: 1, score: cosine(point.vector, wanted) }))
    .filter(({ score }) => score >= Number(body['score_threshold'] ?? -1))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, Number(body['limit'] ?? 10))
}

function scroll(collection: Collection, body: Data): readonly unknown[] {
  const order = body['order_by'] as { key: string; direction: 'asc' | 'desc' } | undefined
  if (order !== undefined && !collection.indexes.has(order.key))
    throw new Refused(400, `No range index for order_by key: ${order.key}`)
  const sign = order?.direction === 'desc' ? -1 : 1
  return [...collection.points.values()]
    .filter((point) => fits(point, body['filter']))
    .toSorted((a, b) =>
      order === undefined
        ? a.id < b.id
          ? -1
          : 1
        : sign * (Number(a.payload[order.key]) - Number(b.payload[order.key])),
    )
    .slice(0, Number(body['limit'] ?? 10))
    .map(shown)
}

function shown({ id, payload }: Point): { id: string; payload: Data } {
  return { id, payload }
}

function fits(point: Point, filter: unknown): boolean {
  const { must = [], ...others } = (filter ?? {}) as { readonly must?: readonly Data[] }
  if (Object.keys(others).length > 0) throw new Refused(400, `this one knows "must" only`)
  return must.every((condition) => {
    if ('has_id' in condition) return (condition['has_id'] as readonly string[]).includes(point.id)
    const value = String(condition['key'])
      .split('.')
      .reduce<unknown>((at, name) => (at as Data | undefined)?.[name], point.payload)
    if ('match' in condition) return value === (condition['match'] as { value: unknown }).value
    const { gt, lte, ...rest } = condition['range'] as { gt?: number; lte?: number }
    if (Object.keys(rest).length > 0) throw new Refused(400, 'this one knows "gt" and "lte" only')
    return Number(value) > (gt ?? -Infinity) && Number(value) <= (lte ?? Infinity)
  })
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, n, i) => sum + n * (y[i] ?? 0), 0)
  return dot(a, b) / (Math.sqrt(dot(a, a) * dot(b, b)) || 1)
}

async function bodyOf(request: IncomingMessage): Promise<Data> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  return text === '' ? {} : (JSON.parse(text) as Data)
}
