import type { Visit, VisitFile } from '@liren/contract/capabilities/visit'
import { describe, expect, test } from 'vitest'
import { blankVisit, countOf, newcomerFaults, requestOf } from './visit-value'

const file = (archive: string, id: string, version: number): VisitFile => ({
  ...{ archive, id, version, title: id, values: {}, masked: [], role: null, verifiedAt: null, isFresh: true, waiting: [] },
  link: archive === 'person' ? { id: `link-${id}`, version: 1 } : null,
})
const visit = {
  ...{ id: 'v1', version: 3, house: '3幢 · 1201' },
  ...{ file: file('house', 'h1', 2), people: [file('person', 'p1', 5), file('person', 'p2', 1)], vehicles: [file('vehicle', 'c1', 4)] },
} as unknown as Visit

describe('what a visitor hands in', () => {
  test('with nothing changed says only which versions were seen', () => {
    const { body, attachments } = requestOf(visit, blankVisit, 'unchanged', 0)
    expect(body).toEqual({
      ...{ version: 3, outcome: 'unchanged', at: '1970-01-01T00:00:00.000Z', evidence: [] },
      seen: [
        { archive: 'house', id: 'h1', version: 2 },
        { archive: 'person', id: 'p1', version: 5 },
        { archive: 'person', id: 'p2', version: 1 },
        { archive: 'vehicle', id: 'c1', version: 4 },
      ],
    })
    expect(attachments).toEqual([])
  })

  test('names each face by its place among those that are brought, through the door for faces', () => {
    const value = {
      ...blankVisit,
      changes: { p1: { phone: '10000000001' } },
      faces: { p2: { file: 'face-2', consentOn: '2026-03-02' } },
      left: { p1: '2026-03-01' },
      added: [{ key: 'n1', role: 'tenant' as const, values: { name: '许言' }, face: { file: 'face-n', consentOn: '2026-03-02' } }],
      photos: [{ file: 'proof', uploadedId: 'up1' }],
    }
    const { body, attachments } = requestOf(visit, value as never, 'changed', 0)
    expect(body).toMatchObject({
      changes: [
        { id: 'p1', values: { phone: '10000000001' } },
        { id: 'p2', values: {}, faceAt: 0, faceConsentOn: '2026-03-02' },
      ],
      movedOut: [{ personId: 'p1', linkId: 'link-p1', version: 1, on: '2026-03-01' }],
      added: [{ role: 'tenant', values: { name: '许言' }, faceAt: 1 }],
    })
    expect(attachments).toEqual([
      { file: 'proof', field: 'evidence', uploadedId: 'up1' },
      { file: 'face-2', field: 'faces', to: '/api/faces' },
      { file: 'face-n', field: 'faces', to: '/api/faces' },
    ])
    expect(countOf(value as never)).toBe(4)
  })

  test('somebody new needs a name, and numbers that can be right', () => {
    expect(newcomerFaults({ name: ' ' })).toEqual(['name'])
    expect(newcomerFaults({ name: '许言', idNumber: '99010119860309001X', phone: '12' })).toEqual(['idNumber', 'phone'])
    expect(newcomerFaults({ name: '许言' })).toEqual([])
  })
})
