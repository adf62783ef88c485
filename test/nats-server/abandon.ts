// Run as a program: launches a server on the given data folder and prints its pid and port. The test then kills it.
import { launchNatsServer } from '../../ops/nats-server/launch.ts'

const [binary, dataDir] = process.argv.slice(2)
if (binary === undefined || dataDir === undefined) throw new Error('usage: abandon.ts <binary> <data folder>')
const server = await launchNatsServer({ binary, dataDir })
console.log(JSON.stringify({ pid: server.pid, port: server.port }))
await server.exited
