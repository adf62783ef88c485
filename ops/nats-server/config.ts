/** What goes into a server's configuration file. */
export interface ServerConfig {
  readonly host: string
  /** `-1` lets the server pick a free port by itself, which cannot race with anyone. */
  readonly port: number
  readonly serverName: string
  /** Folder of JetStream's files. */
  readonly storeDir: string
  readonly logFile: string
  /** See {@link SyncInterval}. */
  readonly syncInterval?: SyncInterval
}

/**
 * How often written data is forced to disk. `always` survives a power cut at a fraction of the throughput;
 * a duration such as `30s` bounds what a power cut can take; the server's own default is two minutes.
 * A killed server loses nothing in any of these.
 */
export type SyncInterval = 'always' | `${number}${'ms' | 's' | 'm'}`

/** The largest message accepted; states and prompts outgrow the server's default of 1 MB. */
const MAX_PAYLOAD_BYTES = 8 * 1024 * 1024

/** Keeps a server that runs for months from filling the disk with its log. */
const LOG_LIMIT_BYTES = 16 * 1024 * 1024

/** Writes the configuration in the server's own format. */
export function renderConfig(config: ServerConfig): string {
  const sync = config.syncInterval === undefined ? [] : [`  sync_interval: ${quote(config.syncInterval)}`]
  return [
    '# Written at every start; changes made here are lost.',
    `host: ${quote(config.host)}`,
    `port: ${config.port}`,
    `server_name: ${quote(config.serverName)}`,
    `max_payload: ${MAX_PAYLOAD_BYTES}`,
    `log_file: ${quote(config.logFile)}`,
    `logfile_size_limit: ${LOG_LIMIT_BYTES}`,
    'logfile_max_num: 2',
    'jetstream {',
    `  store_dir: ${quote(config.storeDir)}`,
    ...sync,
    '}',
    '',
  ].join('\n')
}

/** A double-quoted string: the only form of the format in which every character can be written. */
function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r')}"`
}
