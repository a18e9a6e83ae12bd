import { athomePurpose } from '@liren/bff/capabilities/athome/gather'
import { communitiesOn, fill } from '@liren/bff/capabilities/athome/refresh'
import { noteConsent } from '@liren/bff/capabilities/consent/read'
import { nextNumber } from '@liren/bff/engines/thing/counter'
import { text } from '@liren/contract'
import { counted } from '@liren/simulators/things/world'
import { hour, minute, type SeedContext, type SeedSet } from '../set.ts'

interface Meter {
  readonly device_id: string
  readonly house_id: string
  readonly last_total: number
}

const hoursBack = 27
const everyMs = 30 * minute

/** The first community judges who is at home; households whose meters are read by a gateway agreed, but for one. */
export const athome: SeedSet = {
  name: 'athome',
  text: text('在家判断', 'At home or not'),
  run: async (context) => {
    const { rows, insert, now } = context
    const [community] = await rows<{ id: string; path: string }>(
      "SELECT id, path FROM places WHERE kind = 'community' ORDER BY path LIMIT 1",
    )
    const [officer] = await rows<{ id: string }>("SELECT id FROM users WHERE persona = 'community-officer'")
    if (!community || !officer) return
    await insert('athome_switches', [
      {
        ...{ community_id: community.id, place_path: community.path, is_on: 1, purpose: '走访前得知是否有人，免得白跑和打扰' },
        ...{ changed_by: officer.id, changed_at: now },
      },
    ])
    const meters = await rows<Meter>(
      `SELECT device_id, house_id, last_total FROM energy_meters
       WHERE carrier = 'electricity' AND house_id IS NOT NULL AND device_id IS NOT NULL ORDER BY number`,
    )
    await agree(
      context,
      meters.slice(1).map(({ house_id }) => house_id),
    )
    await past(context, meters)
  },
  after: async (kernel) => {
    for (const { place_path } of await communitiesOn(kernel)) await fill(kernel, place_path)
  },
}

async function agree({ kernel, rows, tx }: SeedContext, houseIds: readonly string[]): Promise<void> {
  if (houseIds.length === 0) return
  const members = await rows<{ user_id: string; place_path: string }>(
    `SELECT user_id, place_path FROM household_members WHERE house_id IN (${houseIds.map(() => '?').join(', ')})
     AND state = 'active' AND user_id IS NOT NULL ORDER BY id`,
    houseIds,
  )
  for (const { user_id, place_path } of members) {
    const line = { userId: user_id, personId: null, purpose: athomePurpose, action: 'given', channel: 'app' } as const
    await noteConsent(kernel, { ...line, recordedBy: null, placePath: place_path }, tx)
  }
}

/** What the gateway read on the day before, by the same curve that the simulated meters go on with. */
async function past({ kernel, dice, insert, tx, now }: SeedContext, meters: readonly Meter[]): Promise<void> {
  const last = await nextNumber(kernel.store, 'device-series', tx, meters.length)
  const series = meters.map(({ device_id }, i) => ({ id: last - meters.length + 1 + i, device_id, property: 'energyWh' }))
  await insert('device_series', series)
  await insert(
    'device_points',
    meters.flatMap(({ last_total }, i) => {
      const perDay = 4 + dice.next() * 6
      return Array.from({ length: (hoursBack * hour) / everyMs }, (_, back) => {
        const at = now - back * everyMs
        const since = counted({ base: 0, since: at, perDay }, now)
        return { series_id: series[i]?.id ?? 0, at, value: Math.round((Number(last_total) - since) * 1000) }
      })
    }),
  )
}
