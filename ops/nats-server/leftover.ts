import { readdir, realpath } from 'node:fs/promises'
import { configFile, dropClaim, readClaim, storeInUse, writeClaim } from './claim.ts'
import type { Claim } from './claim.ts'
import { systemCode } from './errors.ts'
import { endProcess, identifyProcess, isSameProcess } from './processes.ts'
import type { ProcessIdentity } from './processes.ts'

/** A server still running on a data folder although the process that launched it is gone. */
export interface Leftover extends ProcessIdentity {
  /** The port it listens on, when its launcher lived long enough to note it. */
  readonly port?: number
}

/** How long a leftover server may take to write out its data, in milliseconds. */
const LEFTOVER_GRACE_MS = 15_000

/**
 * Finds a server that a killed process left behind on this data folder.
 * Only a process whose start time matches the note and whose command line names this folder's configuration
 * file counts; a server whose launcher still runs is nobody's leftover.
 */
export async function findLeftover(dataDir: string): Promise<Leftover | undefined> {
  const folder = await realpath(dataDir).catch(() => undefined)
  if (folder === undefined) return undefined
  const claim = await readClaim(folder)
  if (claim === undefined) return undefined
  if (claim !== 'unreadable' && (await isSameProcess(claim.owner))) return undefined
  return await serverOf(folder, claim)
}

/**
 * Makes the calling process the only user of a data folder.
 * A leftover server is stopped rather than adopted: nobody is told when a process that is not a child ends, and
 * its binary and settings are those of an earlier run.
 * @param folder the data folder, without symbolic links
 * @returns the claim, to be completed once the server runs
 * @throws NatsServerError `nats.server.store-in-use` when a living process uses the folder
 */
export async function takeFolder(folder: string): Promise<Claim> {
  const self = await identifyProcess(process.pid)
  if (self === undefined) throw new Error('this process cannot be found in the process table')
  const mine: Claim = { owner: { pid: self.pid, started: self.started } }

  // Each round either wins, meets a living owner, or clears one dead claim away.
  for (let round = 0; round < 5; round += 1) {
    if (await writeClaim(folder, mine)) return mine
    const theirs = await readClaim(folder)
    if (theirs === undefined) continue
    const server = await serverOf(folder, theirs)
    if (theirs !== 'unreadable' && (await isSameProcess(theirs.owner))) {
      const starting = theirs.server === undefined
      if (starting || server !== undefined) throw storeInUse(folder, theirs)
    }
    if (server !== undefined) await endProcess(server, LEFTOVER_GRACE_MS)
    await dropClaim(folder, theirs)
  }
  throw storeInUse(folder, undefined)
}

async function serverOf(folder: string, claim: Claim | 'unreadable'): Promise<Leftover | undefined> {
  const noted = claim === 'unreadable' ? undefined : claim.server
  if (noted === undefined) return await searchServer(folder)
  const found = await identifyProcess(noted.pid)
  if (found === undefined || found.started !== noted.started || !serves(found, folder)) return undefined
  return noted.port === undefined ? found : { ...found, port: noted.port }
}

/**
 * The launcher may be killed after the server started and before its pid was noted. Without `/proc` that
 * moment is not covered.
 */
async function searchServer(folder: string): Promise<Leftover | undefined> {
  const names = await readdir('/proc').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return []
    throw error
  })
  for (const name of names) {
    if (!/^\d+$/.test(name)) continue
    const found = await identifyProcess(Number(name))
    if (found !== undefined && serves(found, folder)) return found
  }
  return undefined
}

function serves(candidate: ProcessIdentity, folder: string): boolean {
  return candidate.command.endsWith(` -c ${configFile(folder)}`)
}
