/**
 * The data folder: everything that outlives a stop. Who uses it is settled by the claim that the launched nats-server's
 * folder carries, for two servers on one store would corrupt it; a claim of a process that is gone is taken over.
 */
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CaravanError } from '../runtime/core/errors.ts'
import { NatsServerError, systemCode } from './nats-server/errors.ts'

/** Name of the log in a data folder. */
export const LOG_FILE = 'caravan.log'

/**
 * Makes the folder if need be and proves that it takes a file.
 * @throws CaravanError `data.unwritable`, `data.disk-full`
 */
export async function prepareDataFolder(home: string): Promise<void> {
  const probe = join(home, `.probe-${process.pid}`)
  try {
    await mkdir(home, { recursive: true })
    await using file = await open(probe, 'w')
    // An empty file fits on a full disk.
    await file.writeFile(Buffer.alloc(4_096))
  } catch (error) {
    throw explain(error, home)
  } finally {
    await rm(probe, { force: true }).catch(() => undefined)
  }
}

/** Says what a refused claim or a full disk means for the person who started the system; anything else stays as it is. */
export function explainDataFolder(error: unknown, home: string): unknown {
  // The server's own words, when the disk fills up while streams are made.
  if (error instanceof Error && /no space left on device|disk quota exceeded/i.test(error.message)) {
    return full(home, error)
  }
  if (!(error instanceof NatsServerError)) return error
  switch (error.code) {
    case 'nats.server.store-in-use': {
      const owner = error.data['owner']
      const who = typeof owner === 'number' ? ` (process ${owner})` : ''
      return new CaravanError(
        'data.in-use',
        `Caravan already runs on the data folder ${home}${who}: use that one, stop it, or set CARAVAN_HOME to another folder.`,
        { cause: error, data: { home, ...(typeof owner === 'number' ? { owner } : {}) } },
      )
    }
    case 'nats.server.store-unwritable':
      return unwritable(home, error)
    case 'nats.server.disk-full':
      return full(home, error)
    default:
      return error
  }
}

function explain(error: unknown, home: string): unknown {
  const code = systemCode(error) ?? ''
  if (['ENOSPC', 'EDQUOT'].includes(code)) return full(home, error)
  const refused = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR', 'ENAMETOOLONG', 'ENOENT']
  return refused.includes(code) ? unwritable(home, error) : error
}

function full(home: string, cause: unknown): CaravanError {
  return new CaravanError(
    'data.disk-full',
    `The disk of the data folder ${home} is full: free some space, or set CARAVAN_HOME to a folder elsewhere.`,
    { cause, data: { home } },
  )
}

function unwritable(home: string, cause: unknown): CaravanError {
  return new CaravanError(
    'data.unwritable',
    `The data folder ${home} cannot be written: check that it is a folder and who owns it, or set CARAVAN_HOME to another one.`,
    { cause, data: { home } },
  )
}
