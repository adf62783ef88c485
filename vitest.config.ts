import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Files that start no process, no server and no timer that outlives them: they share their workers, and with them what
 * they import, which takes longer than most of them.
 */
const PURE = [
  'atlas',
  'codec',
  'histories',
  'kernel',
  'machines',
  'offline',
  'request',
  'sights',
  'trip-plan',
]

/** Files that take longest, above all because they wait: begun last, one of them would keep a core idle to the end. */
const LONGEST = [
  'test/crash/crash.test.ts',
  'test/simulation/seeds.test.ts',
  'test/hosts/standstill.test.ts',
  'test/ops/plan.test.ts',
  'test/models/plan-on-servers.test.ts',
  'test/models/killed-hosts.test.ts',
  'test/chaos/chaos.test.ts',
  'test/package/package.test.ts',
  'test/ops/start.test.ts',
  'test/bench/bench.test.ts',
  'test/crash/outage.test.ts',
  'test/ops/command-line.test.ts',
  'test/agents/command-line.test.ts',
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const index = LONGEST.findIndex((file) => moduleId.endsWith(file))
      return index < 0 ? LONGEST.length : index
    }
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b))
  }
}

// Hosts and tools that tests start, many of them only to be killed, need not compile everything each time.
const compiled = join(import.meta.dirname, 'node_modules', '.cache', 'compiled')
process.env['NODE_COMPILE_CACHE'] ??= compiled

const pure = PURE.map((folder) => `test/${folder}/**/*.test.ts`)
const common = {
  // Wide, for a machine that does other things as well: no test waits this long for what it expects.
  testTimeout: 60_000,
  hookTimeout: 120_000,
  // Two cores: more workers than that only fight over nats-server.
  maxWorkers: 2,
}

export default defineConfig({
  test: {
    ...common,
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { ...common, name: 'whole', include: ['test/**/*.test.ts'], exclude: pure } },
      { test: { ...common, name: 'pure', include: pure, isolate: false } },
    ],
  },
})
