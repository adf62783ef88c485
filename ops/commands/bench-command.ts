/** `caravan bench` */
import { Command } from 'commander'
import type { BenchFlags } from '../bench/options.ts'
import type { CommandContext } from '../command-context.ts'
import { jsonDocument } from '../refuse.ts'
import { signalExitCode, watchSignals } from '../signals.ts'

export function benchCommand(context: CommandContext): Command {
  return new Command('bench')
    .description(
      'Measure how many trips per second this machine runs, beside the bare writes they consist of.',
    )
    .option('--trips <number>', 'trips that are measured, per run (1000)')
    .option(
      '--warm-up <number>',
      'trips before them, which are not measured (2000 for each host, or twice as many as are measured)',
    )
    .option('--concurrency <number>', 'trips under way at any time (100)')
    .option('--hosts <number>', 'processes that share the actors (1)')
    .option('--runs <number>', 'runs, of which the median counts (1)')
    .option('--sync', 'the server forces every write to disk (sync_interval: always)')
    .option('--agents-ms <number>', 'how long each agent takes to answer (0)')
    .option(
      '--paid',
      'calls are on record before they are made, as with models; else they cost nothing, as offline',
    )
    .option(
      '--passivated <number>',
      'actors that are made and left alone first, for what they cost in memory (0)',
    )
    .option('--small-heap', 'hosts run with the options of the container image, for less memory')
    .option('--profile <folder>', 'write CPU profiles of the hosts there')
    .option('--json', 'print the report as one JSON document')
    .action(async ({ json = false, ...flags }: BenchFlags & { readonly json?: boolean }) => {
      const [{ bench }, { readBenchOptions }, { tableOf }] = await Promise.all([
        import('../bench/bench.ts'),
        import('../bench/options.ts'),
        import('../bench/report.ts'),
      ])
      const options = readBenchOptions(flags)
      using signals = watchSignals((signal) => process.exit(signalExitCode(signal)))
      const report = await bench(options, (line) => context.err.write(`${line}\n`), signals.stop)
      context.out.write(json ? jsonDocument(report) : `${tableOf(report)}\n`)
    })
}
