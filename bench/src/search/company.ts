import type { Kernel } from '../../../bff/src/kernel/kernel.ts'
import { unscoped } from '../../../bff/src/kernel/store/scope.ts'
import type { Tx } from '../../../bff/src/kernel/store/store.ts'
import { personArchive } from '../../../contract/src/capabilities/person.ts'
import { vehicleArchive } from '../../../contract/src/capabilities/vehicle.ts'
import { createFiles } from '../../../tools/src/seed/archive-rows.ts'
import { insertRows, type Row } from '../../../tools/src/seed/batch.ts'
import { createDemoIds } from '../../../tools/src/seed/ids.ts'
import type { SeedContext } from '../../../tools/src/seed/set.ts'

const surnames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许']
const first = [...'望晓知南听云若清静明思雨子安远星海青竹松']
const second = [...'舒岚行舟澜溪宁和然川月棠白石桥原野歌禾言']
const pick = (signs: readonly string[], n: number): string => signs[n % signs.length] as string

export const nameOf = (n: number): string => pick(surnames, n) + pick(first, Math.floor(n / 20)) + pick(second, Math.floor(n / 400))
export const phoneOf = (n: number): string => `1000000${String((n * 7919) % 10_000).padStart(4, '0')}`
const letters = [...'ABCDEFGHJKLMNPQRSTUVWXYZ']
export const plateOf = (n: number): string => `浙A${pick(letters, n)}${String((n * 31) % 10_000).padStart(4, '0')}`
export const deviceCodeOf = (n: number): string => `lamp-${String(n).padStart(6, '0')}`

export type Company = Readonly<Record<'people' | 'vehicles' | 'devices', number>>

/** Those who live there, what they drive and what stands there: sealed and indexed as the house itself would. */
export async function addCompany(kernel: Kernel, { people, vehicles, devices }: Company): Promise<void> {
  const last = { sql: 'SELECT id FROM devices WHERE code = ?', params: [deviceCodeOf(devices - 1)] }
  if ((await unscoped(kernel.store, 'the bench looks for its own rows', last)).length > 0) return
  const places = await kernel.store.rows<{ id: string; path: string; kind: string; name: string; full_name: string; floor: number | null }>(
    "SELECT id, path, kind, name, full_name, floor FROM places WHERE kind = 'house' ORDER BY id",
  )
  const placeOf = (n: number) => places[(n * 13) % places.length] as (typeof places)[number]
  const now = kernel.clock.now()
  await kernel.store.tx(async (tx: Tx) => {
    const ids = createDemoIds(99)
    const insert = (table: string, rows: readonly Row[]) => insertRows(kernel.store, table, rows, tx)
    const files = createFiles({ kernel, ids, now, insert } as unknown as SeedContext)
    const seedPlace = (n: number) => ({ ...placeOf(n), fullName: placeOf(n).full_name, gridId: null }) as never
    for (let n = 0; n < people; n++)
      files.file(personArchive, seedPlace(n), { name: nameOf(n), idKind: 'none', phone: phoneOf(n), population: 'resident' }, { at: now })
    for (let n = 0; n < vehicles; n++)
      files.file(vehicleArchive, seedPlace(n), { plate: plateOf(n), plateKind: 'blue', stay: 'resident' }, { at: now })
    await files.flush(() => {})
    const rows = Array.from({ length: devices }, (_, n) => ({
      ...{
        id: ids.at(now),
        code: deviceCodeOf(n),
        name: '楼道灯',
        kind: 'street-lamp',
        place_id: placeOf(n).id,
        place_path: placeOf(n).path,
      },
      ...{ stage: 'active', state: '{}', created_at: now },
    }))
    await insert('devices', rows)
  })
}
