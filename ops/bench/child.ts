/** Processes of the bench, and how they talk: one request down, one answer up, as plain data. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { CaravanError } from '../../runtime/index.ts'

export interface BenchProcess<Request, Answer> extends AsyncDisposable {
  readonly pid: number
  ask(request: Request): Promise<Answer>
}

/** Longest time between a request and its answer. */
const ANSWER_MS = 600_000
const STOP_MS = 10_000

/**
 * Starts `entry`, a file of this folder, in a process of its own.
 * @param nodeOptions for node itself, such as `--cpu-prof`
 * @param env beside this process's own variables
 */
export function startProcess<Request extends object, Answer>(
  entry: string,
  nodeOptions: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): BenchProcess<Request, Answer> {
  const path = fileURLToPath(new URL(entry, import.meta.url))
  const child = fork(path, {
    execArgv: [...nodeOptions],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  return {
    pid: child.pid ?? 0,
    ask: (request) => answerTo<Answer>(child, request, entry),
    [Symbol.asyncDispose]: async () => {
      if (child.connected) child.disconnect() // it ends by itself then
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
      await exited
      clearTimeout(timer)
    },
  }
}

function answerTo<Answer>(child: ChildProcess, request: object, entry: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (what: string) =>
      reject(
        new CaravanError(
          'bench.process.failed',
          `The bench's ${entry} ${what}; its reason is on standard error.`,
        ),
      )
    const timer = setTimeout(() => fail('gave no answer in time'), ANSWER_MS)
    const onExit = () => fail('ended before it answered')
    child.once('exit', onExit)
    child.once('message', (answer) => {
      clearTimeout(timer)
      child.off('exit', onExit)
      resolve(answer as Answer)
    })
    child.send(request)
  })
}

/** The other side: answers each request with what `answer` makes of it, and leaves when the parent has. */
export function serveParent(answer: (request: never) => Promise<unknown>, leave: () => Promise<void>): void {
  process.on('message', (request) => {
    void answer(request as never).then((value) => process.send?.(value))
  })
  process.on('disconnect', () => {
    void leave().finally(() => process.exit())
  })
}
