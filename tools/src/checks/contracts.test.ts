import { readdirSync } from 'node:fs'
import { capabilities } from '@liren/bff/capabilities/all'
import { type AnyEndpoint, capability, endpoint, L1, L2, L3, permission, text, z } from '@liren/contract'
import { allCapabilities } from '@liren/contract/capabilities/index'
import { describe, expect, it } from 'vitest'
import { contractFaults } from './contracts.ts'
import { root } from './files.ts'

const good = {
  id: 'lamp.list',
  method: 'GET',
  path: '/api/lamps/:id',
  summary: text('路灯', 'Lamps'),
  permission: 'lamp.read',
  scope: 'place',
  params: z.object({ id: z.string().check(z.maxLength(26)) }),
  response: L2(z.object({ name: z.string() })),
  rate: 'read',
} as const satisfies AnyEndpoint

const faultsOf = (change: Partial<AnyEndpoint>) =>
  contractFaults([
    capability({
      name: 'lamp',
      text: text('路灯', 'Lamps'),
      endpoints: { list: endpoint({ ...good, ...change } as AnyEndpoint) },
      permissions: [
        permission(change.permission?.startsWith('lamp.') ? change.permission : 'lamp.read', '查看路灯', 'See lamps', ['admin']),
      ],
    }),
  ]).filter((fault) => !fault.includes('opens nothing'))

describe('contracts of all capabilities', () => {
  it('have no fault', () => {
    expect(contractFaults(allCapabilities)).toEqual([])
  })

  it('are each mounted by the server, and nothing else is', () => {
    expect(capabilities.map((factory) => factory.name).sort()).toEqual(allCapabilities.map((entry) => entry.name))
  })

  it('are listed in all.ts, file by file', () => {
    const inFolder = readdirSync(`${root}contract/src/capabilities`)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !['all.ts', 'index.ts'].includes(name))
      .map((name) => name.replace(/\.ts$/, ''))
      .sort()
    expect(allCapabilities.map((entry) => entry.name)).toEqual(inFolder)
  })
})

describe('the check of contracts', () => {
  it('finds nothing in a sound endpoint', () => {
    expect(faultsOf({})).toEqual([])
  })

  it.each<[string, Partial<AnyEndpoint>, RegExp]>([
    ['a field without a level', { response: z.object({ a: L1(z.string()), b: z.string() }) }, /answers b without a level/],
    ['personal data read without a trace', { response: L3(z.object({ phone: z.string() })) }, /shows phone in plain/],
    ['a POST without an idempotency word', { method: 'POST', audit: 'x' }, /Idempotency-Key/],
    ['a write without an audit word', { method: 'PUT' }, /audit trail/],
    ['a permission nobody declared', { permission: 'pole.read' }, /declared nowhere/],
    ['a public route with rows of a place', { permission: 'public' }, /no rows of its own/],
    ['a path parameter without a schema', { params: undefined }, /path names id/],
    ['an unbounded string', { query: z.object({ q: z.string() }) }, /takes query.q of any length/],
    ['an unbounded pattern', { query: z.object({ q: z.string().check(z.regex(/^[a-z]+$/)) }) }, /takes query.q of any length/],
    ['an answer that is not described', { response: undefined }, /says neither/],
    ['a summary in one language', { summary: text('Lamps', 'Lamps') }, /no Chinese name/],
    ['an id of another capability', { id: 'pole.list' }, /an id begins/],
    ['an error code of nobody', { errors: { 'pole.gone': { status: 404, text: text('没有', 'Gone') } } }, /error pole.gone/],
  ])('finds %s', (_what, change, why) => {
    expect(faultsOf(change).join('\n')).toMatch(why)
  })

  it('finds the same surface twice, however its parameter is called', () => {
    const twice = capability({
      name: 'lamp',
      text: text('路灯', 'Lamps'),
      endpoints: {
        a: endpoint(good),
        b: endpoint({ ...good, id: 'lamp.read', path: '/api/lamps/:code', params: z.object({ code: z.string().check(z.maxLength(9)) }) }),
      },
      permissions: [permission('lamp.read', '查看路灯', 'See lamps', ['admin'])],
    })
    expect(contractFaults([twice]).join()).toMatch(/surface GET \/api\/lamps\/: is used twice/)
  })

  it('finds a permission that opens nothing', () => {
    const idle = capability({
      name: 'lamp',
      text: text('路灯', 'Lamps'),
      endpoints: { list: endpoint(good) },
      permissions: [permission('lamp.read', '查看路灯', 'See lamps', ['admin']), permission('lamp.paint', '粉刷', 'Paint', ['admin'])],
    })
    expect(contractFaults([idle]).join()).toMatch(/lamp\.paint opens nothing/)
  })
})
