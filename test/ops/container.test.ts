import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { processContext } from '../../ops/command-context.ts'
import { gatewayCommand, hostCommand } from '../../ops/commands/role-commands.ts'
import { servableKinds } from '../../ops/host.ts'
import { SMALL_HEAP, SMALL_HEAP_ENV } from '../../ops/small-heap.ts'
import { Variables } from '../../ops/variables.ts'
import { DEFAULT_DRAIN_MS } from '../../runtime/host/host.ts'
import { ROOT } from './caravan-process.ts'

describe('the container files', () => {
  const read = (name: string) => readFile(join(ROOT, name), 'utf8')

  it('set only variables that are read', async () => {
    const image = /^ENV (HOST=.*)$/m.exec(await read('Dockerfile'))?.[1]?.split(' ') ?? []
    const compose = [...(await read('docker-compose.yml')).matchAll(/^ {6}([A-Z][A-Z_]+): /gm)].map(
      ([, name]) => name,
    )
    const names = [...image.map((pair) => pair.split('=')[0]), ...compose]
    expect(names).toEqual(expect.arrayContaining(['HOST', 'CARAVAN_HOME', 'NATS_URL', 'ENVIRONMENT']))
    for (const name of names) expect(Object.keys(Variables.shape)).toContain(name)
  })

  it('keep secrets, data and packages of the machine out of the image', async () => {
    expect((await read('.dockerignore')).split('\n')).toEqual(
      expect.arrayContaining(['.env', '.caravan', 'node_modules', '.git']),
    )
  })

  it('run each role by a command that there is, hosts of kinds that there are', async () => {
    const compose = await read('docker-compose.yml')
    const commands = [...compose.matchAll(/^ {4}command: (\[.*\])$/gm)].map(
      ([, list = '[]']) => JSON.parse(list) as string[],
    )
    const roles = commands.filter(([first]) => !first?.startsWith('--'))
    expect(roles.map(([role]) => role)).toEqual(['gateway', 'host', 'host'])
    const kinds = roles.flatMap((words) =>
      words.includes('--kinds') ? [words[words.indexOf('--kinds') + 1]] : [],
    )
    expect(servableKinds()).toEqual(expect.arrayContaining(kinds))
    const context = processContext(() => undefined)
    const made = [hostCommand(context), gatewayCommand(context)]
    const flagsOf = (role: string) =>
      made.find((command) => command.name() === role)?.options.map(({ long }) => long) ?? ['no such command']
    for (const [role = '', ...words] of roles) {
      const flags = words.filter((word) => word.startsWith('--'))
      expect(flagsOf(role)).toEqual(expect.arrayContaining(flags))
      expect(flagsOf(role)).not.toContain('no such command')
    }
    const entry = /^ENTRYPOINT (.*)$/m.exec(await read('Dockerfile'))?.[1] ?? '[]'
    expect(JSON.parse(entry)).toEqual(['node', ...SMALL_HEAP, 'ops/caravan.mjs'])
    for (const [name, value] of Object.entries(SMALL_HEAP_ENV))
      expect(await read('Dockerfile')).toContain(`ENV ${name}=${value}`)
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...SMALL_HEAP, 'ops/caravan.mjs', '--version'],
      { cwd: ROOT },
    )
    expect(stdout).toMatch(/^\d+\.\d+\.\d+/)
  })

  it('wait longer for a drain than a drain takes, and let hosts be scaled', async () => {
    const compose = await read('docker-compose.yml')
    const grace = [...compose.matchAll(/stop_grace_period: (\d+)s/g)].map(
      ([, seconds]) => Number(seconds) * 1_000,
    )
    for (const ms of grace) expect(ms).toBeGreaterThan(DEFAULT_DRAIN_MS)
    const host = /^ {2}host:\n((?: {4}.*\n)+)/m.exec(compose)?.[1] ?? ''
    expect(host).toContain('command: ["host"]')
    for (const fixed of ['ports:', 'container_name:', '--id']) expect(host).not.toContain(fixed)
  })
})
