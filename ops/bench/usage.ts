/** What a process has used, from `/proc`; on other systems nothing is known. */
import { readFile } from 'node:fs/promises'

export interface Usage {
  readonly cpuSeconds: number
  readonly memoryMb: number
  /** The most that it ever held. */
  readonly peakMb: number
}

/** Kernel ticks per second; fixed at 100 for user space on every Linux. */
const TICKS = 100

export async function usageOf(pid: number): Promise<Usage | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The name is in parentheses and may hold anything; user and system time are the 12th and 13th field after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    const megabytes = (name: string) =>
      Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1_024
    return {
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
      memoryMb: megabytes('VmRSS'),
      peakMb: megabytes('VmHWM'),
    }
  } catch {
    return undefined
  }
}

/** What processes use while `run` is under way: their CPU in between, their memory at its end. */
export async function withUsage<T>(
  pids: readonly number[],
  run: () => Promise<T>,
): Promise<readonly [T, readonly (Usage | null)[]]> {
  const before = await Promise.all(pids.map(usageOf))
  const result = await run()
  const after = await Promise.all(pids.map(usageOf))
  const used = pids.map((_, index) => {
    const [first, last] = [before[index], after[index]]
    if (first === undefined || last === undefined) return null
    return { ...last, cpuSeconds: last.cpuSeconds - first.cpuSeconds }
  })
  return [result, used]
}
