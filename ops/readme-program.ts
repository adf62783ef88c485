/** The smallest program of the README, as it is printed. */
export function smallestProgram(readme: string): string {
  const [, section = ''] = readme.split('\n## The smallest program\n')
  const program = /```ts\n([\s\S]*?)```/.exec(section)?.[1]
  if (program === undefined) throw new Error('The README prints no smallest program any more.')
  return program
}
