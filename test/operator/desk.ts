/** Runs an operator's command in this process, as the command line does, against a server of the test. */
import { Writable } from 'node:stream'
import type { CommandContext } from '../../ops/command-context.ts'
import { readConfig } from '../../ops/config.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
  /** What a program reads. */
  json(): unknown
}

/** @param prefix of the installation that the command looks at */
export function deskOf(url: string, prefix: string) {
  return async (run: (context: CommandContext) => Promise<number>): Promise<Ran> => {
    let [out, err] = ['', '']
    const collect = (add: (text: string) => void) =>
      new Writable({
        write: (chunk: Buffer, _, done) => {
          add(chunk.toString())
          done()
        },
      }) as unknown as NodeJS.WriteStream
    const code = await run({
      out: collect((text) => (out += text)),
      err: collect((text) => (err += text)),
      config: async () => readConfig({ NATS_URL: url, CARAVAN_PREFIX: prefix }),
      debug: async () => false,
      user: () => 'ada',
      exit: () => undefined,
    })
    return { code, out, err, json: () => JSON.parse(out) as unknown }
  }
}
