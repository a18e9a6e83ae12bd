import type { BodyOf } from '@liren/contract'
import { type AthomeSetting, type athomeEndpoints, athomeErrors } from '@liren/contract/capabilities/athome'
import { scheduleJob } from '../../kernel/background/outbox.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { communitiesTouching, pathsAbove, placeById } from '../place/read.ts'
import type { SwitchRow } from './row.ts'

const present = ({ id, name }: { readonly id: string; readonly name: string }, row: SwitchRow | undefined): AthomeSetting => ({
  ...{ community: { id, name }, isOn: Number(row?.is_on ?? 0) === 1, purpose: row?.purpose ?? '' },
  ...{ changedAt: row === undefined ? null : iso(Number(row.changed_at)), version: Number(row?.version ?? 0) },
})

/** The switch over a place, if somebody ever touched it. */
export async function switchOver(kernel: Kernel, placePath: string): Promise<SwitchRow | undefined> {
  const above = among('place_path', pathsAbove(placePath))
  return (await kernel.store.rows<SwitchRow>(`SELECT * FROM athome_switches WHERE ${above.sql}`, above.params))[0]
}

/** The switch of every community that the asker’s places touch. */
export async function listSettings(kernel: Kernel, scope: Scope): Promise<AthomeSetting[]> {
  const communities = await communitiesTouching(kernel, scope)
  const some = among(
    'community_id',
    communities.map(({ id }) => id),
  )
  const rows = await kernel.store.rows<SwitchRow>(`SELECT * FROM athome_switches WHERE ${some.sql}`, some.params)
  return communities.map((community) =>
    present(
      community,
      rows.find(({ community_id }) => community_id === community.id),
    ),
  )
}

/** On: every house of the community is judged soon. Off: what was judged is erased at once. */
export async function saveSetting(
  kernel: Kernel,
  { scope, tx, now, principal }: Pick<RequestContext, 'scope' | 'tx' | 'now' | 'principal'>,
  { communityId, isOn, purpose, version }: BodyOf<typeof athomeEndpoints.saveSetting>,
): Promise<{ before: AthomeSetting; after: AthomeSetting; path: string }> {
  const place = await placeById(kernel, communityId, tx)
  if (place?.kind !== 'community' || !scope.places.some((path) => place.path.startsWith(path)))
    throw refuseWith(athomeErrors, 'athome.community')
  if (isOn && purpose.length < 4)
    throw refuseWith(athomeErrors, 'athome.purpose', { faults: [{ path: 'body.purpose', zh: '至少 4 个字', en: 'At least 4 characters' }] })
  const before = present(place, await rowOf(kernel, place.id, tx))
  const values = { is_on: Number(isOn), purpose, changed_by: principal.id, changed_at: now }
  const done =
    version === 0
      ? await insertOnce(kernel.store, 'athome_switches', { community_id: place.id, place_path: place.path, ...values }, tx)
      : (await kernel.store.run(
          'UPDATE athome_switches SET is_on = ?, purpose = ?, changed_by = ?, changed_at = ?, version = version + 1 WHERE community_id = ? AND version = ?',
          [...Object.values(values), place.id, version],
          tx,
        )) === 1
  if (!done) throw refuse('stale')
  if (isOn) await scheduleJob(kernel, { kind: 'athome.begin', key: place.id, at: now, payload: { placePath: place.path } }, tx)
  else await kernel.store.run('DELETE FROM athome_houses WHERE community_id = ?', [place.id], tx)
  return { before, after: present(place, await rowOf(kernel, place.id, tx)), path: place.path }
}

const rowOf = async (kernel: Kernel, communityId: string, tx: Tx): Promise<SwitchRow | undefined> =>
  (await kernel.store.rows<SwitchRow>('SELECT * FROM athome_switches WHERE community_id = ?', [communityId], tx))[0]
