/** The limits of admission as the runtime takes them: the disk is this machine's when the store is. */
import { statfs } from 'node:fs/promises'
import type { AdmissionLimits } from '../runtime/index.ts'
import type { Config } from './config.ts'

/** Whether NATS keeps its data in the data folder is known by whether it runs elsewhere. */
export function admissionOf({ admission, nats, home }: Config): AdmissionLimits {
  const { backlog, mailbox, fullness, leastFree: least } = admission
  const limits = { backlog, mailbox, fullness }
  return nats.servers === undefined ? { ...limits, free: { least, read: () => freeBytes(home) } } : limits
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
