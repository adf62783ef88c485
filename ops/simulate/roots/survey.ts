/** An entity that is upgraded under way, with its worker: nothing that it was asked gets lost on the way (R18). */
import type { Random } from '../../../runtime/testing/random.ts'
import { drawsBulk } from '../bulk.ts'
import { newSurvey } from '../machines/survey.ts'
import { contextOf, isResult, jobOf, range, type Act, type Root } from './root.ts'

export function surveyRoot(random: Random, id: string, span: number): Root {
  const job = jobOf(random, `${id}-poll`, drawsBulk(random, id))
  const numbers = range(1 + random.below(5))
  const start = random.between(0, span / 2)
  // Who may not come in yet is not asked: it would be a dead letter (R14, R16).
  const { promise: created, resolve: isCreated } = Promise.withResolvers<void>()
  const acts: Act[] = [
    {
      at: start,
      what: 'create',
      do: (client) =>
        client
          .ref(newSurvey, id)
          .create(job as never, { id: `${id}-create` })
          .then(() => isCreated()),
    },
    ...numbers.map((n): Act => ({
      at: random.between(start, span),
      what: `ask ${n}`,
      do: async (client) => {
        await created
        await client.ref(newSurvey, id).send({ type: 'ask', n }, { id: `${id}-ask-${n}` })
      },
    })),
  ]
  return {
    address: `survey/${id}`,
    acts,
    problem: (last) => {
      const { got, asked, answer } = contextOf<{
        readonly got?: readonly number[]
        readonly asked?: readonly number[]
        readonly answer?: string
      }>(last, {})
      const heard = asked ?? got ?? []
      if (new Set(heard).size !== heard.length) return `it was asked twice: ${heard.join(' ')}`
      if (heard.length !== numbers.length) return `it was asked only ${heard.join(' ')}`
      return isResult(job, answer) ? undefined : `its answer is ${answer}`
    },
  }
}
