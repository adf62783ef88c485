/**
 * Options for Node with which a process stays small: the container image has them, and `caravan bench --small-heap`
 * gives them to its hosts. V8 grows both parts of the heap for speed as long as there is room: with a thousand trips under way
 * to three times of what is alive.
 */
export const SMALL_HEAP: readonly string[] = [
  '--max-semi-space-size=8', // MB, of three that hold what is new
  '--heap-growing-percent=120', // how far the rest may grow beyond what was alive at the last full collection
]

/** For the C library: what threads of the process free goes back to two places instead of one for each thread. */
export const SMALL_HEAP_ENV = { MALLOC_ARENA_MAX: '2' } as const
