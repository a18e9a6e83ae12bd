import type { Archive } from '@liren/contract/archive/index'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine } from '../../kernel/store/condition.ts'
import { scopedRows } from '../../kernel/store/scope.ts'
import { findFiles } from './find.ts'
import { archiveCalled } from './known.ts'
import { type LinkRow, presentLink } from './links.ts'
import { placesOf, shortName } from './place.ts'
import { titleOf } from './present.ts'
import { type FileRow, valuesOf } from './row.ts'

const mostLinks = 200
const mostNodes = 150

interface Found {
  readonly definition: Archive
  readonly row: FileRow
  readonly depth: number
}

export interface GraphQuery {
  readonly depth?: number | undefined
  /** As it stood on this day. */
  readonly on?: string | undefined
  readonly ended?: 'true' | 'false' | undefined
}

/**
 * The neighbourhood of a file. Each step reads links once and the files at their other ends once per archive, so the
 * statements are bounded by depth and kinds, never by how many there are. What the viewer may not read is counted, not named.
 */
export async function graphOf(kernel: Kernel, definition: Archive, scope: Scope, viewer: Principal, root: FileRow, query: GraphQuery) {
  const found = new Map<string, Found>([[root.id, { definition, row: root, depth: 0 }]])
  const links = new Map<string, LinkRow>()
  const hidden = new Set<string>()
  let [frontier, isCut] = [[root.id], false]
  for (let depth = 1; depth <= (query.depth ?? 1) && frontier.length > 0; depth++) {
    const rows = await linksOf(kernel, scope, frontier, query)
    if (rows.length > mostLinks) isCut = true
    const fresh = new Map<string, string>()
    for (const row of rows.slice(0, mostLinks)) {
      links.set(row.id, row)
      for (const [archive, id] of [
        [row.from_archive, row.from_id],
        [row.to_archive, row.to_id],
      ] as const)
        if (!found.has(id) && !hidden.has(id)) fresh.set(id, archive)
    }
    frontier = []
    for (const archive of new Set(fresh.values())) {
      const ids = [...fresh].filter(([, name]) => name === archive).map(([id]) => id)
      const visible = await visibleFiles(kernel, viewer, archive, ids)
      for (const id of ids) {
        const file = visible.get(id)
        if (!file) hidden.add(id)
        else if (found.size >= mostNodes) isCut = true
        else {
          found.set(id, { ...file, depth })
          frontier.push(id)
        }
      }
    }
  }
  const places = await placesOf(
    kernel,
    [...found.values()].map(({ row }) => row.place_id),
  )
  const nodes = [...found.values()].map(({ definition, row, depth }) => {
    const values = valuesOf(kernel, definition, row, [...definition.title, ...definition.hint])
    const place = shortName(places.get(row.place_id))
    const title = titleOf(viewer, definition, values) || place
    const hint = [titleOf(viewer, definition, values, definition.hint), place].filter((part) => part !== '' && part !== title).join(' · ')
    return { archive: definition.name, id: row.id, title, hint, depth, isRetired: row.state !== 'active' }
  })
  const shown = [...links.values()].filter((row) => found.has(row.from_id) && found.has(row.to_id))
  return { nodes, links: shown.map(presentLink), hidden: hidden.size, isCut }
}

async function linksOf(kernel: Kernel, scope: Scope, ids: readonly string[], { on, ended }: GraphQuery): Promise<LinkRow[]> {
  const when: Condition =
    on !== undefined
      ? { sql: '(started_on IS NULL OR started_on <= ?) AND (ended_on IS NULL OR ended_on > ?)', params: [on, on] }
      : ended === 'true'
        ? { sql: '1 = 1', params: [] }
        : { sql: 'ended_on IS NULL', params: [] }
  const half = (column: string) => combine('AND', [among(column, ids), when])
  const [from, to] = [half('from_id'), half('to_id')]
  return scopedRows<LinkRow>(kernel.store, scope, 'archive_links', {
    sql: `SELECT * FROM archive_links WHERE ${from.sql} UNION SELECT * FROM archive_links WHERE ${to.sql} ORDER BY id DESC LIMIT ${mostLinks + 1}`,
    params: [...from.params, ...to.params],
  })
}

async function visibleFiles(kernel: Kernel, viewer: Principal, archive: string, ids: readonly string[]) {
  const definition = archiveCalled(kernel, archive)
  const seen = new Map<string, Omit<Found, 'depth'>>()
  if (!definition || !viewer.permissions.has(`${archive}.read`)) return seen
  const rows = await findFiles(kernel, definition, scopeWith(viewer, `${archive}.read`, 'place'), ids, [
    ...definition.title,
    ...definition.hint,
  ])
  for (const row of rows) seen.set(row.id, { definition, row })
  return seen
}
