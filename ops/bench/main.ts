/** Runs a bench by itself: `node ops/bench/main.ts --trips 1000 --concurrency 100 --hosts 1 --json`. */
import { parseArgs } from 'node:util'
import { CaravanError } from '../../runtime/index.ts'
import { bench } from './bench.ts'
import { readBenchOptions } from './options.ts'
import { tableOf } from './report.ts'

const text = { type: 'string' } as const
const { values } = parseArgs({
  options: {
    trips: text,
    concurrency: text,
    hosts: text,
    runs: text,
    profile: text,
    json: { type: 'boolean' },
  },
})
const { json = false, ...flags } = values
try {
  const report = await bench(readBenchOptions(flags), (line) => process.stderr.write(`${line}\n`))
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${tableOf(report)}\n`)
} catch (error) {
  if (!(error instanceof CaravanError)) throw error
  process.stderr.write(`bench: ${error.message}\n`)
  process.exitCode = error.code === 'bench.option.invalid' ? 2 : 1
}
