import type { NoticeAudience } from '@liren/contract/capabilities/notice'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine } from '../../kernel/store/condition.ts'
import { underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { housesOwnedBy } from '../household/read.ts'
import { pathsAbove, placesAround } from '../place/read.ts'

/** Everything that a notice may be addressed to so that it is for this reader. */
export interface NoticeReader {
  /** Places around the reader’s houses, and ids of the same. */
  readonly homes: readonly string[]
  readonly homeIds: readonly string[]
  /** The same of houses that are the reader’s own. */
  readonly owned: readonly string[]
  /** Around the place that a guest looks at. */
  readonly guest: readonly string[]
  readonly guestIds: readonly string[]
  /** Where the reader works: everything there is to be seen, what is for staff too. */
  readonly works: readonly string[]
  readonly worksWithin: readonly string[]
}

export async function noticeReader(kernel: Kernel, principal: Principal, placeId?: string, tx?: Tx): Promise<NoticeReader> {
  const asked = [...principal.houseIds, ...(placeId === undefined ? [] : [placeId])]
  const [around, owned] = [
    await placesAround(kernel, asked, tx),
    principal.houseIds.length === 0 ? [] : await housesOwnedBy(kernel, principal.id, principal.houseIds, tx),
  ]
  const of = (ids: readonly string[]) => [
    ...new Map(ids.flatMap((id) => around.get(id) ?? []).map((place) => [place.path, place])).values(),
  ]
  const [homes, guest] = [of(principal.houseIds), of(placeId === undefined ? [] : [placeId])]
  const works = scopeWith(principal, 'notice.any', 'place').places
  return {
    homes: homes.map(({ path }) => path),
    homeIds: homes.map(({ id }) => id),
    owned: of(owned).map(({ path }) => path),
    guest: guest.map(({ path }) => path),
    guestIds: guest.map(({ id }) => id),
    works,
    worksWithin: [...new Set(works.flatMap(pathsAbove))],
  }
}

/** A part that can never be true keeps the other from its index. */
const anyOf = (...parts: readonly Condition[]): Condition =>
  combine(
    'OR',
    parts.filter(({ params }) => params.length > 0),
  )

/** Published notices that are for this reader; the first part narrows by the place they are published for. */
export function readable(reader: NoticeReader): Condition {
  const around = [...new Set([...reader.homes, ...reader.guest, ...reader.worksWithin])]
  const place = anyOf(among('place_path', around), underPlaces('place_path', reader.works))
  const addressed = (audiences: readonly NoticeAudience[], where: Condition): Condition[] =>
    where.params.length === 0 ? [] : [combine('AND', [among('notices.audience', audiences), where])]
  const to = combine('OR', [
    ...addressed(['public', 'residents'], among('p.place_path', reader.homes)),
    ...addressed(['owners'], among('p.place_path', reader.owned)),
    ...addressed(['public'], among('p.place_path', reader.guest)),
    ...addressed(
      ['public', 'residents', 'owners', 'staff'],
      anyOf(among('p.place_path', reader.worksWithin), underPlaces('p.place_path', reader.works)),
    ),
  ])
  return combine('AND', [
    place,
    { sql: "state = 'published'", params: [] },
    { sql: `EXISTS (SELECT 1 FROM notice_places p WHERE p.notice_id = notices.id AND ${to.sql})`, params: to.params },
  ])
}
