import { CaravanError } from '../core/errors.ts'

/** A number of ms, or a number with its unit: `250ms`, `90s`, `5m`, `2h`, `1d`. */
export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** In ms. @throws CaravanError `testkit.duration.invalid` */
export function milliseconds(duration: Duration): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(String(duration)) ?? []
  const ms =
    typeof duration === 'number' ? duration : Number(amount) * (UNIT_MS[unit as keyof typeof UNIT_MS] ?? NaN)
  if (Number.isFinite(ms) && ms >= 0) return ms
  throw new CaravanError(
    'testkit.duration.invalid',
    `"${duration}" is no duration: use a number of milliseconds, or text such as 250ms, 90s, 5m, 2h or 1d.`,
  )
}
