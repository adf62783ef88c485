/** The words of models on their way to whoever watches; without a connection that is there, one is made when the first model writes. */
import { systemClock } from '../runtime/core/clock.ts'
import { natsProgress } from '../storage/progress/nats.ts'
import type { AgentProgress } from '../storage/progress/port.ts'
import { progressTeller, type Piece } from '../storage/progress/teller.ts'
import type { Config } from './config.ts'
import { connectionOf, type SpendingPlace } from './spending.ts'

interface ProgressPlace extends Pick<SpendingPlace, 'connection' | 'nats' | 'name'> {
  readonly config: Pick<Config, 'nats' | 'payloads'>
}

export interface OpenProgress extends AsyncDisposable {
  /** Never waits and never throws. */
  readonly tell: (piece: Piece) => void
}

/** Disposing of it closes a connection that it made. */
export function openProgress(place: ProgressPlace): OpenProgress {
  const { config } = place
  let opening: Promise<unknown> | undefined
  let publish: ((progress: AgentProgress) => void) | undefined
  const parts = new AsyncDisposableStack()
  const open = async () => {
    const own = new AsyncDisposableStack()
    const connection = await connectionOf(own, place)
    if (parts.disposed) return await own.disposeAsync()
    parts.use(own)
    publish = natsProgress(connection, config.nats.prefix).publish
  }
  const tell = progressTeller({
    now: () => systemClock.now(),
    // Where payloads are sealed, words do not travel in the open.
    texts: config.payloads.encryption?.write !== true,
    publish: (progress): void => {
      if (publish !== undefined) return publish(progress)
      // Where it cannot be made, what was written is lost, like anything else of it; the next piece tries again.
      opening ??= open().then(
        () => publish?.(progress),
        () => (opening = undefined),
      )
    },
  })
  return {
    tell,
    [Symbol.asyncDispose]: async () => {
      await opening
      await parts.disposeAsync()
    },
  }
}
