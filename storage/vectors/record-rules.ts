import { CaravanError } from '../../runtime/core/errors.ts'
import { MAX_PAYLOAD_CHARACTERS, type VectorRecord } from './port.ts'

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/
const MAX_LABEL_CHARACTERS = 256

/** Whether a text is the id of a record. */
export function isRecordId(text: string): boolean {
  return UUID.test(text)
}

/** @throws CaravanError `vectors.record.invalid` with every problem at once */
export function checkRecord(record: VectorRecord, dimensions: number): void {
  const { id, tenant, labels, vector, payload } = record
  const problems = [
    ...(isRecordId(id) ? [] : ['its id is no UUID']),
    ...(tenant === '' ? ['it has no tenant'] : []),
    ...(vector.length === dimensions ? [] : [`its vector has ${vector.length} numbers, not ${dimensions}`]),
    ...(vector.every(Number.isFinite) ? [] : ['its vector has numbers that are not finite']),
    ...(payload.length <= MAX_PAYLOAD_CHARACTERS ? [] : [`its payload has ${payload.length} characters`]),
    ...Object.entries(labels)
      .filter((pair) => pair.some((text) => text.length > MAX_LABEL_CHARACTERS))
      .map(([name]) => `its label ${name.slice(0, 20)} is too long`),
  ]
  if (problems.length === 0) return
  throw new CaravanError('vectors.record.invalid', `A vector cannot be stored: ${problems.join('; ')}.`, {
    data: { problems },
  })
}

/** Of length 1, so that a product of two is their cosine. A vector of zeros stays as it is, and is like nothing. */
export function normalised(vector: Float32Array): Float32Array {
  let sum = 0
  for (const x of vector) sum += x * x
  if (sum === 0) return vector
  const length = Math.sqrt(sum)
  return vector.map((x) => x / length)
}

/** The cosine of two vectors of length 1. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}
