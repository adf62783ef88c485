/** The packaged offline model, in a thread of its own that starts with the first text and is kept. */
import { Worker } from 'node:worker_threads'
import { CaravanError } from '../../runtime/core/errors.ts'
import type { Embedder } from './port.ts'
import type { EmbedReply, EmbedRequest } from './worker.ts'

/** Calls that may wait for the thread at once (I10): some seconds of its work. */
const MAX_WAITING = 200

interface Waiting {
  readonly resolve: (vectors: readonly Float32Array[]) => void
  readonly reject: (error: unknown) => void
}

export class PackagedEmbedder implements Embedder {
  readonly name = 'use-lite-en-0.2.0'
  readonly dimensions = 512
  /** What the thread has to do, also for callers who have left: it cannot be told so. */
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | undefined
  #calls = 0
  #closed = false

  async embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> {
    signal.throwIfAborted()
    if (this.#closed) throw failed('it was closed')
    if (this.#waiting.size >= MAX_WAITING) throw failed(`${MAX_WAITING} calls wait already`)
    const worker = (this.#worker ??= this.#start())
    const id = this.#calls++
    const { promise, resolve, reject } = Promise.withResolvers<readonly Float32Array[]>()
    const onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    this.#waiting.set(id, { resolve, reject })
    // Somebody waits, so the program must not end.
    worker.ref()
    try {
      worker.postMessage({ id, texts } satisfies EmbedRequest, [])
      return await promise
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    await this.#worker?.terminate()
    this.#end('it was closed')
  }

  #start(): Worker {
    // Its HTTP client, which nothing calls, brings a warning about a deprecated module.
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { execArgv: ['--no-deprecation'] })
    worker.on('message', (reply: EmbedReply) => {
      const waiting = this.#waiting.get(reply.id)
      this.#waiting.delete(reply.id)
      if (this.#waiting.size === 0) worker.unref()
      if ('vectors' in reply) waiting?.resolve(reply.vectors)
      else waiting?.reject(failed(reply.reason))
    })
    const gone = (why: string) => {
      if (this.#worker !== worker) return
      this.#worker = undefined // the next call starts another one
      this.#end(why)
    }
    worker.on('error', (error: unknown) => gone(error instanceof Error ? error.message : 'its thread failed'))
    worker.on('exit', (code) => gone(`its thread ended with code ${code}`))
    return worker
  }

  #end(why: string): void {
    for (const { reject } of this.#waiting.values()) reject(failed(why))
    this.#waiting.clear()
  }
}

function failed(why: string): CaravanError {
  return new CaravanError('embeddings.failed', `The packaged model gave no vector: ${why}.`, {
    retryable: true,
  })
}
