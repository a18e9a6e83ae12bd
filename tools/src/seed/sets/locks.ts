import { text } from '@liren/contract'
import { minute, type SeedSet } from '../set.ts'

/** One identity that is locked now, one that was unlocked, and one that nobody registered. */
export const locks: SeedSet = {
  name: 'locks',
  text: text('锁定的设备身份', 'Locked identities'),
  run: async ({ ids, now, rows, insert }) => {
    const [bridge] = await rows<{ id: string }>("SELECT id FROM bridges WHERE code = 'bridge-1'")
    const devices = await rows<{ id: string; code: string; place_path: string }>(
      "SELECT id, code, place_path FROM devices WHERE protocol = 'mqtt-sensor' AND place_path <> '/' AND stage = 'active' ORDER BY code LIMIT 2",
    )
    const [locked, unlocked] = devices
    if (!bridge || !locked || !unlocked) return
    const lock = (at: number, of: { id: string | null; code: string; place_path: string }, attempts: number, remotes: string[]) => ({
      ...{ id: ids.at(at), bridge_id: bridge.id, lock_key: `demo-${of.code}`, protocol: of.id === null ? 'mqtt' : 'mqtt-sensor' },
      ...{ identity: of.code, device_id: of.id, place_path: of.place_path, reason: of.id === null ? 'unknown' : 'secret', attempts },
      ...{
        first_at: at - 4 * minute,
        last_at: at + 2 * minute,
        locked_at: at,
        until_at: at + 1440 * minute,
        remotes: JSON.stringify(remotes),
      },
      ...{ state: 'held', ended_at: null, ended_why: null, order_state: null, order_reason: null, order_name: null, order_at: null },
    })
    const over = now - 3 * 1440 * minute
    const done = { state: 'ended', ended_at: over + 9 * minute, ended_why: 'unlocked', order_state: 'done', order_name: '顾系安' }
    await insert('bridge_locks', [
      lock(now - 12 * minute, locked, 37, ['10.20.3.41', '10.20.3.44']),
      lock(now - 26 * minute, { id: null, code: 'lamp-old-17', place_path: '/' }, 12, ['10.20.3.9']),
      { ...lock(over, unlocked, 11, ['10.20.3.18']), ...done, order_reason: '换表时输错密钥，已核对', order_at: over + 8 * minute },
    ])
  },
}
