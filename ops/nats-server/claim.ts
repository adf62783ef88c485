import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { NatsServerError, systemCode } from './errors.ts'

const Identity = z.object({ pid: z.number().int().positive(), started: z.string() })

const Claim = z.object({
  /** The process that launched the server and answers for it. */
  owner: Identity,
  /** The server; absent while it is being started. */
  server: Identity.extend({ port: z.number().int().optional() }).optional(),
})

/** Who uses a data folder: the content of its `nats.pid`. */
export type Claim = z.infer<typeof Claim>

/** The file that says who uses a data folder. The server itself does not lock its store: two would corrupt it. */
function claimFile(dataDir: string): string {
  return join(dataDir, 'nats.pid')
}

/** The configuration file of the server of a data folder; its path in a command line identifies the server. */
export function configFile(dataDir: string): string {
  return join(dataDir, 'nats.conf')
}

/** Reads the claim on a data folder: `undefined` when there is none, `'unreadable'` when it was cut short. */
export async function readClaim(dataDir: string): Promise<Claim | 'unreadable' | undefined> {
  return parseClaim(await readIfThere(claimFile(dataDir)))
}

function parseClaim(text: string | undefined): Claim | 'unreadable' | undefined {
  if (text === undefined) return undefined
  try {
    return Claim.parse(JSON.parse(text))
  } catch {
    return 'unreadable'
  }
}

/**
 * Claims a folder for an owner, atomically: of several that try at once, one succeeds.
 * @returns `false` when somebody else has a claim
 */
export async function writeClaim(dataDir: string, claim: Claim): Promise<boolean> {
  // Written in full under another name first, so that nobody ever reads half a claim.
  const draft = await writeDraft(dataDir, claim)
  try {
    await link(draft, claimFile(dataDir))
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

/** Replaces one's own claim, for example to add the server's pid. */
export async function updateClaim(dataDir: string, claim: Claim): Promise<void> {
  await rename(await writeDraft(dataDir, claim), claimFile(dataDir))
}

/**
 * Removes a claim found to be dead.
 * Somebody else may have done the same and claimed the folder since: then theirs is put back.
 */
export async function dropClaim(dataDir: string, dead: Claim | 'unreadable'): Promise<void> {
  const aside = `${claimFile(dataDir)}.${randomUUID()}.old`
  try {
    await rename(claimFile(dataDir), aside)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return
    throw error
  }
  const taken = parseClaim(await readIfThere(aside))
  if (JSON.stringify(taken) !== JSON.stringify(dead)) {
    await link(aside, claimFile(dataDir)).catch(() => undefined)
  }
  await rm(aside, { force: true })
}

/** The error for a folder whose server belongs to a living process. */
export function storeInUse(dataDir: string, claim: Claim | undefined): NatsServerError {
  const who = claim === undefined ? 'another process' : `process ${claim.owner.pid}`
  return new NatsServerError(
    'nats.server.store-in-use',
    `The NATS data folder ${dataDir} is in use by ${who}: stop it or choose another data folder.`,
    {
      data: {
        dataDir,
        ...(claim === undefined ? {} : { owner: claim.owner.pid, server: claim.server?.pid }),
      },
    },
  )
}

async function writeDraft(dataDir: string, claim: Claim): Promise<string> {
  const draft = `${claimFile(dataDir)}.${randomUUID()}.new`
  try {
    await writeFile(draft, `${JSON.stringify(claim)}\n`)
    return draft
  } catch (error) {
    // A full disk leaves an empty file behind.
    await rm(draft, { force: true })
    throw error
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}
