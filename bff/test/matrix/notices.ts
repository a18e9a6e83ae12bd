import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import { estateOf, type Person, type Places } from './people.ts'
import type { Row } from './rows.ts'

export const noticeSubjects = [
  [/^\/api\/notice-drafts\/:id/, 'notice-draft'],
  [/^\/api\/notices\/:id/, 'notice'],
] as const

/** From which state an action on a notice starts. */
export const noticeStart = (endpoint: string): string | undefined =>
  ({ 'notice.submit': 'draft', 'notice.update': 'draft', 'notice.remove': 'draft' })[endpoint] ?? 'submitted'

const body = {
  ...{ title: '停水通知', body: '明日停水检修', titleEn: '', bodyEn: '', category: 'announcement' },
  ...{ publisher: 'property', publisherName: '物业服务中心', audience: 'residents', places: [], service: null, files: [] },
  ...{ publishAt: null, endsAt: null, pinnedUntil: null },
}

/** Where somebody who writes notices answers for at least a building. */
const writersPlace = (places: Places, person: Person, row?: Row): string => {
  const { estate, second, far, at } = places
  const ofRow = { fl: estate, fl2: second, hd: far }[row?.key ?? '']
  if (ofRow) return ofRow.id
  if (person.name === 'building-housekeeper') return at.fl.building.id
  return person.name === 'two-posts' ? far.id : estateOf(places, person).id
}

type Input = (scene: { readonly places: Places }, person: Person, row?: Row) => object
export const noticeInputs: Readonly<Record<string, Input>> = {
  'notice.create': ({ places }, person) => ({ ...body, placeId: writersPlace(places, person) }),
  'notice.update': ({ places }, person, row) => ({ ...body, placeId: writersPlace(places, person, row) }),
}

/** At each estate a notice that is being written, one that waits for a review, and one that everybody may read. */
export async function noticeRows({ kernel }: TestApp, blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>, places: Places) {
  const rows: Row[] = []
  const now = kernel.clock.now()
  for (const [key, place] of Object.entries({ fl: places.estate, fl2: places.second, hd: places.far }))
    for (const state of ['draft', 'submitted', 'published'] as const) {
      const id = kernel.ids.next()
      const isOut = state === 'published'
      const written = { title: isOut ? '停水通知' : `CANARY.notice-draft.${key}.`, body: '停水', title_en: '', body_en: '' }
      await insertOnce(kernel.store, 'notices', {
        ...{ id, place_id: place.id, place_path: place.path, category: 'announcement', publisher: 'property', publisher_name: '物业' },
        ...{ ...written, audience: 'public', files: '[]', state, shelf: isOut ? 'current' : null, published_at: isOut ? now : null },
        ...{ author_id: kernel.ids.next(), writers: '[]', changed_at: now },
      })
      await insertOnce(kernel.store, 'notice_places', { notice_id: id, place_path: place.path, place_id: place.id })
      rows.push({
        ...blank,
        kind: isOut ? 'notice' : 'notice-draft',
        key,
        id,
        path: place.path,
        estate: place.path,
        isPublic: isOut,
        state,
      })
    }
  return rows
}
