/** What the exit code of a command says. */
export const EXIT = {
  /** Done; a trip that is degraded is done too. */
  ok: 0,
  /** Not done: a trip that failed, a system that did not start. */
  failed: 1,
  /** The command line, the request or the configuration is wrong. */
  badInput: 2,
} as const
