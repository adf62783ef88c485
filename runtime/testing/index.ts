/**
 * The public door to testing: {@link testKit} for one's own machines. It needs no server, no test runner and no waiting.
 */
export { testKit, type CrashPoint, type TestKit, type TestKitOptions } from './kit.ts'
export type { Duration } from './duration.ts'
