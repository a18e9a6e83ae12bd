import { appendEvents } from '../../kernel/background/outbox.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { upsertRows } from '../../kernel/store/upsert.ts'
import { pathsAbove, placesById } from '../place/read.ts'
import { clockOf, gather } from './gather.ts'
import { type HouseRow, type SwitchRow, why } from './row.ts'
import { hourMs, judge, type Verdict } from './rule.ts'

/** So many houses are judged together. */
export const atOnce = 100
/** Time alone moves what is known of a house no faster; one of which nothing is known waits for news. */
const againMs = 15 * 60_000
const idleMs = 6 * hourMs

/** The communities that switched it on, by the path of each. */
export async function communitiesOn(kernel: Kernel, tx?: Tx): Promise<readonly SwitchRow[]> {
  return kernel.store.rows<SwitchRow>('SELECT * FROM athome_switches WHERE is_on = 1', [], tx)
}

/** Judges houses now, as far as their community wants it, and keeps what came out; whoever looks at the list is told of what changed. */
export async function refresh(kernel: Kernel, houseIds: readonly string[], tx: Tx): Promise<number> {
  const on = new Map((await communitiesOn(kernel, tx)).map((row) => [row.place_path, row.community_id]))
  if (on.size === 0 || houseIds.length === 0) return 0
  const communityOf = (path: string) => pathsAbove(path).flatMap((above) => on.get(above) ?? [])[0]
  const places = [...(await placesById(kernel, houseIds, tx)).values()].filter(({ kind, isRetired }) => kind === 'house' && !isRetired)
  const wanted = places.flatMap((place) => {
    const communityId = communityOf(place.path)
    return communityId === undefined ? [] : [{ place, communityId }]
  })
  const now = kernel.clock.now()
  const ids = wanted.map(({ place }) => place.id).sort()
  if (ids.length === 0) return 0
  const facts = await gather(kernel, ids, now, tx)
  const some = among('house_id', ids)
  const statement = { sql: `SELECT * FROM athome_houses WHERE ${some.sql}`, params: some.params }
  const known = new Map((await unscoped<HouseRow>(kernel.store, why, statement, tx)).map((row) => [row.house_id, row]))
  const hour = clockOf(kernel)
  const rows = wanted.map(({ place, communityId }) => {
    const { state, confidence, reason, passes } = judge(facts(place.id), now, hour)
    const before = known.get(place.id)
    return {
      ...{ house_id: place.id, place_path: place.path, community_id: communityId, name: nameOf(place.fullName) },
      ...{ state, confidence, reason, people: passes.length, judged_at: now },
      changed_at: before?.state === state ? Number(before.changed_at) : now,
      next_at: now + (isIdle({ reason }) ? idleMs : againMs),
    }
  })
  await upsertRows(
    kernel.store,
    'athome_houses',
    ['house_id'],
    rows.sort((a, b) => (a.house_id < b.house_id ? -1 : 1)),
    tx,
  )
  const changed = rows.filter(({ house_id, state }) => known.get(house_id)?.state !== state)
  await appendEvents(
    kernel,
    changed.map(({ house_id, place_path, state }) => ({
      ...{ name: 'athome.changed', subject: 'house', subjectId: house_id, payload: { state } },
      live: { placePath: place_path, permission: 'athome.read' },
    })),
    tx,
  )
  return rows.length
}

/** From the estate down. */
export const nameOf = (fullName: string): string => fullName.split(' · ').slice(3).join(' · ').slice(0, 160)

const isIdle = ({ reason }: Pick<Verdict, 'reason'>): boolean => reason === 'no-data' || reason === 'nobody-registered'

/** Judges again what time has made old, those that waited longest first. */
export async function goRound(kernel: Kernel, batches = 20): Promise<void> {
  for (let batch = 0; batch < batches; batch++) {
    const due = await unscoped<{ house_id: string }>(kernel.store, why, {
      sql: `SELECT house_id FROM athome_houses WHERE next_at <= ? ORDER BY next_at LIMIT ${atOnce}`,
      params: [kernel.clock.now()],
    })
    const ids = due.map(({ house_id }) => house_id)
    if (ids.length === 0) return
    await kernel.store.tx(async (tx) => {
      const done = await refresh(kernel, ids, tx)
      // a house that went, or whose community switched it off, has no judgement any more
      if (done < ids.length) await dropGone(kernel, ids, tx)
    })
    if (ids.length < atOnce) return
  }
}

async function dropGone(kernel: Kernel, ids: readonly string[], tx: Tx): Promise<void> {
  const some = among('house_id', ids)
  await kernel.store.run(`DELETE FROM athome_houses WHERE ${some.sql} AND next_at <= ?`, [...some.params, kernel.clock.now()], tx)
}

/** Judges every house of a community: when it is switched on, and each night for houses that are new. */
export async function fill(kernel: Kernel, communityPath: string): Promise<void> {
  const end = `${communityPath.slice(0, -1)}0`
  for (let after = communityPath; ; ) {
    const houses = await kernel.store.rows<{ id: string; path: string }>(
      `SELECT id, path FROM places WHERE path > ? AND path < ? AND kind = 'house' AND is_retired = 0 ORDER BY path LIMIT ${atOnce}`,
      [after, end],
    )
    const last = houses.at(-1)
    if (!last) return
    await kernel.store.tx((tx) =>
      refresh(
        kernel,
        houses.map(({ id }) => id),
        tx,
      ),
    )
    after = last.path
  }
}
