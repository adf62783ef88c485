/** One host in a process of its own: `host-process.ts <servers> <prefix> <code>`; says `ready` and runs until it is killed. */
import { startHost } from '../../runtime/index.ts'
import { v1, v2 } from './machines.ts'

const [servers = '', prefix = '', code = ''] = process.argv.slice(2)
const host = await startHost({
  actors: [code === 'v2' ? v2 : v1],
  servers,
  prefix,
  id: `${code}-${process.pid}`,
})
process.send?.('ready')
process.once('SIGTERM', () => void host.stop(1_000).then(() => process.exit(0)))
