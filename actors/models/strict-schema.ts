/**
 * Native structured output takes a subset of JSON Schema: closed objects, no limits on lengths and numbers, no open records. What
 * a provider cannot enforce is moved into the description, where the model reads it, and is checked by the agent's own
 * schema afterwards. The subsets are those of the providers' guides to structured outputs, as read in November 2026.
 */
import {
  alternativesOf,
  isSchema,
  permitsNull,
  propertiesOf,
  referred,
  requiredOf,
  type JsonSchema,
} from './json-schema.ts'

/** How a provider wants a schema. */
export interface Dialect {
  /** `nullable`: every property is required, and one that may be missing may be null instead. `kept`: it stays optional. */
  readonly optional: 'nullable' | 'kept'
  /** The most of each that the provider compiles; a schema beyond is asked for in the prompt. */
  readonly limits: {
    readonly properties: number
    readonly depth: number
    readonly optional: number
    readonly unions: number
  }
}

/** OpenAI's; Azure's supports still fewer keywords, so neither is given any of those. */
export const OPENAI_DIALECT: Dialect = {
  optional: 'nullable',
  limits: {
    properties: 5_000,
    depth: 10,
    optional: Number.POSITIVE_INFINITY,
    unions: Number.POSITIVE_INFINITY,
  },
}

/** Azure still has the limits that OpenAI began with. */
export const AZURE_DIALECT: Dialect = {
  optional: 'nullable',
  limits: { properties: 100, depth: 5, optional: Number.POSITIVE_INFINITY, unions: Number.POSITIVE_INFINITY },
}

export const ANTHROPIC_DIALECT: Dialect = {
  optional: 'kept',
  limits: { properties: Number.POSITIVE_INFINITY, depth: Number.POSITIVE_INFINITY, optional: 24, unions: 16 },
}

/** Said in words where it cannot be enforced. */
const TOLD_KEYWORDS = [
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'uniqueItems',
] as const

/** What no dialect has: a schema with one of these is not converted. */
const BEYOND = [
  'allOf',
  'not',
  'if',
  'prefixItems',
  'patternProperties',
  'propertyNames',
  'dependentSchemas',
  'contains',
] as const

class Unconvertible extends Error {}

/**
 * The schema in the provider's subset.
 * @returns undefined when it cannot be said there: then JSON mode with the schema in the prompt is what is left
 */
export function strictSchema(root: JsonSchema, dialect: Dialect): Record<string, unknown> | undefined {
  const count = { properties: 0, optional: 0, unions: 0 }
  try {
    if (root['type'] !== 'object') return undefined
    const strict = convert(root, 1)
    const { limits } = dialect
    const over =
      count.properties > limits.properties || count.optional > limits.optional || count.unions > limits.unions
    return over ? undefined : strict
  } catch (error) {
    if (error instanceof Unconvertible) return undefined
    throw error
  }

  function convert(schema: JsonSchema, depth: number): Record<string, unknown> {
    if (depth > dialect.limits.depth || BEYOND.some((keyword) => keyword in schema)) throw new Unconvertible()
    const description = describe(schema)
    const told = description === undefined ? {} : { description }
    if ('$ref' in schema) {
      if (referred(root, schema['$ref']) === undefined) throw new Unconvertible()
      return { $ref: schema['$ref'] }
    }
    const defs = isSchema(schema['$defs']) ? { $defs: converted(schema['$defs'], depth) } : {}
    if (Array.isArray(schema['type'])) count.unions += 1
    const alternatives = alternativesOf(schema)
    if (alternatives.length > 0) {
      count.unions += 1
      return { anyOf: alternatives.map((one) => convert(one, depth)), ...told, ...defs }
    }
    if ('const' in schema) return { ...typeOf(schema), const: schema['const'], ...told }
    if ('enum' in schema) return { ...typeOf(schema), enum: schema['enum'], ...told }
    if (isType(schema, 'object')) return { ...objectOf(schema, depth), ...told, ...defs }
    if (isType(schema, 'array')) {
      if (!isSchema(schema['items'])) throw new Unconvertible()
      return { type: schema['type'], items: convert(schema['items'], depth + 1), ...told }
    }
    if (!('type' in schema)) throw new Unconvertible()
    return { type: schema['type'], ...told }
  }

  function objectOf(schema: JsonSchema, depth: number): Record<string, unknown> {
    const properties = propertiesOf(schema)
    // An open record: nobody can list its properties.
    if (
      isSchema(schema['additionalProperties']) ||
      schema['additionalProperties'] === true ||
      properties.size === 0
    )
      throw new Unconvertible()
    count.properties += properties.size
    const required = requiredOf(schema)
    const made = [...properties].map(([name, property]): [string, Record<string, unknown>] => {
      const strict = convert(property, depth + 1)
      if (required.has(name)) return [name, strict]
      count.optional += 1
      return [name, dialect.optional === 'kept' || permitsNull(root, property) ? strict : nullable(strict)]
    })
    return {
      type: schema['type'],
      properties: Object.fromEntries(made),
      required: [...properties.keys()].filter(
        (name) => dialect.optional === 'nullable' || required.has(name),
      ),
      additionalProperties: false,
    }
  }

  function converted(defs: JsonSchema, depth: number): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(defs).map(([name, def]) => {
        if (!isSchema(def)) throw new Unconvertible()
        return [name, convert(def, depth)]
      }),
    )
  }
}

function nullable(schema: Record<string, unknown>): Record<string, unknown> {
  const { type } = schema
  if (typeof type === 'string' && !('enum' in schema) && !('const' in schema))
    return { ...schema, type: [type, 'null'] }
  return { anyOf: [schema, { type: 'null' }] }
}

function isType(schema: JsonSchema, type: string): boolean {
  return schema['type'] === type || (Array.isArray(schema['type']) && schema['type'].includes(type))
}

function typeOf(schema: JsonSchema): Record<string, unknown> {
  return 'type' in schema ? { type: schema['type'] } : {}
}

function describe(schema: JsonSchema): string | undefined {
  const limits = TOLD_KEYWORDS.flatMap((keyword) => {
    const value = schema[keyword]
    // What zod says of every whole number goes without saying.
    if (value === undefined || Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER) return []
    // zod gives a format and the pattern that spells it out: the name says it better.
    if (keyword === 'pattern' && 'format' in schema) return []
    return [`${keyword} ${JSON.stringify(value)}`]
  })
  const told = typeof schema['description'] === 'string' ? [schema['description']] : []
  const text = [...told, ...(limits.length === 0 ? [] : [`(${limits.join(', ')})`])].join(' ')
  return text === '' ? undefined : text
}
