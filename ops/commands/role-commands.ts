/** `caravan host`, `caravan gateway` and `caravan hosts`: the parts of a system as processes of their own. */
import { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import type { RoleFlags } from '../role-options.ts'

type Options = RoleFlags & { readonly logFile?: string; readonly json?: boolean }

const NATS_FLAG = ['--nats <servers>', 'the NATS to use: NATS_URL, else that of the Caravan here'] as const
const LOG_FLAG = ['--log-file <path>', 'write the log there instead of to standard error'] as const

export function hostCommand(context: CommandContext): Command {
  const command = strict('host')
    .description('Run one more host: it takes its share of the work until it is stopped.')
    .option('--kinds <kinds>', 'serve these kinds of actors only, separated by commas')
    .option(
      '--slots <number>',
      'tasks at once, over all kinds and of each (MAX_CONCURRENT_AGENTS, and the pools of ENVIRONMENT)',
    )
    .option('--id <name>', 'what it is called; a host that starts with the name of another replaces it')
    .option('--metrics-port <number>', 'tell metrics at /metrics on this port of HOST, 0 for any free one')
    .option('--drain <seconds>', 'how long a stop waits for calls that run, before it hands them over (10)')
    .option(...NATS_FLAG)
    .option(...LOG_FLAG)
    .addHelpText('after', HOST_HELP)
  return command.action(async (_: unknown, flags: Options) => {
    const { host, servableKinds } = await import('../host.ts')
    const call = await callOf(context, command, flags, servableKinds())
    context.exit(await host(call))
  })
}

export function gatewayCommand(context: CommandContext): Command {
  const command = strict('gateway')
    .description('Run one more gateway: page, HTTP, WebSocket and NATS requests, without actors.')
    .option('--port <number>', 'where to listen, 0 for any free port (PORT)')
    .option(...NATS_FLAG)
    .option(...LOG_FLAG)
  return command.action(async (_: unknown, flags: Options) => {
    const call = await callOf(context, command, flags, [])
    const { gatewayProcess } = await import('../gateway-process.ts')
    context.exit(await gatewayProcess(call))
  })
}

export function hostsCommand(context: CommandContext): Command {
  const command = strict('hosts')
    .description('Show the hosts that run now, what they serve and which partitions they own.')
    .option('--json', 'print them as one JSON document')
    .option(...NATS_FLAG)
  return command.action(async (_: unknown, flags: Options) => {
    const { options } = await callOf(context, command, flags, [])
    const { hosts } = await import('../hosts.ts')
    context.exit(await hosts(context, options.config, flags.json === true))
  })
}

/** Everything that is wrong is told at once, so nothing here ends the program at the first fault. */
function strict(name: string): Command {
  return new Command(name).usage('[flags]').argument('[rest...]').allowUnknownOption()
}

async function callOf(context: CommandContext, command: Command, flags: Options, kinds: readonly string[]) {
  const [{ readRoleOptions }, { usualServer }] = await Promise.all([
    import('../role-options.ts'),
    import('../nats.ts'),
  ])
  const config = await context.config()
  const known = command.options.flatMap(({ long }) => (long ? [long] : []))
  return {
    options: readRoleOptions(config, flags, await usualServer(config), kinds, {
      words: command.args,
      flags: [...known, '--help'],
    }),
    logFile: flags.logFile,
    say: (line: string) => void context.out.write(`${line}\n`),
    warn: (line: string) => void context.err.write(`caravan: ${line}\n`),
  }
}

const HOST_HELP = `
Any number of hosts share the work of one NATS: whoever joins takes its share, whoever stops hands its own over, and what a
host that was killed had in hand goes on elsewhere within seconds. Without --kinds a host serves all kinds.

Examples:
  caravan host
  caravan host --kinds planning --slots 8 --nats nats.example:4222

The first Ctrl-C (or SIGTERM) drains: no new work, partitions move at once, calls that run may finish. A second one leaves at once.`
