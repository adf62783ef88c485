/** A wire between a page and a gateway that a test can cut. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface Wire extends AsyncDisposable {
  readonly url: string
  /** Breaks every connection, and every new one until `mend()`. */
  cut(): void
  mend(): void
}

/** Forwards a free port to another one. */
export async function wireTo(port: number): Promise<Wire> {
  const ends = new Set<Socket>()
  let whole = true
  const server = createServer((near) => {
    if (!whole) return void near.destroy()
    const far = connect(port, '127.0.0.1')
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end)
      end.pipe(other)
      end.on('error', () => other.destroy())
      end.on('close', () => {
        ends.delete(end)
        other.destroy()
      })
    }
    return undefined
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    whole = false
    for (const end of ends) end.destroy()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    mend: () => (whole = true),
    [Symbol.asyncDispose]: async () => {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
