/** The little of JSON Schema (draft 2020-12) that is walked here. */

export type JsonSchema = Readonly<Record<string, unknown>>

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function schemasIn(value: unknown): readonly JsonSchema[] {
  return Array.isArray(value) ? value.filter(isSchema) : []
}

/** The named properties of an object's schema. */
export function propertiesOf(schema: JsonSchema): ReadonlyMap<string, JsonSchema> {
  const properties = schema['properties']
  if (!isSchema(properties)) return new Map()
  return new Map(Object.entries(properties).filter((one): one is [string, JsonSchema] => isSchema(one[1])))
}

export function requiredOf(schema: JsonSchema): ReadonlySet<unknown> {
  return new Set(Array.isArray(schema['required']) ? schema['required'] : [])
}

/** The alternatives of a union; zod writes `oneOf` for a discriminated one. */
export function alternativesOf(schema: JsonSchema): readonly JsonSchema[] {
  return [...schemasIn(schema['anyOf']), ...schemasIn(schema['oneOf'])]
}

/** What `#/$defs/…` or `#` names within `root`; undefined when there is no such thing. */
export function referred(root: JsonSchema, ref: unknown): JsonSchema | undefined {
  if (ref === '#') return root
  if (typeof ref !== 'string' || !ref.startsWith('#/')) return undefined
  let at: unknown = root
  for (const part of ref.slice(2).split('/')) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    at = isSchema(at) ? at[name] : undefined
  }
  return isSchema(at) ? at : undefined
}

export function permitsNull(root: JsonSchema, schema: JsonSchema): boolean {
  const { type } = schema
  if (type === 'null' || (Array.isArray(type) && type.includes('null'))) return true
  if (Array.isArray(schema['enum']) && schema['enum'].includes(null)) return true
  if (schema['const'] === null) return true
  const target = referred(root, schema['$ref'])
  if (target !== undefined && target !== schema && permitsNull(root, target)) return true
  return alternativesOf(schema).some((one) => permitsNull(root, one))
}
