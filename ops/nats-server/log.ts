import { open, stat } from 'node:fs/promises'
import { systemCode } from './errors.ts'

/** Size of a log file in bytes; 0 when there is none yet. */
export async function logSize(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 0
    throw error
  }
}

/** What was written to a log file behind a position; everything when the file was replaced by a shorter one. */
export async function readLogSince(path: string, position: number): Promise<string> {
  const size = await logSize(path)
  if (size === 0) return ''
  const start = size < position ? 0 : position
  await using file = await open(path, 'r')
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start)
  return buffer.toString('utf8', 0, bytesRead)
}
