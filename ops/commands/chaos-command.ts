/** `caravan chaos` */
import { Command } from 'commander'
import type { ChaosFlags } from '../chaos/options.ts'
import type { CommandContext } from '../command-context.ts'
import { EXIT } from '../exit-codes.ts'
import { jsonDocument } from '../refuse.ts'
import { signalExitCode, watchSignals } from '../signals.ts'

export function chaosCommand(context: CommandContext): Command {
  return new Command('chaos')
    .description(
      'Kill, pause, drain and cut off hosts and their nats-server under load, and check what is left.',
    )
    .option('--trips <number>', 'trips at least; the load goes on for as long as faults do (500)')
    .option('--in-flight <number>', 'trips under way at any time (100)')
    .option('--hosts <number>', 'host processes (4)')
    .option('--seconds <number>', 'how long faults are made (90)')
    .option('--agents-ms <number>', "mean length of an agent's call (150)")
    .option('--slots <number>', 'concurrent calls on one host (10)')
    .option('--skew-ms <number>', 'how far clocks of hosts are off, to either side (1000)')
    .option('--seed <text>', 'repeat the faults of another run')
    .option('--keep <folder>', 'keep evidence, store and report there')
    .option('--json', 'print the report as one JSON document')
    .addHelpText(
      'after',
      '\nExit code: 0 when nothing was lost or done twice and every kind of fault happened; 1 when not; 2 when the command line is wrong.',
    )
    .action(async ({ json = false, ...flags }: ChaosFlags & { readonly json?: boolean }) => {
      const [{ chaos }, { readChaosOptions }, { chaosText }] = await Promise.all([
        import('../chaos/chaos.ts'),
        import('../chaos/options.ts'),
        import('../chaos/report.ts'),
      ])
      const options = readChaosOptions(flags)
      using signals = watchSignals((signal) => process.exit(signalExitCode(signal)))
      const say = (line: string) => context.err.write(`${line}\n`)
      say(`seed ${options.seed}`)
      const report = await chaos(options, say, signals.stop)
      context.out.write(json ? jsonDocument(report) : `${chaosText(report)}\n`)
      context.exit(report.ok ? EXIT.ok : EXIT.failed)
    })
}
