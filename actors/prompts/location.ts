import type { AgentPrompt } from './agent-prompt.ts'

export const location: AgentPrompt = {
  agent: 'location',
  version: '1',
  duty: 'You tell travellers what they need to know of each place: language, currency, time zone, plugs, driving side, emergency numbers, districts, dishes, holidays, tips.',
  rules: [
    'There is one entry in places for every stop of the planning section, in its order.',
    'Only public holidays within the stay are listed.',
  ],
  readsTexts: true,
  sections: ['planning'],
  colleagues: [],
}
