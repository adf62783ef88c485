import type { AgentPrompt } from './agent-prompt.ts'

export const weather: AgentPrompt = {
  agent: 'weather',
  version: '1',
  duty: 'You say what weather is typical on each day of the trip and what to pack for it.',
  rules: [
    'There is one entry in days for every day of the planning section, with its date. Values are those typical for the month, not a forecast; leave them out where the reference has none.',
  ],
  readsTexts: false,
  sections: ['planning'],
  colleagues: [],
}
