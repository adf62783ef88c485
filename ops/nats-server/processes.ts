import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { systemCode } from './errors.ts'
import { runCommand } from './command.ts'

/** A process as the system shows it now. */
export interface ProcessIdentity {
  readonly pid: number
  /** When it started, in the system's own notation: with the pid it names one process, not a later namesake. */
  readonly started: string
  /** Its command line, arguments joined by one space. */
  readonly command: string
}

/**
 * Looks a process up: in `/proc` on Linux, with `ps` elsewhere.
 * @returns `undefined` when there is no such process, or only the remains of one nobody has collected yet
 */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  return process.platform === 'linux' ? await fromProc(pid) : await fromPs(pid)
}

async function fromProc(pid: number): Promise<ProcessIdentity | undefined> {
  try {
    const [stat, command] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
    ])
    // The second field is the name in parentheses and may hold anything, so count from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state, started] = [fields[0], fields[19]]
    if (state === 'Z' || state === 'X' || started === undefined) return undefined
    return { pid, started, command: command.split('\0').join(' ').trimEnd() }
  } catch (error) {
    // ESRCH: it ended between opening and reading the file.
    if (['ENOENT', 'ESRCH', 'EACCES'].includes(systemCode(error) ?? '')) return undefined
    throw error
  }
}

async function fromPs(pid: number): Promise<ProcessIdentity | undefined> {
  const env = { ...process.env, LC_ALL: 'C' }
  const { code, stdout } = await runCommand('ps', ['-ww', '-p', `${pid}`, '-o', 'stat=,lstart=,command='], {
    env,
  })
  // "Ss   Sat Nov 22 16:22:37 2026     /usr/bin/program --with arguments"
  const match = /^\s*(\S+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(.*\S)\s*$/.exec(stdout)
  const [state, started, command] = match?.slice(1) ?? []
  if (code !== 0 || state === undefined || started === undefined || command === undefined) return undefined
  if (state.startsWith('Z')) return undefined
  return { pid, started: started.replace(/\s+/g, ' '), command }
}

/**
 * Ends a process that is not this one's child: first politely, then with SIGKILL.
 * The start time is compared before each signal, so that a pid taken over by a stranger is left alone.
 * @param graceMs how long a polite request may take, in milliseconds
 */
export async function endProcess(identity: ProcessIdentity, graceMs: number): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGTERM', graceMs],
    ['SIGKILL', 10_000],
  ] as const) {
    if (!(await isSameProcess(identity))) return
    try {
      process.kill(identity.pid, signal)
    } catch (error) {
      if (systemCode(error) === 'ESRCH') return
      throw error
    }
    for (let waited = 0; waited < patienceMs; waited += 20) {
      if (!(await isSameProcess(identity))) return
      await delay(20)
    }
  }
  throw new Error(`process ${identity.pid} does not end`)
}

/** Whether this very process, and not a later one with its pid, is still running. */
export async function isSameProcess(known: {
  readonly pid: number
  readonly started: string
}): Promise<boolean> {
  const now = await identifyProcess(known.pid)
  return now?.started === known.started
}
