import type { SeedContext } from '../set.ts'
import type { NewDevice } from './played.ts'

interface Stand {
  readonly id: string
  readonly path: string
}
interface Placed {
  readonly id: string
  readonly place_id: string
  readonly place_path: string
}
type Put = (context: SeedContext, device: NewDevice) => Promise<string>
type Join = (id: string, code: string, address: object) => Promise<string>

const maker = { product: 'siren', maker: '安居消防', model: 'SL-2' }

/** A sound-light alarm at each part of the fence that is guarded, and one in each estate before a lift with a camera in its car. */
export async function putUpSirens(context: SeedContext, estates: readonly Stand[], put: Put, join: Join) {
  const made: { code: string; secret: string }[] = []
  const hang = async (name: string, place: Stand): Promise<string> => {
    const code = `siren-${made.length + 1}`
    const id = await put(context, { code, name, place, ...maker })
    made.push({ code, secret: await join(id, code, {}) })
    return id
  }
  for (const estate of estates) {
    const zones = await context.rows<{ id: string; name: string }>(
      "SELECT id, name FROM zones WHERE estate_id = ? AND kind = 'outer' ORDER BY id",
      [estate.id],
    )
    const bound = []
    for (const zone of zones)
      bound.push({ zone_id: zone.id, device_id: await hang(`${zone.name}声光报警器`, estate), role: 'siren', part: '', detector_key: null })
    await context.insert('zone_devices', bound)
    const [lift] = await context.rows<Placed>(
      `SELECT d.id, d.place_id, d.place_path FROM devices d JOIN products p ON p.id = d.product_id
       WHERE p.code = 'lift-monitor' AND d.stage = 'active' AND d.place_path >= ? AND d.place_path < ? ORDER BY d.code LIMIT 1`,
      [estate.path, `${estate.path.slice(0, -1)}0`],
    )
    if (!lift) continue
    const place = { id: lift.place_id, path: lift.place_path }
    const code = `lift-camera-${estates.indexOf(estate) + 1}`
    await put(context, { code, name: '客梯轿厢摄像机', place, product: 'lift-camera', maker: '明眸', model: 'LC-2' })
    await hang('客梯厅声光报警器', place)
  }
  return made
}

/** The siren before a lift sounds with the camera in its car. */
export async function hangSirens({ kernel, tx }: SeedContext): Promise<void> {
  await kernel.store.run(
    `UPDATE cameras SET siren_id = (SELECT MIN(s.id) FROM devices s WHERE s.kind = 'siren' AND s.place_path = cameras.place_path)
     WHERE id IN (SELECT camera_id FROM camera_covers WHERE kind = 'car')`,
    [],
    tx,
  )
}
