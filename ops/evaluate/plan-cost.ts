/** What a plan costs of processor time: beside the scorecard, so that a figure in the documents has its command. */
import type { Evaluation } from './evaluate.ts'

/** Milliseconds of processor time, all threads of the process together. */
export interface PlanCost {
  /** The first plan: of a fresh process it reads tables and runs code that is not compiled yet; 0 without trips. */
  readonly first: number
  /** Half of the other plans cost less. */
  readonly median: number
  /** Nineteen of twenty of the other plans cost less. */
  readonly most: number
}

/** What the plans of an evaluation cost. */
export function planCost({ cpuMs: [first = 0, ...others] }: Pick<Evaluation, 'cpuMs'>): PlanCost {
  const sorted = others.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? first
  return { first, median: at(0.5), most: at(0.95) }
}

export function costText({ first, median, most }: PlanCost): string {
  const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`
  return `Processor time of a plan: median ${ms(median)}, 95 of 100 under ${ms(most)}; the first ${ms(first)}.`
}
