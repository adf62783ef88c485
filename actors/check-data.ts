import { checkGuides, type GuideFault } from './atlas/sights/check-guides.ts'
import { damagedFiles, SHIPPED, type DataFiles } from './data-files.ts'

/** The check of all the planner's own data, for those who add to it. */

/**
 * Everything that is wrong with the data, each with its file; empty when nothing is. Bad data never throws.
 * @param only guides by slug; default: all of them, and the other data files
 */
export function checkData(only?: readonly string[], files: DataFiles = SHIPPED): readonly GuideFault[] {
  const guides = checkGuides(files.guides, undefined, only)
  if (only) return guides
  const told = new Set(guides.map(({ file }) => file))
  const others = damagedFiles(files).filter(({ file }) => !told.has(file))
  return [...others.map(({ file, problem }) => ({ file, path: '', problem })), ...guides]
}
