import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { ask } from './ask.ts'
import { startWorld } from './world.ts'

describe('the rest of HTTP', () => {
  it('health and readiness tell their parts, and a check that hangs or throws is an answer', async () => {
    const hanging = { health: () => new Promise<never>(() => undefined), limits: { healthMs: 50 } }
    await using world = await startWorld({ host: false, gateway: hanging })
    expect(await ask(world, '/health')).toMatchObject({
      status: 503,
      body: { ok: false, parts: { check: {} } },
    })
    const broken = { health: async () => Promise.reject(new Error('secret')) }
    await using other = await startWorld({ host: false, gateway: broken })
    expect((await ask(other, '/health')).status).toBe(503)
    await using fine = await startWorld({ host: false })
    expect(await ask(fine, '/health')).toMatchObject({
      status: 200,
      body: { ok: true, parts: { nats: { ok: true } } },
    })
    expect(await ask(fine, '/ready')).toMatchObject({ status: 200, body: { ok: true } })
  })

  it('serves the page with a strict policy, and HEAD, OPTIONS and etags behave', async () => {
    await using world = await startWorld({ host: false })
    const page = await fetch(world.url)
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    expect(page.headers.get('access-control-allow-origin')).toBeNull()
    const html = await page.text()
    for (const [, file] of html.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css|svg))"/g)) {
      expect({ file, status: (await fetch(world.url + file)).status }).toEqual({ file, status: 200 })
    }
    expect(html).not.toMatch(/https?:\/\/(?!www\.w3\.org)/)
    const etag = page.headers.get('etag') ?? ''
    expect((await fetch(world.url, { headers: { 'if-none-match': etag } })).status).toBe(304)
    const head = await fetch(world.url, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    const options = await fetch(`${world.url}/trips`, { method: 'OPTIONS' })
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'POST, OPTIONS'])
    const settings = await ask(world, '/settings')
    expect(settings.body).toMatchObject({
      protocol: 'caravan.v1',
      agents: expect.arrayContaining(['weather']),
    })
  })

  it('survives what is not HTTP', async () => {
    await using world = await startWorld({ host: false })
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(world.gateway.port, '127.0.0.1', () => socket.write('nonsense\r\n\r\n'))
      let text = ''
      socket.on('data', (data: Buffer) => (text += data.toString()))
      socket.on('close', () => resolve(text))
    })
    expect(answer).toMatch(/^HTTP\/1.1 400/)
    expect((await fetch(`${world.url}/ready`)).status).toBe(200)
  })
})
