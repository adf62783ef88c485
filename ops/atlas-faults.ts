/** `caravan atlas check`: what it is given, and its faults for people. */
import { statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { CaravanError } from '../runtime/index.ts'
import type { GuideFault } from '../actors/atlas/sights/check-guides.ts'

/** One block per file, its faults below it; a sentence when there are none. @param from the folder that paths are told from */
export function faultsText(faults: readonly GuideFault[], from: string): string {
  if (faults.length === 0) return 'Nothing is wrong with the data.\n'
  const byFile = Map.groupBy(faults, ({ file }) => file)
  const blocks = [...byFile].map(([file, own]) =>
    [
      relative(from, file),
      ...own.map(({ path, problem }) => `  ${path === '' ? '' : `${path}: `}${problem}`),
    ].join('\n'),
  )
  const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`
  return `${blocks.join('\n')}\n${count} in ${byFile.size === 1 ? '1 file' : `${byFile.size} files`}.\n`
}

/** The absolute path of a folder. @throws CaravanError `command.option.invalid` when it is none */
export function guidesFolder(given: string): string {
  const folder = resolve(given)
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new CaravanError('command.option.invalid', `--guides is "${given}": give a folder of guides.`)
  return folder
}
