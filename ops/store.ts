/** The store of a system that runs, for commands that look at it. */
import { natsDriver } from '../runtime/nats/driver.ts'
import type { Config } from './config.ts'
import { runningNats } from './nats.ts'

/**
 * Connects to the servers of `NATS_URL`, else to where a system on this machine has its own.
 * @throws CaravanError `nats.unreachable` and what else the driver throws
 */
export async function openStore(config: Config): ReturnType<typeof natsDriver> {
  const servers = config.nats.servers ?? [`127.0.0.1:${config.nats.port}`]
  const nats = { ...config.nats, servers }
  return natsDriver({ ...runningNats({ ...config, nats }).connect, name: 'caravan-command' })
}
