import { capability, endpoint, field, L1, L2, permission, text, z } from '@liren/contract'
import { allCapabilities } from '@liren/contract/capabilities/index'
import { describe, expect, it } from 'vitest'
import { openApiDocument } from './document.ts'
import type { Json } from './schemas.ts'

const person = L2(z.object({ name: z.string(), phone: field(z.string(), { level: 'L3', mask: 'phone', key: 'lamp.phone' }) }))
const lamp = capability({
  name: 'lamp',
  text: text('路灯', 'Lamps'),
  endpoints: {
    list: endpoint({
      id: 'lamp.list',
      method: 'GET',
      path: '/api/lamps',
      summary: text('路灯列表', 'List lamps'),
      permission: 'public',
      scope: 'none',
      query: z.object({ limit: z.optional(z.coerce.number().check(z.int(), z.maximum(100))), at: z.iso.date() }),
      response: z.object({ items: L1(z.array(z.object({ code: z.string(), since: z.iso.datetime() }))), keeper: person }),
      rate: 'read',
    }),
    light: endpoint({
      id: 'lamp.light',
      method: 'POST',
      path: '/api/lamps/:code/light',
      summary: text('点灯', 'Light a lamp'),
      permission: 'lamp.light',
      scope: 'place',
      params: z.object({ code: z.string().check(z.maxLength(9)) }),
      body: z.object({ minutes: z.number() }),
      response: person,
      status: 201,
      idempotent: 'key',
      rate: 'write',
      audit: 'lamp.lit',
      errors: { 'lamp.broken': { status: 409, text: text('灯坏了', 'The lamp is broken') } },
    }),
  },
  permissions: [permission('lamp.light', '点灯', 'Light lamps', ['staff'])],
})

const document = openApiDocument([lamp], '1.0.0')
const at = (path: string): Json => {
  let value: unknown = document
  for (const step of path.split('>')) value = (value as Json)[step]
  return value as Json
}

describe('the OpenAPI document', () => {
  it('says of each surface who may, what is limited and what is written to the trail', () => {
    expect(at('paths>/api/lamps/{code}/light>post')).toMatchObject({
      operationId: 'lamp.light',
      summary: '点灯',
      description: 'Light a lamp',
      'x-permission': 'lamp.light',
      'x-scope': 'place',
      'x-rate': 'write',
      'x-idempotent': 'key',
      'x-audit': 'lamp.lit',
      security: [{ token: [] }, { session: [] }],
    })
    expect(at('paths>/api/lamps>get')).toMatchObject({ security: [] })
  })

  it('lists path, query and header parameters with what is required', () => {
    const list = (path: string) =>
      (at(path).parameters as { name: string; in: string; required: boolean }[]).map(
        (entry) => `${entry.in} ${entry.name} ${entry.required}`,
      )
    expect(list('paths>/api/lamps>get')).toEqual(['query limit false', 'query at true'])
    expect(list('paths>/api/lamps/{code}/light>post')).toEqual(['path code true', 'header Idempotency-Key true'])
  })

  it('gives fields their level, mask and name for roles', () => {
    const schemas = at('components>schemas') as Record<string, { properties: Record<string, Json> }>
    expect(schemas['lamp.list.answer.keeper']?.properties.phone).toMatchObject({
      'x-level': 'L3',
      'x-mask': 'phone',
      'x-field': 'lamp.phone',
    })
    expect(schemas['lamp.list.answer']?.properties.items).toMatchObject({ 'x-level': 'L1' })
  })

  it('writes a schema that two surfaces share once', () => {
    const created = at('paths>/api/lamps/{code}/light>post>responses>201>content>application/json')
    expect(created.schema).toEqual({ $ref: '#/components/schemas/lamp.list.answer.keeper' })
    expect(JSON.stringify(document).match(/"x-field":"lamp\.phone"/g)).toHaveLength(1)
  })

  it('leaves out the patterns that formats already say', () => {
    expect(JSON.stringify(document)).not.toContain('02-29')
    expect(JSON.stringify(document)).toContain('"format":"date-time"')
  })

  it('lists every error code with its status, own and of the kernel, in one shape', () => {
    const answers = at('paths>/api/lamps/{code}/light>post>responses') as Record<string, { 'x-codes': string[]; content: Json }>
    expect(answers['409']?.['x-codes']).toEqual(['request.in-flight', 'stale', 'conflict', 'lamp.broken'])
    expect(answers['401']?.['x-codes']).toEqual(['identity.missing', 'identity.expired'])
    expect(answers['429']?.content).toEqual({ 'application/json': { schema: { $ref: '#/components/schemas/Error' } } })
    expect(Object.keys(at('paths>/api/lamps>get>responses'))).not.toContain('401')
  })
})

describe('the document of all capabilities', () => {
  const all = openApiDocument(allCapabilities, '0.0.0')
  const operations = Object.values(all.paths).flatMap((methods) => Object.values(methods))

  it('holds every endpoint once', () => {
    const ids = allCapabilities.flatMap((entry) => Object.values(entry.endpoints).map((one) => one.id))
    expect(operations.map((one) => one.operationId).sort()).toEqual([...ids].sort())
  })

  it('refers only to components that it holds', () => {
    const refs = [...JSON.stringify(all).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] as string)
    expect(refs.filter((ref) => !(ref.replace('#/components/schemas/', '') in all.components.schemas))).toEqual([])
    expect(refs.length).toBeGreaterThan(operations.length)
  })

  it('names components as the specification allows', () => {
    expect(Object.keys(all.components.schemas).filter((name) => !/^[a-zA-Z0-9._-]+$/.test(name))).toEqual([])
  })

  it('is the same text however often it is made', () => {
    expect(JSON.stringify(openApiDocument([...allCapabilities].reverse(), '0.0.0'))).toBe(JSON.stringify(all))
  })
})
