/** `caravan atlas` */
import { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import { EXIT } from '../exit-codes.ts'
import { jsonDocument } from '../refuse.ts'

interface Flags {
  readonly json?: boolean
  readonly guides?: string
}

export function atlasCommand(context: CommandContext): Command {
  const command = new Command('atlas').description('The data that trips are planned from.')
  command
    .command('check')
    .description('everything that is wrong with the data, by file: run it after adding a destination')
    .argument('[cities...]', 'guides by file name, such as lisbon; without any, all data')
    .option('--guides <folder>', 'another folder of guides')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\ndocs/add-a-destination.md tells how to write a guide.\nExit code: 0 when all is well, 1 with faults.',
    )
    .action(async (cities: string[], { json = false, guides }: Flags) => {
      const [{ checkData }, { SHIPPED }, { faultsText, guidesFolder }] = await Promise.all([
        import('../../actors/check-data.ts'),
        import('../../actors/data-files.ts'),
        import('../atlas-faults.ts'),
      ])
      const files = guides === undefined ? SHIPPED : { ...SHIPPED, guides: guidesFolder(guides) }
      const faults = checkData(cities.length === 0 ? undefined : cities, files)
      context.out.write(json ? jsonDocument({ faults }) : faultsText(faults, process.cwd()))
      if (faults.length > 0) context.exit(EXIT.failed)
    })
  return command
}
