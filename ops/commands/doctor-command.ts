/** `caravan doctor` */
import { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'

export function doctorCommand(context: CommandContext): Command {
  return new Command('doctor')
    .description('Try the settings: keys, every model that an agent may ask, token limits, NATS.')
    .option('--json', 'print what was found as one JSON document')
    .addHelpText('after', DOCTOR_HELP)
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const { doctor } = await import('../doctor.ts')
      context.exit(await doctor(context, json))
    })
}

const DOCTOR_HELP = `
Each model is asked the smallest question there is, which costs some millionths of a dollar and is in no ledger. Nothing is
started and nothing is changed. Exit code 0: everything works; 1: something does not; 2: the settings are wrong.`
