/** `caravan plan` */
import { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import { PLAN_FLAGS, type GivenFlags } from '../plan-flags.ts'
import { sortOut } from '../unknown-flags.ts'

/** `--json` and `--url`, and every flag as often as it was given; `true`: without its value. */
type Options = Readonly<Record<string, true | readonly string[]>>

export function planCommand(context: CommandContext): Command {
  const command = new Command('plan')
    .description('Plan a trip: progress while it is planned, then the plan.')
    .usage('<destinations...> [flags]')
    .argument('[destinations...]', 'places or IATA airport codes, in the order of travel')
    // Everything that is wrong is told at once, so nothing here may end the program at the first fault.
    .allowUnknownOption()
    .allowExcessArguments()
  const collect = (value: string, earlier: unknown): string[] => [
    ...(Array.isArray(earlier) ? (earlier as string[]) : []),
    value,
  ]
  for (const { name, value, about, sort } of PLAN_FLAGS) {
    if (sort === 'switch') command.option(`--${name}`, about)
    else command.option(`--${name} [${value}]`, about, collect)
  }
  return command
    .option('--url [address]', 'plan on the Caravan that runs there, over HTTP only', collect)
    .option('--json', 'print the result as one JSON document, and everything else to standard error')
    .addHelpText('after', PLAN_HELP)
    .action(async (_: unknown, options: Options) => {
      const known = command.options
        .map(({ long }) => long)
        .filter((long) => long !== undefined && long !== null)
      const { operands, problems } = sortOut(command.args, [...known, '--help'])
      const { plan } = await import('../plan.ts')
      context.exit(
        await plan(context, {
          destinations: operands,
          flags: Object.fromEntries(
            Object.entries(options).map(([name, values]) => [name, valuesOf(values)]),
          ),
          json: options['json'] === true,
          problems,
        }),
      )
    })
}

function valuesOf(values: true | readonly string[]): GivenFlags[string] {
  return values === true ? [undefined] : values
}

const PLAN_HELP = `
A Caravan that runs already is used: the one at --url, else the one on this machine. Without either, one is started for
this plan alone, and stopped and forgotten afterwards. Only destinations are needed; "caravan plan" tells what it assumed.

Examples:
  caravan plan Lisbon
  caravan plan Tokyo Kyoto --from Lisbon --start 2027-03-15 --days 7 --adults 2 --budget 5000 --prefer food,culture
  caravan plan OPO --days 4 --budget 900 --currency EUR --json > trip.json

Exit code: 0 when there is a plan, though perhaps a degraded one; 1 when it failed; 2 when the command line is wrong.`
