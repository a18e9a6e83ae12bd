import type { KeyPlace } from '@liren/contract/capabilities/hazard'
import { describe, expect, test } from 'vitest'
import { blankKey, countsOf, fine, inspectionOf, type KeyValue, recheckOf, roomFor, takenBack, usualDay } from './key-value'

const place = { id: 'p', version: 4, items: ['阀门', '渗漏', '门禁'] } as unknown as KeyPlace
const photo = (name: string) => ({ file: name, key: `k-${name}` })
const value: KeyValue = {
  note: ' 已通知 ',
  answers: {
    阀门: { isOk: false, note: ' 滴水 ', level: 'major', dueOn: '2026-03-03', photos: [photo('a')] },
    渗漏: fine,
    门禁: { ...fine, isOk: false, note: '打不开', photos: [photo('b'), photo('c')] },
  },
}

describe('an inspection', () => {
  test('names the photos of each finding by their place among all, and says what was seen when', () => {
    const { body, attachments } = inspectionOf(place, value, Date.parse('2026-03-02T02:00:00Z'))
    expect(attachments.map(({ file, field }) => [file, field])).toEqual(['a', 'b', 'c'].map((name) => [name, 'photos']))
    expect(body).toMatchObject({ version: 4, at: '2026-03-02T02:00:00.000Z', note: '已通知', photos: [] })
    expect(body.findings).toEqual([
      { item: '阀门', isOk: false, note: '滴水', level: 'major', dueOn: '2026-03-03', photosAt: [0] },
      { item: '渗漏', isOk: true, note: '' },
      { item: '门禁', isOk: false, note: '打不开', level: 'minor', photosAt: [1, 2] },
    ])
  })

  test('that was refused comes back into the form whole, with its photos', () => {
    const { body, attachments } = inspectionOf(place, value, 0)
    const back = takenBack({ body, attachments, key: 'e' })
    expect(back.answers.门禁).toMatchObject({ isOk: false, note: '打不开', photos: [{ file: 'b' }, { file: 'c' }] })
    expect(back.answers.阀门).toMatchObject({ level: 'major', dueOn: '2026-03-03', photos: [{ file: 'a' }] })
    expect(back).toMatchObject({ note: '已通知', answers: { 渗漏: { isOk: true } } })
  })

  test('counts what the present list asks for, and leaves room for thirty photos', () => {
    expect(countsOf(place, blankKey)).toEqual({ done: 0, missing: 3, wrong: 0 })
    expect(countsOf({ ...place, items: ['阀门', '新项目'] }, value)).toEqual({ done: 1, missing: 1, wrong: 1 })
    expect(roomFor(value, '门禁')).toBe(6)
    const many = { ...fine, photos: Array.from({ length: 28 }, (_, at) => photo(String(at))) }
    expect(roomFor({ note: '', answers: { 阀门: many } }, '门禁')).toBe(2)
    expect([usualDay('major', '2026-02-28'), usualDay('minor', '2026-02-28')]).toEqual(['2026-03-01', '2026-03-07'])
  })
})

test('a second look names its finding and its photos', () => {
  const { body, attachments } = recheckOf(place, '阀门', { isRectified: true, note: ' 已换 ', photos: [photo('d')] }, 0)
  expect(body).toMatchObject({ version: 4, findings: [{ item: '阀门', isRectified: true, note: '已换', photosAt: [0] }] })
  expect(attachments).toHaveLength(1)
})
