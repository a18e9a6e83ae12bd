import { type NoticeDraft, noticeErrors } from '@liren/contract/capabilities/notice'
import { describe, expect, it } from 'vitest'
import { ApiError } from '../../app/api/error.ts'
import { atField, blank, contentOf, type Fields, fieldsOf, habitOf, isAfter } from './fields.ts'
import { percentRead } from './rate.ts'
import { shownDraft, shownOf } from './shown.ts'

const later = '2026-03-02T01:00:00.000Z'
const written = { ...blank({ placeId: 'p', publisherName: '枫林物业' }), title: '停水', body: '周二停水' } as Fields
const refusal = (code: keyof typeof noticeErrors | 'stale') =>
  new ApiError({ code, status: 422, ...(code === 'stale' ? { zh: '旧', en: 'Old' } : noticeErrors[code].text) })

describe('a notice that is written', () => {
  it('has a refusal of one thing at its field, and leaves those of the whole where they are', () => {
    const error = atField(refusal('notice.place-not-within'))
    expect(error?.faults).toEqual([{ path: 'body.places', ...noticeErrors['notice.place-not-within'].text }])
    const [stale, step] = [refusal('stale'), refusal('notice.step-not-allowed')]
    expect([atField(stale), atField(step), atField(undefined)]).toEqual([stale, step, undefined])
  })

  it('must end and be unpinned after it is published: at its time, or now', () => {
    const now = Date.parse('2026-03-01T00:00:00.000Z')
    expect(isAfter('2026-02-28T00:00:00.000Z', { when: 'now' }, now)).toBe(false)
    expect(isAfter('2026-03-01T12:00:00.000Z', { when: 'later', publishAt: later }, now)).toBe(false)
    expect(isAfter('2026-03-01T12:00:00.000Z', { when: 'now', publishAt: later }, now)).toBe(true)
    expect(isAfter('2026-03-02T01:00:01.000Z', { when: 'later', publishAt: later }, now)).toBe(true)
    expect(isAfter(null, { when: 'later', publishAt: later }, now)).toBe(true)
  })

  it('keeps a time to itself where none is asked for, and never makes what is urgent wait', () => {
    expect(contentOf({ ...written, when: 'now', publishAt: later }).publishAt).toBeNull()
    expect(contentOf({ ...written, when: 'later', publishAt: later, category: 'emergency' }).publishAt).toBeNull()
    expect(contentOf({ ...written, when: 'later', publishAt: later }).publishAt).toBe(later)
    expect(contentOf(written)).not.toHaveProperty('when')
    expect(shownOf({ ...written, when: 'now', publishAt: later }).at).toBeNull()
  })

  it('begins as its author signed last, and comes back as it was saved', () => {
    expect(blank(habitOf(written))).toMatchObject({ publisherName: '枫林物业', placeId: 'p', title: '' })
    const { placeId, files, when, ...rest } = written
    const place = { id: placeId, name: '枫林雅苑' }
    const draft = { ...rest, publishAt: later, place, places: [{ id: 'b', name: '3幢' }], attachments: [{ id: 'f' }] }
    expect(contentOf(fieldsOf(draft as unknown as NoticeDraft))).toEqual({
      ...contentOf(written),
      publishAt: later,
      places: ['b'],
      files: ['f'],
    })
    expect(shownDraft(draft as unknown as NoticeDraft)).toMatchObject({ title: '停水', at: later, isPinned: false, files: [{ id: 'f' }] })
  })

  it('has no read rate before anybody was sent it, and never more than everybody', () => {
    expect(percentRead({ told: 0, read: 3 })).toBeUndefined()
    expect(percentRead({ told: 3, read: 2 })).toBe(67)
    expect(percentRead({ told: 2, read: 3 })).toBe(100)
  })
})
