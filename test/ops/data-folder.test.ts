import { readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { explainDataFolder, prepareDataFolder } from '../../ops/data-folder.ts'
import { failureOf } from '../../ops/failure-text.ts'
import { NatsServerError } from '../../ops/nats-server/errors.ts'
import { Stopped } from '../../ops/signals.ts'
import { temporaryHome } from './caravan-process.ts'

describe('the data folder', () => {
  it('is made, proven and left empty', async () => {
    await using home = await temporaryHome()
    for (const _time of ['first', 'again']) {
      await prepareDataFolder(`${home.path}/a/b`)
      expect(await readdir(`${home.path}/a/b`)).toEqual([])
    }
  })

  it.each([
    [
      'nats.server.disk-full',
      'data.disk-full',
      /^The disk of the data folder \/d is full: free some space, or set CARAVAN_HOME/,
    ],
    ['nats.server.store-unwritable', 'data.unwritable', /^The data folder \/d cannot be written: check/],
    [
      'nats.server.store-in-use',
      'data.in-use',
      /^Caravan already runs on the data folder \/d: use that one, stop it/,
    ],
  ] as const)('makes of %s what it means here', (from, code, message) => {
    expect(explainDataFolder(new NatsServerError(from, 'x'), '/d')).toMatchObject({
      code,
      message: expect.stringMatching(message),
    })
  })

  it('knows a full disk by the words of the server', () => {
    const words = new Error('write /d/nats/jetstream/x.tmp: no space left on device')
    expect(explainDataFolder(words, '/d')).toMatchObject({ code: 'data.disk-full' })
  })

  it('leaves everything else as it is', () => {
    const other = new NatsServerError('nats.server.missing', 'x')
    expect([explainDataFolder(other, '/d'), explainDataFolder('x', '/d')]).toEqual([other, 'x'])
  })
})

describe('failureOf', () => {
  it('gives errors with a name one sentence, and bugs no stack unless it is asked for', () => {
    expect(failureOf(new NatsServerError('nats.server.missing', 'None.'), false)).toEqual({
      code: 'nats.server.missing',
      text: 'None.',
      exitCode: 1,
    })
    const bug = failureOf(new TypeError('x is not a function'), false)
    expect(bug).toMatchObject({ code: 'bug', exitCode: 1 })
    expect(bug.text).toBe(
      'This is a bug in Caravan (TypeError): please report it. Run it again with LOG_LEVEL=debug to see where.',
    )
    expect(failureOf(new TypeError('x is not a function'), true).text).toMatch(/x is not a function\n +at /)
    const aborted = new DOMException('aborted', 'AbortError')
    expect(failureOf(new Error('no', { cause: aborted }), false).code).toBe('bug')
    expect(failureOf(new Stopped('SIGTERM'), false)).toMatchObject({ code: 'stopped', exitCode: 143 })
  })
})
