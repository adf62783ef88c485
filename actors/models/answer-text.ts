/** From what a model wrote to the JSON text that was asked for. What it means is checked by the agent, not here. */
import {
  alternativesOf,
  isSchema,
  permitsNull,
  propertiesOf,
  referred,
  requiredOf,
  type JsonSchema,
} from './json-schema.ts'

/**
 * Takes a code fence or a sentence around the JSON away, and nulls that only say "not there". Text that holds no JSON
 * object stays as it is: the agent's check names what is wrong with it.
 */
export function tidyAnswer(text: string, schema: JsonSchema): string {
  const value = objectIn(text)
  if (value === undefined) return text
  try {
    return JSON.stringify(withoutNulls(schema, value))
  } catch (error) {
    // Nested so deeply that it can be read, but not be written: the agent's check says what is wrong with it.
    if (error instanceof RangeError) return text
    throw error
  }
}

function objectIn(text: string): unknown {
  const whole = parsed(text)
  if (whole !== undefined) return whole
  const from = text.indexOf('{')
  const to = text.lastIndexOf('}')
  return from === -1 || to <= from ? undefined : parsed(text.slice(from, to + 1))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/**
 * The value without the nulls that stand for a missing property: strict output has to name every property, so null is how
 * a model leaves one out. A null that the schema allows stays.
 */
export function withoutNulls(root: JsonSchema, value: unknown): unknown {
  return cleaned(root, value, 0)

  function cleaned(schema: JsonSchema, at: unknown, depth: number): unknown {
    // Deeper than any section; a schema that refers to itself is followed as far as the value goes.
    if (depth > 64 || typeof at !== 'object' || at === null) return at
    const target = referred(root, schema['$ref'])
    if (target !== undefined) return cleaned(target, at, depth + 1)
    const alternatives = alternativesOf(schema)
    if (alternatives.length > 0) {
      const fitting = alternatives.find((one) => looksLike(one, at))
      return fitting === undefined ? at : cleaned(fitting, at, depth + 1)
    }
    if (Array.isArray(at)) {
      const { items } = schema
      return isSchema(items) ? at.map((one) => cleaned(items, one, depth + 1)) : at
    }
    const properties = propertiesOf(schema)
    const required = requiredOf(schema)
    return Object.fromEntries(
      Object.entries(at).flatMap(([name, one]) => {
        const property = properties.get(name)
        if (property === undefined) return [[name, one]]
        if (one === null && !required.has(name) && !permitsNull(root, property)) return []
        return [[name, cleaned(property, one, depth + 1)]]
      }),
    )
  }

  /** By kind, and by the properties that have one value only. */
  function looksLike(schema: JsonSchema, at: object): boolean {
    const real = referred(root, schema['$ref']) ?? schema
    if (Array.isArray(at)) return real['type'] === 'array'
    if (real['type'] !== 'object') return false
    return [...propertiesOf(real)].every(
      ([name, property]) => !('const' in property) || Reflect.get(at, name) === property['const'],
    )
  }
}
