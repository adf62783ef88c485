import { connect } from 'node:net'
import { z } from 'zod'
import { NatsServerError, systemCode } from './errors.ts'

/** The part of the server's greeting that matters here. */
const Greeting = z.object({ version: z.string(), port: z.number(), jetstream: z.boolean().optional() })

/** What a server says about itself to every new connection. */
export type ServerGreeting = z.infer<typeof Greeting>

/**
 * Opens a connection and reads the server's greeting: the only proof that it accepts connections.
 * @throws Error when the connection fails, closes or stays silent for longer than `timeoutMs`
 */
export async function readGreeting(host: string, port: number, timeoutMs: number): Promise<ServerGreeting> {
  const line = await new Promise<string>((resolve, reject) => {
    const socket = connect({ host, port, timeout: timeoutMs })
    let text = ''
    const fail = (error: Error): void => {
      socket.destroy()
      reject(error)
    }
    socket.setEncoding('utf8')
    socket.on('error', fail)
    socket.on('timeout', () => fail(new Error(`no greeting within ${timeoutMs} ms`)))
    socket.on('close', () => fail(new Error('closed without a greeting')))
    socket.on('data', (chunk: string) => {
      text += chunk
      const end = text.indexOf('\r\n')
      if (end < 0) return
      socket.destroy()
      resolve(text.slice(0, end))
    })
  })
  if (!line.startsWith('INFO ')) throw new Error('it does not greet like a NATS server')
  return Greeting.parse(JSON.parse(line.slice('INFO '.length)))
}

/** The port a starting server announces in its log, or `undefined` while it has not come that far. */
export function announcedPort(log: string): number | undefined {
  const port = /Listening for client connections on \S+:(\d+)/.exec(log)?.[1]
  return port === undefined ? undefined : Number(port)
}

/** Where a failed start took place. */
export interface StartupPlace {
  readonly dataDir: string
  readonly host: string
  readonly port: number
}

/** Turns what a server printed before it ended into one error with one sentence. */
export function explainFailedStart(output: string, place: StartupPlace): NatsServerError {
  const { dataDir, host, port } = place
  const data = { dataDir, host, port }
  if (/address already in use/i.test(output)) {
    return new NatsServerError(
      'nats.server.port-in-use',
      `Port ${port} on ${host} is already in use: stop the program that uses it or choose another port.`,
      { data },
    )
  }
  const storage = /Error listening/i.test(output) ? undefined : storageFailure(output, dataDir)
  if (storage !== undefined) return storage
  const last = lastWords(output)
  return new NatsServerError(
    'nats.server.start-failed',
    `nats-server ended while starting${last === '' ? ' without saying why' : `: ${last}`}.`,
    { data },
  )
}

/** Turns a failed write into the data folder into the matching error; any other error is returned as it is. */
export function explainFailedWrite(error: unknown, dataDir: string): unknown {
  return storageFailure(systemCode(error) ?? '', dataDir, error) ?? error
}

function storageFailure(text: string, dataDir: string, cause?: unknown): NatsServerError | undefined {
  if (/ENOSPC|EDQUOT|no space left|disk quota exceeded/i.test(text)) {
    return new NatsServerError(
      'nats.server.disk-full',
      `The disk of the NATS data folder ${dataDir} is full: free some space or choose another data folder.`,
      { cause, data: { dataDir } },
    )
  }
  const refused =
    /EACCES|EPERM|EROFS|ENOTDIR|EEXIST|ENOENT|permission denied|read-only file system|not writable|not a directory|could not create storage/i
  if (refused.test(text)) {
    return new NatsServerError(
      'nats.server.store-unwritable',
      `The NATS data folder ${dataDir} cannot be written: check that it is a folder and who owns it, or choose another one.`,
      { cause, data: { dataDir } },
    )
  }
  return undefined
}

/** The last complaint of a log, without its process number, time and level. */
function lastWords(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const line = lines.findLast((one) => /\[(FTL|ERR)\]/.test(one)) ?? lines.at(-1) ?? ''
  return line
    .replace(/^\[\d+\] \S+ \S+ \[\w+\] /, '')
    .trim()
    .replace(/\.$/, '')
}
