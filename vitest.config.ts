import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take longest, above all because they wait: begun last, one of them would keep a core idle to the end. */
const LONGEST = [
  'test/crash/crash.test.ts',
  'test/simulation/seeds.test.ts',
  'test/ops/start.test.ts',
  'test/ops/plan.test.ts',
  'test/page/page.test.ts',
  'test/spending/killed-hosts.test.ts',
  'test/package/package.test.ts',
  'test/models/plan-on-servers.test.ts',
  'test/ops/roles.test.ts',
  'test/agents/command-line.test.ts',
  'test/chaos/chaos.test.ts',
  'test/ops/secrets.test.ts',
  'test/ops/command-line.test.ts',
  'test/nats-server/provision.test.ts',
  'test/trip-plan/whole-trips.test.ts',
  'test/contract/drivers.test.ts',
  'test/hosts/standstill.test.ts',
  'test/models/killed-hosts.test.ts',
  'test/evaluate/scorecard.test.ts',
  'test/spending/plan-waits.test.ts',
  'test/crash/outage.test.ts',
  'test/upgrade/rolling.test.ts',
  'test/upgrade/processes.test.ts',
  'test/upgrade/dry-run.test.ts',
  'test/bad-input/disk-full.test.ts',
  'test/storage/trip-context.test.ts',
  'test/bad-input/store.test.ts',
  'test/bench/bench.test.ts',
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

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Files share their workers, and with them what they import, which takes longer than many of them: every file puts
    // back what it changes of its process, and closes what it opened.
    isolate: false,
    restoreMocks: true,
    unstubEnvs: true,
    // Wide, for a machine that does other things as well: no test waits this long for what it expects.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores: more workers than that only fight over nats-server.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
  },
})
