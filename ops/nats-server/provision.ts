import { join } from 'node:path'
import { NatsServerError } from './errors.ts'
/** Path of the binary kept in a cache folder. */
export function cachedBinary(cacheDir: string): string {
  return join(cacheDir, 'bin', 'nats-server')
}
export async function provisionNatsServer(_options: {
  cacheDir: string
  minimum?: string
}): Promise<{ path: string; version: string }> {
  throw new NatsServerError('nats.server.provision-failed', 'not yet')
}
