/** A client that talks to the gateway's WebSocket and keeps every frame. */
import { WebSocket, type ClientOptions } from 'ws'
import { SERVER_FRAMES, SUBPROTOCOL, type ServerFrame } from '../../gateway/index.ts'
import { until } from '../kit/until.ts'

export type Frame<T extends ServerFrame['type']> = Extract<ServerFrame, { readonly type: T }>

export interface Talk extends Disposable {
  readonly ws: WebSocket
  readonly frames: readonly ServerFrame[]
  send(frame: unknown): void
  /** Waits for the first frame of a type that fits, from the beginning of the conversation. */
  frame<T extends ServerFrame['type']>(type: T, fits?: (frame: Frame<T>) => boolean): Promise<Frame<T>>
  all<T extends ServerFrame['type']>(type: T): readonly Frame<T>[]
  /** The close code, once there is one. */
  readonly closed: Promise<number>
}

/** Connects; every frame that comes must fit its schema. */
export async function talk(
  url: string,
  options: ClientOptions & { readonly protocols?: readonly string[] } = {},
): Promise<Talk> {
  const { protocols = [SUBPROTOCOL], ...rest } = options
  const ws = new WebSocket(url, [...protocols], rest)
  const frames: ServerFrame[] = []
  const closed = new Promise<number>((resolve) => ws.on('close', resolve))
  ws.on('message', (data: Buffer) => {
    const raw = JSON.parse(data.toString()) as { readonly type: ServerFrame['type'] }
    frames.push(SERVER_FRAMES[raw.type].parse(raw))
  })
  await new Promise<void>((resolve, reject) => {
    ws.once('open', () => resolve())
    ws.once('error', reject)
  })
  ws.on('error', () => undefined)
  const all = <T extends ServerFrame['type']>(type: T) =>
    frames.filter((frame): frame is Frame<T> => frame.type === type)
  return {
    ws,
    frames,
    closed,
    send: (frame) =>
      ws.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame)),
    frame: (type, fits = () => true) => until(() => all(type).find((frame) => fits(frame))),
    all,
    [Symbol.dispose]: () => ws.terminate(),
  }
}
