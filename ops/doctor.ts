/** `caravan doctor`: tries what the configuration names, and says everything that does not work. */
import { AuthorizationError, connect } from '@nats-io/transport-node'
import { embeddingCall } from '../actors/models/embeddings.ts'
import { LONG_TRIP_DAYS, roomNotes } from '../actors/models/model-room.ts'
import type { ModelTable } from '../actors/models/model-table.ts'
import { PROVIDERS, type ModelProvider, type ModelReply, type Route } from '../actors/models/port.ts'
import { startModelProviders, type ModelProviders } from '../actors/models/providers.ts'
import { modelsIn, type RouteNote } from '../actors/models/routes.ts'
import { systemClock } from '../runtime/core/clock.ts'
import { CaravanError, deadline, errorData } from '../runtime/index.ts'
import type { CommandContext } from './command-context.ts'
import type { Config } from './config.ts'
import { EXIT } from './exit-codes.ts'
import { failureOf } from './failure-text.ts'
import { planModels, type ModelPlan } from './models.ts'
import { runningNats } from './nats.ts'
import { jsonDocument } from './refuse.ts'

/** One thing that was looked at. */
export interface Finding {
  readonly check: 'configuration' | 'nats' | 'key' | 'model' | 'embeddings' | 'limit'
  /** What it is about: a server, a provider, `provider model`, an agent. */
  readonly subject: string
  readonly ok: boolean
  /** One sentence. */
  readonly detail: string
  /** Of the error, when there is one. */
  readonly code?: string
}

/** What one question may take. */
const CALL_MS = 30_000
const NATS_MS = 5_000

/** Prints what works and what does not. @returns the exit code: 1 when something does not, 2 when the settings are wrong */
export async function doctor(context: CommandContext, json: boolean): Promise<number> {
  let config: Config
  try {
    config = await context.config()
  } catch (error) {
    return present(context, json, settingsFindings(error), EXIT.badInput)
  }
  return present(context, json, await diagnose(config))
}

/** Looks at everything at once; what fails is a finding, not an error. */
export async function diagnose(
  config: Pick<Config, 'models' | 'nats' | 'payloads'>,
): Promise<readonly Finding[]> {
  const [nats, models] = await Promise.all([natsFinding(config), modelFindings(config)])
  return [nats, ...models]
}

async function modelFindings(config: Pick<Config, 'models'>): Promise<readonly Finding[]> {
  try {
    const plan = await planModels(config.models)
    const { table, routes, notes } = plan
    const providers = await startModelProviders(config.models.providers, {
      table,
      clock: systemClock,
    })
    const used = modelsIn(routes)
    const [asked, embeddings] = await Promise.all([
      Promise.all(used.map((route) => modelFinding(route, providers, table))),
      used.length === 0 ? [] : embeddingFindings(config.models, plan),
    ])
    return [
      ...keyFindings(providers, used),
      ...asked,
      ...embeddings,
      ...[...notes, ...roomNotes(routes, LONG_TRIP_DAYS)].map(limitFinding),
    ]
  } catch (error) {
    return settingsFindings(error)
  }
}

/** One per provider that has a key, or one that says that none has. */
function keyFindings(providers: ModelProviders, used: readonly Route[]): readonly Finding[] {
  const keyed = PROVIDERS.filter((name) => providers[name] !== undefined)
  if (keyed.length === 0) {
    const detail = 'No provider has a key: the agents answer from open data.'
    return [{ check: 'key', subject: 'offline', ok: true, detail }]
  }
  return keyed.map((name) => {
    const isUsed = used.some(({ provider }) => provider === name)
    const detail = isUsed ? 'It has a key.' : 'It has a key, but no agent ever asks it: the key is not tried.'
    return { check: 'key', subject: name, ok: true, detail }
  })
}

/** The smallest question there is. Any answer will do: that of a model that reasons is cut off before its first word. */
async function modelFinding(
  route: Route & { readonly provider: keyof ModelProviders },
  providers: ModelProviders,
  table: ModelTable,
): Promise<Finding> {
  const { provider, model } = route
  const subject = `${provider} ${model}`
  const about = { check: 'model', subject } as const
  const begun = systemClock.monotonic()
  try {
    const reply = await ask(providers[provider], model)
    const took = `${Math.round(systemClock.monotonic() - begun)} ms`
    return { ...about, ok: true, detail: `It answers, in ${took}${costText(reply, model, table)}.` }
  } catch (error) {
    const { code, message } = errorData(error)
    return { ...about, ok: false, detail: message, code }
  }
}

/** The embeddings of a provider, of which nothing depends but that more questions are asked anew. */
async function embeddingFindings(
  { embeddings, providers }: Config['models'],
  { table, embeddingSize: dimensions }: ModelPlan,
): Promise<readonly Finding[]> {
  if (embeddings === undefined || dimensions === undefined) return []
  const { provider, model } = embeddings
  const about = { check: 'embeddings', subject: `${provider} ${model}` } as const
  const begun = systemClock.monotonic()
  try {
    const call = await embeddingCall(embeddings, providers, { dimensions, clock: systemClock })
    using limit = deadline(systemClock, CALL_MS)
    const { inputTokens } = await call(['Are you there?'], limit.signal)
    const took = `${Math.round(systemClock.monotonic() - begun)} ms`
    const microUsd = inputTokens === undefined ? undefined : table.embeddingCostOf(inputTokens, model)
    const cost =
      microUsd === undefined
        ? '; it does not say how many tokens that took, so calls are counted at their worst case'
        : `, for ${inputTokens} tokens (${(microUsd / 1e6).toFixed(6)} USD)`
    return [{ ...about, ok: true, detail: `It gives vectors of ${dimensions} numbers, in ${took}${cost}.` }]
  } catch (error) {
    const { code, message } = errorData(error)
    return [{ ...about, ok: false, detail: message, code }]
  }
}

async function ask(provider: ModelProvider | undefined, model: string): Promise<ModelReply> {
  // The routes name no provider without a key: the configuration was refused.
  if (provider === undefined) throw new CaravanError('model.not-configured', 'Its provider has no key.')
  const properties = { ok: { type: 'boolean' } }
  using limit = deadline(systemClock, CALL_MS)
  return await provider.call(
    {
      model,
      system: 'Answer with {"ok": true}.',
      user: 'Are you there?',
      schema: { name: 'sign_of_life', json: { type: 'object', properties, required: ['ok'] } },
      // OpenAI takes no fewer.
      maxTokens: 16,
    },
    { signal: limit.signal },
  )
}

function costText({ usage }: ModelReply, model: string, table: ModelTable): string {
  if (usage === undefined)
    return '; it does not say how many tokens that took, so calls are counted at their worst case'
  const tokens = usage.inputTokens + usage.outputTokens
  const microUsd = table.costOf(usage, model)
  return `, for ${tokens} tokens${microUsd === undefined ? '' : ` (${(microUsd / 1e6).toFixed(6)} USD)`}`
}

/** A limit that the model does not have keeps nothing from working, but nobody gets what the setting says. */
function limitFinding({ agent, provider, model, what, message }: RouteNote): Finding {
  const subject = agent ?? `${provider} ${model}`
  if (what === 'no-temperature' || what === 'retires' || what === 'few-tokens')
    return { check: 'limit', subject, ok: true, detail: `${message}.` }
  const detail =
    what === 'unknown-model' ? `${message}: give it one of MODEL_TABLES, or nothing starts.` : `${message}.`
  return { check: 'limit', subject, ok: false, detail }
}

async function natsFinding(config: Pick<Config, 'nats' | 'payloads'>): Promise<Finding> {
  if (config.nats.servers === undefined) {
    const detail = 'NATS_URL is not set: a server is started on this machine when one is needed.'
    return { check: 'nats', subject: 'own', ok: true, detail }
  }
  const { connect: options, about } = runningNats(config)
  try {
    const nc = await connect({
      ...options.connection,
      servers: [options.servers].flat(),
      name: 'caravan-doctor',
      timeout: NATS_MS,
      reconnect: false,
    })
    try {
      const { version = '?', jetstream = false } = nc.info ?? {}
      const rtt = await nc.rtt()
      return jetstream
        ? { check: 'nats', subject: about, ok: true, detail: `nats-server ${version}, ${rtt} ms away.` }
        : {
            check: 'nats',
            subject: about,
            ok: false,
            detail: 'It runs without JetStream.',
            code: 'nats.jetstream.off',
          }
    } finally {
      await nc.close()
    }
  } catch (error) {
    const detail = `It cannot be reached: ${errorData(error).message}.`
    return {
      check: 'nats',
      subject: about,
      ok: false,
      detail,
      code: error instanceof AuthorizationError ? 'nats.unauthorized' : 'nats.unreachable',
    }
  }
}

/** One finding per line of what is wrong with the settings. */
function settingsFindings(error: unknown): readonly Finding[] {
  const { code, text } = failureOf(error, false)
  const subject = 'settings'
  return text.split('\n').map((detail) => ({ check: 'configuration', subject, ok: false, detail, code }))
}

function present(
  { out }: CommandContext,
  json: boolean,
  findings: readonly Finding[],
  whenWrong?: number,
): number {
  const wrong = findings.filter(({ ok }) => !ok)
  const isSettings = wrong.some(({ check }) => check === 'configuration')
  const code = wrong.length === 0 ? EXIT.ok : (whenWrong ?? (isSettings ? EXIT.badInput : EXIT.failed))
  if (json) out.write(jsonDocument({ ok: wrong.length === 0, findings }))
  else out.write(`${textOf(findings)}\n`)
  return code
}

/** For people: one line each, and a sum. */
export function textOf(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ subject }) => subject.length))
  const lines = findings.map(
    ({ ok, check, subject, detail }) =>
      `${ok ? 'ok  ' : 'FAIL'}  ${check.padEnd('configuration'.length)}  ${subject.padEnd(width)}  ${detail}`,
  )
  const wrong = findings.filter(({ ok }) => !ok).length
  const sum = wrong === 0 ? 'Everything works.' : `${wrong} of ${findings.length} do not work.`
  return [...lines, '', sum].join('\n')
}
