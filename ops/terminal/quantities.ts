/** Sizes and spans as an operator reads them. */

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** `312 B`, `1.4 KB`, `23 MB` */
export function sizeText(bytes: number): string {
  let [value, unit] = [bytes, 0]
  while (value >= 1_000 && unit < UNITS.length - 1) {
    value /= 1_000
    unit += 1
  }
  return `${unit === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`
}

/** `0.3 s`, `42 s`, `3 min`, `5 h`, `12 d`; never negative: clocks of two machines differ. */
export function spanText(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 100) return `${Math.round(seconds)} s`
  const minutes = seconds / 60
  if (minutes < 100) return `${Math.round(minutes)} min`
  const hours = minutes / 60
  return hours < 100 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} d`
}

/** `2026-11-26 17:03:11Z` */
export function timeText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`
}

/** `1 letter`, `2 letters` */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}
