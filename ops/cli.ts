/** The command line. Commands load what they need when they run, so that `--help` and bad input answer at once. */
import { Command, CommanderError } from 'commander'
import { processContext } from './command-context.ts'
import { actorsCommand } from './commands/actors-command.ts'
import { atlasCommand } from './commands/atlas-command.ts'
import { benchCommand } from './commands/bench-command.ts'
import { cacheCommand } from './commands/cache-command.ts'
import { chaosCommand } from './commands/chaos-command.ts'
import { costsCommand } from './commands/costs-command.ts'
import { deadLettersCommand } from './commands/dead-letters-command.ts'
import { doctorCommand } from './commands/doctor-command.ts'
import { evaluateCommand } from './commands/evaluate-command.ts'
import { planCommand } from './commands/plan-command.ts'
import { gatewayCommand, hostCommand, hostsCommand } from './commands/role-commands.ts'
import { showCommand } from './commands/show-command.ts'
import { simulateCommand } from './commands/simulate-command.ts'
import { tripCommand } from './commands/trip-command.ts'
import { startCommand } from './commands/start-command.ts'
import { EXIT } from './exit-codes.ts'
import { failureOf } from './failure-text.ts'
import { presentFailure } from './refuse.ts'
import { systemCode } from './nats-server/errors.ts'
import packageFile from '../package.json' with { type: 'json' }

/** After a command is done nothing should still run; what does anyway gets this long. */
const LINGER_MS = 2_000

/** Runs one command line, without the program's own name, and sets the exit code. */
export async function run(args: readonly string[]): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreGone)
  const context = processContext((code) => (process.exitCode = code))
  const program = new Command('caravan')
    .description('Plans trips with seven agents that survive crashes. Runs on one machine as it is.')
    .version(packageFile.version)
    .enablePositionalOptions()
    // Values are optional only so that a missing one can be told together with everything else.
    .configureHelp({ optionTerm: ({ flags }) => flags.replace('[', '<').replace(']', '>') })
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText(
      'after',
      '\nTry: caravan plan Tokyo Kyoto --from Lisbon --days 7 --budget 5000\n"caravan help <command>" explains a command.',
    )
  for (const make of [
    startCommand,
    planCommand,
    showCommand,
    hostCommand,
    gatewayCommand,
    hostsCommand,
    doctorCommand,
    benchCommand,
    chaosCommand,
    cacheCommand,
    actorsCommand,
    deadLettersCommand,
    costsCommand,
    tripCommand,
    simulateCommand,
    atlasCommand,
    evaluateCommand,
  ]) {
    const command = make(context).copyInheritedSettings(program)
    for (const inner of command.commands) inner.copyInheritedSettings(command)
    program.addCommand(command)
  }
  try {
    await program.parseAsync(helpOfInner(program, args), { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.badInput
    else
      process.exitCode = presentFailure(
        context,
        args.includes('--json'),
        failureOf(error, await context.debug()),
      )
  }
  setTimeout(() => process.exit(), LINGER_MS).unref()
}

/** `help actors repair` is `actors help repair`: commander's own help looks at one word only. */
function helpOfInner(program: Command, args: readonly string[]): string[] {
  const [first, outer = '', ...inner] = args
  const hasInner = program.commands.some((command) => command.name() === outer && command.commands.length > 0)
  return first === 'help' && hasInner ? [outer, 'help', ...inner] : [...args]
}

/** The reader of a pipe has left, or the terminal was closed: there is nobody left to tell. */
function ignoreGone(error: Error): void {
  if (!['EPIPE', 'EIO', 'ENXIO'].includes(systemCode(error) ?? '')) throw error
}
