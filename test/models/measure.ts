/**
 * Many trips at once on failing models while hosts are killed: `npm run measure:models -- [trips] [hosts] [killed]`. Real processes on
 * one nats-server and a model server on loopback, of which one call in twenty goes wrong. It says how the trips ended and whether
 * the ledger agrees with what the server says that it charged; 1 is the exit code if it does not.
 */
import { runTrips } from './trips-on-hosts.ts'

const [trips = 100, hosts = 3, killed = 2] = process.argv.slice(2).map(Number)
const begun = performance.now()
const { results, entries, answered, calls, faults, costOf } = await runTrips({
  trips,
  hosts,
  killed,
  faultEvery: 20,
  waitMs: 30 * 60_000,
})
const seconds = (performance.now() - begun) / 1_000
const usd = (microUsd: number) => `${(microUsd / 1e6).toFixed(6)} USD`
const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0)

const known = entries.filter(({ estimated, inputTokens }) => !estimated && inputTokens > 0)
const estimated = entries.filter((entry) => entry.estimated)
const twice = known.length - new Set(known.map(({ inputTokens }) => inputTokens)).size
const unheard = known.filter(({ inputTokens }) => !answered.has(inputTokens)).length
const wrong = known.filter((entry) => entry.microUsd !== costOf(entry)).length
const unaccounted = answered.size - known.length - estimated.length
const statuses = Map.groupBy(results, ({ status }) => status)

process.stdout.write(
  [
    `${trips} trips on ${hosts} hosts, ${killed} of them killed, in ${seconds.toFixed(0)} s (with the start of everything)`,
    `ended: ${[...statuses].map(([status, all]) => `${all.length} ${status}`).join(', ')}`,
    `calls: ${calls}, ${faults} of them with a fault; answers that were sent whole: ${answered.size}`,
    `ledger: ${entries.length} entries; ${known.length} as reported (${usd(sum(known.map(({ microUsd }) => microUsd)))}), ${estimated.length} estimated (${usd(sum(estimated.map(({ microUsd }) => microUsd)))})`,
    `entries for one answer twice: ${twice}; for an answer that was never sent: ${unheard}; at another cost than reported: ${wrong}; answers in no entry: ${Math.max(0, unaccounted)}`,
    '',
  ].join('\n'),
)
const fine =
  twice === 0 && unheard === 0 && wrong === 0 && unaccounted <= 0 && statuses.get('success')?.length === trips
process.exitCode = fine ? 0 : 1
