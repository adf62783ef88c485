import { expect, it } from 'vitest'
import packageFile from '../../package.json' with { type: 'json' }
import { RUNTIME_VERSION } from '../../runtime/core/version.ts'

it('the version that hosts announce is the package’s', () => {
  expect(RUNTIME_VERSION).toBe(packageFile.version)
})
