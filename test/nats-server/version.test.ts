import { describe, expect, it } from 'vitest'
import { upstreamVersion } from '../../ops/nats-server/provision.ts'
import { parseRelease, rankMirrors } from '../../ops/nats-server/mirror.ts'
import { checkServerVersion, compareVersions } from '../../runtime/nats/server-version.ts'

describe('versions', () => {
  it.each([
    ['2.12.0', '2.12.0', 0],
    ['2.9.10', '2.12.0', -1],
    ['2.12', '2.12.0', 0],
    ['v2.14.4', '2.14.10', -1],
    ['3.0.0', '2.99.99', 1],
    ['2.12.0-RC.1', '2.12.0', -1],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign)
  })

  it('refuses a running server that is too old, naming both versions', () => {
    expect(() => checkServerVersion('2.10.27', '2.12.0')).toThrow(
      expect.objectContaining({
        code: 'nats.server.too-old',
        retryable: false,
        message: expect.stringMatching(/2\.10\.27.*2\.12\.0/),
      }),
    )
    expect(() => checkServerVersion('2.12.0')).not.toThrow()
  })

  it.each([
    ['2.15.1-1', '2.15.1'],
    ['1:2.15.1+ds-1+b2', '2.15.1'],
    ['2.16.0~rc1-1', '2.16.0-rc1'],
  ])('package version %s is upstream %s', (packaged, upstream) => {
    expect(upstreamVersion(packaged)).toBe(upstream)
  })
})

describe('the package system', () => {
  it('recognizes distributions and their derivatives', () => {
    expect(parseRelease('ID=debian\nVERSION_CODENAME=bookworm\n')).toEqual({
      distribution: 'debian',
      codename: 'bookworm',
    })
    expect(parseRelease('ID=linuxmint\nID_LIKE="ubuntu debian"\n').distribution).toBe('ubuntu')
    expect(parseRelease('ID=fedora\n').distribution).toBeUndefined()
    expect(parseRelease('').distribution).toBeUndefined()
  })

  it("puts the installed release's mirror first and leaves overlays out", () => {
    const targets = [
      'bookworm-security main http://fixes.example/debian',
      'sid main http://other.example/debian',
      'bookworm main http://own.example/debian',
      'bookworm contrib http://contrib.example/debian',
      'bookworm-updates main http://updates.example/debian',
    ].join('\n')
    expect(rankMirrors(targets, 'bookworm')).toEqual([
      'http://own.example/debian',
      'http://other.example/debian',
    ])
  })
})
