/** How a parent answers the errors of its children: declared with the binding, kept apart from the machine. */
import { CaravanError } from '../core/errors.ts'
import type { ChildBinding } from './definition.ts'

/** Complete; {@link supervised} makes it from what is given and the defaults. */
export interface Supervision {
  /**
   * Who starts again when this child ends in error: `one-for-one` the child alone; `one-for-all` every supervised child of
   * the parent; `rest-for-one` the child and the supervised ones spawned after it. Children without supervision are never
   * touched, nor are those that have ended.
   */
  readonly strategy: 'one-for-one' | 'one-for-all' | 'rest-for-one'
  /** Restart intensity: at most so many restarts of the child in so many ms; those for a sibling's sake count too. */
  readonly intensity: { readonly restarts: number; readonly withinMs: number }
  /**
   * Wait before a restart: `firstMs`, doubled for each restart within the window, at most `maxMs`, then shortened by up to
   * the share `jitter` (0 to 1), so that many children do not return in step. A durable timer: it survives its host.
   */
  readonly backoff: { readonly firstMs: number; readonly maxMs: number; readonly jitter: number }
  /**
   * Above the intensity: `escalate` gives the machine the child's error as `xstate.error.actor.<id>`, as if it were not
   * supervised; `stop` leaves the child down without telling the machine.
   */
  readonly exhausted: 'escalate' | 'stop'
}

export interface SupervisionOptions {
  readonly strategy?: Supervision['strategy']
  readonly intensity?: Partial<Supervision['intensity']>
  readonly backoff?: Partial<Supervision['backoff']>
  readonly exhausted?: Supervision['exhausted']
}

/** Three restarts a minute get over a passing fault; what fails more often than that is for the machine to judge. */
export const DEFAULT_SUPERVISION: Supervision = {
  strategy: 'one-for-one',
  intensity: { restarts: 3, withinMs: 60_000 },
  backoff: { firstMs: 200, maxMs: 10_000, jitter: 0.5 },
  exhausted: 'escalate',
}

/** Most restarts that an intensity may allow: their times stand in the parent's record (I10). */
export const MAX_RESTARTS = 1_000

/**
 * Binds a child whose errors are answered by restarts: `children: { fetch: supervised(fetcher, { exhausted: 'stop' }) }`.
 *
 * When the child ends in error its parent's machine is not told. A new generation of it starts after the backoff, with the
 * same input and in its initial state; what the machine sends to it meanwhile waits for it, and what still comes from the
 * old one changes nothing. Each step is a record of the parent with outcome `restarted`. A child that was quarantined has
 * not ended: the machine is told, and nothing is restarted.
 *
 * @param child a definition, or its kind and type when other hosts serve it
 * @param options what differs from {@link DEFAULT_SUPERVISION}
 * @throws CaravanError `supervision.invalid` listing every value that is not accepted.
 */
export function supervised(
  child: Pick<ChildBinding, 'kind' | 'type'>,
  options: SupervisionOptions = {},
): ChildBinding & { readonly supervise: Supervision } {
  const supervise: Supervision = {
    strategy: options.strategy ?? DEFAULT_SUPERVISION.strategy,
    intensity: { ...DEFAULT_SUPERVISION.intensity, ...options.intensity },
    backoff: { ...DEFAULT_SUPERVISION.backoff, ...options.backoff },
    exhausted: options.exhausted ?? DEFAULT_SUPERVISION.exhausted,
  }
  const problems = problemsOf(supervise)
  if (problems.length > 0) {
    throw new CaravanError(
      'supervision.invalid',
      `The supervision of "${child.kind}" cannot be used:\n- ${problems.join('\n- ')}`,
      { data: { kind: child.kind, problems } },
    )
  }
  return { kind: child.kind, type: child.type, supervise }
}

function problemsOf({ strategy, intensity, backoff, exhausted }: Supervision): readonly string[] {
  const { restarts, withinMs } = intensity
  const { firstMs, maxMs, jitter } = backoff
  const checks: readonly (readonly [boolean, string])[] = [
    [['one-for-one', 'one-for-all', 'rest-for-one'].includes(strategy), `strategy "${strategy}" is none`],
    [['escalate', 'stop'].includes(exhausted), `exhausted "${exhausted}" is neither "escalate" nor "stop"`],
    [
      Number.isInteger(restarts) && restarts >= 0 && restarts <= MAX_RESTARTS,
      `intensity.restarts must be a whole number from 0 to ${MAX_RESTARTS}, it is ${restarts}`,
    ],
    [Number.isFinite(withinMs) && withinMs > 0, `intensity.withinMs must be above 0, it is ${withinMs}`],
    [Number.isFinite(firstMs) && firstMs >= 0, `backoff.firstMs must be 0 or more, it is ${firstMs}`],
    [Number.isFinite(maxMs) && maxMs >= firstMs, `backoff.maxMs must be at least firstMs, it is ${maxMs}`],
    [jitter >= 0 && jitter <= 1, `backoff.jitter must be from 0 to 1, it is ${jitter}`],
  ]
  return checks.filter(([good]) => !good).map(([, problem]) => problem)
}
