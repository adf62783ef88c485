#!/usr/bin/env node
/**
 * The launcher of the command line. It runs on any Node from 18 on and hands over to the Node 24 that `npm ci` put
 * beside the packages, so that nobody has to install one. Plain JavaScript, because an old Node runs it.
 */
import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import * as modules from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NEEDED_MAJOR = 24
/** Set for the handed-over process: a Node that is too old there means a wrong binary, not another round. */
const HANDED_OVER = 'CARAVAN_HANDED_OVER'

const here = dirname(realpathSync(fileURLToPath(import.meta.url)))

if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) {
  delete process.env[HANDED_OVER]
  // What was compiled once is not compiled again, here and in the programs that this one starts: a start takes half the
  // time. A folder that cannot be written means without.
  process.env.NODE_COMPILE_CACHE ??= join(dirname(here), 'node_modules', '.cache', 'compiled')
  modules.enableCompileCache?.(process.env.NODE_COMPILE_CACHE)
  const { run } = await import('./cli.ts')
  await run(process.argv.slice(2))
} else {
  const node = process.env[HANDED_OVER] === undefined ? findNode() : undefined
  if (node === undefined) {
    console.error(
      `caravan: Node ${NEEDED_MAJOR} is needed, this is ${process.version} and the package brings none for ` +
        `${process.platform}-${process.arch}: run "npm ci" in ${dirname(here)}, or install Node ${NEEDED_MAJOR} from https://nodejs.org.`,
    )
    process.exit(1)
  }
  handOver(node)
}

/** The Node that came with the packages: of this package, or of the one it is installed in. */
function findNode() {
  const folders = []
  for (let folder = dirname(here); folder !== dirname(folder); folder = dirname(folder)) {
    folders.push(join(folder, 'node_modules'))
  }
  const platform = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  return folders
    .flatMap((folder) => [join(folder, platform, 'bin', 'node'), join(folder, '.bin', 'node')])
    .find((path) => existsSync(path))
}

function handOver(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, [HANDED_OVER]: '1' },
  })
  // At a terminal Ctrl-C reaches the child by itself as well; it counts equal signals that come together once.
  const forward = (signal) => child.kill(signal)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']
  for (const signal of signals) process.on(signal, forward)
  child.on('error', (error) => {
    console.error(`caravan: ${node} cannot be run (${error.message}): run "npm ci" again.`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    for (const name of signals) process.removeListener(name, forward)
    if (signal === null) process.exit(code ?? 1)
    // Ends the way the child did, so that the shell sees the same.
    process.kill(process.pid, signal)
    setTimeout(() => process.exit(128 + (constants.signals[signal] ?? 0)), 500)
  })
}
