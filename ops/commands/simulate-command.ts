/** `caravan simulate` */
import { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import { EXIT } from '../exit-codes.ts'
import { jsonDocument } from '../refuse.ts'
import type { SimulateFlags } from '../simulate/options.ts'

type Flags = SimulateFlags & { readonly json?: boolean; readonly mutations?: boolean }

export function simulateCommand(context: CommandContext): Command {
  return new Command('simulate')
    .description(
      'Run machines through crashes, stalls and lost answers in virtual time, and judge every step.',
    )
    .option('--seeds <number>', 'how many seeds (1000)')
    .option('--from <number>', 'the first seed (1)')
    .option('--seed <number>', 'one seed, with its trace')
    .option('--break <rule>', 'with a mistake that breaks this invariant or rule, such as I3 or R7')
    .option('--jobs <number>', 'processes (one per core)')
    .option('--mutations', 'how many seeds find each mistake, as the table of docs/simulation.md')
    .option('--json', 'print the report as one JSON document')
    .addHelpText(
      'after',
      '\nExit code: 0 when every invariant held; 1 when one was broken; 2 when the command line is wrong.',
    )
    .action(async ({ json = false, mutations = false, ...flags }: Flags) => {
      if (mutations) {
        const { mutationTable } = await import('../simulate/table.ts')
        context.out.write(await mutationTable((line) => context.err.write(`${line}\n`)))
        return
      }
      const [{ simulate }, { readSimulateOptions }, { textOf }] = await Promise.all([
        import('../simulate/simulate.ts'),
        import('../simulate/options.ts'),
        import('../simulate/report.ts'),
      ])
      const report = await simulate(readSimulateOptions(flags), (line) => context.err.write(`${line}\n`))
      context.out.write(json ? jsonDocument(report) : textOf(report))
      if (report.failed !== undefined) context.exit(EXIT.failed)
    })
}
