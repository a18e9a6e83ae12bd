import { appendEvents } from '../../kernel/background/outbox.ts'
import type { DomainEvent } from '../../kernel/http/route.ts'
import { insert } from '../../kernel/identity/sql.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { gather, type Org, orgsById } from './gather.ts'
import { type ScoreRow, why } from './row.ts'
import { judge } from './rule.ts'
import { settingsOf, valuesOf } from './settings.ts'

/** So many organisations are scored together. */
const atOnce = 50
const historyMs = 3 * 366 * 86_400_000

type Judged = ReturnType<typeof judge>

/** Scores organisations anew from all that is known now; whoever looks at them is told of what changed. */
export async function refresh(kernel: Kernel, ids: readonly string[], tx: Tx): Promise<void> {
  if (ids.length === 0) return
  const all = await orgsById(kernel, [...new Set(ids)].sort(), tx)
  const orgs = all.filter(({ state }) => state === 'active')
  const some = among(
    'org_id',
    all.map(({ id }) => id),
  )
  const statement = { sql: `SELECT * FROM org_scores WHERE ${some.sql}`, params: some.params }
  // read before what it is made of: whoever writes meanwhile makes this one look again
  const known = new Map((await unscoped<ScoreRow>(kernel.store, why, statement, tx)).map((row) => [row.org_id, row]))
  const settings = await settingsOf(kernel, [...new Set(orgs.flatMap(({ community }) => community?.id ?? []))], tx)
  const factsOf = orgs.length === 0 ? () => [] : await gather(kernel, orgs, tx)
  const now = kernel.clock.now()
  const batch = kernel.ids.next()
  const events: DomainEvent[] = []
  for (const org of all) {
    const before = known.get(org.id)
    if (org.state !== 'active') {
      if (before && (await drop(kernel, before, tx))) events.push(told(before, [Number(before.level), 4], batch))
      continue
    }
    const judged = judge(factsOf(org), valuesOf(settings.get(org.community?.id ?? '')), now)
    if (await keep(kernel, org, before, judged, tx))
      events.push(
        told(
          { org_id: org.id, place_path: org.placePath, community_id: org.community?.id ?? null },
          [Number(before?.level ?? 4), judged.level],
          batch,
        ),
      )
  }
  await appendEvents(kernel, events, tx)
}

/** What was scored together is looked at together: one round of a community for all of it. */
const told = (
  { org_id, place_path, community_id }: Pick<ScoreRow, 'org_id' | 'place_path' | 'community_id'>,
  [from, to]: readonly [number, number],
  batch: string,
): DomainEvent => ({
  ...{ name: 'score.changed', subject: 'org', subjectId: org_id },
  payload: { placePath: place_path, from, to, round: `${batch}:${community_id ?? ''}` },
  live: { placePath: place_path, permission: 'score.read' },
})

const drop = (kernel: Kernel, { org_id, version }: ScoreRow, tx: Tx): Promise<number> =>
  kernel.store.run('DELETE FROM org_scores WHERE org_id = ? AND version = ?', [org_id, version], tx)

/** Writes what differs, by the version that was read; true when score or level changed. */
async function keep(kernel: Kernel, org: Org, before: ScoreRow | undefined, { score, level, items }: Judged, tx: Tx): Promise<boolean> {
  const now = kernel.clock.now()
  const place = org.placeName.split(' · ').slice(3).join(' · ') || org.placeName
  const said = {
    ...{ place_path: org.placePath, place_name: place.slice(0, 160), community_id: org.community?.id ?? null },
    ...{ name: org.name ?? '', kind: org.kind, score, level, items: JSON.stringify(items) },
  }
  const isNew = before === undefined
  const moved = isNew || Number(before.score) !== score || Number(before.level) !== level
  if (!moved && Object.entries(said).every(([column, value]) => String(before[column as keyof ScoreRow]) === String(value))) return false
  const row = {
    ...said,
    since_at: !isNew && Number(before.level) === level ? Number(before.since_at) : now,
    changed_at: moved ? now : Number(before.changed_at),
    score_before: isNew ? null : Number(before.score) === score ? before.score_before : Number(before.score),
  }
  const columns = Object.keys(row)
  const written = isNew
    ? await insertOnce(kernel.store, 'org_scores', { org_id: org.id, ...row }, tx)
    : (await kernel.store.run(
        `UPDATE org_scores SET ${columns.map((column) => `${column} = ?`).join(', ')}, version = version + 1 WHERE org_id = ? AND version = ?`,
        [...Object.values(row), org.id, before.version],
        tx,
      )) === 1
  if (!written) throw new Error(`Organisation ${org.id} is scored by somebody else; it is looked at again`)
  if (moved) await insert(kernel.store, 'org_score_history', { id: kernel.ids.next(), org_id: org.id, score, level, at: now }, tx)
  return moved
}

/** Scores every organisation under a place anew: as points change, and each night as time goes by. */
export async function goRound(kernel: Kernel, placePath: string): Promise<void> {
  const within = underPlaces('place_path', [placePath])
  for (let after = ''; ; ) {
    const orgs = await unscoped<{ id: string }>(kernel.store, why, {
      sql: `SELECT id FROM orgs WHERE ${within.sql} AND id > ? ORDER BY id LIMIT ${atOnce}`,
      params: [...within.params, after],
    })
    const ids = orgs.map(({ id }) => id)
    await kernel.store.tx((tx) => refresh(kernel, ids, tx))
    const last = ids.at(-1)
    if (last === undefined || ids.length < atOnce) return
    after = last
  }
}

export const forgetOld = (kernel: Kernel): Promise<number> =>
  kernel.store.run('DELETE FROM org_score_history WHERE at < ?', [kernel.clock.now() - historyMs])
