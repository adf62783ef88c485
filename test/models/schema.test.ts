import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { tidyAnswer, withoutNulls } from '../../actors/models/answer-text.ts'
import { permitsNull, propertiesOf, requiredOf, type JsonSchema } from '../../actors/models/json-schema.ts'
import {
  ANTHROPIC_DIALECT,
  AZURE_DIALECT,
  OPENAI_DIALECT,
  strictSchema,
} from '../../actors/models/strict-schema.ts'
import { AGENTS, SECTION_SCHEMAS } from '../../machines/messages/sections.ts'

const jsonOf = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input' })

/** Everything in a schema, itself included. */
function* parts(schema: unknown): Generator<JsonSchema> {
  if (Array.isArray(schema)) for (const one of schema) yield* parts(one)
  else if (typeof schema === 'object' && schema !== null) {
    yield schema as JsonSchema
    for (const one of Object.values(schema)) yield* parts(one)
  }
}

describe('strict schemas', () => {
  const Trip = z.object({
    city: z.string().min(2).max(80).describe('Where to'),
    nights: z.int().min(1),
    kind: z.enum(['slow', 'fast']).optional(),
    note: z.string().nullable(),
    tip: z.string().optional(),
    stop: z.object({ lat: z.number(), lon: z.number() }).optional(),
    days: z.array(
      z.discriminatedUnion('type', [
        z.object({ type: z.literal('rest'), why: z.string().optional() }),
        z.object({ type: z.literal('walk'), km: z.number() }),
      ]),
    ),
  })

  it("are closed, name every property and say limits in words (OpenAI's)", () => {
    expect(strictSchema(jsonOf(Trip), OPENAI_DIALECT)).toEqual({
      type: 'object',
      additionalProperties: false,
      required: ['city', 'nights', 'kind', 'note', 'tip', 'stop', 'days'],
      properties: {
        city: { type: 'string', description: 'Where to (minLength 2, maxLength 80)' },
        nights: { type: 'integer', description: '(minimum 1)' },
        kind: { anyOf: [{ type: 'string', enum: ['slow', 'fast'] }, { type: 'null' }] },
        note: { type: ['string', 'null'] },
        tip: { type: ['string', 'null'] },
        stop: {
          type: ['object', 'null'],
          additionalProperties: false,
          required: ['lat', 'lon'],
          properties: { lat: { type: 'number' }, lon: { type: 'number' } },
        },
        days: {
          type: 'array',
          items: {
            anyOf: [
              {
                type: 'object',
                additionalProperties: false,
                required: ['type', 'why'],
                properties: { type: { type: 'string', const: 'rest' }, why: { type: ['string', 'null'] } },
              },
              {
                type: 'object',
                additionalProperties: false,
                required: ['type', 'km'],
                properties: { type: { type: 'string', const: 'walk' }, km: { type: 'number' } },
              },
            ],
          },
        },
      },
    })
  })

  it("keep what is optional (Anthropic's)", () => {
    const strict = strictSchema(jsonOf(Trip), ANTHROPIC_DIALECT)
    expect(strict?.['required']).toEqual(['city', 'nights', 'note', 'days'])
    expect(strict?.['properties']).toMatchObject({ tip: { type: 'string' } })
  })

  it.each([
    ['an open record', z.object({ by: z.record(z.string(), z.number()) })],
    ['anything', z.object({ any: z.unknown() })],
    ['a tuple', z.object({ pair: z.tuple([z.string(), z.number()]) })],
    ['a list at the top', z.array(z.string())],
    ['a union at the top', z.union([z.object({ a: z.string() }), z.object({ b: z.string() })])],
  ])('are not made of %s', (_name, schema) => {
    expect(strictSchema(jsonOf(schema), OPENAI_DIALECT)).toBeUndefined()
  })

  it('are not made beyond what the provider compiles', () => {
    const deep = z.object({
      a: z.object({ b: z.object({ c: z.object({ d: z.object({ e: z.string() }) }) }) }),
    })
    expect(strictSchema(jsonOf(deep), AZURE_DIALECT)).toBeUndefined()
    expect(strictSchema(jsonOf(deep), OPENAI_DIALECT)).toBeDefined()
    const shape = Object.fromEntries(Array.from({ length: 25 }, (_, at) => [`p${at}`, z.string().optional()]))
    expect(strictSchema(jsonOf(z.object(shape)), ANTHROPIC_DIALECT)).toBeUndefined()
    expect(strictSchema(jsonOf(z.object(shape)), OPENAI_DIALECT)).toBeDefined()
  })

  it('follow references', () => {
    interface Node {
      name: string
      next?: Node | undefined
    }
    const Node: z.ZodType<Node> = z.object({
      name: z.string(),
      get next() {
        return Node.optional()
      },
    })
    const strict = strictSchema(jsonOf(z.object({ head: Node })), OPENAI_DIALECT)
    expect(JSON.stringify(strict)).toContain('$ref')
    expect(
      [...parts(strict)]
        .filter(({ type }) => type === 'object')
        .every((one) => one['additionalProperties'] === false),
    ).toBe(true)
  })

  it.each(AGENTS)("fit OpenAI for the %s agent's section", (agent) => {
    const strict = strictSchema(jsonOf(SECTION_SCHEMAS[agent]), OPENAI_DIALECT)
    expect(strict).toBeDefined()
    for (const part of parts(strict)) {
      for (const keyword of ['minLength', 'minimum', 'pattern', 'format', 'oneOf', 'minItems', 'maximum'])
        // Properties may be called like that, schemas may not have it as a keyword.
        expect(typeof part[keyword] === 'object' || !(keyword in part)).toBe(true)
      const properties = propertiesOf(part)
      expect(properties.size === 0 ? [] : [...requiredOf(part)]).toEqual([...properties.keys()])
    }
  })
})

describe('answers', () => {
  const Section = z.object({
    name: z.string(),
    note: z.string().nullable(),
    maybe: z.string().nullish(),
    tip: z.string().optional(),
    list: z.array(z.object({ a: z.number().optional(), b: z.number() })),
    one: z
      .union([z.object({ k: z.literal('x'), v: z.number().optional() }), z.object({ k: z.literal('y') })])
      .optional(),
  })
  const json = jsonOf(Section)

  it('lose the nulls that mean "not there" and no others', () => {
    const answer = {
      name: 'n',
      note: null,
      maybe: null,
      tip: null,
      extra: null,
      list: [
        { a: null, b: 1 },
        { a: 2, b: 3 },
      ],
      one: { k: 'x', v: null },
    }
    expect(withoutNulls(json, answer)).toEqual({
      name: 'n',
      note: null,
      maybe: null,
      extra: null,
      list: [{ b: 1 }, { a: 2, b: 3 }],
      one: { k: 'x' },
    })
  })

  it('a required null stays, for the check to find', () => {
    expect(withoutNulls(json, { name: null, list: [] })).toEqual({ name: null, list: [] })
  })

  it('what fits stays as it is', () => {
    const b = fc.integer()
    const fitting = fc.record(
      {
        name: fc.string(),
        note: fc.option(fc.string(), { nil: null }),
        maybe: fc.option(fc.string(), { nil: null }),
        tip: fc.string(),
        list: fc.array(fc.record({ a: fc.integer(), b }, { requiredKeys: ['b'] })),
      },
      { requiredKeys: ['name', 'note', 'list'] },
    )
    fc.assert(
      fc.property(fitting, (value) => {
        const text = JSON.stringify(value)
        expect(tidyAnswer(text, json)).toBe(text)
        expect(tidyAnswer(`Sure! \`\`\`json\n${text}\n\`\`\``, json)).toBe(text)
      }),
    )
  })

  it('any text at all is survived', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof tidyAnswer(text, json) === 'string'))
    fc.assert(fc.property(fc.json(), (text) => typeof tidyAnswer(text, json) === 'string'))
    expect(tidyAnswer('{"__proto__": {"polluted": 1}}', json)).toBe('{"__proto__":{"polluted":1}}')
    expect(tidyAnswer('{ not json', json)).toBe('{ not json')
    const deep = `{"days":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    expect(tidyAnswer(deep, json)).toBe(deep)
    expect(Object.hasOwn({}, 'polluted') || 'polluted' in {}).toBe(false)
  })

  it('a schema that allows null is known as such', () => {
    expect([...propertiesOf(json)].filter(([, one]) => permitsNull(json, one)).map(([name]) => name)).toEqual(
      ['note', 'maybe'],
    )
  })
})
