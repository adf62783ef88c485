/** What is said to models, word by word: a changed prompt is a changed snapshot, and a new version. */
import { beforeAll, describe, expect, it } from 'vitest'
import { promptOf, PROMPTS } from '../../actors/prompts/index.ts'
import { AGENTS, type Sections } from '../../machines/messages/index.ts'
import { offlineSections, REQUEST, taskOf } from './tasks.ts'

let sections: Required<Sections>
beforeAll(async () => {
  sections = await offlineSections()
})

describe.each(AGENTS)('the prompt of the %s agent', (agent) => {
  it('is what it was', async () => {
    const task = taskOf(agent, REQUEST, {})
    const { version, system, user } = promptOf(PROMPTS[agent], { task, reference: { from: 'open data' } })
    await expect(`version ${version}\n\n--- system\n${system}\n\n--- user\n${user}\n`).toMatchFileSnapshot(
      `prompts/${agent}.txt`,
    )
  })

  it('hands over the sections that the agent works from, and nothing that identifies who asks', () => {
    const asked = { ...REQUEST, id: 'secret-id', tenant: 'secret-tenant' }
    const { user } = promptOf(PROMPTS[agent], { task: taskOf(agent, asked, sections) })
    const blocks = [...user.matchAll(/<data name="section:(\w+)">/g)].map(([, name]) => name)
    expect(blocks).toEqual([...PROMPTS[agent].sections])
    expect(user).not.toMatch(/secret-/)
  })

  it('shows travellers’ words only to agents that need them', () => {
    const { user } = promptOf(PROMPTS[agent], { task: taskOf(agent, REQUEST, {}) })
    expect(user.includes('vegetarian')).toBe(agent !== 'weather' && agent !== 'budget')
  })
})
