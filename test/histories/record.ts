/**
 * `npx node test/histories/record.ts`: records the journal of one trip as this code writes it, named by the version of its
 * machine. Add one when that version changes; never record an old one anew, for it says what lies in people's stores.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parseAddress } from '../../runtime/core/address.ts'
import { RUNTIME_VERSION } from '../../runtime/core/version.ts'
import { runHost } from '../../runtime/host/host.ts'
import { memoryDriver } from '../../runtime/memory/driver.ts'
import { fixtureRequest } from '../../ops/bench/fixture-sections.ts'
import { faultyDriver } from '../kit/faulty-driver.ts'
import { until } from '../kit/until.ts'
import { fixtureActors, type History } from './history.ts'

await using driver = memoryDriver()
const { trip, all } = fixtureActors('transport')
await using host = await runHost({ actors: all, driver: faultyDriver(driver), id: 'recorder' })
const ref = host.ref(trip, 'recorded')
await ref.create(fixtureRequest('recorded'))
await until(async () => (await ref.snapshot())?.status === 'done')
const entries = await Array.fromAsync(driver.read(parseAddress(ref.address), {}))
const history: History = { caravan: RUNTIME_VERSION, records: entries.map(({ record }) => record) }
const file = join(import.meta.dirname, `trip-version-${trip.version}.json.gz`)
await writeFile(file, gzipSync(JSON.stringify(history), { level: 9 }), { flag: 'wx' })
console.log(`${history.records.length} records in ${file}`)
