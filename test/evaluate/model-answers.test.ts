/** The same evaluation on models: the agents' own machines, on a model that a test plays. */
import { expect, test } from 'vitest'
import { offlineSection } from '../../actors/offline/index.ts'
import type { Route, Routes } from '../../actors/models/port.ts'
import { AGENTS } from '../../machines/messages/index.ts'
import { evaluate } from '../../ops/evaluate/evaluate.ts'
import { agentsOn, modelAnswerer } from '../../ops/evaluate/model-answers.ts'
import { fixedCases } from '../../ops/evaluate/request-list.ts'
import { readConfig } from '../../ops/config.ts'

const route: Route = { provider: 'openai', model: 'played', tier: 1, maxTokens: 100, temperature: undefined }
const routes = Object.fromEntries(AGENTS.map((agent) => [agent, [route]])) as unknown as Routes
const cases = fixedCases('Lisbon | 2027-04-22 | 3 | 2+1 | 900 EUR | food | London | -')
const signal = AbortSignal.timeout(60_000)

test('a model that answers well is judged like open data, after a repair as well', async () => {
  let mended = 0
  const answer = agentsOn({
    routes,
    attempts: 1,
    ask: ({ task, repair }) => {
      if (repair !== undefined) mended += 1
      const section = task.agent === 'weather' && repair === undefined ? {} : offlineSection(task)
      return Promise.resolve({ provider: 'openai', model: 'played', section, text: JSON.stringify(section) })
    },
  })
  const { scores } = await evaluate(cases, { signal, answer })
  expect(scores.find(({ check }) => check === 'a plan')).toMatchObject({ judged: 1, passed: 1 })
  expect(scores.flatMap(({ examples }) => examples)).toEqual([])
  expect(mended).toBe(1)
})

test('a model that declines gives no plan, and says why', async () => {
  const failure = { code: 'agent.answer.refused', message: 'The model declined.' }
  const ask = () => Promise.resolve({ provider: 'openai', failure })
  const { scores } = await evaluate(cases, { signal, answer: agentsOn({ routes, attempts: 1, ask }) })
  expect(scores.find(({ check }) => check === 'a plan')?.examples[0]?.faults).toEqual([
    'planning: agent.answer.refused: The model declined.',
  ])
})

test('a provider without a key is refused before anything is planned', async () => {
  await expect(modelAnswerer(readConfig({}), 'anthropic')).rejects.toMatchObject({
    code: 'evaluate.provider.unconfigured',
  })
})
