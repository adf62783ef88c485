/** The store of a system that runs, for commands that look at it. */
import { natsDriver } from '../runtime/nats/driver.ts'
import type { Config } from './config.ts'
import { runningNats } from './nats.ts'

/**
 * Connects to the servers of `NATS_URL`, else to where a system on this machine has its own.
 * @throws CaravanError `nats.unreachable` and what else the driver throws
 */
export async function openStore({ nats }: Config): ReturnType<typeof natsDriver> {
  const servers = nats.servers ?? [`127.0.0.1:${nats.port}`]
  return natsDriver({ ...runningNats({ nats: { ...nats, servers } }).connect, name: 'caravan-command' })
}
