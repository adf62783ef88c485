/** The models of this process: table, routes, providers and breakers, put together from the configuration. */
import { readFile } from 'node:fs/promises'
import { asking } from '../actors/ask.ts'
import type { AskEvent } from '../actors/call-money.ts'
import { timeoutOf, type ModelBinding, type TravelOptions } from '../actors/index.ts'
import { embeddingFacts } from '../actors/models/embeddings.ts'
import type { Knowledge } from '../actors/knowledge/knowledge.ts'
import { promptBudget, roomNotes, SHORT_TRIP_DAYS } from '../actors/models/model-room.ts'
import { KNOWN_MODELS } from '../actors/models/known-models.ts'
import { ModelTableFile, withOverrides, type TableProblem } from '../actors/models/model-facts.ts'
import { estimateTokens, modelTable, type ModelTable } from '../actors/models/model-table.ts'
import { PROVIDERS, type Routes } from '../actors/models/port.ts'
import { startModelProviders } from '../actors/models/providers.ts'
import { modelsIn, routesOf, type RouteNote } from '../actors/models/routes.ts'
import { systemClock } from '../runtime/core/clock.ts'
import { CaravanError, errorData, type ErrorData } from '../runtime/index.ts'
import { breakersOn } from '../storage/breakers/drive.ts'
import { natsBreakers } from '../storage/breakers/nats.ts'
import type { Breakers } from '../storage/breakers/port.ts'
import type { Spending } from '../storage/spending/port.ts'
import type { Config } from './config.ts'
import { systemCode } from './nats-server/errors.ts'
import { openProgress } from './progress.ts'
import { connectionOf, type SpendingPlace } from './spending.ts'

/** What happens to models, for the log. */
export type ModelEvent =
  | AskEvent
  /** The shared state of a breaker could not be read or written; this host goes on with what it knows. */
  | { readonly type: 'breaker:trouble'; readonly error: ErrorData }

export interface ModelsPlace extends Pick<SpendingPlace, 'connection' | 'nats' | 'name'> {
  readonly config: Pick<Config, 'models' | 'nats' | 'payloads'>
  readonly spending: Spending
  readonly observe: (event: ModelEvent) => void
  /** What agents know beyond their tasks; the caller closes it, after this. */
  readonly knowledge?: Knowledge | undefined
  /** One line for the person at the terminal. */
  readonly notice: (line: string) => void
}

/** Disposing of it closes a connection that it made. */
export interface OpenModels extends AsyncDisposable {
  /** Undefined: open data answers everything. */
  readonly binding: ModelBinding | undefined
  /** One phrase: who answers. */
  readonly about: string
  /** Undefined when they are off, or nobody needs them. */
  readonly breakers: Breakers | undefined
}

/** How the configuration binds the agents to their models. */
export function agentOptions(
  config: Pick<Config, 'attempts' | 'models'>,
  { binding }: Pick<OpenModels, 'binding'>,
): Pick<TravelOptions, 'attempts' | 'models' | 'timeoutMs'> {
  const { timeoutMs } = config.models
  return {
    attempts: config.attempts,
    ...(binding === undefined ? {} : { models: binding }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  }
}

/** What the configuration makes of routes, before anything is connected. */
export interface ModelPlan {
  readonly table: ModelTable
  readonly routes: Routes
  readonly notes: readonly RouteNote[]
  /** Numbers of a vector of the provider's embeddings; absent: the packaged model gives them. */
  readonly embeddingSize?: number
}

/**
 * @throws CaravanError `models.invalid` with every problem of the table of models and of the routes at once,
 * `nats.unreachable`
 */
export async function openModels(place: ModelsPlace): Promise<OpenModels> {
  const { config, spending, observe, notice, knowledge } = place
  const { table, routes, notes } = await planModels(config.models)
  checkPrices(notes)
  await using parts = new AsyncDisposableStack()
  const used = modelsIn(routes)
  if (used.length === 0) return offlineModels(config.models)

  for (const { agent, message } of [...notes, ...roomNotes(routes, SHORT_TRIP_DAYS)])
    notice(agent === undefined ? message : `${agent}: ${message}.`)
  const { providers: settings, timeoutMs } = config.models
  const providers = await startModelProviders(settings, { table, clock: systemClock })
  const breakers = parts.use(await openBreakers(place))
  const progress = parts.use(openProgress({ ...place, name: `${place.name}-progress` }))
  const ask = asking({
    routes,
    ...(knowledge === undefined ? {} : { knowledge }),
    providers,
    accounts: {
      spending,
      costOf: table.costOf,
      worstCostOf: table.worstCostOf,
      estimateTokens,
      clock: systemClock,
    },
    promptBudget: (route, fixed) =>
      promptBudget(route, table.factsOf(route.model)?.context, fixed, config.models.promptTokens),
    timeoutMs: (agent) => timeoutOf(agent, timeoutMs === undefined ? {} : { timeoutMs }),
    observe,
    ...(breakers === undefined ? {} : { gate: breakers }),
    onProgress: progress.tell,
  })
  const running = parts.move()
  return {
    binding: { ask, routes },
    about: aboutOf(routes),
    breakers,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** @throws CaravanError `models.invalid` with every model that cannot be paid */
export function checkPrices(notes: readonly RouteNote[]): void {
  const all = notes.filter(({ what }) => what === 'unknown-model')
  // Several agents may ask the same one.
  const unpriced = all.filter(({ message }, at) => all.findIndex((one) => one.message === message) === at)
  if (unpriced.length > 0)
    throw invalid(
      unpriced.map(({ model, message }) => ({
        path: `models.${model}`,
        message: `${message}: say in the file of MODEL_TABLES which known model it is "like", or its price`,
      })),
    )
}

/** Whether any route leads to a model. @throws as {@link planModels} */
export async function answersWithModels(config: Pick<Config, 'models'>): Promise<boolean> {
  return modelsIn((await planModels(config.models)).routes).length > 0
}

/**
 * Reads the user's table of models and decides the routes.
 * @throws CaravanError `models.invalid` with everything that is wrong with the table
 */
export async function planModels(config: Config['models']): Promise<ModelPlan> {
  const { table: data, problems } =
    config.tables === undefined
      ? { table: KNOWN_MODELS, problems: [] }
      : withOverrides(KNOWN_MODELS, await readTable(config.tables))
  if (problems.length > 0) throw invalid(problems, config.tables)
  const table = modelTable(data)
  const keys = new Set(PROVIDERS.filter((name) => config.providers[name] !== undefined))
  const { routes, notes } = routesOf(config.routes, keys, table)
  if (config.embeddings === undefined) return { table, routes, notes }
  const { provider, model } = config.embeddings
  const size = embeddingFacts(table, model)?.dimensions
  if (size !== undefined) return { table, routes, notes, embeddingSize: size }
  const message = `${model} of ${provider}, for embeddings, has no price.embedding or no dimensions in the table of models`
  return {
    table,
    routes,
    notes: [...notes, { agent: undefined, provider, model, what: 'unknown-model', message }],
  }
}

function offlineModels({ providers }: Config['models']): OpenModels {
  const keyless = Object.keys(providers).length === 0
  return {
    binding: undefined,
    about: keyless ? 'offline (no provider has a key: open data answers)' : 'offline (open data answers)',
    breakers: undefined,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

/**
 * The breakers that all hosts share: for those who call, and for a gateway that tells of them. Undefined when they are off.
 * @throws CaravanError `nats.unreachable`
 */
export async function openBreakers(
  place: Pick<ModelsPlace, 'connection' | 'nats' | 'name' | 'config' | 'observe'>,
): Promise<Breakers | undefined> {
  const { enabled, threshold } = place.config.models.breaker
  if (!enabled) return undefined
  const onTrouble = (error: unknown) => place.observe({ type: 'breaker:trouble', error: errorData(error) })
  await using parts = new AsyncDisposableStack()
  const connection = await connectionOf(parts, place)
  const store = await natsBreakers({ connection, prefix: place.config.nats.prefix, onTrouble })
  const breakers = parts.use(breakersOn(store, { threshold, now: () => systemClock.now(), onTrouble }))
  const running = parts.move()
  return { ...breakers, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

/** `openai (gpt-5, gpt-5-mini), then anthropic` */
function aboutOf(routes: Routes): string {
  const chosen = Object.values(routes).map(([first]) => first)
  const names = [...new Set(chosen.map(({ provider }) => provider))]
  const told = names.map((name) => {
    const models = new Set(chosen.filter(({ provider }) => provider === name).map(({ model }) => model))
    return name === 'offline' ? name : `${name} (${[...models].join(', ')})`
  })
  const all = Object.values(routes).flatMap((ways) => ways.map(({ provider }) => provider))
  const others = [...new Set(all)].filter((name) => !names.includes(name))
  return [told.join(', '), ...others].join(', then ')
}

async function readTable(path: string): Promise<ModelTableFile> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw new CaravanError(
      'models.invalid',
      `MODEL_TABLES names ${path}, which cannot be read (${systemCode(error) ?? 'unknown'}).`,
      { cause: error },
    )
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new CaravanError('models.invalid', `MODEL_TABLES names ${path}, which is no JSON.`, {
      cause: error,
    })
  }
  const parsed = ModelTableFile.safeParse(json)
  if (parsed.success) return parsed.data
  throw invalid(
    parsed.error.issues.map((issue) => ({
      path: issue.path.join('.') || '(all of it)',
      message: issue.message,
    })),
    path,
  )
}

function invalid(problems: readonly TableProblem[], file?: string): CaravanError {
  const head = file === undefined ? 'Models are not known well enough to be paid:' : `In ${file}:`
  const lines = problems.map(({ path, message }) => `  ${path}: ${message}`)
  return new CaravanError('models.invalid', [head, ...lines].join('\n'), { data: { problems } })
}
