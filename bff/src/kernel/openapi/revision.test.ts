import { expect, it } from 'vitest'
import { revisionsOf } from './revision.ts'
import type { Json } from './schemas.ts'

const revisionOf = (operation: Json, schemas: Json) => revisionsOf(schemas)(operation)

const asks = (name: string) => ({ operationId: 'lamp.light', requestBody: { schema: { $ref: `#/components/schemas/${name}` } } })
const lamp = { type: 'object', properties: { minutes: { type: 'number' } } }

it('gives an interface the same version as long as its document says the same, whatever shared shapes are called', () => {
  const version = revisionOf(asks('lamp'), { lamp })
  expect(version).toMatch(/^v1-[0-9a-f]{8}$/)
  expect(revisionOf(asks('light'), { light: lamp, other: {} })).toBe(version)
})

it('gives another version when anything that it refers to changes, however deep', () => {
  const holds = (inner: object) => ({ lamp: { properties: { post: { $ref: '#/components/schemas/post' } } }, post: inner })
  const version = revisionOf(asks('lamp'), holds({ type: 'string' }))
  expect(revisionOf(asks('lamp'), holds({ type: 'number' }))).not.toBe(version)
  expect(revisionOf({ ...asks('lamp'), summary: '点灯' }, holds({ type: 'string' }))).not.toBe(version)
})

it('comes to an end with shapes that hold each other, and gives the same whichever of them was looked at first', () => {
  const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
  const schemas = { tree: { inside: ref('branch') }, branch: { inside: ref('tree'), leaf: { type: 'string' } } }
  const after = revisionsOf(schemas)
  const branch = after(asks('branch'))
  expect([after(asks('tree')), after(asks('branch'))]).toEqual([revisionOf(asks('tree'), schemas), branch])
  expect(after(asks('tree'))).not.toBe(branch)
})
