/** Which free texts may be compared by their meaning at all. */
import { describe, expect, it } from 'vitest'
import { wordsKey } from '../../storage/response-cache/words.ts'

describe('the same wish, whatever is said around it', () => {
  it.each([
    ['vegetarian food please', 'please, vegetarian food'],
    ['We would like vegetarian food.', 'vegetarian food, please!'],
    ['we love street food and night markets', 'We really love night markets and street food'],
    ['our hotel must be wheelchair accessible', 'The hotel should be wheelchair accessible'],
    ['We want to see museums', 'we want to see the museum'],
  ])('%s / %s', (one, other) => {
    expect(wordsKey(one)).toBe(wordsKey(other))
  })
})

describe('another wish, however alike it sounds', () => {
  it.each([
    ['we prefer trains over planes', 'we prefer planes over trains'],
    ['please, early mornings', 'please no early mornings'],
    ['our hotel should be wheelchair accessible', 'our hotel should not be wheelchair accessible'],
    ['we would like vegetarian food', 'we would like vegan food'],
    ['we arrive at 10:30', 'we arrive at 18:30'],
    ['we have 500 € for this', 'we have 500 $ for this'],
    ['we would like 2 rooms', 'we would like 3 rooms'],
    ['please visit the Louvre', 'please visit the Prado'],
    ['prefiro comboios a avioes', 'prefiro avioes a comboios'],
    ['静かな旅館に泊まりたい', '賑やかなクラブに行きたい'],
    ['Мы любим музеи', 'Мы любим пляжи'],
    ['je ne veux pas de musées', 'je veux des musées'],
    ['we like museums or beaches', 'we like beaches'],
  ])('%s / %s', (one, other) => {
    expect(wordsKey(one)).not.toBe(wordsKey(other))
  })
})

it('has no key for a text without words', () => {
  for (const text of ['', '  \n', '… !?']) expect(wordsKey(text)).toBeUndefined()
})
