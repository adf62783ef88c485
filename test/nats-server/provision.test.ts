import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inspectPackageSystem } from '../../ops/nats-server/mirror.ts'
import { cachedBinary, provisionNatsServer } from '../../ops/nats-server/provision.ts'
import { askVersion } from '../../ops/nats-server/version.ts'
import { compareVersions } from '../../runtime/nats/server-version.ts'
import { temporaryFolder } from './folder.ts'

const system = await inspectPackageSystem().catch(() => undefined)

/** Without a way to the mirror there is nothing to test here. */
const reachable = await fetch(`${system?.mirrors[0] ?? ''}/`, {
  method: 'HEAD',
  signal: AbortSignal.timeout(10_000),
}).then(
  () => true,
  () => false,
)

/** Fetching tens of megabytes may take a while on a slow line. */
const PATIENCE_MS = 180_000

describe.skipIf(system === undefined || !reachable)(
  'provisioning from the package mirror of this machine',
  () => {
    it(
      'two at once both succeed and leave one binary and nothing else',
      { timeout: PATIENCE_MS },
      async () => {
        await using folder = await temporaryFolder()
        const cacheDir = join(folder.path, 'a cache')
        const both = await Promise.all([provisionNatsServer({ cacheDir }), provisionNatsServer({ cacheDir })])
        for (const { path, version } of both) {
          expect(path).toBe(cachedBinary(cacheDir))
          expect(await askVersion(path)).toBe(version)
          expect(compareVersions(version, '2.12.0')).toBeGreaterThanOrEqual(0)
        }
        expect(await readdir(cacheDir)).toEqual(['bin'])
      },
    )

    it('refuses an archive that is not signed with a known key', { timeout: PATIENCE_MS }, async () => {
      if (system === undefined) return
      await using folder = await temporaryFolder()
      // A keyring without any key: the newer keys cannot be vouched for either.
      const keyring = join(folder.path, 'empty.gpg')
      await writeFile(keyring, '')
      const cacheDir = join(folder.path, 'cache')
      const attempt = provisionNatsServer({ cacheDir, system: { ...system, keyring } })
      await expect(attempt).rejects.toMatchObject({
        code: 'nats.server.provision-failed',
        retryable: false,
        message: expect.stringContaining('signed with a key that is not known here'),
      })
      expect(await readdir(cacheDir)).toEqual([])
    })

    it('leaves nothing behind when aborted', { timeout: PATIENCE_MS }, async () => {
      await using folder = await temporaryFolder()
      const attempt = provisionNatsServer({ cacheDir: folder.path, signal: AbortSignal.timeout(700) })
      await expect(attempt).rejects.toMatchObject({ name: 'TimeoutError' })
      expect(await readdir(folder.path)).toEqual([])
    })

    it('says so when the mirror has nothing new enough', { timeout: PATIENCE_MS }, async () => {
      await using folder = await temporaryFolder()
      const attempt = provisionNatsServer({ cacheDir: folder.path, minimum: '99.0.0' })
      await expect(attempt).rejects.toMatchObject({ message: expect.stringMatching(/only nats-server 2\./) })
      expect(await readdir(folder.path)).toEqual([])
    })
  },
)
