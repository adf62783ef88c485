import { climateAnchors } from './index.ts'
import { distanceKm } from '../distance.ts'
import { ANCHOR_KM, estimateClimate, type ClimateAnchor } from './model.ts'

/**
 * How good interpolation is: each anchor is hidden in turn, together with every other anchor that
 * could simply stand for it, and estimated from the rest. Run it: `node actors/atlas/climate/leave-one-out.ts`.
 */

/** The outcome of hiding every anchor once. */
export interface LeaveOneOut {
  /** Mean absolute error over all months, °C. */
  readonly highC: number
  readonly lowC: number
  /** Mean absolute error of rain days. */
  readonly rainDays: number
  /** Share of months whose high and low both lie within the stated margin. */
  readonly withinMargin: number
  /** Anchors that could be estimated, and those too remote for it. */
  readonly estimated: number
  readonly remote: number
  /** Mean temperature error by anchor, worst first. */
  readonly worst: readonly { name: string; errorC: number }[]
}

/** Hides each anchor once and measures the error of estimating it from the others. */
export function leaveOneOut(anchors: readonly ClimateAnchor[]): LeaveOneOut {
  const worst: { name: string; errorC: number }[] = []
  let months = 0
  let highC = 0
  let lowC = 0
  let rainDays = 0
  let inside = 0
  for (const hidden of anchors) {
    const others = anchors.filter((a) => a !== hidden && distanceKm(a, hidden) > ANCHOR_KM)
    let own = 0
    for (let at = 0; at < 12; at += 1) {
      const guess = estimateClimate(others, hidden, at + 1)
      if (!guess) break
      const high = Math.abs(guess.high - (hidden.high[at] ?? Number.NaN))
      const low = Math.abs(guess.low - (hidden.low[at] ?? Number.NaN))
      months += 1
      highC += high
      lowC += low
      rainDays += Math.abs(guess.rainDays - (hidden.rainDays[at] ?? Number.NaN))
      own += (high + low) / 24
      if (Math.max(high, low) <= guess.marginC) inside += 1
    }
    if (own > 0) worst.push({ name: hidden.name, errorC: own })
  }
  worst.sort((a, b) => b.errorC - a.errorC)
  return {
    highC: highC / months,
    lowC: lowC / months,
    rainDays: rainDays / months,
    withinMargin: inside / months,
    estimated: worst.length,
    remote: anchors.length - worst.length,
    worst,
  }
}

if (import.meta.main) {
  const r = leaveOneOut(climateAnchors())
  const lines = [
    `${r.estimated} anchors estimated from the others, ${r.remote} too remote to be`,
    `mean error: high ${r.highC.toFixed(2)} °C, low ${r.lowC.toFixed(2)} °C, rain days ${r.rainDays.toFixed(2)}`,
    `months within the stated margin: ${(100 * r.withinMargin).toFixed(0)} %`,
    `worst: ${r.worst
      .slice(0, 10)
      .map((w) => `${w.name} ${w.errorC.toFixed(1)}`)
      .join(', ')}`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}
