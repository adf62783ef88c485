import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Variables } from '../../ops/variables.ts'
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
})
