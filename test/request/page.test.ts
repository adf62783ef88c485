import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as messages from '../../machines/messages/index.ts'
import * as limits from '../../machines/messages/request-limits.ts'
import { PORTS } from './ports.ts'

const page = readFileSync(new URL('../../docs/request.md', import.meta.url), 'utf8')

/** Cells of the table below a heading, code marks removed. */
function table(heading: string): string[][] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  const rows = section.split('\n').filter((line) => line.startsWith('|'))
  return rows.slice(2).map((row) =>
    row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim().replaceAll('`', '')),
  )
}

describe('the page about requests', () => {
  test('its limits are the constants', () => {
    const rows = Object.fromEntries(table('Limits and defaults').map(([name, value]) => [name, value]))
    const constants = Object.entries(limits).map(([name, value]) => [name, value.toLocaleString('en-US')])
    expect(rows).toEqual(Object.fromEntries(constants))
  })

  test('its codes are the codes', () => {
    const rows = table('Problem codes').map(([code, meaning]) => [code, meaning])
    const codes = Object.entries(messages.PROBLEM_CODES).map(([code, meaning]) => [
      code,
      meaning.replaceAll('`', ''),
    ])
    expect(rows).toEqual(codes)
  })

  test('its fields and aliases are the fields and aliases', () => {
    const rows = table('Fields').map(([name, aliases]) => [name, aliases === '' ? [] : aliases?.split(', ')])
    expect(rows.filter(([name]) => !String(name).includes('.'))).toEqual(
      Object.entries(messages.FIELDS.request),
    )
  })

  test('its preferences are the synonyms', () => {
    const rows = table('Preferences').map(([name, words]) => [name, words?.split(', ')])
    expect(rows).toEqual(Object.entries(messages.PREFERENCE_SYNONYMS))
  })

  test('its refusal is what the example gets', () => {
    const [request = '', answer = ''] = [...page.matchAll(/```json\n(.*?)```/gs)]
      .slice(-2)
      .map((match) => match[1])
    const parsed = messages.parseTripText(request, PORTS)
    expect(parsed.ok ? [] : parsed.problems).toEqual(JSON.parse(answer))
  })

  test('its good example is accepted', () => {
    const [example = ''] = [...page.matchAll(/```json\n(.*?)```/gs)].map((match) => match[1])
    const parsed = messages.parseTripText(example, PORTS)
    expect(parsed).toMatchObject({ ok: true })
  })
})

describe('the JSON Schema', () => {
  test('has every field and alias, and the limits', () => {
    const schema = messages.requestJsonSchema()
    const names = Object.entries(messages.FIELDS.request).flatMap(([name, aliases]) => [name, ...aliases])
    expect(Object.keys(schema.properties ?? {}).toSorted()).toEqual(names.toSorted())
    expect(schema).toMatchObject({
      additionalProperties: false,
      required: ['destinations'],
      properties: {
        destinations: { minItems: 1, maxItems: limits.MAX_DESTINATIONS },
        constraints: { items: { maxLength: limits.MAX_TEXT_LENGTH } },
        duration: { maximum: limits.MAX_DAYS, deprecated: true },
      },
    })
  })
})
