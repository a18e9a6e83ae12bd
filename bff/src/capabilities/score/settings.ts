import type { BodyOf } from '@liren/contract'
import {
  type ScoreSetting,
  type ScoreValues,
  type scoreEndpoints,
  scoreErrors,
  scoreSettingNames,
  scoreSettings,
} from '@liren/contract/capabilities/score'
import { scheduleJob } from '../../kernel/background/outbox.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { communitiesTouching, placeById } from '../place/read.ts'
import type { SettingRow } from './row.ts'

export const valuesOf = (row: Pick<SettingRow, 'points'> | undefined): ScoreValues => ({
  ...(Object.fromEntries(scoreSettingNames.map((name) => [name, scoreSettings[name].usual])) as ScoreValues),
  ...(JSON.parse(row?.points ?? '{}') as Partial<ScoreValues>),
})

export async function settingsOf(kernel: Kernel, communityIds: readonly string[], tx?: Tx): Promise<Map<string, SettingRow>> {
  const some = among('community_id', communityIds)
  const rows = await kernel.store.rows<SettingRow>(`SELECT * FROM org_score_settings WHERE ${some.sql}`, some.params, tx)
  return new Map(rows.map((row) => [row.community_id, row]))
}

const present = ({ id, name }: { readonly id: string; readonly name: string }, row: SettingRow | undefined): ScoreSetting => ({
  ...{ community: { id, name }, values: valuesOf(row), version: Number(row?.version ?? 0) },
  changedAt: row === undefined ? null : iso(Number(row.changed_at)),
})

export async function listSettings(kernel: Kernel, scope: Scope): Promise<ScoreSetting[]> {
  const communities = await communitiesTouching(kernel, scope)
  const rows = await settingsOf(
    kernel,
    communities.map(({ id }) => id),
  )
  return communities.map((community) => present(community, rows.get(community.id)))
}

type Body = BodyOf<typeof scoreEndpoints.saveSetting>

function faultsOf(values: Body['values']) {
  const faults = scoreSettingNames.flatMap((name) => {
    const { min, max } = scoreSettings[name]
    const value = values[name]
    if (Number.isInteger(value) && value >= min && value <= max) return []
    return [{ path: `body.values.${name}`, zh: `须为 ${min} 至 ${max} 的整数`, en: `A whole number from ${min} to ${max}` }]
  })
  for (const [lower, higher] of [
    ['general', 'larger'],
    ['larger', 'grave'],
  ] as const)
    if (values[higher] <= values[lower])
      faults.push({ path: `body.values.${higher}`, zh: '须高于前一等级的起点', en: 'Above where the level before begins' })
  return faults
}

/** Keeps what a community counts; soon afterwards every organisation of it is scored anew. */
export async function saveSetting(
  kernel: Kernel,
  { scope, tx, now, principal }: Pick<RequestContext, 'scope' | 'tx' | 'now' | 'principal'>,
  { communityId, values, version }: Body,
): Promise<{ before: ScoreSetting; after: ScoreSetting; path: string }> {
  const place = await placeById(kernel, communityId, tx)
  if (place?.kind !== 'community' || !scope.places.some((path) => place.path.startsWith(path)))
    throw refuseWith(scoreErrors, 'score.community')
  const faults = faultsOf(values)
  if (faults.length > 0) throw refuseWith(scoreErrors, 'score.values', { faults })
  const before = present(place, (await settingsOf(kernel, [place.id], tx)).get(place.id))
  const set = { points: JSON.stringify(values), changed_by: principal.id, changed_at: now }
  const done =
    version === 0
      ? await insertOnce(kernel.store, 'org_score_settings', { community_id: place.id, place_path: place.path, ...set }, tx)
      : (await kernel.store.run(
          'UPDATE org_score_settings SET points = ?, changed_by = ?, changed_at = ?, version = version + 1 WHERE community_id = ? AND version = ?',
          [...Object.values(set), place.id, version],
          tx,
        )) === 1
  if (!done) throw refuse('stale')
  // a change while the round before is under way has a round of its own
  const again = { kind: 'score.again', key: `${place.id}:${version}`, at: now, payload: { placePath: place.path } }
  await scheduleJob(kernel, again, tx)
  return { before, after: present(place, (await settingsOf(kernel, [place.id], tx)).get(place.id)), path: place.path }
}
