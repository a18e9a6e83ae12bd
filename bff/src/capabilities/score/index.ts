import { score as contract } from '@liren/contract/capabilities/score'
import type { CapabilityFactory, Consumer } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { pathsAbove } from '../place/read.ts'
import { isPremises } from './gather.ts'
import { forgetOld, goRound, refresh } from './refresh.ts'
import { scoreRoutes } from './routes.ts'
import { why } from './row.ts'

/** What happens at one place concerns so many organisations at most. */
const most = 200

const found = async (kernel: Kernel, { sql, params }: Condition, tx: Tx): Promise<string[]> =>
  (await unscoped<{ id: string }>(kernel.store, why, { sql: `${sql} LIMIT ${most}`, params }, tx)).map(({ id }) => id)

/** Organisations whose premises a place is or lies in. */
async function orgsAt(kernel: Kernel, path: string, tx: Tx): Promise<string[]> {
  const above = among('p.path', pathsAbove(path))
  const occupied = (table: string) =>
    `SELECT l.from_id AS id FROM places p JOIN ${table} f ON f.place_id = p.id JOIN archive_links l ON l.to_id = f.id
     WHERE ${above.sql} AND ${isPremises('p')} AND l.kind = 'occupies' AND l.from_archive = 'org' AND l.ended_on IS NULL`
  const own = `SELECT o.id FROM places p JOIN orgs o ON o.place_id = p.id WHERE ${above.sql} AND ${isPremises('p')}`
  const sql = [own, occupied('house_files'), occupied('spaces')].join(' UNION ')
  return found(kernel, { sql, params: [...above.params, ...above.params, ...above.params] }, tx)
}

/** A file changed, or what it occupies. */
const followFiles = (kernel: Kernel): Consumer => ({
  name: 'score.files',
  on: ['org.created', 'org.updated', 'org.retired', 'org.restored', 'org.linked', 'org.unlinked'],
  handle: (event, tx) => refresh(kernel, [event.subjectId], tx),
})

/** The same, from the other end of the link. */
const followLinks = (kernel: Kernel): Consumer => ({
  name: 'score.links',
  on: ['house.linked', 'house.unlinked', 'space.linked', 'space.unlinked'],
  async handle(event, tx) {
    const { linkId, kind } = event.payload as { linkId: string; kind: string }
    if (kind !== 'occupies') return
    await refresh(kernel, await found(kernel, { sql: 'SELECT from_id AS id FROM archive_links WHERE id = ?', params: [linkId] }, tx), tx)
  },
})

/** A device sensed something at somebody's premises, or something of theirs did; or it was put right. */
const followAlarms = (kernel: Kernel): Consumer => ({
  name: 'score.alarms',
  on: ['alarm.raised', 'alarm.repeated', 'alarm.over', 'alarm.moved'],
  async handle(event, tx) {
    const sql = 'SELECT o.id FROM alarms a JOIN devices d ON d.id = a.device_id JOIN orgs o ON o.name = d.owner WHERE a.id = ?'
    const owners = await found(kernel, { sql, params: [event.subjectId] }, tx)
    await refresh(kernel, [...owners, ...(await orgsAt(kernel, String(event.payload.placePath), tx))], tx)
  },
})

/** Somebody inspected a key place. */
const followInspections = (kernel: Kernel): Consumer => ({
  name: 'score.inspections',
  on: ['hazard.inspected'],
  async handle(event, tx) {
    const statement = { sql: 'SELECT place_path FROM key_places WHERE id = ?', params: [event.subjectId] }
    const [place] = await unscoped<{ place_path: string }>(kernel.store, why, statement, tx)
    if (place) await refresh(kernel, await orgsAt(kernel, place.place_path, tx), tx)
  },
})

/**
 * How much danger each organisation is in by what checks found and devices sensed. One row is kept for each and made anew
 * from all facts as one of them changes, because a list by score has to be an index; time alone is reckoned each night.
 * The warning itself is a hint: its model reads the levels that are kept here.
 */
export const score: CapabilityFactory = (kernel) => ({
  contract,
  routes: scoreRoutes(kernel),
  consumers: [followFiles(kernel), followLinks(kernel), followAlarms(kernel), followInspections(kernel)],
  placedTables: ['org_scores', 'org_score_settings'],
  jobs: [
    {
      kind: 'score.again',
      text: { zh: '评分设置修改后重新计算', en: 'Score organisations anew after points changed' },
      run: async ({ placePath }) => goRound(kernel, String(placePath)),
    },
    {
      kind: 'score.night',
      text: { zh: '每日重新计算单位隐患评分', en: 'Score organisations anew each day' },
      daily: '03:50',
      // a house that had organisations before it had scores shows them now, not tomorrow
      firstAtOnce: true,
      run: async () => {
        await goRound(kernel, '/')
        await forgetOld(kernel)
      },
    },
  ],
})
