/** The way out to a model server, with bounds that neither SDK has. */

/** A whole trip's sections are below 200 KB; a server that sends this much is broken or hostile. */
export const MAX_RESPONSE_BYTES = 16 * 1_024 * 1_024

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/**
 * Fetch that follows no redirect (one to elsewhere would carry the key in a header of its own name) and gives up on an endless
 * response.
 * @param alive told whenever something came
 */
export function guardedFetch(alive: () => void, maxBytes = MAX_RESPONSE_BYTES): Fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, redirect: 'manual' })
    alive()
    if (response.body === null) return response
    let bytes = 0
    const counted = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          alive()
          bytes += chunk.byteLength
          if (bytes > maxBytes) controller.error(new Error(`its response has more than ${maxBytes} bytes`))
          else controller.enqueue(chunk)
        },
      }),
    )
    const { status, statusText, headers } = response
    return new Response(counted, { status, statusText, headers })
  }
}
