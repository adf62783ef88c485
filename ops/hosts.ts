/** `caravan hosts`: who runs actors now, and what each owns. */
import { connectClient, type HostStatus } from '../runtime/index.ts'
import type { CommandContext } from './command-context.ts'
import type { Config } from './config.ts'
import { EXIT } from './exit-codes.ts'
import { runningNats } from './nats.ts'
import { jsonDocument } from './refuse.ts'

/** Prints the hosts. @returns the exit code @throws CaravanError `nats.unreachable`, `store.none` */
export async function hosts(context: CommandContext, config: Config, json: boolean): Promise<number> {
  const place = { ...runningNats(config).connect, name: 'caravan-hosts', existing: true }
  await using client = await connectClient(place)
  const all = await client.hosts()
  context.out.write(json ? jsonDocument({ hosts: all }) : `${textOf(all)}\n`)
  return EXIT.ok
}

/** For people; times in UTC. */
export function textOf(all: readonly HostStatus[]): string {
  if (all.length === 0) return 'No host runs: "caravan host" starts one.'
  return all.map(blockOf).join('\n\n')
}

function blockOf(host: HostStatus): string {
  const { id, version, since, draining, slots, load, codecs, keyIds } = host
  const kinds = host.kinds.map(({ kind, type, slots: own, versions }) => {
    const room = type === 'worker' ? `, ${own} ${own === 1 ? 'slot' : 'slots'}` : ''
    return `${kind} (version ${versions.join(', ')}${room})`
  })
  const owns = Object.entries(host.owns).map(([kind, numbers]) => `${kind} ${rangesOf(numbers)}`)
  return [
    `${id}${draining ? ' (draining)' : ''}`,
    `  serves    ${kinds.join('; ')}`,
    `  owns      ${owns.length === 0 ? 'nothing: it serves no entities' : owns.join('; ')}`,
    `  load      ${load.tasks} of ${slots} tasks, ${load.residents} actors in memory`,
    `  reads     formats ${codecs.join(', ')}; keys ${keyIds.length === 0 ? 'none' : keyIds.join(', ')}`,
    `  Caravan   ${version}, since ${new Date(since).toISOString().slice(0, 19)}Z`,
  ].join('\n')
}

/** `0-3, 7` */
export function rangesOf(numbers: readonly number[]): string {
  const ranges: { from: number; to: number }[] = []
  for (const number of numbers) {
    const last = ranges.at(-1)
    if (last?.to === number - 1) last.to = number
    else ranges.push({ from: number, to: number })
  }
  if (ranges.length === 0) return 'none'
  return ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(', ')
}
