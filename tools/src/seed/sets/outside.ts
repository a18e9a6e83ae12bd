import { keyAt } from '@liren/bff/capabilities/upstream/row'
import { demoAccounts, text } from '@liren/contract'
import type { UpstreamArchive, UpstreamSource } from '@liren/contract/capabilities/upstream'
import type { Row } from '../batch.ts'
import { day, hour, minute, type SeedContext, type SeedSet } from '../set.ts'

const dayOf = (at: number): string => new Date(at + 8 * hour).toISOString().slice(0, 10)

interface Registered {
  readonly code: 'province' | 'property'
  readonly name: string
  readonly source: UpstreamSource
  readonly at: string
  readonly every: number
  readonly mandates: readonly { readonly estate: string; readonly archives: readonly UpstreamArchive[]; readonly left: number }[]
}

/** Name, source, where it is asked, minutes between, what it may update where, and until how many days from now. */
const registered: readonly Registered[] = [
  {
    ...{ code: 'province', name: '省域社区数字化应用', source: 'provincial', at: 'outside/province', every: 30 },
    mandates: [
      { estate: 'fl', archives: ['person', 'house', 'vehicle', 'space'], left: 300 },
      { estate: 'wtl', archives: ['house'], left: -12 },
    ],
  },
  {
    ...{ code: 'property', name: '枫林物业管理系统', source: 'property', at: 'outside/property', every: 0 },
    mandates: [{ estate: 'fl', archives: ['person'], left: 180 }],
  },
]

/** Kind, minutes ago, created, updated, same, refused, fault. */
const past = {
  province: [
    ['scheduled', 1470, 3, 2, 0, 1, null],
    ['scheduled', 750, 0, 4, 1, 1, null],
    ['scheduled', 390, 0, 0, 0, 0, 'timeout'],
    ['now', 380, 0, 3, 2, 1, null],
  ],
  property: [
    ['now', 2880, 2, 0, 1, 1, null],
    ['now', 1500, 0, 2, 0, 0, null],
  ],
} as const

const refusals = {
  province: ['person', 'ZJ-RY-0002', '/jl/yx/bh/hd/01/1/101/', 'out-of-grant'],
  property: ['person', 'WY-ZK-0301', '/jl/yx/wt/wjf/01/1/101/', 'out-of-grant'],
} as const

/** The provincial application and the property system with what each may update, and what came of it so far. */
export const outside: SeedSet = {
  name: 'outside',
  text: text('外部系统与更新授权', 'Outside systems and their mandates'),
  run: async (context) => {
    const { rows, insert, kernel, ids, now } = context
    const places = await rows<{ id: string; path: string; kind: string; code: string }>(
      "SELECT id, path, kind, code FROM places WHERE kind IN ('community', 'estate')",
    )
    const community = places.find(({ kind }) => kind === 'community')
    const [officer] = await rows<{ id: string }>("SELECT id FROM users WHERE account = 'officer'")
    if (!community || !officer) return
    // where the start command plays the platforms of the government
    const gateway = `http://127.0.0.1:${kernel.config.LIREN_PORT + 6}`
    const made: Record<'systems' | 'mandates' | 'runs' | 'refusals', Row[]> = { systems: [], mandates: [], runs: [], refusals: [] }
    for (const { code, name, source, at, every, mandates } of registered) {
      const id = ids.at(now - 90 * day)
      made.systems.push({
        ...{ id, code, name, source, place_id: community.id, place_path: community.path, partner_id: null },
        ...{ url: `${gateway}/${at}`, every_minutes: every, is_on: 1, next_cursor: null },
        key_sealed: kernel.sealer.seal(demoAccounts.outside.key, { ...keyAt, row: id }),
        ...{ synced_at: now - (past[code].at(-1)?.[1] ?? 0) * minute, next_at: every > 0 ? now + 2 * minute : null },
        ...{ fault: null, created_at: now - 90 * day, version: 1 },
      })
      for (const { estate, archives, left } of mandates) {
        const place = places.find((one) => one.kind === 'estate' && one.code === estate)
        if (!place) continue
        made.mandates.push({
          ...{ id: ids.at(now - 89 * day), system_id: id, place_id: place.id, place_path: place.path, archives: JSON.stringify(archives) },
          ...{
            until_on: dayOf(now + left * day),
            granted_by: officer.id,
            granted_at: now - 89 * day,
            revoked_at: null,
            live_key: null,
            version: 1,
          },
        })
      }
      for (const [kind, ago, created, updated, same, refused, fault] of past[code]) {
        const began = now - ago * minute
        const run = ids.at(began)
        made.runs.push({
          ...{ id: run, system_id: id, place_path: community.path, kind, started_at: began, ended_at: began + 3_000, fault },
          ...{ n_created: created, n_updated: updated, n_same: same, n_refused: refused },
        })
        const [archive, ref, said, why] = refusals[code]
        if (refused > 0)
          made.refusals.push({
            ...{ id: ids.at(began + 1_000), run_id: run, row_no: created + updated + same + 1, archive, ref, place_said: said },
            ...{ why, fields: '[]', refused_at: began + 1_000 },
          })
      }
    }
    made.mandates.push(...(await leaveOfResident(context)))
    for (const [table, list] of Object.entries(made)) await insert(`upstream_${table}`, list)
  },
}

/** The resident of the demonstration lets the managers update who lives there. */
async function leaveOfResident({ rows, ids, now }: SeedContext): Promise<Row[]> {
  const [home] = await rows<{ user_id: string; house_id: string; place_path: string }>(
    `SELECT m.user_id, m.house_id, m.place_path FROM household_members m JOIN users u ON u.id = m.user_id
     WHERE u.persona = 'resident' AND m.relation = 'owner' AND m.state = 'active' ORDER BY m.id LIMIT 1`,
  )
  if (!home) return []
  const at = now - 5 * day
  return [
    {
      ...{ id: ids.at(at), system_id: null, place_id: home.house_id, place_path: home.place_path, archives: '["person"]' },
      ...{
        until_on: dayOf(now + 60 * day),
        granted_by: home.user_id,
        granted_at: at,
        revoked_at: null,
        live_key: home.house_id,
        version: 1,
      },
    },
  ]
}
