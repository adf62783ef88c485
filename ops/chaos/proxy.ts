/** A TCP proxy on loopback between one host and nats-server, which can be made to behave as networks do. */
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface FaultProxy extends AsyncDisposable {
  /** What the host connects to. */
  readonly url: string
  /** Resets every connection. */
  cut(): void
  /** Whether new connections are reset at once. */
  refuse(refusing: boolean): void
  /** Adds milliseconds to each way; 0 for none. Order is kept. */
  delay(ms: number): void
  /** Half-open: connections stay, nothing comes through in either direction. What was held back arrives when it ends. */
  stall(stalled: boolean): void
  /** Ends every fault; connections stay as they are. */
  heal(): void
}

/** @param port of the server, on loopback; it may come and go */
export async function startProxy(port: number): Promise<FaultProxy> {
  const lines = new Set<Line>()
  let refusing = false
  let stalled = false
  let delayMs = 0

  const server = createServer({ allowHalfOpen: false, noDelay: true }, (client) => {
    client.on('error', ignore)
    if (refusing) return void client.resetAndDestroy()
    const upstream = connect({ port, host: '127.0.0.1', noDelay: true })
    const line: Line = { client, upstream }
    lines.add(line)
    const end = () => {
      lines.delete(line)
      client.resetAndDestroy()
      upstream.destroy()
    }
    upstream.on('error', ignore)
    for (const socket of [client, upstream]) socket.on('close', end)
    carry(client, upstream)
    carry(upstream, client)
    if (stalled) hold(line, true)
  })

  /** Bytes in order: each waits for as long as the line was slow when it came, and for those before it. */
  function carry(from: Socket, to: Socket): void {
    const held: { readonly chunk: Buffer; readonly at: number }[] = []
    let waiting = false
    from.on('data', (chunk: Buffer) => {
      held.push({ chunk, at: performance.now() + delayMs })
      if (!waiting) pass()
    })
    const pass = (): void => {
      waiting = false
      for (let next = held[0]; next !== undefined; next = held[0]) {
        const wait = next.at - performance.now()
        if (wait > 0) {
          waiting = true
          setTimeout(pass, Math.ceil(wait))
          return
        }
        held.shift()
        write(next.chunk)
      }
    }
    const write = (chunk: Buffer): void => {
      if (to.destroyed || to.write(chunk)) return
      from.pause()
      to.once('drain', () => {
        if (!stalled) from.resume()
      })
    }
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const setStalled = (now: boolean): void => {
    stalled = now
    for (const line of lines) hold(line, now)
  }
  const cut = (): void => {
    for (const { client, upstream } of lines) {
      client.resetAndDestroy()
      upstream.resetAndDestroy()
    }
  }
  return {
    url: `nats://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    refuse: (now) => (refusing = now),
    delay: (ms) => (delayMs = ms),
    stall: setStalled,
    heal: () => {
      refusing = false
      delayMs = 0
      setStalled(false)
    },
    [Symbol.asyncDispose]: async () => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}

interface Line {
  readonly client: Socket
  readonly upstream: Socket
}

/** Unread bytes fill the kernel's buffers, and then the sender's: nobody is told anything. */
function hold({ client, upstream }: Line, stalled: boolean): void {
  for (const socket of [client, upstream]) {
    if (stalled) socket.pause()
    else socket.resume()
  }
}

/** The other side of a reset: it is followed by `close`, which does what is needed. */
function ignore(): void {}
