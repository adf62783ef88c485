/** What the page makes of words that are being written. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, expect, it } from 'vitest'

interface Model {
  readonly actors: ReadonlyMap<string, { readonly state: string; readonly writing?: unknown }>
}
let page: {
  readonly tripModel: (trip: string) => Model
  readonly apply: (model: Model, frame: Readonly<Record<string, unknown>>) => string | undefined
}
beforeAll(async () => {
  const file = join(import.meta.dirname, '../../gateway/page/trip-model.js')
  page = (await import(pathToFileURL(file).href)) as typeof page
})

const turn = (cursor: number, state: string, status = 'active') => ({
  type: 'trip.transition',
  cursor,
  at: '2027-01-01T00:00:00.000Z',
  agent: 'weather',
  generation: 1,
  state,
  status,
  outcome: 'handled',
  cause: { type: 'claim' },
})
const words = {
  type: 'trip.progress',
  agent: 'weather',
  attempt: 1,
  model: 'm',
  characters: 9,
  text: 'sunny',
}

it('shows them while their agent is at work, and not when it has come to something', () => {
  const { tripModel, apply } = page
  const model = tripModel('t')
  expect(apply(model, words)).toBeUndefined() // nobody has heard of that agent yet
  apply(model, turn(1, 'attempting'))
  expect(apply(model, words)).toBe('writing')
  expect(model.actors.get('weather')?.writing).toEqual({
    attempt: 1,
    characters: 9,
    text: 'sunny',
    name: 'm',
  })
  apply(model, turn(2, 'answered', 'done'))
  expect(model.actors.get('weather')?.writing).toBeUndefined()
  expect(apply(model, words)).toBeUndefined() // too late
})
