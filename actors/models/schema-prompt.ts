/** Asking for JSON in words, of models that cannot be bound to a schema. */
import type { ModelRequest } from './port.ts'

/** The system text with the schema in it. */
export function systemWithSchema({ system, schema }: Pick<ModelRequest, 'system' | 'schema'>): string {
  return [
    system,
    `Answer with one JSON object and nothing else: no code fence, no sentence before or after it. Leave out what you do not know where the schema does not require it. The object has to fit this JSON schema, named "${schema.name}":`,
    JSON.stringify(schema.json),
  ].join('\n\n')
}
