/** The WebSocket end of the gateway: who may connect, the heartbeat, the goodbye. */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Clock } from '../runtime/index.ts'
import { SUBPROTOCOL } from './frames.ts'
import { SOCKET_PATH } from './links.ts'
import { isOwnOrigin } from './origin.ts'
import { Socket, type SocketContext } from './socket.ts'

export interface SocketsOptions extends SocketContext {
  readonly server: Server
  readonly clock: Clock
  readonly origins: readonly string[]
  readonly maxSockets: number
  readonly isClosing: () => boolean
}

export interface Sockets {
  readonly size: number
  /** Says 1001 to every socket and waits for their answer, at most `ms`. */
  close(ms: number): Promise<void>
}

/** Serves WebSockets on an HTTP server. */
export function serveSockets(options: SocketsOptions): Sockets {
  const { server, clock, limits, maxSockets } = options
  const sockets = new Set<Socket>()
  let last = 0
  const wss = new WebSocketServer({
    noServer: true,
    maxPayload: limits.frameBytes,
    // Off on purpose: per-message deflate costs memory per socket, and frames are small.
    perMessageDeflate: false,
    handleProtocols: () => SUBPROTOCOL,
  })
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy())
    const no = refusal(request, options, sockets.size >= maxSockets)
    if (no !== undefined) return refuse(stream, no)
    wss.handleUpgrade(request, stream, head, (ws) => {
      const socket = new Socket(ws, ++last, options)
      sockets.add(socket)
      ws.once('close', () => sockets.delete(socket))
    })
  })
  // After a standstill of this process its timers come first. What lay in the sockets meanwhile, and what answers to it
  // where a peer shares the process, is read in two rounds of the loop: before that nobody is judged to be silent.
  const beat = () => {
    stopBeating = clock.timer(limits.heartbeatMs, beat)
    setImmediate(() => setImmediate(() => sockets.forEach((socket) => socket.beat())))
  }
  let stopBeating = clock.timer(limits.heartbeatMs, beat)

  return {
    get size() {
      return sockets.size
    },
    close: async (ms) => {
      stopBeating()
      for (const socket of sockets) socket.close()
      const until = clock.monotonic() + ms
      while (sockets.size > 0 && clock.monotonic() < until) await clock.sleep(20)
      for (const socket of sockets) socket.terminate()
      wss.close()
    },
  }
}

/** The HTTP status and sentence of a refused upgrade. */
type UpgradeRefusal = readonly [status: string, sentence: string]

function refusal(
  { url, headers }: IncomingMessage,
  { origins, isClosing }: SocketsOptions,
  full: boolean,
): UpgradeRefusal | undefined {
  if ((url ?? '').split('?')[0] !== SOCKET_PATH)
    return ['404 Not Found', `The WebSocket is at ${SOCKET_PATH}.`]
  if (!isOwnOrigin(headers, origins)) {
    return [
      '403 Forbidden',
      'A page of another site may not use this gateway: open its own page, or allow the origin.',
    ]
  }
  const offered = headers['sec-websocket-protocol']?.split(',').map((name) => name.trim())
  // Whoever names no subprotocol gets this one, so that a bare client can try things out.
  if (offered !== undefined && !offered.includes(SUBPROTOCOL)) {
    return ['400 Bad Request', `This gateway speaks ${SUBPROTOCOL}: offer it as the subprotocol, or none.`]
  }
  if (isClosing())
    return ['503 Service Unavailable', 'This gateway is shutting down: connect to another one.']
  if (full)
    return [
      '503 Service Unavailable',
      'This gateway has no room for another socket: try another one, or later.',
    ]
  return undefined
}

function refuse(stream: Duplex, [status, sentence]: UpgradeRefusal): void {
  const body = JSON.stringify({
    title: status.slice(4),
    status: Number(status.slice(0, 3)),
    detail: sentence,
  })
  stream.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
