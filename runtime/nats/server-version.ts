/** Which nats-server the runtime works with. */
import { CaravanError } from '../core/errors.ts'

/** Oldest server with message schedules, on which durable timers rest. */
export const SERVER_FLOOR = '2.12.0'
/** First release with consumer reset and the fixes that docs/adr/0002 lists. */
export const SERVER_RECOMMENDED = '2.14.4'

/**
 * Orders two dotted versions by their numbers: negative when `a` is older, 0 when equal, positive when newer.
 * Missing parts count as 0. A pre-release (`2.12.0-RC.1`) comes before its release.
 */
export function compareVersions(a: string, b: string): number {
  const left = parts(a)
  const right = parts(b)
  for (const index of [0, 1, 2] as const) {
    const difference = left.numbers[index] - right.numbers[index]
    if (difference !== 0) return difference
  }
  return Number(right.preRelease) - Number(left.preRelease)
}

function parts(version: string): { numbers: [number, number, number]; preRelease: boolean } {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(-)?/.exec(version.trim())
  const at = (index: number): number => Number(match?.[index] ?? 0)
  return { numbers: [at(1), at(2), at(3)], preRelease: match?.[4] !== undefined }
}

/**
 * Refuses a running server that is too old.
 * @param version what the server says about itself, for example `2.10.27`
 * @throws CaravanError `nats.server.too-old`, naming both versions
 */
export function checkServerVersion(version: string, minimum: string = SERVER_FLOOR): void {
  if (compareVersions(version, minimum) >= 0) return
  throw new CaravanError(
    'nats.server.too-old',
    `The NATS server is version ${version}, but ${minimum} or newer is needed: upgrade it, or unset NATS_URL to let one be started here.`,
    { data: { version, minimum } },
  )
}
