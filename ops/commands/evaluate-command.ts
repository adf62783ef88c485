/** `caravan evaluate` */
import { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import type { EvaluateFlags } from '../evaluate/options.ts'
import { EXIT } from '../exit-codes.ts'
import { jsonDocument } from '../refuse.ts'
import { signalExitCode, watchSignals } from '../signals.ts'

export function evaluateCommand(context: CommandContext): Command {
  return new Command('evaluate')
    .description('Plan a fixed list of requests, and random ones, and judge every plan.')
    .option('--provider <name>', 'who answers the agents: offline, openai, azure or anthropic (offline)')
    .option('--fixed <number>', 'how many of the fixed requests, spread over the list (all)')
    .option('--requests <number>', 'random requests beside them (0)')
    .option('--seed <number>', 'what the random requests are drawn from (1)')
    .option('--json', 'print the report as one JSON document')
    .addHelpText('after', EVALUATE_HELP)
    .action(async ({ json = false, ...flags }: EvaluateFlags & { readonly json?: boolean }) => {
      const [{ readEvaluateOptions }, { reportText, runEvaluation }] = await Promise.all([
        import('../evaluate/options.ts'),
        import('../evaluate/run.ts'),
      ])
      const options = readEvaluateOptions(flags)
      using signals = watchSignals((signal) => process.exit(signalExitCode(signal)))
      const report = await runEvaluation(options, {
        config: context.config,
        signal: signals.stop,
        say: (line) => context.err.write(`${line}\n`),
      })
      context.out.write(json ? jsonDocument(report) : reportText(report))
      if (report.fell.length > 0) context.exit(EXIT.failed)
    })
}

const EVALUATE_HELP = `
Nothing is started and nothing is stored; models are asked, and paid, only with --provider. docs/evaluation.md has the
scorecard. Exit code: 0; 1 when a score is below the committed one.`
