import { text } from '@liren/contract'
import { day, hour, type SeedSet } from '../set.ts'

const minute = 60_000

/** Half a year of beats with what interrupted them: maintenance at night, a power cut, a restart that nobody has explained yet. */
export const availability: SeedSet = {
  name: 'availability',
  text: text('可用性记录', 'Beats and outages'),
  run: async ({ kernel, insert, rows, ids, now }) => {
    const [admin] = await rows<{ id: string }>("SELECT id FROM users WHERE account = 'admin'")
    if (!admin) return
    // seeding takes a while, and that is no outage
    await insert('availability_beats', [{ id: 'house', since_at: now - 182 * day, beat_at: kernel.clock.now(), failing: '' }])
    // 02:00 of a night, whatever hour it is now
    const night = (days: number) => Math.floor((now - days * day) / day) * day - 6 * hour
    const [upgrade, power, restart] = [night(61), night(34) + 13 * hour + 20 * minute, night(6) + 9 * hour + 4 * minute]
    const maintenance = { announced_by: admin.id, cancelled_at: null, version: 1 }
    await insert('maintenances', [
      {
        ...{ id: ids.at(upgrade - 3 * day), from_at: upgrade, until_at: upgrade + 2 * hour, ...maintenance },
        ...{ reason: '数据库升级与备份演练', announced_at: upgrade - 3 * day },
      },
      {
        ...{ id: ids.at(now - 20 * hour), from_at: night(-4), until_at: night(-4) + hour, ...maintenance },
        ...{ reason: '月度系统更新', announced_at: now - 20 * hour },
      },
    ])
    const unexplained = { kind: null, reason: null, explained_by: null, explained_at: null, version: 1 }
    const gap = (from: number, minutes: number, more: object = {}) => ({
      ...{ id: ids.at(from), from_at: from, to_at: from + minutes * minute, cause: 'stopped', failing: '', ...unexplained, ...more },
    })
    await insert('outages', [
      gap(upgrade + 5 * minute, 24),
      gap(power, 11, {
        ...{
          kind: 'power',
          reason: '小区变压器检修停电，备用电源切换失败',
          explained_by: admin.id,
          explained_at: power + 2 * hour,
          version: 2,
        },
      }),
      gap(restart, 1.5, { cause: 'failing', failing: 'store' }),
    ])
  },
}
